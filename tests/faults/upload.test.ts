import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runUpload, toldUpload } from './upload-campaign.ts';

test('64 MiB of evidence while server and database are killed six times: the upload goes on at the byte, the hash holds, nothing is left over', async (t) => {
  const bytes = 64 * 1024 ** 2;
  const report = await runUpload({
    ...{ bytes, kills: 4, partBytes: 8 * 1024 ** 2, seed: 11 },
    say: () => undefined,
  });
  const words = toldUpload(bytes, report);
  t.diagnostic(words);
  assert.equal(report.received, report.sent, words);
  assert.equal(report.read, report.sent, words);
  assert.equal(report.evidence, 1, words);
  assert.deepEqual(report.leftOver, [], words);
  assert.deepEqual(report.kills, { server: 2, database: 2, 'while taken in': 2 });
  assert.ok(report.residentMiB.most < report.residentMiB.start + 400, words);
});
