import { agreementCovers } from '#areas/organisation/confidentiality/queries/agreement-covers.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { type EditionInForce, editionsInForce } from '#work/editions/editions-in-force.ts';
import { type VerdictFact, verdictsOf } from '#work/editions/examination-module.ts';
import { remoteAccessChecks, remoteAccessRules } from './registers.ts';

export interface RemoteAccessFacts {
  /** Of the request as it stands. */
  readonly checks: readonly VerdictFact[];
  /** The shortest of the maximum periods in force for its kind; null: no rule sets one. */
  readonly maximumDays: number | null;
  /** A third party is under a confidentiality agreement over the whole period that is left; true where none takes part. */
  readonly agreement: boolean;
  /** Abnormal records of the account that nobody has judged. */
  readonly abnormal: number;
}

type Row = Pick<CaseRow, 'ownerId' | 'id' | 'fields'>;
type Context = Pick<ReadContext, 'client' | 'now'>;

/** The rules that hold today for a kind of request. */
export async function rulesFor(
  context: Context,
  ownerId: string,
  kind: unknown,
): Promise<EditionInForce[]> {
  const today = context.now.toISOString().slice(0, 10);
  const rules = await editionsInForce(context, remoteAccessRules, ownerId, today);
  return rules.filter(({ fields }) => {
    const { kinds } = fields;
    return !Array.isArray(kinds) || kinds.length === 0 || kinds.includes(kind);
  });
}

function shortestOf(rules: readonly EditionInForce[]): number | null {
  const days = rules
    .map(({ fields }) => fields['maximumDays'])
    .filter((one): one is number => typeof one === 'number');
  return days.length === 0 ? null : Math.min(...days);
}

/**
 * Whether the agreement that a third party needs covers what is left of the period. Of a third party is: a request of that kind, one that
 * names a third party, and one for a person who is external or of another organisation.
 */
export async function agreementHolds(context: Context, row: Row): Promise<boolean> {
  const { user, party, kind, startsAt, endsAt } = row.fields;
  const { rows } = await context.client.query<{ organisation: string; external: boolean }>({
    name: 'remote-access-user',
    text: `select organisation_id as organisation, external from person where id = $1`,
    values: [user],
  });
  const person = rows[0];
  const foreign = person !== undefined && (person.external || person.organisation !== row.ownerId);
  if (kind !== 'third-party' && typeof party !== 'string' && !foreign) return true;
  const now = context.now.toISOString();
  // What has passed of the period needs no agreement any more.
  const [, from = now] = [String(startsAt), now].sort();
  const ofParty = typeof party === 'string' ? party : (person?.organisation ?? null);
  return agreementCovers(context, {
    ownerId: row.ownerId,
    party: ofParty === row.ownerId ? null : ofParty,
    person: String(user),
    from: from.slice(0, 10),
    to: String(endsAt).slice(0, 10),
  });
}

/** Abnormal accesses of the case that nobody has judged, the newest first. */
export async function openAbnormalOf(
  context: Pick<ReadContext, 'client'>,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'abnormal-accesses-of',
    text: `select id from abnormal_access where owner_id = $1 and access = $2 and state = 'open' order by id desc limit 500`,
    values: [row.ownerId, row.id],
  });
  return rows.map(({ id }) => id);
}

/** Reads only what an action of the present state depends on. */
export async function remoteAccessFacts(
  context: ReadContext,
  row: CaseRow,
): Promise<RemoteAccessFacts> {
  const { state } = row;
  const decides = state === 'requested';
  const rules = decides ? await rulesFor(context, row.ownerId, row.fields['kind']) : [];
  const waits = decides || state === 'authorised' || state === 'suspended';
  return {
    checks: decides ? await verdictsOf(context, remoteAccessChecks, row) : [],
    maximumDays: shortestOf(rules),
    agreement: waits ? await agreementHolds(context, row) : true,
    abnormal: state === 'active' ? (await openAbnormalOf(context, row)).length : 0,
  };
}
