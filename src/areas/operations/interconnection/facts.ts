import { agreementCovers } from '#areas/organisation/confidentiality/queries/agreement-covers.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { editionsInForce } from '#work/editions/editions-in-force.ts';
import { type VerdictFact, verdictsOf } from '#work/editions/examination-module.ts';
import { interconnectionPrinciples, interconnectionVerdicts } from './registers.ts';

export interface InterconnectionFacts {
  /** Principles in force today. */
  readonly principles: number;
  /** Of the plan that was submitted last. */
  readonly verdicts: readonly VerdictFact[];
  /** A third party's confidentiality agreement holds today; true where no third party takes part. */
  readonly agreement: boolean;
  /** The interconnection is there: its record in the register, not disconnected. */
  readonly connected: boolean;
}

type Row = Pick<CaseRow, 'ownerId' | 'id' | 'state' | 'fields'>;
type Client = Pick<ReadContext, 'client'>;

/** The other network's owner, where it is a third party. */
export function thirdPartyOf(fields: Readonly<Record<string, unknown>>): string | null {
  return typeof fields['partner'] === 'string' ? fields['partner'] : null;
}

/** A plan for or with a third party, named or not. */
export const involvesThirdParty = (fields: Readonly<Record<string, unknown>>): boolean =>
  fields['requesterKind'] === 'third-party-network-owner' || thirdPartyOf(fields) !== null;

/** The record of the interconnection that a case is about, unless it is disconnected. */
export async function connectionOf(
  context: Client,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
): Promise<{ id: string; state: string } | null> {
  const { rows } = await context.client.query<{ id: string; state: string }>({
    name: 'interconnection-of-case',
    text: `select id, state from interconnection where owner_id = $1 and "case" = $2 and state <> 'disconnected'`,
    values: [row.ownerId, row.id],
  });
  return rows[0] ?? null;
}

async function agreementHolds(context: ReadContext, row: Row): Promise<boolean> {
  if (!involvesThirdParty(row.fields)) return true;
  const party = thirdPartyOf(row.fields);
  if (party === null) return false;
  const today = context.now.toISOString().slice(0, 10);
  const whom = { ownerId: row.ownerId, party, person: null };
  return agreementCovers(context, { ...whom, from: today, to: today });
}

/** Reads only what an action of the present state depends on. */
export async function interconnectionFacts(
  context: ReadContext,
  row: CaseRow,
): Promise<InterconnectionFacts> {
  const { state } = row;
  const today = context.now.toISOString().slice(0, 10);
  const inForce =
    state === 'plan-draft'
      ? await editionsInForce(context, interconnectionPrinciples, row.ownerId, today)
      : [];
  const judged = state === 'examined' || state === 'approved';
  return {
    principles: inForce.length,
    verdicts: state === 'examined' ? await verdictsOf(context, interconnectionVerdicts, row) : [],
    agreement: judged ? await agreementHolds(context, row) : true,
    connected: (await connectionOf(context, row)) !== null,
  };
}
