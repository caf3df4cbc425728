import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type KnownHead, knownHeadSchema, verifyTrail } from '#kernel/trail/verify-trail.ts';
import type { Party } from './installation.ts';
import type { AssetEntry, CaseEntry, Ledger } from './ledger.ts';
import { send } from './load.ts';

const drainPatienceMs = 60_000;
/** Events that leave events for ever make progress, too: by then everything must have come to its end. */
const mostDrainMs = 240_000;

/** Reads the installation's database as it is, beside the product. */
export async function reading<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Sends what got no answer again, with its key, until it has one. Each is then either acknowledged or refused for good.
 * @returns how many there were
 */
export async function settleUnanswered(ledger: Ledger, base: string): Promise<number> {
  const waiting = ledger.unanswered.splice(0);
  for (const each of waiting) {
    const giveUpAt = Date.now() + drainPatienceMs;
    for (;;) {
      const answer = await send(base, each.token, each.method, each.path, each.body, {
        'idempotency-key': each.key,
        // A change that was done before answers as it did then; one that was not has its version still.
        ...(each.ifMatch === null ? {} : { 'if-match': each.ifMatch }),
      });
      if (answer.outcome !== 'unknown') {
        each.settle(answer.status, answer.body);
        ledger.counts.repeated += 1;
        break;
      }
      if (Date.now() > giveUpAt) throw new Error(`${each.method} ${each.path} gets no answer`);
      await delay(200);
    }
  }
  return waiting.length;
}

interface Counted {
  name: string;
  id: string;
  version: number;
  entries: number;
  state: string;
}

/** What is wrong with the records, held against the ledger: lost, doubled, stuck or in a state that nobody was told of. */
export async function faultsOfRecords(url: string, ledger: Ledger): Promise<string[]> {
  const [assets, cases, imports] = await reading(url, async (client) => [
    (await client.query<Counted>(assetsText)).rows,
    (await client.query<Counted>(casesText)).rows,
    (
      await client.query<Counted>(
        `select file_name as name, id, 1 as version, state from import_run`,
      )
    ).rows,
  ]);
  const faults: string[] = [];
  compare(
    'asset',
    ledger.assets,
    (entry) => entry.name,
    assets,
    faults,
    (entry, row) =>
      isAt(entry.version, entry.maybeChanged, row.version)
        ? checkEntries('asset', row, faults)
        : faults.push(
            `asset ${entry.name} is at version ${row.version}, acknowledged ${entry.version}`,
          ),
  );
  compare(
    'case',
    ledger.cases,
    (entry) => entry.title,
    cases,
    faults,
    (entry, row) => {
      if (!isAt(entry.version, entry.maybeActed, row.version)) {
        faults.push(
          `case ${entry.title} is at version ${row.version}, acknowledged ${entry.version}`,
        );
      } else if (row.version === entry.version && row.state !== entry.state) {
        faults.push(`case ${entry.title} is ${row.state}, acknowledged ${entry.state}`);
      } else checkEntries('case', row, faults);
    },
  );
  compare(
    'import',
    ledger.imports,
    (entry) => entry.fileName,
    imports,
    faults,
    () => undefined,
  );
  learn(ledger, assets, cases);
  return faults;
}

const assetsText = `select a.name, a.id, a.version, '' as state,
    (select count(*) from trail_entry t where t.owner_id = a.owner_id and t.record_id = a.id) as entries
  from asset a where a.serial is null`;
const casesText = `select c.title as name, c.id, c.version, c.state,
    (select count(*) from trail_entry t where t.owner_id = c.owner_id and t.record_id = c.id) as entries
  from procedure_case c`;

/** A change of which the outcome was not known may have been done, but not twice. */
function isAt(acknowledged: number, maybeMore: boolean, version: number): boolean {
  return version === acknowledged || (maybeMore && version === acknowledged + 1);
}

function checkEntries(kind: string, row: Counted, faults: string[]): void {
  if (row.entries === row.version) return;
  faults.push(`${kind} ${row.name} has ${row.entries} trail entries at version ${row.version}`);
}

function compare<Entry extends { readonly outcome: string; readonly id: string | null }>(
  kind: string,
  entries: readonly Entry[],
  nameOf: (entry: Entry) => string,
  rows: readonly Counted[],
  faults: string[],
  check: (entry: Entry, row: Counted) => void,
): void {
  const byName = new Map<string, Counted[]>();
  for (const row of rows) byName.set(row.name, [...(byName.get(row.name) ?? []), row]);
  for (const entry of entries) {
    const name = nameOf(entry);
    const found = byName.get(name) ?? [];
    byName.delete(name);
    const [row] = found;
    if (found.length > 1) faults.push(`${kind} ${name} is there ${found.length} times`);
    if (entry.outcome === 'refused' && found.length > 0) {
      faults.push(`${kind} ${name} was refused and is there`);
    }
    if (entry.outcome !== 'acknowledged') continue;
    if (row === undefined) faults.push(`${kind} ${name} was acknowledged and is lost`);
    else if (row.id !== entry.id) faults.push(`${kind} ${name} has another id than acknowledged`);
    else check(entry, row);
  }
  for (const name of byName.keys()) faults.push(`${kind} ${name} is there, and nobody sent it`);
}

/** From now on, what was found counts as acknowledged: it must not be lost later. */
function learn(ledger: Ledger, assets: readonly Counted[], cases: readonly Counted[]): void {
  const assetByName = new Map(assets.map((row) => [row.name, row]));
  const caseByName = new Map(cases.map((row) => [row.name, row]));
  const keyed = ledger.unanswered.length > 0;
  if (keyed) throw new Error('what was sent with a key must be settled first');
  for (const entry of ledger.assets) learnAsset(entry, assetByName.get(entry.name));
  for (const entry of ledger.cases) learnCase(entry, caseByName.get(entry.title));
}

function learnAsset(entry: AssetEntry, row: Counted | undefined): void {
  if (row === undefined) {
    if (entry.outcome === 'unknown') entry.outcome = 'refused';
    return;
  }
  entry.outcome = 'acknowledged';
  entry.id = row.id;
  entry.version = row.version;
  entry.maybeChanged = false;
}

function learnCase(entry: CaseEntry, row: Counted | undefined): void {
  if (row === undefined) {
    if (entry.outcome === 'unknown') entry.outcome = 'refused';
    return;
  }
  entry.outcome = 'acknowledged';
  entry.id = row.id;
  entry.state = row.state;
  entry.version = row.version;
  entry.maybeActed = false;
}

interface Waiting {
  [what: string]: number;
}

/** A kind of which no job was ever taken has no worker in these processes; that is not a matter of kills. */
const waitingText = `select
  (select count(*) from outbox_event where relayed_at is null) as "events",
  (select count(*) from trail_pending) as "trail entries to seal",
  (select count(*) from job_request) as "job requests",
  (select count(*) from pgboss.job j where state in ('created', 'retry', 'active') and exists (
    select from pgboss.job k where k.name = j.name and k.state <> 'created')) as "jobs",
  (select count(*) from import_run where state in ('received', 'running')) as "imports"`;

/** An event that is answered may leave another one: what counts as progress is that more were answered, or that less waits. */
const answeredText = 'select count(*)::int as n from outbox_event where relayed_at is not null';

/** A job that was interrupted several times is tried again after a back-off longer than the patience: it waits, and is not stuck. */
const backOffText = `select max(start_after) as at from pgboss.job where state = 'retry'`;

/** Waits until nothing waits any more: events, trail, jobs, imports. Tells what still waits when nothing moved for too long. */
export async function drained(url: string): Promise<string[]> {
  let best = { waiting: Number.POSITIVE_INFINITY, answered: -1 };
  const endAt = Date.now() + mostDrainMs;
  let giveUpAt = Date.now() + drainPatienceMs;
  for (;;) {
    const { left, answered, retryAt } = await reading(url, async (client) => {
      const [row] = (await client.query<Waiting>(waitingText)).rows;
      const [done] = (await client.query<{ n: number }>(answeredText)).rows;
      const [next] = (await client.query<{ at: Date | null }>(backOffText)).rows;
      return {
        retryAt: next?.at?.getTime() ?? 0,
        left: Object.entries(row ?? {}).filter(([, count]) => count > 0),
        answered: done?.n ?? 0,
      };
    });
    if (left.length === 0) return [];
    const waiting = left.reduce((sum, [, count]) => sum + Number(count), 0);
    if (waiting < best.waiting || answered > best.answered) {
      giveUpAt = Date.now() + drainPatienceMs;
      best = {
        waiting: Math.min(waiting, best.waiting),
        answered: Math.max(answered, best.answered),
      };
    }
    giveUpAt = Math.max(giveUpAt, retryAt + drainPatienceMs);
    if (Date.now() > Math.min(giveUpAt, endAt)) {
      return [
        ...left.map(([what, count]) => `${count} ${what} still wait`),
        ...(await jobsLeft(url)),
      ];
    }
    await delay(250);
  }
}

async function jobsLeft(url: string): Promise<string[]> {
  return reading(url, async (client) => {
    const { rows } = await client.query<{ line: string }>(
      `select concat_ws(' ', name, state, 'tried', retry_count, 'from', start_after, 'heartbeat', heartbeat_on, output::text) as line
       from pgboss.job where state in ('created', 'retry', 'active') limit 5`,
    );
    return rows.map(({ line }) => `waiting job: ${line.slice(0, 400)}`);
  });
}

/**
 * What is wrong after everything was drained: imports, leaves of the trail, dead letters. What nobody was promised may still come in between, so
 * what is found is looked at once more after draining again: what was lost is missing then, too.
 */
export async function faultsAfterDrain(url: string, ledger: Ledger): Promise<string[]> {
  const found = await faultsNow(url, ledger);
  if (found.length === 0) return [];
  const waiting = await drained(url);
  return [...waiting, ...(await faultsNow(url, ledger))];
}

async function faultsNow(url: string, ledger: Ledger): Promise<string[]> {
  const faults: string[] = [];
  await reading(url, async (client) => {
    const { rows } = await client.query<{
      name: string;
      accepted: number;
      there: number;
      entries: number;
    }>(
      `select r.file_name as name, r.rows_accepted + r.rows_unchanged as accepted,
         (select count(*) from asset a where a.owner_id = r.owner_id and a.product = r.file_name) as there,
         (select count(*) from trail_entry t where t.owner_id = r.owner_id and t.record_id = r.id) as entries
       from import_run r`,
    );
    const byName = new Map(rows.map((row) => [row.name, row]));
    for (const { fileName, rows: sent } of ledger.imports) {
      const found = byName.get(fileName);
      if (found === undefined) continue;
      if (found.accepted !== sent || found.there !== sent || found.entries !== 1) {
        faults.push(
          `import ${fileName} of ${sent} rows: ${found.accepted} accepted, ${found.there} there, ${found.entries} trail entries`,
        );
      }
    }
    for (const [what, text] of afterDrain) {
      const count = (await client.query<{ n: number }>(text)).rows[0]?.n;
      if (count !== 0) faults.push(`${count} ${what}`);
    }
  });
  return faults;
}

const afterDrain = [
  [
    'trail entries without a leaf',
    'select count(*) as n from trail_entry e where not exists (select from trail_leaf l where l.owner_id = e.owner_id and l.entry_id = e.id)',
  ],
  [
    'trail leaves too many',
    'select (select count(*) from trail_leaf) - (select count(*) from trail_entry) as n',
  ],
  [
    'trail entries of one record with the same version',
    `select count(*) as n from (select 1 from trail_entry where kind in ('case', 'assets') group by owner_id, record_id, record_version, action having count(*) > 1) d`,
  ],
  ['dead reactions', 'select count(*) as n from outbox_failure where dead_at is not null'],
  ['dead jobs', `select count(*) as n from pgboss.job where state = 'failed'`],
] as const;

/** Keeps the newest head of each party, as its people would, and verifies its export against all heads that it kept before. */
export class KeptHeads {
  readonly #kept = new Map<string, KnownHead[]>();

  async verify(base: string, parties: readonly Party[]): Promise<string[]> {
    const faults: string[] = [];
    for (const { organisationId, members } of parties) {
      const token = members[0]?.token ?? '';
      const known = this.#kept.get(organisationId) ?? [];
      const answer = await fetch(
        `${base}/api/v1/trail/export?organisation=${organisationId}&details=true`,
        { headers: { authorization: `Bearer ${token}` } },
      );
      const lines = (await answer.text()).split('\n');
      const verdict = await verifyTrail(lines, known);
      if (!verdict.ok) faults.push(...verdict.problems.map((problem) => `trail: ${problem}`));
      const head = await send(base, token, 'POST', '/trail/heads/keep', {
        organisation: organisationId,
      });
      if (head.outcome !== 'acknowledged') faults.push(`no head to keep: ${head.status}`);
      else
        this.#kept.set(organisationId, [...known, knownHeadSchema.parse(head.body) as KnownHead]);
    }
    return faults;
  }
}
