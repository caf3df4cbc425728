import type { Functions } from './decision.ts';
import type { History, Simulation, Step, Violation } from './history.ts';
import type { Action } from './life-cycle.ts';
import type { Procedure } from './procedure.ts';
import { stageOf } from './stage.ts';
import { Walk } from './walk.ts';

export interface SimulationResult {
  readonly histories: number;
  readonly steps: number;
  /** Steps of the longest history. */
  readonly longest: number;
  /** Mean number of days from opening to end. */
  readonly meanDays: number;
  /** How often each state was the end, was entered, each action performed, each deadline due. */
  readonly ends: Readonly<Record<string, number>>;
  readonly entered: Readonly<Record<string, number>>;
  readonly performed: Readonly<Record<string, number>>;
  readonly due: Readonly<Record<string, number>>;
  readonly handOffs: { readonly returned: number; readonly declined: number };
  /** Returns that the source could not take in its state; their status is kept, nothing moves. */
  readonly refusedReturns: number;
  /** Declared, and not seen in any history. */
  readonly neverEntered: readonly string[];
  readonly neverPerformed: readonly string[];
  readonly violations: readonly Violation[];
}

/**
 * Runs random histories of a procedure against the same `decide` that the product uses, with a virtual clock, people of every role
 * in three organisations, parallel tasks done at random times and hand-offs as children that return. The same seed gives the same result.
 * A violation is a case that nobody, no timer and no return can move on, a history without end, or a deadline that is due while its state
 * holds and neither performed its action nor was closed.
 */
export function simulate<Facts>(
  procedure: Procedure,
  functions: Functions<Facts>,
  simulation: Simulation<Facts>,
): SimulationResult {
  const tally = new Tally();
  const stage = stageOf(procedure);
  for (let index = 0; index < simulation.histories; index += 1) {
    const walk = new Walk(stage, functions as Functions, simulation as Simulation, index);
    tally.add(walk.run());
  }
  return tally.result(procedure);
}

/** One history of a simulation, told step by step, so that it can be replayed. */
export function historyOf<Facts>(
  procedure: Procedure,
  functions: Functions<Facts>,
  simulation: Simulation<Facts>,
  index: number,
): History {
  const stage = stageOf(procedure);
  return new Walk(stage, functions as Functions, simulation as Simulation, index).run();
}

type Counts = Record<string, number>;

function count(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

class Tally {
  readonly #ends: Counts = {};
  readonly #entered: Counts = {};
  readonly #performed: Counts = {};
  readonly #due: Counts = {};
  readonly #violations: Violation[] = [];
  #histories = 0;
  #steps = 0;
  #longest = 0;
  #days = 0;
  #returned = 0;
  #declined = 0;
  #refusedReturns = 0;

  add(history: History): void {
    const { steps } = history;
    this.#histories += 1;
    this.#steps += steps.length;
    this.#longest = Math.max(this.#longest, steps.length);
    this.#days += daysOf(steps);
    this.#refusedReturns += history.refusedReturns;
    this.#violations.push(...history.violations);
    count(this.#ends, history.end);
    for (const step of steps) this.#addStep(step);
  }

  #addStep(step: Step): void {
    if (step.kind === 'open') count(this.#entered, step.to);
    if (step.kind === 'due') count(this.#due, step.deadline);
    if (step.kind === 'act') {
      count(this.#performed, step.action);
      if (step.to !== step.from) count(this.#entered, step.to);
    }
    if (step.kind === 'hand-off' && step.state === 'returned') this.#returned += 1;
    if (step.kind === 'hand-off' && step.state === 'declined') this.#declined += 1;
  }

  result(procedure: Procedure): SimulationResult {
    return {
      histories: this.#histories,
      steps: this.#steps,
      longest: this.#longest,
      meanDays: this.#histories === 0 ? 0 : this.#days / this.#histories,
      ends: this.#ends,
      entered: this.#entered,
      performed: this.#performed,
      due: this.#due,
      handOffs: { returned: this.#returned, declined: this.#declined },
      refusedReturns: this.#refusedReturns,
      neverEntered: Object.keys(procedure.states).filter((name) => !(name in this.#entered)),
      neverPerformed: Object.entries(procedure.actions)
        .filter(([name, { from }]) => !(name in this.#performed) && !startsAtAnEnd(procedure, from))
        .map(([name]) => name),
      violations: this.#violations,
    };
  }
}

/** An action that takes a case up again after its end: a history is over there, so that none performs it. */
function startsAtAnEnd(procedure: Procedure, from: Action['from']): boolean {
  return from !== 'any-open' && from.every((state) => procedure.states[state]?.kind === 'final');
}

function daysOf(steps: readonly Step[]): number {
  const first = steps[0];
  const last = steps.at(-1);
  if (first === undefined || last === undefined) return 0;
  return (Date.parse(last.at) - Date.parse(first.at)) / 86_400_000;
}
