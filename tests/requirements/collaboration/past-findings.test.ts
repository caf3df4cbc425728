import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { stopTestServer } from '#tests/database.ts';
import { createMissionDesk, type MissionDesk } from '../mission-desk.ts';
import { concluded, found, handedIn, smallMission } from './earlier-mission.ts';

let desk: MissionDesk;
let earlier: string;
let report: string;
let planned: string;

before(async () => {
  desk = await createMissionDesk();
});
after(async () => {
  await desk.world.close();
  await stopTestServer();
});

const findings = [
  {
    ...{ title: 'Rights are reviewed seldom', control: '11.2.4', statement: 'Once a year.' },
    ...{ assessment: 'partly-in-place', severity: 'medium' },
  },
  {
    ...{ title: 'Leavers keep their accounts', control: '11.2.1', statement: 'For weeks.' },
    ...{ assessment: 'not-in-place', severity: 'high' },
  },
];

/** Past findings that the selection of the new mission rests on, computed anew. */
async function pastFindings(): Promise<[unknown, unknown, unknown][]> {
  await desk.act('liso', planned, 'refresh-inputs');
  const inputs = await desk.items('manager', `/mission-inputs?caseId=${planned}&limit=100`);
  return inputs
    .filter(({ fields }) => fields['kind'] === 'finding')
    .map(({ fields }) => [fields['reference'], fields['title'], fields['detail']]);
}

describe('scenario B: what an earlier mission found speaks for the choice of the next', () => {
  it('R-FFM-16 R-FFM-8 not before its report is approved: what is written, and what the LISO still judges, are no results yet', async () => {
    earlier = await smallMission(desk, 'Mission of last year');
    planned = await desk.opened('Review of the national transit service, Germany', {
      ...desk.scope,
      missionKind: 'planned',
    });
    await desk.act('manager', planned, 'accept');
    await found(desk, earlier, findings);
    assert.deepEqual(await pastFindings(), [], 'the report is being written');
    report = await handedIn(desk, earlier);
    assert.deepEqual(await pastFindings(), [], 'the LISO may send it back');
    await desk.act('liso', earlier, 'return-report', { comment: 'The second is not shown.' });
    const [, second] = await desk.items('manager', `/mission-findings?caseId=${earlier}&limit=9`);
    await desk.act('manager', earlier, 'remove-finding', { fields: { finding: second?.id } });
    const withdrawn = await desk.call('manager')(
      ...([
        'POST',
        `/deliverables/${report}/actions/withdraw`,
        { comment: 'As returned.' },
      ] as const),
    );
    assert.equal(withdrawn.status, 200, withdrawn.text);
    report = await handedIn(desk, earlier);
  });

  it('R-FFM-16 R-FFM-8 with its reference and its words from then on, for a mission to the same administration alone', async () => {
    await concluded(desk, earlier, report);
    const { body } = await desk.call('liso')('GET', `/cases/${earlier}`);
    const { reference } = body['case'] as { reference: string };
    const [kept] = findings;
    assert.deepEqual(await pastFindings(), [[`${reference}/1`, kept?.title, kept?.statement]]);
    const [french] = await desk.world.query<{ id: string }>(
      `select id from membership where country = 'FR'`,
    );
    const elsewhere = await desk.opened('Review in France', {
      ...{ ...desk.scope, memberStates: [french?.id], missionKind: 'planned' },
    });
    await desk.act('manager', elsewhere, 'accept');
    const inputs = await desk.items('manager', `/mission-inputs?caseId=${elsewhere}&limit=100`);
    assert.ok(!inputs.some(({ fields }) => fields['kind'] === 'finding'));
  });

  it('R-FFM-3 R-FFM-8 a planned mission goes its whole way, and chooses a control because of what was found there', async () => {
    const because = { rationale: 'Whether rights are reviewed now.', basis: ['finding'] };
    const kind = { missionKind: 'planned' };
    const again = await smallMission(desk, 'The year after', kind, because);
    const inputs = await desk.items('manager', `/mission-inputs?caseId=${again}&limit=100`);
    const finding = inputs.find(({ fields }) => fields['kind'] === 'finding');
    assert.equal(finding?.fields['title'], 'Rights are reviewed seldom');
    const one = (await desk.call('npmde')('GET', `/cases/${again}`)).body['case'];
    assert.equal((one as { fields: Record<string, unknown> }).fields['missionKind'], 'planned');
    await found(desk, again, [
      { ...(findings[0] as (typeof findings)[0]), assessment: 'in-place' },
    ]);
    const written = await handedIn(desk, again);
    const { text } = await desk.call('liso')('GET', `/deliverables/${written}.html`);
    assert.match(text, /Planned/);
    assert.doesNotMatch(text, /Ad hoc/);
    await concluded(desk, again, written);
    assert.equal(await desk.stateOf(again), 'closed');
  });
});
