import type { ReadContext } from '#kernel/command/context.ts';
import type { TermsEvent } from '../choices.ts';
import { decideByRules } from '../decide-by-rules.ts';
import { partiesOf, rulesInForce } from './rules-in-force.ts';

const ofAll: readonly string[] = ['central-body', 'contractor'];

/**
 * Administrations that the terms in force tell of an event at the central body or its contractor, whose systems serve them all: each that they bind
 * and that a clause lets know of it. What arises at one administration is told to whom it concerns, not to all.
 */
export async function toBeTold(
  context: Pick<ReadContext, 'client' | 'now'>,
  event: TermsEvent,
  from: string,
): Promise<string[]> {
  const rules = await rulesInForce(context);
  const bound = rules
    .filter((rule) => rule.ruleKind === 'tells' && rule.event === event && rule.ruling === 'allow')
    .flatMap(({ organisations }) => organisations);
  if (bound.length === 0) return [];
  const partyOf = await partiesOf(context, [from, ...bound]);
  if (!ofAll.includes(partyOf(from).kind)) return [];
  return [...new Set(bound)].filter((id) => {
    const question = { ask: 'tell', event, from: partyOf(from), to: partyOf(id) } as const;
    return decideByRules(rules, question).verdict === 'allowed';
  });
}
