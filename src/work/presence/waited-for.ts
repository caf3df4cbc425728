import { anyMember } from '#kernel/access/authorise.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { PartyOfCase } from '#work/cases/load-case.ts';
import type { WaitedFor } from './contract.ts';
import { type Asked, absenceOf, type Presence, presenceOf } from './presence.ts';

/** One way on for a record: whoever holds any one of the roles takes it, but for some persons. */
export interface Way {
  readonly roles: readonly string[];
  readonly except: readonly string[];
}

/** A case, or a record of one, that waits for people: of its owner, and of parties in the part they take. */
export interface Waiting {
  readonly ownerId: string;
  readonly caseId: string;
  readonly systemId: string | null;
  readonly parties: readonly PartyOfCase[];
  /** Parties that the reader is told of. */
  readonly told: readonly string[];
  readonly ways: readonly Way[];
}

/** One role of one way, in one organisation. */
interface Part {
  readonly record: number;
  readonly way: number;
  readonly role: string;
  /** Null: the owner. */
  readonly party: PartyOfCase | null;
  readonly asked: Asked;
}

type Answered = Part & { readonly presence: Presence };

/**
 * Whom each record waits for, by role, and where nobody is there: one statement for all of them. A role that nobody holds stands there without
 * people, because the record waits for it all the same; unless another role can do the same, and somebody has that. Those who read this see
 * the records, and with them who their owner's people are, and their own; of another party that nobody is there, and no names. A party that
 * the reader is not told of changes nothing of what he reads.
 */
export async function whoIsWaitedFor(
  context: ReadContext,
  records: readonly Waiting[],
): Promise<WaitedFor[][]> {
  const known = records.map((record) => ({
    ...record,
    parties: record.parties.filter(({ organisationId }) => record.told.includes(organisationId)),
  }));
  const parts = known.flatMap(partsOf);
  const presences = await presenceOf(
    context,
    parts.map(({ asked }) => asked),
  );
  const answered = parts.map((part, at) => ({
    ...part,
    presence: presences[at] ?? { people: [], nobody: null },
  }));
  const byRecord = Map.groupBy(answered, ({ record }) => record);
  const reader = context.scope.organisations;
  return known.map((record, at) => groupsOf(record, byRecord.get(at) ?? [], reader));
}

function partsOf(record: Waiting, at: number): Part[] {
  const { ownerId, caseId, systemId } = record;
  return record.ways.flatMap(({ roles, except }, way) =>
    roles.flatMap((role) => {
      const parties = record.parties.filter(
        (one) =>
          !one.waived &&
          one.organisationId !== ownerId &&
          (one.role === role || one.role === anyMember),
      );
      return [null, ...parties].map((party): Part => {
        const organisationId = party?.organisationId ?? ownerId;
        const asked = { organisationId, roles: [role], personId: null, caseId, systemId, except };
        return { record: at, way, role, party, asked };
      });
    }),
  );
}

function groupsOf(
  record: Waiting,
  parts: readonly Answered[],
  reader: readonly string[],
): WaitedFor[] {
  const isHeld = (role: string) =>
    parts.some((part) => part.role === role && part.party === null && part.presence.people.length);
  const isTaken = (role: string) =>
    isHeld(role) || record.parties.some((party) => party.role === role);
  const isAwaited = (role: string) =>
    isTaken(role) || record.ways.some(({ roles }) => roles.includes(role) && !roles.some(isTaken));
  return [...new Set(record.ways.flatMap(({ roles }) => roles))]
    .filter(isAwaited)
    .map((role) => groupOf(record, role, parts, reader));
}

function groupOf(
  record: Waiting,
  role: string,
  parts: readonly Answered[],
  reader: readonly string[],
): WaitedFor {
  const own = parts.filter((part) => part.role === role);
  const named = own.filter(
    ({ party }) => party === null || (party.role === role && reader.includes(party.organisationId)),
  );
  const holders = named.flatMap(({ presence }) => presence.people);
  const people = [...new Map(holders.map((one) => [one.id, one])).values()];
  const told = own.filter(
    ({ party }) => party?.role === role && !reader.includes(party.organisationId),
  );
  const parties = new Map(
    told.map(({ asked, presence }) => [asked.organisationId, presence.nobody]),
  );
  return {
    role,
    people: people.map(({ id, name, kind, standsFor, since, until }) => ({
      ...{ id, name, substitute: kind === 'substitute', standsFor },
      ...{ absentSince: since, absentUntil: until },
    })),
    parties: [...parties.keys()],
    away: [...parties].flatMap(([organisationId, nobody]) =>
      nobody === null ? [] : [{ organisationId, ...nobody }],
    ),
    nobody: nobodyFor(record, role, parts, reader),
  };
}

/**
 * Nobody is there for one of the ways on that the role can take, in this role or in another. Of a role that nobody holds only the owner is told
 * so: to a party, another that it is not told of may be the one that holds it.
 */
function nobodyFor(
  { ownerId, ways }: Waiting,
  role: string,
  parts: readonly Answered[],
  reader: readonly string[],
): WaitedFor['nobody'] {
  const stuck = ways.findIndex(({ roles }, at) => {
    const of = parts.filter(({ way }) => way === at);
    const isKnown =
      reader.includes(ownerId) || of.some(({ presence }) => presence.people.length > 0);
    return roles.includes(role) && isKnown && of.every(({ presence }) => presence.nobody !== null);
  });
  if (stuck === -1) return null;
  const ofWay = parts.filter(({ way }) => way === stuck);
  const nobodyAmong = (some: readonly Answered[]) =>
    absenceOf(some.flatMap(({ presence }) => presence.nobody ?? []));
  const ofRole = nobodyAmong(ofWay.filter((part) => part.role === role));
  // Nobody who may act holds this one: what ends it is that somebody comes back in another.
  return ofRole.until === null ? nobodyAmong(ofWay) : ofRole;
}
