import assert from 'node:assert/strict';
import { newId } from '#kernel/database/ids.ts';
import type { Caller, HttpWorld, Person } from '#tests/access/http-world.ts';

const day = 86_400_000;
/** Whole days from now on, so that no test ends while they change. */
export const since = '2026-01-01T00:00:00.000Z';
export const until = new Date(Date.now() + 5 * day).toISOString();

/** When nobody is there, as the API tells it. */
export const away = { since, until };

/** Somebody declares that he is away now. Returns what ends it: he is back. */
export async function leave(who: Caller, person: Person): Promise<() => Promise<void>> {
  const fields = { person: person.id, note: 'On leave', startsAt: since, endsAt: until };
  const declared = await who('POST', '/absences', { fields });
  assert.equal(declared.status, 201, declared.text);
  return async () => {
    const back = await who('DELETE', `/absences/${String(declared.body['id'])}`);
    assert.ok(back.status < 300, back.text);
  };
}

/** Gives somebody a role in place of a holder of it. Returns what takes it back. */
export async function substitute(
  world: HttpWorld,
  person: Person,
  role: string,
  holder: Person,
): Promise<() => Promise<void>> {
  const id = newId();
  await world.query(
    `insert into role_holding (owner_id, id, person_id, role, kind, for_person_id, valid_from, created_at, updated_at)
     values ($1, $2, $3, $4, 'substitute', $5, $6, $6, $6)`,
    [holder.organisationId, id, person.id, role, holder.id, new Date(Date.now() - day)],
  );
  return async () => {
    await world.query('delete from role_holding where id = $1', [id]);
  };
}

/** Whom something waits for, as the API tells it. */
export interface Group {
  readonly role: string;
  readonly people: readonly {
    readonly name: string;
    readonly substitute: boolean;
    readonly standsFor: string | null;
    readonly absentSince: string | null;
    readonly absentUntil: string | null;
  }[];
  readonly parties: readonly string[];
  readonly away: readonly (typeof away & { readonly organisationId: string })[];
  readonly nobody: { readonly since: string | null; readonly until: string | null } | null;
}

/** Name and end of the absence of each. */
export const namesOf = ({ people }: Group): [string, string | null][] =>
  people.map(({ name, absentUntil }) => [name, absentUntil]);

/** The group of a role. */
export function roleIn(groups: unknown, role: string): Group {
  const found = (groups as readonly Group[]).find((one) => one.role === role);
  assert.ok(found, `${role} is not among ${JSON.stringify(groups)}`);
  return found;
}
