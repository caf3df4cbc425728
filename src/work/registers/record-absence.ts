import type { ReadContext } from '#kernel/command/context.ts';
import type { RegisterModule, RegisterWait } from '#work/catalogue.ts';
import type { RecordView } from '#work/contract.ts';
import type { AbsenceView } from '#work/presence/contract.ts';
import { type Asked, absenceOf, type Presence, presenceOf } from '#work/presence/presence.ts';

interface Awaited {
  readonly id: string;
  readonly asked: Asked;
}

/**
 * Says of each record that waits for somebody who is away until when, and whether anybody stands in; one statement for a page of them. Told to the
 * organisation whose person or office it is, with the names of its substitutes; without names to the record's owner, who waits for it, and to who
 * reads what its owner's own office keeps. A party is told nothing of another.
 */
export async function withAbsences(
  context: ReadContext,
  { waitsFor }: Pick<RegisterModule, 'waitsFor'>,
  records: readonly RecordView[],
): Promise<RecordView[]> {
  if (waitsFor === undefined) return [...records];
  const reader: readonly string[] = context.scope.organisations;
  const awaited = records
    .flatMap((record) => awaitedBy(waitsFor, record))
    .filter(({ asked, ownerId }) => {
      return (
        [asked.organisationId, ownerId].some((one) => reader.includes(one)) ||
        asked.organisationId === ownerId
      );
    });
  const presences = await presenceOf(
    context,
    awaited.map(({ asked }) => asked),
  );
  const absences = new Map<string, AbsenceView | null>();
  for (const [at, { id, asked }] of awaited.entries()) {
    const presence = presences[at];
    if (presence === undefined) continue;
    absences.set(id, absenceFrom(asked, presence, reader.includes(asked.organisationId)));
  }
  return records.map((record) => ({ ...record, absence: absences.get(record.id) ?? null }));
}

function awaitedBy(
  waits: readonly RegisterWait[],
  { id, caseId, ownerId, state, fields }: RecordView,
): (Awaited & { readonly ownerId: string })[] {
  const wait = waits.find(({ states }) => state !== undefined && states.includes(state));
  if (wait === undefined || ownerId === undefined) return [];
  const said = (field: string | undefined): string | null => {
    const value = field === undefined ? null : fields[field];
    return typeof value === 'string' ? value : null;
  };
  const organisationId = said(wait.organisation) ?? ownerId;
  const personId = said(wait.person);
  return [
    { id, ownerId, asked: { organisationId, roles: wait.roles, personId, caseId: caseId ?? null } },
  ];
}

/** Who is asked by name, or who holds the office, is away; whoever stands in may be there. */
function absenceFrom(
  { personId }: Asked,
  { people }: Presence,
  isOwn: boolean,
): AbsenceView | null {
  const isAsked = ({ id, kind }: Presence['people'][number]) =>
    personId === null ? kind === 'holder' : id === personId;
  const asked = people.filter(isAsked);
  if (asked.some(({ until }) => until === null)) return null;
  const there = people.filter((one) => !isAsked(one) && one.until === null);
  const names = [...new Set(there.map(({ name }) => name))];
  return { ...absenceOf(asked), standsIn: names.length > 0, substitutes: isOwn ? names : [] };
}
