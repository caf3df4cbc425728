import type { WaitedFor } from '#work/presence/contract.ts';

/** That nobody, or only a substitute, is there in roles that something waits for. */
export interface RoleAbsence {
  readonly roles: readonly string[];
  readonly since: string | null;
  readonly until: string | null;
  /** Names of those who stand in; empty: nobody is there. */
  readonly substitutes: readonly string[];
}

/**
 * What of those who are waited for has to be seen at a glance: roles in which nobody is there, and those in which substitutes alone are. Roles in the
 * same hands are one.
 */
export function absencesIn(waitingFor: readonly WaitedFor[]): RoleAbsence[] {
  const found = new Map<string, RoleAbsence>();
  for (const group of waitingFor) {
    const absence = absenceIn(group);
    if (absence === null) continue;
    const { since, until, substitutes } = absence;
    // What is told is the day.
    const key = [since?.slice(0, 10), until?.slice(0, 10), ...substitutes].join(' ');
    found.set(key, { ...absence, roles: [...(found.get(key)?.roles ?? []), group.role] });
  }
  return [...found.values()];
}

function absenceIn({
  people,
  parties,
  away,
  nobody,
}: WaitedFor): Omit<RoleAbsence, 'roles'> | null {
  if (nobody !== null) return { ...nobody, substitutes: [] };
  const holders = people.filter(({ standsFor }) => standsFor === null);
  const isPartyThere = parties.length > away.length;
  if (isPartyThere || holders.length === 0 || holders.some(isThere)) return null;
  const substitutes = people.filter(isThere).map(({ name }) => name);
  // Somebody in another role takes it on.
  if (substitutes.length === 0) return null;
  const since = holders.map(({ absentSince }) => absentSince ?? '').sort();
  const until = holders.map(({ absentUntil }) => absentUntil ?? '').sort();
  return { since: since.at(-1) ?? null, until: until[0] ?? null, substitutes };
}

function isThere({ absentUntil }: WaitedFor['people'][number]): boolean {
  return absentUntil === null;
}
