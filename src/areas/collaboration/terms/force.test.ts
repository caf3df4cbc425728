import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inReadTransaction } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { stopTestServer } from '#tests/database.ts';
import type { CaseDetail } from '#work/contract.ts';
import type { Concern } from '../scope.ts';
import { createForceStage, day, type ForceStage } from './fixtures/force-stage.ts';
import { reachByTerms } from './queries/reach.ts';

describe('Terms of Collaboration from the approval to their end', () => {
  let stage: ForceStage;

  before(async () => {
    stage = await createForceStage();
  });
  after(async () => {
    await stage.desk.close();
    await stopTestServer();
  });

  let first: string;
  let firstFrom: string;

  it('take effect at the instant that the approval names: nothing is decided by them before', async () => {
    const effectiveFrom = new Date(stage.desk.world.clock.now().getTime() + 10 * day).toISOString();
    firstFrom = effectiveFrom;
    const past = new Date(stage.desk.world.clock.now().getTime() - day).toISOString();
    const id = await stage.inReview('First terms');
    await stage.acted('npmde', id, 'agree');
    await stage.acted('npmfr', id, 'agree');
    await stage.acted('manager', id, 'submit-approval');
    const refused = await stage.act('liso', id, 'approve', { fields: { effectiveFrom: past } });
    assert.match(refused, /effect-is-ahead/);
    await stage.acted('liso', id, 'approve', { fields: { effectiveFrom } });
    await stage.distributed(id);
    assert.equal(await stage.stateOf(id), 'awaiting-effect');
    assert.equal((await stage.told()).verdict, 'not-covered');
    const { verdict, ground } = await stage.told(effectiveFrom);
    assert.deepEqual(
      [verdict, ground?.clause, ground?.version, ground?.caseId],
      ['allowed', '4.1.1', 1, id],
    );
    await stage.pass(10 * day);
    assert.equal(await stage.stateOf(id), 'in-force');
    assert.equal((await stage.told()).verdict, 'allowed');
    first = id;
  });

  it('each kind of clause is consulted in the version in force', async () => {
    const evidence = (kind: 'log' | 'image', urgency: 'normal' | 'urgent' = 'normal') =>
      stage.decided({
        ...{ ask: 'evidence', evidence: kind, urgency },
        ...{ from: stage.ids['contractor'] ?? '', to: stage.ids['de'] ?? '' },
      });
    assert.deepEqual(
      [(await evidence('log')).verdict, (await evidence('log')).within],
      ['allowed', 'PT24H'],
    );
    assert.equal((await evidence('log', 'urgent')).within, 'PT4H');
    assert.equal((await evidence('image')).verdict, 'not-covered');
    const show = (tlp: 'AMBER' | 'RED') =>
      stage.decided({
        ...{ ask: 'show', tlp, label: 'LIMITED' },
        ...{ from: stage.ids['de'] ?? '', to: stage.ids['fr'] ?? '' },
      });
    assert.equal((await show('AMBER')).verdict, 'allowed');
    assert.equal((await show('RED')).verdict, 'forbidden');
    const duties = await inReadTransaction(
      stage.desk.world.runner,
      {
        principal: stage.who('npmde'),
        scope: { organisations: [stage.ids['de'] ?? ''] },
        role: 'app',
      },
      (context) =>
        reachByTerms(context, {
          ...{ from: stage.ids['de'] ?? '', to: [stage.ids['de'] ?? ''], urgency: 'normal' },
        }),
    );
    assert.deepEqual(
      [...duties.values()].map(({ role, ground }) => [role, ground['hours'], ground['clause']]),
      [['niso', 'around-the-clock', '1.3']],
      'an administration reads the terms that bind it',
    );
  });

  it('decide within their scope alone: systems that its communities use in its threads, its threads, its communities', async () => {
    const { threads, communities } = stage.scope;
    const made = async (table: string, columns: string, values: unknown[]) => {
      const id = newId();
      const places = values.map((_, at) => `$${at + 3}`).join(', ');
      await stage.asOwner(
        `insert into ${table} (id, created_at, updated_at, ${columns}) values ($1, $2, $2, ${places})`,
        [id, stage.desk.world.clock.now(), ...values],
      );
      return id;
    };
    const system = (code: string, thread: string) =>
      made('system', 'code, name, thread, architecture', [code, code, thread, 'distributed']);
    const [transit, imports, excise] = [
      await system('NCTS', 'CUST'),
      await system('ICS2', 'CUST'),
      await system('EMCS', 'EXC'),
    ];
    const exc = await made('business_thread', 'code, name', ['EXC', 'Excise']);
    const about = (parts: Partial<Concern>) => ({
      ...{ systems: [], threads: [], communities: [] },
      ...parts,
    });
    const verdict = async (parts: Partial<Concern>) =>
      (
        await stage.decided({
          ...{ ask: 'tell', event: 'incident-common-domain', about: about(parts) },
          ...{ from: stage.ids['de'] ?? '', to: stage.ids['fr'] ?? '' },
        })
      ).verdict;
    assert.equal(await verdict({}), 'allowed', 'what it is about is not known');
    assert.equal(await verdict({ systems: [transit] }), 'allowed');
    assert.equal(await verdict({ systems: [excise] }), 'not-covered', 'of another thread');
    assert.equal(await verdict({ systems: [excise, transit] }), 'allowed', 'one of them is theirs');
    assert.equal(await verdict({ threads: [exc] }), 'not-covered');
    assert.equal(await verdict({ threads: [exc, ...threads] }), 'allowed');
    assert.equal(await verdict({ communities }), 'allowed');
    assert.equal(await verdict({ communities: [newId()] }), 'not-covered');
    const use = `update user_community set systems = $2 where id = any ($1::uuid[])`;
    await stage.asOwner(use, [communities, [transit]]);
    assert.equal(await verdict({ systems: [transit] }), 'allowed');
    assert.equal(
      await verdict({ systems: [imports] }),
      'not-covered',
      'its community uses another',
    );
    await stage.asOwner(use, [communities, null]);
  });

  it('fall due for review after twelve months, and are confirmed or updated', async () => {
    await stage.pass(366 * day);
    const read = async () =>
      (await stage.desk.ask<CaseDetail>(stage.who('liso'), 'GET', `/cases/${first}`)).body.case
        .fields;
    assert.equal(typeof (await read())['reviewFallenDue'], 'string');
    assert.match(await stage.act('npmde', first, 'confirm-review', { comment: 'Good.' }), /role/);
    await stage.acted('requester', first, 'confirm-review', { comment: 'Still right.' });
    assert.equal((await read())['reviewFallenDue'], undefined);
    await stage.acted('npmfr', first, 'propose-update', { comment: 'Our gateway changed.' });
  });

  it('an update is the next revision of the same terms, decides from its instant on, and supersedes the one before', async () => {
    const id = await stage.approved('First terms, updated');
    const rows = await stage.asOwner(
      `select reference, revision, effective_from, effective_to from terms_version order by revision`,
      [],
    );
    assert.deepEqual(
      rows.map(({ reference, revision }) => [reference, revision]),
      [
        ['TOC-2026-0001', 1],
        ['TOC-2026-0001', 2],
      ],
    );
    assert.deepEqual(rows[0]?.['effective_to'], rows[1]?.['effective_from']);
    await stage.distributed(id);
    await stage.pass(0);
    assert.equal(await stage.stateOf(id), 'in-force');
    assert.equal(await stage.stateOf(first), 'superseded');
    assert.equal((await stage.told()).ground?.version, 2);
    assert.equal(
      (await stage.told(firstFrom)).ground?.version,
      1,
      'what was in force then, decides then',
    );
    first = id;
  });

  it('end by notice of 30 days at least, which can be taken back; until then they decide', async () => {
    const { date } = stage;
    const soon = { fields: { endsOn: date(5) }, comment: 'We leave.' };
    assert.match(await stage.act('npmfr', first, 'give-notice', soon), /notice-is-long-enough/);
    const notice = { fields: { endsOn: date(40) }, comment: 'We leave.' };
    await stage.acted('npmfr', first, 'give-notice', notice);
    await stage.acted('liso', first, 'withdraw-notice', { comment: 'Settled.' });
    assert.equal((await stage.told(`${date(60)}T00:00:00.000Z`)).verdict, 'allowed');
    await stage.acted('npmfr', first, 'give-notice', notice);
    assert.equal((await stage.told()).verdict, 'allowed');
    await stage.pass(42 * day);
    assert.equal(await stage.stateOf(first), 'terminated');
    assert.equal((await stage.told()).verdict, 'not-covered');
  });

  it('R-TOC-16 an administration whose agreement the LISO waives with a reason is told of the terms, and not bound; terms expire on their day', async () => {
    const id = await stage.inReview('Without France');
    await stage.acted('npmde', id, 'agree');
    assert.match(await stage.act('manager', id, 'submit-approval'), /all-have-agreed/);
    await assert.rejects(stage.waive(id, 'fr', 'waive-agreement'), /procedure|comment|allow/i);
    await stage.waive(id, 'fr', 'waive-agreement', 'No answer since January.');
    await stage.acted('manager', id, 'submit-approval');
    const validUntil = new Date(stage.desk.world.clock.now().getTime() + 100 * day)
      .toISOString()
      .slice(0, 10);
    await stage.acted('liso', id, 'approve', { fields: { validUntil } });
    await stage.distributed(id);
    assert.equal((await stage.told()).verdict, 'not-covered', 'France is not bound');
    assert.equal((await stage.told(undefined, 'body')).verdict, 'allowed');
    await stage.pass(102 * day);
    assert.equal(await stage.stateOf(id), 'expired');
    assert.equal((await stage.told(undefined, 'body')).verdict, 'not-covered');
  });
});
