import type { ActorView } from '#engine/decision.ts';
import type { LoadedCase } from './load-case.ts';
import type { BasedOn } from './reconcile.ts';

/** One action on one case, as asked for. */
export interface Act {
  readonly loaded: LoadedCase;
  readonly actor: ActorView;
  readonly action: string;
  readonly comment: string | null;
  readonly fields: unknown;
  /** What the form was built on; absent: what others changed meanwhile does not matter to whoever asks. */
  readonly basedOn?: BasedOn;
  /** How many returns of hand-offs led here. */
  readonly depth?: number;
}
