import type { Diagram } from '#engine/bpmn/diagram.ts';

/** Shapes that stand for a state itself, not for an action or deadline from it. */
export function hereNodes(diagram: Diagram, state: string | undefined): ReadonlySet<string> {
  if (state === undefined) return new Set();
  const of = diagram.nodes.filter((node) => node.source.state === state);
  const exact = of.filter(
    ({ source }) =>
      source.action === undefined &&
      source.deadline === undefined &&
      source.task === undefined &&
      source.handOff === undefined,
  );
  const found = exact.length > 0 ? exact : of;
  // A state may also have gateways; the activity, event or end is where the case waits.
  const places = found.filter((node) => node.kind !== 'exclusive' && node.kind !== 'parallel');
  return new Set((places.length > 0 ? places : found).map((node) => node.id));
}
