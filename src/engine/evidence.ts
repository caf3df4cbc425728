import type { RoleId } from './life-cycle.ts';

/** What a piece of evidence can be. */
export const evidenceKinds = [
  ...(['log', 'e-mail', 'interview-minutes', 'questionnaire', 'screenshot', 'image'] as const),
  ...(['document', 'memory', 'network-capture', 'other'] as const),
] as const;

/**
 * What people read about the files of a case: `evidence.<word>`, unless the procedure says it in words of its own,
 * `procedure.<id>.evidence.<word>`. What a meeting shows is kept like what an incident leaves, but nobody calls it evidence.
 */
export const evidenceWords = ['title', 'add', 'none', 'more', 'taken'] as const;
export type EvidenceWord = (typeof evidenceWords)[number];

/** What is kept of a case as evidence, and in whose hands: its bytes never change, every hand it goes through is written down. */
export interface EvidenceRule {
  /** Roles of the case that bring it in; recipients of the case's requests may too. */
  readonly contributedBy: readonly RoleId[];
  /** Roles of the case that hand it over, copy, return and destroy it; their organisations see all of it. */
  readonly custodians: readonly RoleId[];
  /** States in which it is brought in without being asked for; absent: as long as the case is open. */
  readonly from?: readonly string[];
  /**
   * What is asked of a file beside what it is: who collected it, when, where and how (absent); or, where it proves nothing, who provides it.
   * What is provided was not collected: its custody begins when it is sent.
   */
  readonly origin?: 'collected' | 'provided';
  /** ISO 8601: not destroyed before this long after it was taken in. */
  readonly retention: string;
  readonly clause: string;
}
