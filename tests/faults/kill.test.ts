import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCampaign, told } from './campaign.ts';

test('20 kills of server, worker and database under load: nothing acknowledged is lost or doubled, no case is stuck, the trail verifies', async (t) => {
  const report = await runCampaign({
    ...{ kills: 20, seed: 7, clients: 4, verifyEvery: 20 },
    say: () => undefined,
  });
  t.diagnostic(told(report));
  assert.deepEqual(report.faults, [], told(report));
  assert.equal(report.verified, 1);
  assert.ok(report.counts.acknowledged > 100, told(report));
});
