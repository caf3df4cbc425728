import type { XccdfResult, XccdfRuleResult } from '#formats/xccdf/xccdf.ts';
import type { Result } from '../choices.ts';

const resultsOf: Readonly<Record<XccdfResult, Result | null>> = {
  pass: 'pass',
  fail: 'fail',
  error: 'error',
  unknown: 'unknown',
  notapplicable: 'not-applicable',
  notchecked: 'not-checked',
  // The profile of the scan left the rule out: nothing was said of it.
  notselected: null,
  informational: 'informational',
  fixed: 'fixed',
};

/** The worst first: an item that several rules check is as bad as the worst of them. */
const worst: readonly Result[] = [
  'fail',
  'error',
  'unknown',
  'not-checked',
  'fixed',
  'pass',
  'informational',
  'not-applicable',
];

export interface ItemWithRules {
  readonly item: string;
  /** Ids of rules, or identifiers that outlive revisions (CCE, CCI). */
  readonly ruleIds: readonly string[];
}

export interface MappedResult {
  readonly item: string;
  readonly result: Result;
  readonly ruleId: string;
}

/** The results that a scan has for items, by rule or identifier. Pure. */
export function mapResults(
  items: readonly ItemWithRules[],
  rules: readonly XccdfRuleResult[],
): MappedResult[] {
  const itemsByRule = new Map<string, string[]>();
  for (const { item, ruleIds } of items) {
    for (const id of ruleIds) itemsByRule.set(id, [...(itemsByRule.get(id) ?? []), item]);
  }
  const found = new Map<string, MappedResult>();
  for (const { rule, idents, result: said } of rules) {
    const result = resultsOf[said];
    if (result === null) continue;
    for (const item of new Set([rule, ...idents].flatMap((id) => itemsByRule.get(id) ?? []))) {
      const before = found.get(item);
      if (before === undefined || worst.indexOf(result) < worst.indexOf(before.result)) {
        found.set(item, { item, result, ruleId: rule });
      }
    }
  }
  return [...found.values()];
}

const failing = new Set<XccdfResult>(['fail', 'error', 'unknown']);

/** Rules that did not pass and that no item names: what the profile may lack. */
export function unmappedRules(
  items: readonly ItemWithRules[],
  rules: readonly XccdfRuleResult[],
): string[] {
  const known = new Set(items.flatMap(({ ruleIds }) => ruleIds));
  const lacking = rules.filter(
    ({ rule, idents, result }) =>
      failing.has(result) && ![rule, ...idents].some((id) => known.has(id)),
  );
  return [...new Set(lacking.map(({ rule }) => rule))];
}
