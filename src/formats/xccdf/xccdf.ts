/** Results of a rule as XCCDF 1.1 and 1.2 write them (NISTIR 7275 r4 §6.6.4.2). */
export const xccdfResults = [
  'pass',
  'fail',
  'error',
  'unknown',
  'notapplicable',
  'notchecked',
  'notselected',
  'informational',
  'fixed',
] as const;
export type XccdfResult = (typeof xccdfResults)[number];

export interface XccdfRuleResult {
  readonly rule: string;
  readonly result: XccdfResult;
  /** `high`, `medium`, `low`, `info`, `unknown` as written; null where nothing is said. */
  readonly severity: string | null;
  /** Identifiers that outlive revisions of a benchmark: CCE, CCI, vendors' own. */
  readonly idents: readonly string[];
  /** How often somebody overrode the result of the check. */
  readonly overrides: number;
  readonly line: number;
}

/** One run of a benchmark on one target. */
export interface XccdfTestResult {
  readonly id: string;
  /** ISO 8601 as written, which may lack a zone; null where nothing is said. */
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly testSystem: string | null;
  /** Id of the benchmark, else where it lies. */
  readonly benchmark: string | null;
  readonly profile: string | null;
  /** Names of the target as the scanner calls it, then names and addresses among its facts and of the assets of an ARF; no loopback. */
  readonly targets: readonly string[];
  readonly addresses: readonly string[];
  readonly scores: readonly (readonly [system: string, score: string])[];
  readonly rules: readonly XccdfRuleResult[];
  readonly line: number;
}
