import type { ActorView } from '#engine/decision.ts';
import type { LoadedCase } from './load-case.ts';

/** One action on one case, as asked for. */
export interface Act {
  readonly loaded: LoadedCase;
  readonly actor: ActorView;
  readonly action: string;
  readonly comment: string | null;
  readonly fields: unknown;
  /** How many returns of hand-offs led here. */
  readonly depth?: number;
}
