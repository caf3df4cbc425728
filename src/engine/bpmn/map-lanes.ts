import type { RoleId } from '../life-cycle.ts';
import type { Graph } from './graph.ts';

/**
 * The role in whose lane each open state stands: who performs its primary action, else any leaving action, else any
 * action in it. A state that only events move on stays with whoever brought the case there.
 */
export function stateRoles(graph: Graph): Map<string, RoleId> {
  const { procedure } = graph;
  const result = new Map<string, RoleId>();
  const actions = Object.values(procedure.actions);
  for (const state of graph.open) {
    const own = actions
      .filter((a) => typeof a.by !== 'string' && a.from !== 'any-open' && a.from.includes(state))
      .sort((a, b) => rank(b) - rank(a));
    const role = own[0]?.by[0];
    if (role !== undefined && own[0]?.by !== 'system') result.set(state, role);
    function rank(a: (typeof own)[number]): number {
      return (a.primary ? 2 : 0) + (graph.staysIn(a, state) ? 0 : 1);
    }
  }
  inherit(graph, result);
  return result;
}

function inherit(graph: Graph, roles: Map<string, RoleId>): void {
  const { procedure } = graph;
  for (let round = 0; round < graph.open.length; round += 1) {
    for (const action of Object.values(procedure.actions)) {
      const targets = typeof action.to === 'string' ? [action.to] : action.to.map((b) => b.to);
      const from = graph.sources(action).find((s) => roles.has(s));
      for (const to of targets) {
        if (from !== undefined && graph.open.includes(to) && !roles.has(to)) {
          roles.set(to, roles.get(from) ?? '');
        }
      }
    }
  }
  const fallback = procedure.openedBy[0] ?? Object.keys(procedure.roles)[0] ?? '';
  for (const state of graph.open) if (!roles.has(state)) roles.set(state, fallback);
}
