import { SaxesParser } from 'saxes';
import type { Procedure } from '../procedure.ts';

interface Drawn {
  readonly names: Set<string>;
  /** Named declarations by element id, as `state drafting`. */
  readonly sources: Map<string, string[]>;
  readonly shapes: Set<string>;
}

const KINDS = ['state', 'action', 'deadline', 'task', 'handOff', 'request'] as const;

function readDrawn(xml: string): Drawn {
  const drawn: Drawn = { names: new Set(), sources: new Map(), shapes: new Set() };
  const open: { id: string; name: string }[] = [];
  const parser = new SaxesParser({});
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const attributes = tag.attributes as { [name: string]: string };
    if (tag.name === 'commonward:source') {
      const owner = open.findLast((element) => element.id !== '');
      for (const kind of KINDS) {
        const value = attributes[kind];
        if (!owner || value === undefined) continue;
        drawn.sources.set(owner.id, [...(drawn.sources.get(owner.id) ?? []), `${kind} ${value}`]);
      }
    }
    if (tag.name.startsWith('bpmndi:') && attributes.bpmnElement)
      drawn.shapes.add(attributes.bpmnElement);
    const id = attributes.id ?? '';
    if (id !== '' && attributes.name) drawn.names.add(id);
    open.push({ id, name: tag.name });
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return drawn;
}

/**
 * Names what a diagram leaves out: each state, action, deadline, task, hand-off and request of the procedure must have an element with
 * an id, a name, a `commonward:source` and a shape or edge. Empty when everything is drawn.
 * @param xml BPMN 2.0 XML as `toBpmnXml` writes it
 * @throws Error when the XML is not well-formed
 */
export function everythingDrawn(procedure: Procedure, xml: string): string[] {
  const { names, sources, shapes } = readDrawn(xml);
  const found = new Set(
    [...sources].filter(([id]) => names.has(id) && shapes.has(id)).flatMap(([, list]) => list),
  );
  const wanted: readonly (readonly [string, object | undefined])[] = [
    ['state', procedure.states],
    ['action', procedure.actions],
    ['deadline', procedure.deadlines],
    ['task', procedure.tasks],
    ['handOff', procedure.handOffs],
    ['request', procedure.requests],
  ];
  const missing = wanted
    .flatMap(([kind, declared]) => Object.keys(declared ?? {}).map((id) => `${kind} ${id}`))
    .filter((declared) => !found.has(declared))
    .map((declared) => `${declared} is not drawn`);
  const shapeless = [...sources.keys()]
    .filter((id) => !shapes.has(id))
    .map((id) => `${id} has no shape`);
  return [...missing, ...shapeless];
}
