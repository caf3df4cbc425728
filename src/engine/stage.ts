import type { ActorView } from './decision.ts';
import type { Action } from './life-cycle.ts';
import { distancesToEnd, sourcesOf, targetsOf } from './life-cycle-graph.ts';
import type { Procedure } from './procedure.ts';
import type { Rng } from './random.ts';

/** An action that people, or the system for reasons of its own, may start in a state, and how likely they are to. */
export interface Candidate {
  readonly name: string;
  readonly action: Action;
  readonly weight: number;
  /** Fewest actions from where it leads to an end. */
  readonly distance: number;
}

/** What all histories of a procedure share: the people, and what may be started where. */
export interface Stage {
  readonly procedure: Procedure;
  readonly organisations: readonly string[];
  readonly candidates: ReadonlyMap<string, readonly Candidate[]>;
  actorOf(role: string, rng: Rng): ActorView;
}

const ORGANISATIONS = ['organisation-1', 'organisation-2', 'organisation-3'];
const SYSTEM: ActorView = {
  person: null,
  via: 'system',
  onBehalfOf: null,
  organisation: null,
  roles: [],
};
export const actorBySystem = SYSTEM;
export const actorByTimer: ActorView = { ...SYSTEM, via: 'timer' };

export function stageOf(procedure: Procedure): Stage {
  const needed = Object.values(procedure.actions).map(({ approval }) =>
    typeof approval?.needed === 'number' ? approval.needed : 1,
  );
  // Enough people for every approval and for the segregation of duties, spread over the organisations.
  const people = 4 + Math.max(1, ...needed);
  const distances = distancesToEnd(procedure);
  const returns = new Set(Object.values(procedure.handOffs ?? {}).map((h) => h.onReturn));
  const candidates = new Map<string, Candidate[]>();
  for (const [name, action] of Object.entries(procedure.actions)) {
    if (action.by === 'timer' || (action.by === 'system' && returns.has(name))) continue;
    for (const state of sourcesOf(procedure, action)) {
      const targets = targetsOf(action, state);
      const distance = Math.min(...targets.map((to) => distances.get(to) ?? Infinity));
      const weight = weightOf(procedure, action, targets);
      const list = candidates.get(state) ?? [];
      list.push({ name, action, weight, distance });
      candidates.set(state, list);
    }
  }
  return {
    procedure,
    organisations: ORGANISATIONS,
    candidates,
    actorOf: (role, rng) => {
      const number = rng.int(people);
      return {
        person: `${role}-${number + 1}`,
        via: 'person',
        onBehalfOf: null,
        organisation: ORGANISATIONS[number % ORGANISATIONS.length] ?? null,
        roles: [role, 'any-member'],
      };
    },
  };
}

/** Most cases are carried on, few are given up, so that late states are seen as often as early ones. */
function weightOf(procedure: Procedure, action: Action, targets: readonly string[]): number {
  const givesUp = targets.every((to) => procedure.states[to]?.outcome === 'not-achieved');
  if (givesUp || action.destructive === true) return 0.1;
  return action.primary === true ? 4 : 1;
}
