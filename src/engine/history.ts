import type { HandOffView, OpenTask, RecordView } from './decision.ts';
import type { Rng } from './random.ts';

export interface Simulation<Facts = unknown> {
  readonly seed: number;
  readonly histories: number;
  /** Facts of a moment; drawn anew for each attempt. */
  readonly factsOf?: (rng: Rng, record: RecordView) => Facts;
  /** Form of an action (`open` for the opening); undefined leaves it to values sampled from the declaration, null says that
   * nobody does it at that moment. */
  readonly fieldsOf?: (
    rng: Rng,
    action: string,
    moment: { readonly record: RecordView | null; readonly now: string },
  ) => unknown;
  /** Case fields that an effect sets. */
  readonly effectOf?: (rng: Rng, effect: string, record: RecordView) => Record<string, unknown>;
  /** Steps after which a history counts as endless; from half of it on, everybody takes the shortest way (default 400). */
  readonly maxSteps?: number;
  /** First instant of the virtual clock (default 2026-01-01T00:00:00.000Z). */
  readonly start?: string;
}

/** One thing that happened in a simulated history, enough to do it again through another door. */
export type Step =
  | {
      readonly kind: 'open';
      readonly at: string;
      readonly person: string | null;
      readonly organisation: string | null;
      readonly role: string | null;
      readonly parties: readonly string[];
      readonly fields: Readonly<Record<string, unknown>>;
      readonly to: string;
    }
  | {
      readonly kind: 'act';
      readonly at: string;
      readonly action: string;
      readonly via: 'person' | 'system' | 'timer';
      readonly person: string | null;
      readonly organisation: string | null;
      readonly role: string | null;
      readonly comment: string | null;
      readonly fields: Readonly<Record<string, unknown>>;
      readonly facts: unknown;
      readonly from: string;
      readonly to: string;
      /** The deadline or the hand-off that caused it. */
      readonly cause: string | null;
      /** Case fields that effects set. */
      readonly writes: Readonly<Record<string, unknown>>;
      /** Hand-offs that it started. */
      readonly started: readonly { readonly handOff: string; readonly id: string }[];
    }
  | { readonly kind: 'due'; readonly at: string; readonly deadline: string }
  | { readonly kind: 'task'; readonly at: string; readonly task: string; readonly id: string }
  | {
      readonly kind: 'hand-off';
      readonly at: string;
      readonly handOff: string;
      readonly id: string;
      readonly state: HandOffView['state'];
      readonly outcome: HandOffView['outcome'];
    };

export interface Violation {
  /** Index of the history, to have it told again by `historyOf`. */
  readonly history: number;
  readonly rule:
    | 'stuck'
    | 'join-never-satisfied'
    | 'endless'
    | 'deadline-lost'
    | 'opening-refused'
    | 'error';
  readonly state: string;
  readonly at: string;
  readonly detail: string;
}

export interface History {
  readonly index: number;
  readonly end: string;
  readonly steps: readonly Step[];
  readonly violations: readonly Violation[];
  readonly refusedReturns: number;
}

/** A parallel task with the time at which somebody does it. */
export interface SimulatedTask extends OpenTask {
  readonly doneAtMs: number;
}
/** A hand-off as a child life cycle: offered, accepted or declined (and offered anew), returned. */
export interface SimulatedHandOff extends HandOffView {
  nextAtMs: number;
}
