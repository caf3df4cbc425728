import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { concernOf } from '../../scope.ts';
import { type EvidenceKind, type Label, labelLevels, type Tlp, tlpLevels } from '../choices.ts';
import type { TermsDecision, TermsGround } from '../decide-by-rules.ts';
import { type AskedOfMany, decideForMany } from './rules-in-force.ts';

/** A question about several organisations at once. */
export type Question = Exclude<AskedOfMany, { ask: 'show' }>;

/** What may be asked for as evidence. */
export type EvidenceAsked = EvidenceKind;

/** What terms, or else the LISO, say of one organisation. */
export interface Weighed {
  /**
   * `allowed`, by a clause or by a recorded decision; `masked`: told that there is something, and nothing of it, because a clause limits what it
   * may see; `forbidden` by a clause; `undecided`: no clause speaks of it, and the LISO has not decided; `decided-against` by the LISO.
   */
  readonly outcome: 'allowed' | 'masked' | 'forbidden' | 'undecided' | 'decided-against';
  readonly reason: 'terms' | 'decision';
  /** Written beside what is shared: terms, version and clause, or the decision. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** The clause that decides, and for `masked` the one that limits. */
  readonly ground: TermsGround | null;
  /** How long it has to answer, by a clause on deadlines (ISO 8601); null: no clause says so. */
  readonly within: string | null;
}

interface Recorded {
  readonly id: string;
  readonly organisation: string;
  readonly ruling: 'allow' | 'forbid';
}

/**
 * Weighs one question about many organisations by the clauses in force whose scope meets what the case is about, and by what the LISO recorded with
 * the case where they are silent.
 */
export async function weighByTerms(
  context: ReadContext,
  row: Pick<CaseRow, 'ownerId' | 'id' | 'fields'>,
  question: Question,
): Promise<ReadonlyMap<string, Weighed>> {
  const decided = await decideForMany(context, { about: concernOf(row.fields), ...question });
  const recorded = await recordedFor(context, row, question.ask);
  return new Map(
    [...decided].map(([id, decision]) => [id, weighed(decision, recorded.get(id) ?? null)]),
  );
}

function weighed(decision: TermsDecision, recorded: Recorded | null): Weighed {
  const { verdict, ground, within, masked, ceiling } = decision;
  if (verdict !== 'not-covered') {
    const limits = masked ? ceiling?.ground : undefined;
    return {
      outcome: masked ? 'masked' : verdict,
      ...{ reason: 'terms', detail: { ...ground }, ground: limits ?? ground, within },
    };
  }
  const outcome =
    recorded === null ? 'undecided' : recorded.ruling === 'allow' ? 'allowed' : 'decided-against';
  const detail = recorded === null ? {} : { decision: recorded.id };
  return { outcome, reason: 'decision', detail, ground: null, within };
}

/** The last decision of the LISO for each organisation, for telling or for asking. */
async function recordedFor(
  context: ReadContext,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
  ask: Question['ask'],
): Promise<ReadonlyMap<string, Recorded>> {
  const { rows } = await context.client.query<Recorded>({
    name: 'liso-decisions-of-case',
    text: `select d.id, o as organisation, d.ruling from liso_decision d, unnest(d.organisations) as o
      where d.owner_id = $1 and d.case_id = $2 and d.about = $3 order by d.id`,
    values: [row.ownerId, row.id, ask === 'tell' ? 'tell' : 'ask-evidence'],
  });
  return new Map(rows.map((one) => [one.organisation, one]));
}

/** Label and TLP of a record as clauses on ceilings speak of them. */
export function levelsOf(row: { readonly label: string; readonly tlp: string }): {
  readonly tlp?: Tlp;
  readonly label?: Label;
} {
  const tlp = tlpLevels.find((level) => level === row.tlp);
  const label = labelLevels.find((level) => level === row.label);
  return { ...(tlp === undefined ? {} : { tlp }), ...(label === undefined ? {} : { label }) };
}

/** A clause as people name it: `TOC-2026-0001 version 1, clause 4.1.1`. */
export function clauseName({ terms, version, clause }: TermsGround): string {
  return `${terms} version ${version}, clause ${clause}`;
}
