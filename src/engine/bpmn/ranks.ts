import type { Graph, GraphFlow } from './graph.ts';

export interface Ranks {
  /** Blocks in the order in which they are placed from left to right. */
  readonly order: readonly string[];
  /** Flows between blocks that lead on; the others lead back. */
  readonly forward: ReadonlySet<GraphFlow>;
}

/** The block that carries a node: its activity for boundary events, its sub-process for inner nodes. */
export function blockOf(graph: Graph, id: string): string {
  const node = graph.nodes.get(id);
  if (node?.below !== undefined) return blockOf(graph, node.below);
  return node?.parent ?? node?.attachedTo ?? id;
}

/** Sequence flows between different blocks. */
export function blockFlows(graph: Graph): GraphFlow[] {
  return graph.flows.filter(
    (f) => f.kind === 'sequence' && blockOf(graph, f.from) !== blockOf(graph, f.to),
  );
}

/** Finds the flows that lead back by walking depth first along the ordinary way, then ranks by longest path. */
export function rankBlocks(graph: Graph): Ranks {
  const flows = blockFlows(graph);
  const out = new Map<string, GraphFlow[]>();
  for (const flow of flows) {
    const from = blockOf(graph, flow.from);
    out.set(from, [...(out.get(from) ?? []), flow]);
  }
  for (const list of out.values()) list.sort((a, b) => Number(b.primary) - Number(a.primary));
  const state = new Map<string, 'open' | 'done'>();
  const back = new Set<GraphFlow>();
  const finished: string[] = [];
  const walk = (block: string): void => {
    state.set(block, 'open');
    for (const flow of out.get(block) ?? []) {
      const to = blockOf(graph, flow.to);
      if (state.get(to) === 'open') back.add(flow);
      else if (!state.has(to)) walk(to);
    }
    state.set(block, 'done');
    finished.push(block);
  };
  walk('start');
  for (const flow of flows)
    if (!state.has(blockOf(graph, flow.from))) walk(blockOf(graph, flow.from));
  const rank = new Map<string, number>();
  for (const block of finished.toReversed()) {
    for (const flow of out.get(block) ?? []) {
      if (back.has(flow)) continue;
      const to = blockOf(graph, flow.to);
      rank.set(to, Math.max(rank.get(to) ?? 0, (rank.get(block) ?? 0) + 1));
    }
  }
  const order = finished.toReversed().sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
  return { order, forward: new Set(flows.filter((f) => !back.has(f))) };
}
