import pg from 'pg';
import { newId } from '#kernel/database/ids.ts';
import type { HttpWorld } from '#tests/access/http-world.ts';

/** Two organisations, of which one owns nearly all cases and the other sees twenty: its own, and some that were shared with it. */
export interface CaseStore {
  readonly large: string;
  readonly small: string;
  /** Cases of the small organisation's own. */
  readonly smallOwn: readonly string[];
  readonly smallSees: readonly string[];
}

const own = 14;
const shared = 6;

/** Copies of a case that was opened through the API, with its tasks and deadlines; `$1` owner, `$2` case to copy, `$3` new ids. */
const copyTexts = [
  `insert into procedure_case (owner_id, id, procedure, definition_version, reference, title, state, fields, due_at, opened_at, opened_by,
    version, updated_at, updated_by)
  select c.owner_id, w.id, c.procedure, c.definition_version, 'BENCH-' || w.id, c.title || ' ' || w.n, c.state, c.fields, c.due_at,
    c.opened_at + w.n * interval '1 second', c.opened_by, 1, c.updated_at + w.n * interval '1 second', c.updated_by
  from unnest($3::uuid[]) with ordinality as w (id, n) join procedure_case c on c.owner_id = $1 and c.id = $2`,
  `insert into record_deadline (owner_id, id, kind, record_id, deadline, due_at, next_at, step, remind_at, state)
  select d.owner_id, gen_random_uuid(), d.kind, w.id, d.deadline, d.due_at, d.next_at, d.step, d.remind_at, d.state
  from unnest($3::uuid[]) as w (id) join record_deadline d on d.owner_id = $1 and d.record_id = $2`,
  `insert into task (owner_id, id, case_id, procedure, task, organisation_id, role, required, state, form, clause, due_at, created_at)
  select t.owner_id, gen_random_uuid(), w.id, t.procedure, t.task, t.organisation_id, t.role, t.required, t.state, t.form, t.clause,
    t.due_at, t.created_at
  from unnest($3::uuid[]) as w (id) join task t on t.owner_id = $1 and t.case_id = $2`,
];

/** Adds so many copies of a case. Returns their ids. */
export async function copyCase(
  world: HttpWorld,
  ownerId: string,
  caseId: string,
  count: number,
): Promise<string[]> {
  const made: string[] = [];
  while (made.length < count) {
    const ids = Array.from({ length: Math.min(20_000, count - made.length) }, () => newId());
    for (const text of copyTexts) await world.query(text, [ownerId, caseId, ids]);
    made.push(...ids);
  }
  return made;
}

/** Shows cases of one organisation to another, as a command of sharing would. */
async function share(
  world: HttpWorld,
  from: string,
  to: string,
  ids: readonly string[],
): Promise<void> {
  await world.query(
    `with shown as (
      update procedure_case set audience = array[$2::uuid] where owner_id = $1 and id = any ($3::uuid[]) returning id
    ), entries as (
      insert into audience_entry (owner_id, id, kind, record_id, organisation_id, reason, since)
      select $1, gen_random_uuid(), 'case', id, $2, 'party', $4 from shown
    )
    insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since)
    select $2, 'case', id::text, id, $1, $4 from shown`,
    [from, to, ids, new Date()],
  );
}

export async function fillSmall(
  world: HttpWorld,
  of: {
    readonly large: string;
    readonly largeCase: string;
    readonly small: string;
    readonly smallCase: string;
  },
): Promise<CaseStore> {
  const smallOwn = [of.smallCase, ...(await copyCase(world, of.small, of.smallCase, own - 1))];
  const shown = await copyCase(world, of.large, of.largeCase, shared);
  await share(world, of.large, of.small, shown);
  return { large: of.large, small: of.small, smallOwn, smallSees: [...smallOwn, ...shown] };
}

/** What the database does by itself a minute after a large load. */
export async function settle(world: HttpWorld): Promise<void> {
  const client = new pg.Client({ connectionString: world.test.url });
  await client.connect();
  await client.query('vacuum analyze');
  await client.query('checkpoint');
  await client.end();
}
