/** What became of a change, as its sender knows it: acknowledged, refused, or not known because the line broke or the server did. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** A change that was sent with a key and got no answer: sent again with the same key until there is one. */
export interface Unanswered {
  readonly token: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
  readonly ifMatch: string | null;
  readonly settle: (status: number, answer: Record<string, unknown>) => void;
}

export interface AssetEntry {
  readonly name: string;
  outcome: Outcome;
  id: string | null;
  version: number;
  /** A change that was sent without a key and got no answer: it may be there or not. */
  maybeChanged: boolean;
}

export interface CaseEntry {
  readonly title: string;
  readonly token: string;
  outcome: Outcome;
  id: string | null;
  state: string;
  version: number;
  maybeActed: boolean;
}

export interface ImportEntry {
  readonly fileName: string;
  readonly rows: number;
  outcome: Outcome;
  id: string | null;
}

/** Everything that was sent, and what was answered: what the installation is held to. */
export class Ledger {
  readonly assets: AssetEntry[] = [];
  readonly cases: CaseEntry[] = [];
  readonly imports: ImportEntry[] = [];
  readonly unanswered: Unanswered[] = [];
  readonly counts = { acknowledged: 0, refused: 0, unknown: 0, repeated: 0 };
  /** Refusals by status and code, so that a load that is refused altogether is noticed. */
  readonly refusals = new Map<string, number>();

  settled(outcome: Outcome): Outcome {
    this.counts[outcome] += 1;
    return outcome;
  }
}
