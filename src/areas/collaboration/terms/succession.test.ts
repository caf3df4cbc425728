import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { stopTestServer } from '#tests/database.ts';
import type { CaseDetail } from '#work/contract.ts';
import { createForceStage, day, type ForceStage } from './fixtures/force-stage.ts';

describe('one revision of terms after another', () => {
  let stage: ForceStage;

  before(async () => {
    stage = await createForceStage();
  });
  after(async () => {
    await stage.desk.close();
    await stopTestServer();
  });

  const instant = (days: number) =>
    new Date(stage.desk.world.clock.now().getTime() + days * day).toISOString();
  const lastInstantOf = (date: string) => `${date}T23:59:59.000Z`;
  const caseOf = async (id: string) =>
    (await stage.desk.ask<CaseDetail>(stage.who('liso'), 'GET', `/cases/${id}`)).body.case;

  /** When each revision decides, the oldest first; an end before its beginning is never. */
  async function periods(caseId: string) {
    const rows = await stage.asOwner(
      `select v.revision, v.effective_from, v.effective_to from terms_version v
        where v.reference = (select reference from terms_version where case_id = $1) order by v.revision`,
      [caseId],
    );
    const iso = (value: string | null | undefined) =>
      value ? new Date(value).toISOString() : null;
    return rows.map((row) => [iso(row['effective_from']), iso(row['effective_to'])]);
  }

  /** At every instant of the next year at most one revision decides. */
  async function assertOneDecides(caseId: string): Promise<void> {
    const [found] = await stage.asOwner(
      `select max(n) as most from (select count(*) as n
        from generate_series($2::timestamptz, $2::timestamptz + interval '400 days', interval '12 hours') t
        join terms_version v on v.effective_from <= t and (v.effective_to is null or v.effective_to > t)
        where v.reference = (select reference from terms_version where case_id = $1) group by t) each`,
      [caseId, stage.desk.world.clock.now()],
    );
    assert.equal(Number(found?.['most']), 1);
  }

  let first: string;
  let second: string;

  it('notice does not carry terms beyond the day that they end on anyway', async () => {
    first = await stage.approved('First', { validUntil: stage.date(300) });
    await stage.distributed(first);
    const late = { fields: { endsOn: stage.date(320) }, comment: 'We leave.' };
    assert.match(await stage.act('npmfr', first, 'give-notice', late), /notice-ends-them-earlier/);
    const notice = { fields: { endsOn: stage.date(250) }, comment: 'We leave.' };
    await stage.acted('npmfr', first, 'give-notice', notice);
    assert.deepEqual(
      await periods(first).then(([one]) => one?.[1]),
      lastInstantOf(stage.date(250)),
    );
    await stage.acted('liso', first, 'withdraw-notice', { comment: 'Settled.' });
    assert.deepEqual(
      await periods(first).then(([one]) => one?.[1]),
      lastInstantOf(stage.date(300)),
    );
  });

  it('R-TOC-7 an update that leaves somebody out is refused with their names, until it is said why', async () => {
    const id = await stage.begun('Narrower');
    const scope = { ...stage.scope, memberStates: stage.scope.memberStates.slice(0, 1) };
    const refused = await stage.act('requester', id, 'set-scope', { fields: scope });
    assert.match(refused, /leaves-out/);
    assert.match(refused, /TOC-2026-0001, revision 1, would end for FR\b/);
    assert.doesNotMatch(refused, /for DE\b/);
    assert.equal((await caseOf(id)).state, 'scoping');
    const fields = { ...scope, narrowingReason: 'France left the programme.' };
    await stage.acted('requester', id, 'set-scope', { fields });
    const made = await caseOf(id);
    assert.deepEqual(
      [made.fields['kind'], made.fields['updates'], made.fields['narrowingReason']],
      ['update', first, 'France left the programme.'],
    );
    await stage.acted('requester', id, 'cancel', { comment: 'France stays.' });
  });

  it('a later notice, and taking it back, leave the end that the next revision set', async () => {
    const effectiveFrom = instant(60);
    second = await stage.approved('Second', { effectiveFrom });
    assert.equal((await periods(first))[0]?.[1], effectiveFrom);
    const notice = { fields: { endsOn: stage.date(100) }, comment: 'We leave.' };
    await stage.acted('npmfr', first, 'give-notice', notice);
    assert.equal((await periods(first))[0]?.[1], effectiveFrom, 'not later than its successor');
    await stage.acted('liso', first, 'withdraw-notice', { comment: 'Settled.' });
    assert.equal((await periods(first))[0]?.[1], effectiveFrom);
    const sooner = { fields: { endsOn: stage.date(40) }, comment: 'We leave sooner.' };
    await stage.acted('npmfr', first, 'give-notice', sooner);
    assert.equal((await periods(first))[0]?.[1], lastInstantOf(stage.date(40)));
    await stage.acted('liso', first, 'withdraw-notice', { comment: 'Settled.' });
    assert.equal((await periods(first))[0]?.[1], effectiveFrom);
    await assertOneDecides(first);
  });

  it('a third revision that begins before the second takes the place of both, which end as superseded', async () => {
    await stage.distributed(second);
    assert.equal(await stage.stateOf(second), 'awaiting-effect');
    const effectiveFrom = instant(30);
    const third = await stage.approved('Third', { effectiveFrom });
    const rows = await periods(first);
    assert.deepEqual(
      rows.map(([, to]) => to),
      [effectiveFrom, effectiveFrom, null],
    );
    await assertOneDecides(first);
    await stage.distributed(third);
    await stage.pass(31 * day);
    assert.deepEqual(
      [await stage.stateOf(first), await stage.stateOf(second), await stage.stateOf(third)],
      ['superseded', 'superseded', 'in-force'],
    );
    assert.equal((await stage.told()).ground?.version, 3);
    await stage.pass(40 * day);
    assert.equal((await stage.told()).ground?.version, 3, 'the second never comes into force');
  });

  it('R-TOC-7 two that were negotiated at the same time follow each other: the later approved updates the earlier', async () => {
    const one = await stage.inApproval('One of two');
    const other = await stage.inApproval('The other of two');
    await stage.acted('liso', one, 'approve');
    await stage.acted('liso', other, 'approve');
    const rows = await periods(one);
    assert.equal(rows.length, 5);
    assert.equal((await caseOf(other)).fields['updates'], one);
    assert.equal((await stage.told()).ground?.caseId, other);
    await stage.pass(day);
    await assertOneDecides(one);
  });
});
