import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { SettableClock } from '#kernel/clock/clock.ts';
import { createLog } from '#kernel/log/log.ts';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { openDueDuties } from '#work/deadlines/duties.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { type Desk, deskOf, refusalsOf } from './area-desk.ts';

const day = 86_400_000;

describe('remote access management through HTTP', () => {
  let world: HttpWorld;
  let desk: Desk;
  const clock = new SettableClock('2026-03-02T08:00:00.000Z');
  let requester: Caller;
  let authoriser: Caller;
  let administrator: Caller;
  let security: Caller;
  let management: Caller;
  let team: Caller;
  let staffId: string;
  let vendorId: string;
  let authoriserId: string;
  let vendor: string;

  before(async () => {
    world = await createHttpWorld({ worker: false, clock });
    desk = deskOf(clock);
    const telco = await world.organisation('TELCO');
    vendor = await world.organisation('VENDOR');
    const made = async (name: string, ...roles: string[]) => {
      const person = await world.person(name, telco, roles);
      return { call: await world.withToken(person), id: person.id };
    };
    const staff = await made('rita', 'remote-access-authoriser');
    requester = staff.call;
    staffId = staff.id;
    const deciding = await made('raul', 'remote-access-authoriser');
    authoriser = deciding.call;
    authoriserId = deciding.id;
    administrator = (await made('ada', 'remote-access-administrator', 'remote-access-authoriser'))
      .call;
    security = (await made('sven', 'security-manager')).call;
    management = (await made('olga', 'operations-management')).call;
    team = (await made('ines', 'isirt')).call;
    vendorId = (await world.person('vera', vendor, [])).id;
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const at = (days: number): string => new Date(clock.now().getTime() + days * day).toISOString();

  const request = (more: object = {}) => ({
    kind: 'telecommuting',
    user: staffId,
    account: 'rita',
    purpose: 'Works from home on Fridays.',
    scope: 'Shell on the jump host.',
    hosts: ['jump-1'],
    startsAt: at(0),
    endsAt: at(20),
    ...more,
  });

  const open = (title: string, more: object = {}) =>
    desk.opened(requester, 'remote-access', title, request(more));

  const checks = async (caseId: string) =>
    (await desk.ofCase(authoriser, 'remote-access-checks', caseId)).filter(({ state }) =>
      ['open', 'complies', 'violates'].includes(String(state)),
    );

  async function checked(caseId: string, action: 'comply' | 'violate' = 'comply'): Promise<void> {
    for (const { id } of await checks(caseId)) {
      const path = `remote-access-checks/${id}`;
      await desk.done(authoriser, path, action, { reason: 'Read in the request.' });
    }
  }

  async function ruled(code: string, more: object = {}): Promise<void> {
    const fields = { code, title: code, source: 'Security policy, 8.1', statement: 'As it says.' };
    const id = await desk.created(security, 'remote-access-rules', { ...fields, ...more });
    const path = `remote-access-rules/${id}`;
    const own = await desk.act(security, path, 'approve', { validFrom: at(0).slice(0, 10) });
    assert.deepEqual(refusalsOf(own), ['segregation']);
    await desk.done(management, path, 'approve', { validFrom: at(0).slice(0, 10) });
  }

  async function active(title: string, more: object = {}): Promise<string> {
    const id = await open(title, more);
    await checked(id);
    await desk.done(authoriser, `cases/${id}`, 'authorise');
    await desk.done(administrator, `cases/${id}`, 'provision', {
      measures: 'Second factor; session recorded.',
    });
    return id;
  }

  /** What the clock does when it strikes. */
  async function swept(): Promise<void> {
    const log = createLog('silent');
    const runner = { database: world.test.database, clock };
    await sweepDeadlines({ runner, catalogue, log });
    await openDueDuties({ runner, catalogue, log });
  }

  it('R-RA-1 R-RA-3 is authorised by the rules in force, one by one, and not without any', async () => {
    const early = await open('Before there are rules');
    const none = await desk.act(authoriser, `cases/${early}`, 'authorise');
    assert.deepEqual(refusalsOf(none), ['rules-are-in-force', 'maximum-is-set']);
    await ruled('R-1', { statement: 'A second factor is asked for.' });
    await desk.done(requester, `cases/${early}`, 'revise-request', request());
    await checked(early);
    const endless = await desk.act(authoriser, `cases/${early}`, 'authorise');
    assert.deepEqual(refusalsOf(endless), ['maximum-is-set'], 'no rule says how long at most');
    await ruled('R-2', { maximumDays: 90 });
    await ruled('R-3', { maximumDays: 10, kinds: ['third-party'] });

    await desk.done(requester, `cases/${early}`, 'revise-request', request());
    assert.equal((await checks(early)).length, 2, 'the rule for third parties is not asked here');
    const unchecked = await desk.act(authoriser, `cases/${early}`, 'authorise');
    assert.deepEqual(refusalsOf(unchecked), ['every-rule-is-checked']);
    const [first] = await checks(early);
    const own = await desk.act(requester, `remote-access-checks/${first?.id}`, 'comply', {
      reason: 'Mine.',
    });
    assert.deepEqual(refusalsOf(own), ['not-the-author']);
    await checked(early, 'violate');
    const failed = await desk.act(authoriser, `cases/${early}`, 'authorise');
    assert.deepEqual(refusalsOf(failed), ['every-rule-is-satisfied']);
    await checked(early);
    const self = await desk.act(requester, `cases/${early}`, 'authorise');
    assert.ok(refusalsOf(self).includes('segregation'), self.text);
    await desk.done(authoriser, `cases/${early}`, 'authorise');
    assert.equal(await desk.stateOf(requester, early), 'authorised');
  });

  it('R-RA-3 is refused with a reason only, and nobody authorises his own access', async () => {
    const id = await open('For the authoriser', { user: authoriserId });
    await checked(id);
    const own = await desk.act(authoriser, `cases/${id}`, 'authorise');
    assert.deepEqual(refusalsOf(own), ['not-the-user']);
    const silent = await desk.act(authoriser, `cases/${id}`, 'refuse');
    assert.deepEqual(refusalsOf(silent), ['comment']);
    await desk.done(authoriser, `cases/${id}`, 'refuse', {}, 'Not needed.');
    assert.equal(await desk.stateOf(requester, id), 'refused');
    const other = await open('Given up');
    const notHis = await desk.act(authoriser, `cases/${other}`, 'withdraw', {}, 'Tidying up.');
    assert.deepEqual(refusalsOf(notHis), ['is-the-requester']);
    await desk.done(requester, `cases/${other}`, 'withdraw', {}, 'Not needed any more.');
  });

  it('R-RA-2 R-RA-4 a request says its kind, scope and period; longer than the rules allow is refused', async () => {
    for (const part of ['kind', 'user', 'account', 'scope', 'hosts', 'startsAt', 'endsAt']) {
      const rest = Object.fromEntries(Object.entries(request()).filter(([name]) => name !== part));
      const fields = { procedure: 'remote-access', title: 'Incomplete', fields: rest };
      const answer = await requester('POST', '/cases', fields);
      assert.equal(answer.status, 422, part);
      assert.ok(answer.text.includes(part), answer.text);
    }
    const unknown = { ...request(), kind: 'curiosity' };
    const kind = { procedure: 'remote-access', title: 'Odd', fields: unknown };
    assert.equal((await requester('POST', '/cases', kind)).status, 422);
    for (const [period, rule] of [
      [{ endsAt: at(91) }, 'period-is-within-maximum'],
      [{ startsAt: at(5), endsAt: at(4) }, 'period-is-in-order'],
      [{ startsAt: at(-5), endsAt: at(-1) }, 'period-is-ahead'],
    ] as const) {
      const id = await open(rule, period);
      await checked(id);
      const answer = await desk.act(authoriser, `cases/${id}`, 'authorise');
      assert.deepEqual(refusalsOf(answer), [rule]);
    }
  });

  it('R-RA-4 is provided by somebody else than who authorised it, and ends by itself', async () => {
    const id = await open('Ends by itself', { endsAt: at(3) });
    await checked(id);
    await desk.done(administrator, `cases/${id}`, 'authorise');
    const both = await desk.act(administrator, `cases/${id}`, 'provision', { measures: 'x' });
    assert.deepEqual(refusalsOf(both), ['segregation']);
    const provided = await active('Ends by itself too', { endsAt: at(3) });
    await swept();
    assert.equal(await desk.stateOf(requester, provided), 'active');
    clock.advance(3 * day + 60_000);
    await swept();
    assert.equal(await desk.stateOf(requester, provided), 'closed');
    assert.equal(await desk.stateOf(requester, id), 'closed', 'one never provided ends as well');
    const { body } = await administrator('GET', '/tasks?limit=100');
    const tasks = (body['items'] as { task: string; subject: string }[]).filter(
      ({ task }) => task === 'remove-access',
    );
    assert.equal(tasks.length, 1, 'what was provided is to be removed; the other never was');
  });

  it('R-RA-5 an access that involves a third party needs a confidentiality agreement over its whole period (X.1052 §9.2)', async () => {
    const foreign = { user: vendorId, account: 'vera', endsAt: at(8) };
    const ways = [
      { ...foreign, kind: 'maintenance' },
      { ...foreign, kind: 'third-party', party: vendor },
      { kind: 'maintenance', party: vendor, endsAt: at(8) },
    ];
    for (const more of ways) {
      const id = await open('Vendor', more);
      await checked(id);
      const answer = await desk.act(authoriser, `cases/${id}`, 'authorise');
      assert.deepEqual(refusalsOf(answer), ['agreement-is-valid']);
    }
    const id = await open('Vendor', { ...foreign, kind: 'third-party', party: vendor });
    await checked(id);
    const agree = async (reference: string, until: string, more: object) => {
      const fields = { reference, party: vendor, scope: 'What is seen.', ...more };
      const made = await desk.created(security, 'confidentiality-agreements', fields);
      const today = at(0).slice(0, 10);
      const signed = { signedOn: today, validFrom: today, validTo: until };
      await desk.done(security, `confidentiality-agreements/${made}`, 'sign', signed);
      return `confidentiality-agreements/${made}`;
    };
    await agree('NDA-1', at(5).slice(0, 10), { person: vendorId });
    await agree('NDA-2', at(50).slice(0, 10), {});
    const short = await desk.act(authoriser, `cases/${id}`, 'authorise');
    assert.deepEqual(
      refusalsOf(short),
      ['agreement-is-valid'],
      'one ends too early, the other binds no staff',
    );
    const lasting = await agree('NDA-3', at(50).slice(0, 10), { coversStaff: true });
    await desk.done(authoriser, `cases/${id}`, 'authorise');
    await desk.done(security, lasting, 'end', {}, 'The vendor changed.');
    const ended = await desk.act(administrator, `cases/${id}`, 'provision', { measures: 'x' });
    assert.deepEqual(refusalsOf(ended), ['agreement-is-valid']);
    await agree('NDA-4', at(50).slice(0, 10), { coversStaff: true });
    await desk.done(administrator, `cases/${id}`, 'provision', { measures: 'Gateway only.' });
    await desk.done(authoriser, `cases/${id}`, 'revoke', {}, 'The fault is mended.');
    assert.equal(await desk.stateOf(requester, id), 'closed');
  });

  it('R-RA-6 records are reviewed every month; abnormal ones suspend the access and go to the response team', async () => {
    const id = await active('Reviewed', { endsAt: at(80) });
    const { body } = await authoriser('GET', `/cases/${id}`);
    const deadlines = body['deadlines'] as { deadline: string; state: string; dueAt: string }[];
    assert.ok(
      deadlines.some(({ deadline, state }) => deadline === 'review' && state === 'running'),
    );
    clock.advance(30 * day);
    const review = {
      reviewedFrom: at(-30),
      reviewedTo: at(0),
      records: ['operational', 'audit-trail'],
      observations: 'Fridays only.',
    };
    const own = await desk.act(requester, `cases/${id}`, 'review', review);
    assert.deepEqual(refusalsOf(own), ['not-the-user']);
    const ahead = { ...review, reviewedTo: at(1) };
    assert.deepEqual(refusalsOf(await desk.act(authoriser, `cases/${id}`, 'review', ahead)), [
      'review-is-in-order',
    ]);
    await desk.done(authoriser, `cases/${id}`, 'review', review);
    assert.equal(await desk.stateOf(requester, id), 'active');
    const [kept] = await desk.ofCase(authoriser, 'remote-access-reviews', id);
    assert.equal(kept?.fields['result'], 'normal');
    const silent = await desk.act(authoriser, `cases/${id}`, 'report-abnormal', review);
    assert.deepEqual(refusalsOf(silent), ['abnormality']);
    await desk.done(authoriser, `cases/${id}`, 'report-abnormal', {
      ...review,
      abnormality: 'Signed in at three at night.',
    });
    assert.equal(await desk.stateOf(requester, id), 'suspended');
    const links = (await authoriser('GET', `/cases/${id}`)).body['links'] as {
      procedure: string;
    }[];
    assert.deepEqual(
      links.map(({ procedure }) => procedure),
      ['incident'],
    );
    const tasks = (await team('GET', '/tasks?limit=100')).body['items'] as { task: string }[];
    assert.ok(
      tasks.some(({ task }) => task === 'planned:incident'),
      JSON.stringify(tasks),
    );
    const silentResume = await desk.act(authoriser, `cases/${id}`, 'resume');
    assert.deepEqual(refusalsOf(silentResume), ['comment']);
    await desk.done(authoriser, `cases/${id}`, 'resume', {}, 'It was the night shift.');
    await swept();
    const duties = (await authoriser('GET', '/tasks?limit=100')).body['items'] as {
      task: string;
    }[];
    assert.ok(duties.some(({ task }) => task === 'duty:log-review'));
  });
});
