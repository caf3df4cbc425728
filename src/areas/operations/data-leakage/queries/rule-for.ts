import type { ReadContext } from '#kernel/command/context.ts';

export interface HandlingRule {
  readonly id: string;
  readonly rule: string;
  readonly permission: 'allowed' | 'on-conditions' | 'forbidden';
  readonly conditions: string | null;
}

/** The rule of an organisation for an operation on data of a classification; null while there is none. */
export async function ruleFor(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  classification: unknown,
  operation: unknown,
): Promise<HandlingRule | null> {
  if (typeof classification !== 'string' || typeof operation !== 'string') return null;
  const { rows } = await context.client.query<HandlingRule>({
    name: 'handling-rule-for',
    text: `select id, rule, permission, conditions from handling_rule
      where owner_id = $1 and classification = $2 and operation = $3`,
    values: [ownerId, classification, operation],
  });
  return rows[0] ?? null;
}

export type Verdict = 'contradicts' | 'keeps-to' | 'no-rule' | 'not-known';

/** Whether what happened contradicts its rule; what is allowed on conditions keeps to it where they were kept. */
export function verdictOf(rule: HandlingRule | null, conditionsKept: unknown): Verdict {
  if (rule === null) return 'no-rule';
  if (rule.permission === 'forbidden') return 'contradicts';
  if (rule.permission === 'allowed') return 'keeps-to';
  if (typeof conditionsKept !== 'boolean') return 'not-known';
  return conditionsKept ? 'keeps-to' : 'contradicts';
}
