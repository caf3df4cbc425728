import type { Graph } from './graph.ts';

/** Message flows to the pools of other procedures, one a hand-off, and back from them. */
export function drawMessages(
  graph: Graph,
  node: string,
  sent: readonly string[],
  returned: readonly string[],
): void {
  for (const id of sent) {
    const handOff = graph.procedure.handOffs?.[id];
    if (!handOff) continue;
    graph.flow(node, graph.pool(handOff.to), {
      kind: 'message',
      id: graph.id('message', id),
      source: { handOff: id },
      name: graph.names.name('handOffs', id),
      label: graph.nodes.get(node)?.source.handOff === id ? '' : graph.names.name('handOffs', id),
      documentation: handOff.clause,
    });
  }
  for (const id of returned) {
    const handOff = graph.procedure.handOffs?.[id];
    if (!handOff) continue;
    graph.flow(graph.pool(handOff.to), node, {
      kind: 'message',
      id: graph.id('return', id),
      source: { handOff: id },
      name: graph.names.name('handOffs', id),
      label: '',
    });
  }
}
