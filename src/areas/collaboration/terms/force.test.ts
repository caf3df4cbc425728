import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { organisationArea } from '#areas/organisation/area.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inReadTransaction, runCommand } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createDesk, type Desk } from '#tests/documents/desk.ts';
import { relayAll } from '#tests/relay-events.ts';
import { catalogueOf } from '#work/catalogue.ts';
import type { CaseDetail, Problem } from '#work/contract.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { termsArea } from './area.ts';
import { reachByTerms } from './queries/reach.ts';
import { type AskedOfTerms, decideByTerms } from './queries/rules-in-force.ts';

const catalogue = catalogueOf([organisationArea, termsArea]);
const day = 24 * 3_600_000;

describe('Terms of Collaboration from the approval to their end', () => {
  let desk: Desk;
  const ids: Record<string, string> = {};
  const people: Record<string, Principal> = {};
  const scope: Record<string, string[]> = {};

  const asOwner = (text: string, values: unknown[]) =>
    desk.world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => (await client.query<Record<string, string>>(text, values)).rows,
    );

  before(async () => {
    desk = await createDesk(catalogue, '2026-03-02T08:00:00.000Z');
    const { world } = desk;
    ids['body'] = await world.organisation('EU', 'central-body');
    ids['contractor'] = await world.organisation('SM', 'contractor');
    ids['de'] = await world.organisation('DE', 'national-administration');
    ids['fr'] = await world.organisation('FR', 'national-administration');
    const cast: [string, string, string][] = [
      ['requester', 'body', 'taxud-requester'],
      ['liso', 'body', 'liso'],
      ['manager', 'contractor', 'itsm-security-manager'],
      ['quality', 'contractor', 'quality-controller'],
      ['npmde', 'de', 'npm'],
      ['npmfr', 'fr', 'npm'],
    ];
    for (const [name, at, role] of cast) {
      people[name] = await world.person(name, ids[at] ?? '', [role]);
    }
    const now = world.clock.now();
    const made = async (table: string, columns: string, values: unknown[]) => {
      const id = newId();
      const places = values.map((_, index) => `$${index + 3}`).join(', ');
      const text = `insert into ${table} (id, created_at, updated_at, ${columns}) values ($1, $2, $2, ${places})`;
      await asOwner(text, [id, now, ...values]);
      return id;
    };
    const thread = await made('business_thread', 'code, name', ['CUST', 'Customs']);
    const columns = 'code, name, threads';
    scope['threads'] = [thread];
    scope['communities'] = [await made('user_community', columns, ['N', 'Desks', [thread]])];
    scope['memberStates'] = [];
    for (const code of ['de', 'fr']) {
      const country = code.toUpperCase();
      await asOwner(`update organisation set country = $2 where id = $1`, [ids[code], country]);
      const values = [country, country, 'eu-member-state'];
      scope['memberStates'].push(await made('membership', 'country, name, kind', values));
    }
  });
  after(async () => {
    await desk.close();
    await stopTestServer();
  });

  const who = (name: string): Principal => {
    const found = people[name];
    if (found === undefined) throw new Error(`nobody is called ${name}`);
    return found;
  };
  const act = async (name: string, caseId: string, action: string, input: object = {}) => {
    const path = `/cases/${caseId}/actions/${action}`;
    const answer = await desk.ask<Problem>(who(name), 'POST', path, input);
    return answer.status === 200 ? 'done' : JSON.stringify(answer.body.refusals ?? answer.body);
  };
  const acted = async (...given: Parameters<typeof act>) =>
    assert.equal(await act(...given), 'done', `${given[0]} ${given[2]}`);
  const stateOf = async (caseId: string) =>
    (await desk.ask<CaseDetail>(who('liso'), 'GET', `/cases/${caseId}`)).body.case.state;
  const decided = (question: AskedOfTerms) =>
    inReadTransaction(
      desk.world.runner,
      {
        principal: systemPrincipal('test'),
        scope: { organisations: [ids['body'] ?? ''] },
        role: 'app',
      },
      (context) => decideByTerms(context, question),
    );
  const told = (at?: string, to = 'fr') =>
    decided({
      ...{ ask: 'tell', event: 'incident-common-domain', from: ids['de'] ?? '' },
      ...{ to: ids[to] ?? '', ...(at === undefined ? {} : { at }) },
    });
  /** Time passes: what is due is done, and answered. */
  const pass = async (ms: number) => {
    const { world } = desk;
    world.clock.advance(ms);
    const log = createLog('silent');
    for (let round = 0; round < 5; round += 1) {
      await sweepDeadlines({ runner: world.runner, catalogue, log });
    }
    await relayAll(world.runner, catalogue);
  };

  const participantOf = async (caseId: string, code: string) => {
    const [found] = await asOwner(
      'select id from terms_participant where case_id = $1 and organisation = $2',
      [caseId, ids[code]],
    );
    return found?.['id'] ?? '';
  };
  const waive = async (caseId: string, code: string, action: string, comment?: string) => {
    const module = catalogue.registers.get('terms-participants');
    if (module === undefined) throw new Error('no participants');
    return runCommand(desk.world.runner, registerOperations(catalogue, module).act, who('liso'), {
      ...{ id: await participantOf(caseId, code), action },
      ...(comment === undefined ? {} : { comment }),
    });
  };

  /** Up to the review; the plans are waived. */
  async function inReview(title: string): Promise<string> {
    const opened = await desk.ask<CaseDetail>(who('requester'), 'POST', '/cases', {
      procedure: 'terms-of-collaboration',
      title,
      fields: {},
    });
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    const { id } = opened.body.case;
    await acted('manager', id, 'accept');
    await acted('requester', id, 'set-scope', { fields: scope });
    const fields = { slaToCentralCompliance: 'compliant', slaFromCentralCompliance: 'compliant' };
    await acted('manager', id, 'state-sla-compliance', { fields });
    await acted('liso', id, 'waive-common-plans', { comment: 'Kept elsewhere.' });
    for (const code of ['de', 'fr']) await waive(id, code, 'waive-plans', 'Known from last year.');
    await acted('manager', id, 'submit-review');
    return id;
  }

  async function approved(title: string, fields: object = {}): Promise<string> {
    const id = await inReview(title);
    await acted('npmde', id, 'agree');
    await acted('npmfr', id, 'agree');
    await acted('manager', id, 'submit-approval');
    await acted('liso', id, 'approve', { fields });
    return id;
  }

  async function distributed(caseId: string): Promise<void> {
    const made = await desk.ask(who('manager'), 'POST', `/cases/${caseId}/deliverables`, {
      type: 'terms-of-collaboration-security-part',
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const { id } = made.body.deliverable;
    const row = { changes: ['insert', 'replace'], pages: 'All' };
    await desk.act(who('manager'), id, 'submit-qc');
    await desk.act(who('quality'), id, 'qc-pass', row);
    await desk.act(who('liso'), id, 'review-ok', row);
    await desk.act(who('liso'), id, 'approve');
    await desk.act(who('manager'), id, 'distribute');
    await acted('manager', caseId, 'distribute');
  }

  let first: string;
  let firstFrom: string;

  it('take effect at the instant that the approval names: nothing is decided by them before', async () => {
    const effectiveFrom = new Date(desk.world.clock.now().getTime() + 10 * day).toISOString();
    firstFrom = effectiveFrom;
    const past = new Date(desk.world.clock.now().getTime() - day).toISOString();
    const id = await inReview('First terms');
    await acted('npmde', id, 'agree');
    await acted('npmfr', id, 'agree');
    await acted('manager', id, 'submit-approval');
    const refused = await act('liso', id, 'approve', { fields: { effectiveFrom: past } });
    assert.match(refused, /effect-is-ahead/);
    await acted('liso', id, 'approve', { fields: { effectiveFrom } });
    await distributed(id);
    assert.equal(await stateOf(id), 'awaiting-effect');
    assert.equal((await told()).verdict, 'not-covered');
    const { verdict, ground } = await told(effectiveFrom);
    assert.deepEqual(
      [verdict, ground?.clause, ground?.version, ground?.caseId],
      ['allowed', '4.1.1', 1, id],
    );
    await pass(10 * day);
    assert.equal(await stateOf(id), 'in-force');
    assert.equal((await told()).verdict, 'allowed');
    first = id;
  });

  it('each kind of clause is consulted in the version in force', async () => {
    const evidence = (kind: 'log' | 'image', urgency: 'normal' | 'urgent' = 'normal') =>
      decided({
        ...{ ask: 'evidence', evidence: kind, urgency },
        ...{ from: ids['contractor'] ?? '', to: ids['de'] ?? '' },
      });
    assert.deepEqual(
      [(await evidence('log')).verdict, (await evidence('log')).within],
      ['allowed', 'PT24H'],
    );
    assert.equal((await evidence('log', 'urgent')).within, 'PT4H');
    assert.equal((await evidence('image')).verdict, 'not-covered');
    const show = (tlp: 'AMBER' | 'RED') =>
      decided({
        ...{ ask: 'show', tlp, label: 'LIMITED' },
        ...{ from: ids['de'] ?? '', to: ids['fr'] ?? '' },
      });
    assert.equal((await show('AMBER')).verdict, 'allowed');
    assert.equal((await show('RED')).verdict, 'forbidden');
    const duties = await inReadTransaction(
      desk.world.runner,
      {
        principal: who('npmde'),
        scope: { organisations: [ids['de'] ?? ''] },
        role: 'app',
      },
      (context) =>
        reachByTerms(context, {
          ...{ from: ids['de'] ?? '', to: [ids['de'] ?? ''], urgency: 'normal' },
        }),
    );
    assert.deepEqual(
      [...duties.values()].map(({ role, ground }) => [role, ground['hours'], ground['clause']]),
      [['niso', 'around-the-clock', '1.3']],
      'an administration reads the terms that bind it',
    );
  });

  it('fall due for review after twelve months, and are confirmed or updated', async () => {
    await pass(366 * day);
    const read = async () =>
      (await desk.ask<CaseDetail>(who('liso'), 'GET', `/cases/${first}`)).body.case.fields;
    assert.equal(typeof (await read())['reviewFallenDue'], 'string');
    assert.match(await act('npmde', first, 'confirm-review', { comment: 'Good.' }), /role/);
    await acted('requester', first, 'confirm-review', { comment: 'Still right.' });
    assert.equal((await read())['reviewFallenDue'], undefined);
    await acted('npmfr', first, 'propose-update', { comment: 'Our gateway changed.' });
  });

  it('an update is the next revision of the same terms, decides from its instant on, and supersedes the one before', async () => {
    const id = await approved('First terms, updated');
    const rows = await asOwner(
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
    await distributed(id);
    await pass(0);
    assert.equal(await stateOf(id), 'in-force');
    assert.equal(await stateOf(first), 'superseded');
    assert.equal((await told()).ground?.version, 2);
    assert.equal(
      (await told(firstFrom)).ground?.version,
      1,
      'what was in force then, decides then',
    );
    first = id;
  });

  it('end by notice of 30 days at least, which can be taken back; until then they decide', async () => {
    const date = (days: number) =>
      new Date(desk.world.clock.now().getTime() + days * day).toISOString().slice(0, 10);
    const soon = { fields: { endsOn: date(5) }, comment: 'We leave.' };
    assert.match(await act('npmfr', first, 'give-notice', soon), /notice-is-long-enough/);
    const notice = { fields: { endsOn: date(40) }, comment: 'We leave.' };
    await acted('npmfr', first, 'give-notice', notice);
    await acted('liso', first, 'withdraw-notice', { comment: 'Settled.' });
    assert.equal((await told(`${date(60)}T00:00:00.000Z`)).verdict, 'allowed');
    await acted('npmfr', first, 'give-notice', notice);
    assert.equal((await told()).verdict, 'allowed');
    await pass(42 * day);
    assert.equal(await stateOf(first), 'terminated');
    assert.equal((await told()).verdict, 'not-covered');
  });

  it('R-TOC-16 an administration whose agreement the LISO waives with a reason is told of the terms, and not bound; terms expire on their day', async () => {
    const id = await inReview('Without France');
    await acted('npmde', id, 'agree');
    assert.match(await act('manager', id, 'submit-approval'), /all-have-agreed/);
    await assert.rejects(waive(id, 'fr', 'waive-agreement'), /procedure|comment|allow/i);
    await waive(id, 'fr', 'waive-agreement', 'No answer since January.');
    await acted('manager', id, 'submit-approval');
    const validUntil = new Date(desk.world.clock.now().getTime() + 100 * day)
      .toISOString()
      .slice(0, 10);
    await acted('liso', id, 'approve', { fields: { validUntil } });
    await distributed(id);
    assert.equal((await told()).verdict, 'not-covered', 'France is not bound');
    assert.equal((await told(undefined, 'body')).verdict, 'allowed');
    await pass(102 * day);
    assert.equal(await stateOf(id), 'expired');
    assert.equal((await told(undefined, 'body')).verdict, 'not-covered');
  });
});
