import type { Action, LifeCycle } from './life-cycle.ts';

/** One way from a state to a state, by an action. */
export interface Edge {
  readonly action: string;
  readonly from: string;
  readonly to: string;
}

/** States that an action may start from. */
export function sourcesOf(definition: LifeCycle, action: Action): string[] {
  return action.from === 'any-open'
    ? Object.keys(definition.states).filter((state) => definition.states[state]?.kind !== 'final')
    : [...action.from];
}

/** States that an action may lead to from a state. */
export function targetsOf(action: Action, from: string): string[] {
  if (action.to === 'same') return [from];
  return typeof action.to === 'string' ? [action.to] : action.to.map((branch) => branch.to);
}

export function edgesOf(definition: LifeCycle): Edge[] {
  return Object.entries(definition.actions).flatMap(([name, action]) =>
    sourcesOf(definition, action).flatMap((from) =>
      targetsOf(action, from).map((to) => ({ action: name, from, to })),
    ),
  );
}

/** States that can be reached from some states (themselves included), each with the edge that first led there. */
export function reach(starts: readonly string[], edges: readonly Edge[]): Map<string, Edge | null> {
  const found = new Map<string, Edge | null>(starts.map((state) => [state, null]));
  const queue = [...starts];
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    for (const edge of edges) {
      if (edge.from !== state || found.has(edge.to)) continue;
      found.set(edge.to, edge);
      queue.push(edge.to);
    }
  }
  return found;
}

/** Fewest actions from each state to a final one; a state without an entry has no way to an end. */
export function distancesToEnd(definition: LifeCycle): Map<string, number> {
  const edges = edgesOf(definition);
  const ends = Object.keys(definition.states).filter((s) => definition.states[s]?.kind === 'final');
  const distances = new Map<string, number>(ends.map((state) => [state, 0]));
  const queue = [...ends];
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    const next = (distances.get(state) ?? 0) + 1;
    for (const edge of edges) {
      if (edge.to !== state || distances.has(edge.from)) continue;
      distances.set(edge.from, next);
      queue.push(edge.from);
    }
  }
  return distances;
}

/** The actions that lead to a state, in order, as found by `reach`. */
export function pathTo(found: ReadonlyMap<string, Edge | null>, state: string): string[] {
  const actions: string[] = [];
  for (let edge = found.get(state); edge; edge = found.get(edge.from)) actions.unshift(edge.action);
  return actions;
}
