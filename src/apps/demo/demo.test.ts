import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { loadReferenceData } from '#apps/reference-data.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import type { Holding, Principal } from '#kernel/access/principal.ts';
import { systemClock } from '#kernel/clock/clock.ts';
import { runQuery } from '#kernel/command/command.ts';
import { readConfig } from '#kernel/config/config.ts';
import { migrate } from '#kernel/database/migrate.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import { createIdentity } from '#kernel/identity/identity.ts';
import { createLog } from '#kernel/log/log.ts';
import { createTestDatabase, stopTestServer, type TestDatabase } from '#tests/database.ts';
import { listCases } from '#work/cases/list-cases.ts';
import { listTasks } from '#work/tasks/task-queries.ts';
import { clearInterruptedDemonstration } from './begin-anew.ts';
import { type DemoInput, loadDemonstration } from './load-demo.ts';
import { demoParties } from './load-parties.ts';

/** Roles of the demonstration for whom no case of these procedures waits: they read, administer, or come with later procedures. */
const waitForNothing = new Set([
  'auditor',
  'system-administrator',
  'quality-controller',
  'npm',
  'niso',
  'liso',
  'csip-manager',
  'itsm-security-manager',
  'taxud-requester',
  'asset-owner',
  'service-desk',
  'application-management',
  'itsm-security-officer',
  'qac',
]);

describe('the demonstration data', () => {
  let test: TestDatabase;
  let dataDir: string;
  const told: string[] = [];
  const problems: string[] = [];

  function inputOf(database: TestDatabase, more: Partial<DemoInput> = {}): DemoInput {
    const config = readConfig({ DATA_DIR: dataDir });
    const log = {
      ...createLog('silent'),
      error: (...what: unknown[]) => void problems.push(JSON.stringify(what, errorText)),
      warn: (...what: unknown[]) => void problems.push(JSON.stringify(what, errorText)),
    } as DemoInput['log'];
    const files = new FileStore({ database: database.database, clock: systemClock, config });
    const runner = { database: database.database, clock: systemClock };
    return {
      runner,
      catalogue,
      files: { put: files.putFile.bind(files), open: files.openFile.bind(files) },
      identity: createIdentity({ ...runner, config, log }),
      log,
      say: (words) => void told.push(words),
      ...more,
    };
  }

  const rows = <T extends object>(text: string, of = test): Promise<T[]> =>
    of.database.transaction(
      { role: 'owner', scope: [], person: null, readOnly: true },
      async ({ client }) => (await client.query<T>(text)).rows,
    );

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'commonward-demo-'));
    test = await createTestDatabase();
    await loadReferenceData(test.database.url, systemClock.now());
    await loadDemonstration(inputOf(test));
  });
  after(async () => {
    await documentPool.close();
    await test.drop();
    await stopTestServer();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is whole: every story came to its end, every event was answered, progress was told', async () => {
    assert.deepEqual(problems, []);
    assert.deepEqual(await rows('select reaction, last_error from outbox_failure'), []);
    const [left] = await rows<{ events: number; requests: number }>(
      `select (select count(*)::int from outbox_event where relayed_at is null and name = 'inventory.replaced') as events,
        (select count(*)::int from job_request where kind = 'notify-roles') as requests`,
    );
    assert.deepEqual(left, { events: 0, requests: 0 });
    assert.match(told[0] ?? '', /^Loading demonstration data: 1 of 7, organisations/);
    assert.match(told.at(-1) ?? '', /^Demonstration data are loaded/);
  });

  it('has some hundreds of assets with owners, values and inventories, and several dozen advisories', async () => {
    const [counts] = await rows<Record<string, number>>(
      `select (select count(*)::int from asset) as assets, (select count(distinct owner_id)::int from asset) as owners,
        (select count(*)::int from asset where state = 'valued') as valued, (select count(distinct kind)::int from asset) as kinds,
        (select count(distinct asset_id)::int from inventory) as inventoried, (select count(*)::int from advisory) as advisories,
        (select count(*)::int from vulnerability where exploited) as exploited, (select count(*)::int from finding_group) as findings,
        (select count(*)::int from service) as services, (select count(*)::int from contract) as contracts,
        (select count(*)::int from notification) as notifications`,
    );
    assert.ok(counts);
    const atLeast = {
      ...{ assets: 300, owners: 9, valued: 200, kinds: 8, inventoried: 250, advisories: 36 },
      ...{ exploited: 10, findings: 40, services: 20, contracts: 5, notifications: 50 },
    };
    for (const [what, least] of Object.entries(atLeast)) {
      assert.ok((counts[what] ?? 0) >= least, `${what}: ${counts[what]}, at least ${least}`);
    }
  });

  it('has a document that the quality assurance contractor was given, and commented', async () => {
    const found = await rows<{ reader: string; comment: string }>(
      `select o.code as reader, c.kind as comment from deliverable_reader r join organisation o on o.id = r.organisation_id
        join deliverable_comment c on c.owner_id = r.owner_id and c.deliverable_id = r.deliverable_id and c.organisation_id = r.organisation_id`,
    );
    assert.deepEqual(found, [{ reader: 'QAC', comment: 'comment' }]);
  });

  it('has cases in many states of the three procedures, some closed by an inventory, one reopened, one put off', async () => {
    const states = await rows<{ procedure: string; state: string }>(
      'select distinct procedure, state from procedure_case order by 1, 2',
    );
    const of = (procedure: string) =>
      states.filter((one) => one.procedure === procedure).map(({ state }) => state);
    assert.deepEqual(of('change'), [
      'authorised',
      'cancelled',
      'closed',
      'implemented',
      'implementing',
      'lab-passed',
      'planned',
      'rejected',
      'request-for-change',
      'requested',
      'rolled-back',
      'tested',
    ]);
    assert.deepEqual(of('early-warning'), [
      'analysing',
      'closed',
      'collected',
      'duplicate',
      'judged',
      'no-impact',
      'recommending',
      'reconsidering',
      'reported',
      'reporting',
      'reviewing',
      'tracking',
    ]);
    assert.deepEqual(of('patch'), [
      'contradicted',
      'deferred',
      'done',
      'fed-back',
      'in-change',
      'required',
      'tested',
      'workaround',
    ]);
    const [found] = await rows<Record<string, number>>(
      `select (select count(*)::int from finding_state where condition = 'verified-fixed') as verified,
        (select count(*)::int from procedure_case where fields ? 'reopenedFrom') as reopened,
        (select count(*)::int from finding_exception where state = 'approved') as exceptions,
        (select count(*)::int from disposition where kind = 'not-affected') as unaffected,
        (select count(*)::int from deliverable where state = 'acknowledged') as reports,
        (select count(*)::int from unauthorised_change where state = 'reported') as unauthorised`,
    );
    assert.ok(found);
    for (const [what, count] of Object.entries(found)) assert.ok(count > 0, what);
  });

  it('has the collaboration in several states: terms in force and being updated, a meeting held and one objected to, incidents of every kind', async () => {
    const states = await rows<{ procedure: string; state: string }>(
      `select procedure, state from procedure_case
        where procedure in ('terms-of-collaboration', 'fact-finding-mission', 'meeting', 'incident-coordination') order by 1, 2`,
    );
    assert.deepEqual(
      states.map(({ procedure, state }) => `${procedure} ${state}`),
      [
        ...['collecting', 'csip-discussed'].map((state) => `fact-finding-mission ${state}`),
        ...['analysing', 'awaiting-niso', 'sir-delivered'].map(
          (state) => `incident-coordination ${state}`,
        ),
        ...['closed', 'convened', 'set-up'].map((state) => `meeting ${state}`),
        ...['drafting', 'in-force'].map((state) => `terms-of-collaboration ${state}`),
      ],
    );
    const [told] = await rows<{ reason: string }>(
      `select e.reason from audience_entry e join procedure_case c on c.id = e.record_id
        join organisation o on o.id = e.organisation_id
        where c.procedure = 'incident-coordination' and c.state = 'sir-delivered' and o.code = 'FR' and e.kind = 'case'`,
    );
    assert.equal(told?.reason, 'terms');
  });

  it('has a past: its trail goes forward only, over weeks, and ends before today', async () => {
    const [trail] = await rows<{ backward: number; days: number; ahead: number }>(
      `select count(*) filter (where at < before and abs(extract(epoch from before - at)) > 3600)::int as backward,
        (extract(epoch from max(at) - min(at)) / 86400)::int as days, count(*) filter (where at > now())::int as ahead
      from (select at, lag(at) over (order by id) as before from trail_entry
        where action not like 'account.%') t`,
    );
    assert.deepEqual(
      { ...trail, days: (trail?.days ?? 0) >= 60 },
      { backward: 0, days: true, ahead: 0 },
    );
  });

  it('has something in the work of everybody who has a part in the procedures', async () => {
    const { people } = demoParties();
    const idle: string[] = [];
    for (const { email, roles } of people) {
      if (roles.every((role) => waitForNothing.has(role))) continue;
      const principal = await principalOf(email);
      const tasks = await runQuery(runnerOf(), listTasks, principal, { assignee: 'me' });
      const cases = await runQuery(runnerOf(), listCases(catalogue), principal, {
        assignee: 'me',
        open: 'true',
      });
      if (tasks.items.length + cases.items.length === 0) idle.push(email);
    }
    assert.deepEqual(idle, []);
  });

  it('leaves an installation that holds anything as it is', async () => {
    const [count] = await rows<{ n: number }>('select count(*)::int as n from trail_entry');
    const before = told.length;
    await loadDemonstration(inputOf(test));
    assert.equal(told.length, before, 'nothing is said about it');
    assert.deepEqual(await rows('select count(*)::int as n from trail_entry'), [count]);
  });

  it('ends when the product stops, and tells the next start that it is incomplete', async () => {
    const other = await createTestDatabase();
    try {
      await loadReferenceData(other.database.url, systemClock.now());
      const stop = new AbortController();
      const words: string[] = [];
      const say = (what: string) => {
        words.push(what);
        if (what.includes('4 of 7')) stop.abort();
      };
      await loadDemonstration(inputOf(other, { say, stopping: stop.signal }));
      assert.match(words.at(-1) ?? '', /was interrupted/);
      await loadDemonstration(inputOf(other, { say: (what) => void words.push(what) }));
      assert.match(words.at(-1) ?? '', /are incomplete/);
      assert.deepEqual(problems, []);
      const { url } = other.database;
      assert.equal(await clearInterruptedDemonstration(url), false, 'a copy of the product runs');
      await other.database.close();
      assert.equal(await clearInterruptedDemonstration(url), true);
      assert.equal(await clearInterruptedDemonstration(url), false, 'nothing is left to clear');
      assert.ok((await migrate(url)).length > 0, 'the next start begins as if for the first time');
    } finally {
      await other.drop();
    }
  });

  const runnerOf = () => ({ database: test.database, clock: systemClock });

  async function principalOf(email: string): Promise<Principal> {
    const [person] = await rows<{ id: string; name: string; organisation_id: string }>(
      `select id, name, organisation_id from person where email = '${email}'`,
    );
    assert.ok(person, email);
    const holdings = await rows<Holding>(
      `select role, owner_id as "organisationId", null as "systemId", null as "caseId", kind, for_person_id as "forPersonId"
        from role_holding where person_id = '${person.id}'`,
    );
    return {
      kind: 'session',
      personId: person.id,
      name: person.name,
      locale: 'en',
      organisationId: person.organisation_id,
      holdings,
      tokenScopes: null,
      viaId: null,
      from: '127.0.0.1',
    };
  }
});

function errorText(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.name}: ${value.message}` : value;
}
