import table from './high-impact-table.json' with { type: 'json' };

export const impacts = ['NONE', 'LIMITED', 'SIGNIFICANT'] as const;
export const levels = ['MODERATE', 'CRITICAL', 'STRATEGIC'] as const;
export const labels = ['PUBLIC', 'LIMITED', 'SENSITIVE'] as const;
export const criteria = ['confidentiality', 'integrity', 'availability'] as const;

export type Impact = (typeof impacts)[number];
export type Level = (typeof levels)[number];
export type InformationLabel = (typeof labels)[number];
export type Criterion = (typeof criteria)[number];

type Impacts = { readonly [criterion in Criterion]: Impact };

/** What is affected, as a person judged it: a system with its level, or information with its label. */
export interface AssessedSystem extends Impacts {
  readonly name: string;
  readonly level: Level;
}
export interface AssessedInformation extends Impacts {
  readonly name: string;
  readonly label: InformationLabel;
}
export interface ImpactInput {
  readonly systems: readonly AssessedSystem[];
  readonly information: readonly AssessedInformation[];
}

/** One row of the decision table: all its conditions hold for one affected system or information. */
export interface ImpactRule {
  readonly id: string;
  readonly of: 'system' | 'information' | null;
  readonly level: readonly string[];
  readonly label: readonly string[];
  readonly criterion: Criterion | null;
  readonly impact: readonly string[];
  readonly outcome: 'high' | 'low';
}

/** Why a rule holds: what it was met by. */
export interface RuleMet {
  readonly rule: string;
  readonly by: string;
}

export interface ImpactDecision {
  /** `high-impact` and the table's version, stored with every decision. */
  readonly table: string;
  readonly version: number;
  readonly outcome: 'high' | 'low';
  /** Every rule that holds and by what, in the order of the table; the first one decides. */
  readonly met: readonly RuleMet[];
}

export const highImpactTable: {
  readonly id: string;
  readonly version: number;
  readonly clause: string;
  readonly rules: readonly ImpactRule[];
} = {
  id: table.id,
  version: table.version,
  clause: table.clause,
  rules: table.rules.map((rule) => ({
    id: rule.id,
    of: (rule.of ?? null) as ImpactRule['of'],
    level: rule.level ?? [],
    label: rule.label ?? [],
    criterion: (rule.criterion ?? null) as Criterion | null,
    impact: rule.impact ?? [],
    outcome: rule.outcome as ImpactRule['outcome'],
  })),
};

function holds(rule: ImpactRule, one: Impacts, rank: string): boolean {
  const ranks = rule.of === 'system' ? rule.level : rule.label;
  return (
    rule.criterion !== null && ranks.includes(rank) && rule.impact.includes(one[rule.criterion])
  );
}

function metBy(rule: ImpactRule, input: ImpactInput): RuleMet[] {
  if (rule.of === null) return [];
  const assessed =
    rule.of === 'system'
      ? input.systems.map((one) => ({ one, rank: one.level as string }))
      : input.information.map((one) => ({ one, rank: one.label as string }));
  return assessed
    .filter(({ one, rank }) => holds(rule, one, rank))
    .map(({ one }) => ({ rule: rule.id, by: one.name }));
}

/**
 * The high-impact test: significant impact on availability or integrity of a critical or strategic system, or any impact on
 * confidentiality or integrity of information labelled LIMITED or higher (Security Plan §6.2, R-INC-11).
 */
export function decideImpact(input: ImpactInput): ImpactDecision {
  const met = highImpactTable.rules.flatMap((rule) => metBy(rule, input));
  const last = highImpactTable.rules.find(({ of }) => of === null);
  return {
    table: highImpactTable.id,
    version: highImpactTable.version,
    outcome: met.length > 0 ? 'high' : (last?.outcome ?? 'low'),
    met: met.length > 0 ? met : [{ rule: last?.id ?? 'otherwise', by: '' }],
  };
}
