/** Kinds of assets that are configured: equipment, information systems, information services (X.1052 §12.2.2 b). */
export const configuredKinds = [
  'host',
  'equipment',
  'information-system',
  'service',
  'software',
] as const;

/** Where a requirement comes from (R-CF-2). */
export const sources = [
  'specification',
  'early-warning',
  'incident',
  'risk',
  'vendor',
  'benchmark',
  'review',
  'other',
] as const;

/** How what is found is held against what is expected; `complies`: the check conditions hold, there is no value. */
export const comparisons = ['complies', 'equals', 'at-least', 'at-most', 'one-of'] as const;
export type Comparison = (typeof comparisons)[number];

/** Result of checking one item, those of XCCDF 1.2 §6.6.4.2 kept apart; `not-checked` until somebody looked. */
export const results = [
  'not-checked',
  'pass',
  'fail',
  'fixed',
  'not-applicable',
  'error',
  'unknown',
  'informational',
] as const;
export type Result = (typeof results)[number];

/** What a result means for compliance: what could not be determined does not comply, and is no failure either. */
export const standings = ['open', 'complies', 'fails', 'undetermined'] as const;
export type Standing = (typeof standings)[number];

export const compliances = [
  'not-checked',
  'compliant',
  'non-compliant',
  'excepted',
  'let-go',
] as const;
export type Compliance = (typeof compliances)[number];

/** Importance of the asset, as its valuation says, and its environment; `any` is what holds where nothing closer does. */
export const importances = ['any', 'standard', 'important', 'critical', 'strategic'] as const;
export const benchmarkEnvironments = ['any', 'production', 'test', 'development'] as const;
