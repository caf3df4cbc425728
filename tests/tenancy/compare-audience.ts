import assert from 'node:assert/strict';
import { catalogue } from '#apps/catalogue.ts';
import type { Caller, HttpWorld } from '#tests/access/http-world.ts';

/** Tables whose records people open, each with the kind that its audience is written under. */
const kinds: ReadonlyMap<string, string> = new Map([
  ...[...catalogue.registers.values()]
    .filter(({ register }) => register.class === 'tenant')
    .map(({ register }): [string, string] => [register.table, register.id]),
  ['procedure_case', 'case'],
  ['deliverable', 'deliverable'],
  ['request', 'request'],
  ['request_recipient', 'request-recipient'],
  ['evidence', 'evidence'],
]);

const paths = new Map([
  ['case', 'cases'],
  ['deliverable', 'deliverables'],
  ['request', 'requests'],
]);

/** So many records of each kind are compared; which ones is chance, and the same in every run. */
const mostRecords = 200;

/** How much of one kind was compared. */
export interface Compared {
  readonly kind: string;
  readonly records: number;
  /** Pairs of a record and an organisation other than its owner that may see it. */
  readonly shared: number;
  /** Answers of the product to the owner. */
  readonly asked: number;
}

interface Row {
  readonly id: string;
  readonly owner: string;
}

interface Told {
  readonly record: string;
  readonly organisation: string;
}

/**
 * Compares, for records of every kind and each of the organisations, what the product says on who can see them with what the organisation's
 * database role reads.
 * @param most records of each kind of which the product is asked, 200 when absent
 */
export async function compareAudience(
  http: HttpWorld,
  organisations: readonly string[],
  most = mostRecords,
): Promise<Compared[]> {
  const readers = new Map<string, Caller>();
  for (const [index, organisation] of organisations.entries()) {
    const reader = await http.person(`reader-${index}`, organisation, []);
    readers.set(organisation, await http.withSession(reader));
  }
  const compared: Compared[] = [];
  for (const [table, kind] of kinds) {
    // What was shared comes first: of the rest there may be very many.
    const rows = await http.query<Row>(
      `select id, owner_id as owner from ${table} order by audience = '{}', md5(id::text || '20261123') limit ${mostRecords}`,
    );
    if (rows.length === 0) continue;
    const told = await http.query<Told>(
      `select record_id as record, organisation_id as organisation from audience_entry
        where kind = $1 and (until is null or until > now())`,
      [kind],
    );
    const ids = new Set(rows.map(({ id }) => id));
    for (const organisation of organisations) {
      const said = new Set(
        told.flatMap((one) => (one.organisation === organisation ? [one.record] : [])),
      );
      const readable = await readableBy(http, table, organisation);
      for (const { id, owner } of rows) {
        const isSaid = owner === organisation || said.has(id);
        assert.equal(readable.has(id), isSaid, `${kind} ${id} for ${organisation}`);
      }
    }
    compared.push({
      ...{
        kind,
        records: rows.length,
        shared: told.filter(({ record }) => ids.has(record)).length,
      },
      asked: await askAll(readers, kind, rows.slice(0, most), told),
    });
  }
  for (const organisation of organisations) await compareHanging(http, organisation);
  return compared;
}

/** What has no audience of its own to tell of, each with the table and the column of what it hangs on. */
const hanging = [
  ['custody_entry', 'evidence', 'evidence_id'],
  ['request_step', 'request_recipient', 'recipient_id'],
] as const;

/** An organisation reads nothing about what it does not see: no entry that hangs on it, no task that says what its case is called. */
async function compareHanging(http: HttpWorld, organisation: string): Promise<void> {
  const about = await http.test.database.transaction(
    { role: 'app', scope: [organisation], person: null, readOnly: true },
    async ({ client }) => {
      for (const [table, on, column] of hanging) {
        const { rows } = await client.query(
          `select from ${table} h where not exists (select from ${on} r where r.owner_id = h.owner_id and r.id = h.${column})`,
        );
        assert.equal(rows.length, 0, `${table} without its ${on} for ${organisation}`);
      }
      const { rows } = await client.query<{ id: string }>(
        `select id from task t where not exists (
          select from procedure_case c where c.owner_id = t.owner_id and c.id = coalesce(t.case_id, t.subject_id))`,
      );
      return rows.map(({ id }) => id);
    },
  );
  const telling = await http.query<{ task: string; subject: string }>(
    `select t.task, t.subject from task t join procedure_case c on c.owner_id = t.owner_id and c.id in (t.case_id, t.subject_id)
      where t.id = any ($1::uuid[]) and position(c.title in t.subject) > 0`,
    [about],
  );
  assert.deepEqual(telling, [], `tasks of ${organisation} about cases that it does not see`);
}

async function readableBy(
  http: HttpWorld,
  table: string,
  organisation: string,
): Promise<Set<string>> {
  return http.test.database.transaction(
    { role: 'app', scope: [organisation], person: null, readOnly: true },
    async ({ client }) => {
      const { rows } = await client.query<{ id: string }>(`select id from ${table}`);
      return new Set(rows.map(({ id }) => id));
    },
  );
}

/** The owner of each record is named exactly the organisations that were told. Returns how many answered: not everything has a page. */
async function askAll(
  readers: ReadonlyMap<string, Caller>,
  kind: string,
  rows: readonly Row[],
  told: readonly Told[],
): Promise<number> {
  let asked = 0;
  for (const { id, owner } of rows) {
    const reader = readers.get(owner);
    if (kind === 'request-recipient' || reader === undefined) continue;
    const path = `/${paths.get(kind) ?? kind}/${id}/audience?owner=${owner}`;
    const { status, body, text } = await reader('GET', path);
    assert.equal(status, 200, `${kind}: ${text}`);
    const items = body['items'] as { organisationId: string }[];
    const named = new Set(items.map(({ organisationId }) => organisationId));
    const known = told.flatMap(({ record, organisation }) => (record === id ? [organisation] : []));
    const expected = new Set([owner, ...known]);
    assert.deepEqual([...named].sort(), [...expected].sort(), `${kind} ${id}, as told`);
    asked += 1;
  }
  return asked;
}
