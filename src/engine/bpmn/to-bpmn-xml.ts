import type { Procedure } from '../procedure.ts';
import type {
  Box,
  Diagram,
  DiagramNode,
  Flow,
  Label,
  Lane,
  Party,
  Pool,
  Source,
} from './diagram.ts';
import { element, textElement } from './xml-element.ts';

/** Namespace of the extension element that ties a shape to the declaration it stands for. */
export const SOURCE_NAMESPACE = 'urn:commonward:bpmn:1';

const NAMESPACES = {
  xmlns: 'http://www.omg.org/spec/BPMN/20100524/MODEL',
  'xmlns:bpmndi': 'http://www.omg.org/spec/BPMN/20100524/DI',
  'xmlns:dc': 'http://www.omg.org/spec/DD/20100524/DC',
  'xmlns:di': 'http://www.omg.org/spec/DD/20100524/DI',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xmlns:commonward': SOURCE_NAMESPACE,
};

const FORMAL = { 'xsi:type': 'tFormalExpression' };

const ELEMENTS: { readonly [kind in DiagramNode['kind']]: string } = {
  start: 'startEvent',
  end: 'endEvent',
  'end-escalation': 'endEvent',
  'user-task': 'userTask',
  'receive-task': 'receiveTask',
  'service-task': 'serviceTask',
  'send-task': 'sendTask',
  'multi-instance': 'userTask',
  exclusive: 'exclusiveGateway',
  parallel: 'parallelGateway',
  'message-throw': 'intermediateThrowEvent',
  'message-catch': 'intermediateCatchEvent',
  'boundary-timer': 'boundaryEvent',
  'boundary-message': 'boundaryEvent',
  'start-event-message': 'startEvent',
  'start-event-timer': 'startEvent',
  'start-event-conditional': 'startEvent',
  'ad-hoc': 'adHocSubProcess',
  'event-sub-process': 'subProcess',
};

function heading(
  documentation: string | undefined,
  source: Source & { procedure?: string },
): string[] {
  const attributes = { ...source };
  return [
    documentation ? textElement('documentation', documentation) : '',
    Object.keys(attributes).length > 0
      ? element('extensionElements', {}, [element('commonward:source', attributes)])
      : '',
  ];
}

function eventDefinition(node: DiagramNode): string {
  if (node.kind.endsWith('-timer')) {
    const duration = node.timer ? textElement('timeDuration', node.timer, FORMAL) : '';
    return element('timerEventDefinition', { id: `${node.id}_timer` }, [duration]);
  }
  if (node.kind.includes('message'))
    return element('messageEventDefinition', { id: `${node.id}_message` });
  if (node.kind === 'end-escalation')
    return element('escalationEventDefinition', { id: `${node.id}_escalation` });
  if (node.kind === 'start-event-conditional') {
    const condition = textElement('condition', node.source.action ?? node.name, FORMAL);
    return element('conditionalEventDefinition', { id: `${node.id}_condition` }, [condition]);
  }
  return '';
}

function multiInstance(node: DiagramNode): string {
  if (!node.instances) return '';
  const { complete } = node.instances;
  const condition =
    complete === 'all'
      ? ''
      : textElement('completionCondition', `nrOfCompletedInstances >= ${complete}`, FORMAL);
  return element('multiInstanceLoopCharacteristics', { isSequential: false }, [condition]);
}

function nodeElement(node: DiagramNode, diagram: Diagram): string {
  const { kind } = node;
  const flows = diagram.flows.filter((f) => f.kind === 'sequence');
  const inner = diagram.nodes.filter((n) => n.parent === node.id);
  const ids = new Set(inner.map((n) => n.id));
  const eventStart = kind.startsWith('start-event');
  return element(
    ELEMENTS[kind],
    {
      id: node.id,
      name: node.name === '' ? undefined : node.name,
      attachedToRef: node.attachedTo,
      cancelActivity: node.attachedTo === undefined ? undefined : (node.interrupting ?? true),
      isInterrupting: eventStart ? (node.interrupting ?? true) : undefined,
      triggeredByEvent: kind === 'event-sub-process' ? true : undefined,
      default: flows.find((f) => f.from === node.id && f.default)?.id,
    },
    [
      ...heading(node.documentation, node.source),
      ...flows.filter((f) => f.to === node.id).map((f) => textElement('incoming', f.id)),
      ...flows.filter((f) => f.from === node.id).map((f) => textElement('outgoing', f.id)),
      eventDefinition(node),
      multiInstance(node),
      ...inner.map((child) => nodeElement(child, diagram)),
      ...flows.filter((f) => ids.has(f.from)).map(flowElement),
    ],
  );
}

function flowElement(flow: Flow): string {
  return element(
    flow.kind === 'message' ? 'messageFlow' : 'sequenceFlow',
    {
      id: flow.id,
      name: flow.name === '' ? undefined : flow.name,
      sourceRef: flow.from,
      targetRef: flow.to,
    },
    [
      ...heading(flow.documentation, flow.source),
      flow.condition ? textElement('conditionExpression', flow.condition, FORMAL) : '',
    ],
  );
}

function laneElement(lane: Lane, diagram: Diagram): string {
  const nodes = diagram.nodes.filter((n) => n.lane === lane.id);
  return element(
    'lane',
    { id: lane.id, name: lane.name },
    nodes.map((n) => textElement('flowNodeRef', n.id)),
  );
}

const nested = (pool: Pool): boolean => pool.parties.length > 1;

function laneSet(pool: Pool, diagram: Diagram): string {
  const leaves = (party: Party): string[] => party.lanes.map((lane) => laneElement(lane, diagram));
  const lanes = nested(pool)
    ? pool.parties.map((party) =>
        element('lane', { id: party.id, name: party.name }, [
          element('childLaneSet', { id: `${party.id}_lanes` }, leaves(party)),
        ]),
      )
    : pool.parties.flatMap(leaves);
  return element('laneSet', { id: `${pool.id}_lanes` }, lanes);
}

const round = (n: number): number => Math.round(n * 10) / 10;

const bounds = (box: Box): string =>
  element('dc:Bounds', {
    x: round(box.x),
    y: round(box.y),
    width: round(box.w),
    height: round(box.h),
  });

const diLabel = (label: Label | undefined): string =>
  label ? element('bpmndi:BPMNLabel', {}, [bounds(label)]) : '';

function shape(
  id: string,
  box: Box,
  attributes: { [name: string]: boolean },
  label?: Label,
): string {
  return element('bpmndi:BPMNShape', { id: `${id}_di`, bpmnElement: id, ...attributes }, [
    bounds(box),
    diLabel(label),
  ]);
}

function nodeShape(node: DiagramNode): string {
  const expanded = node.kind === 'ad-hoc' || node.kind === 'event-sub-process';
  const attributes: { [name: string]: boolean } = {};
  if (expanded) attributes.isExpanded = true;
  if (node.kind === 'exclusive') attributes.isMarkerVisible = true;
  return shape(node.id, node, attributes, node.label);
}

function edge(flow: Flow): string {
  return element('bpmndi:BPMNEdge', { id: `${flow.id}_di`, bpmnElement: flow.id }, [
    ...flow.points.map((p) => element('di:waypoint', { x: round(p.x), y: round(p.y) })),
    diLabel(flow.label),
  ]);
}

function plane(diagram: Diagram, collaboration: string): string {
  const horizontal = { isHorizontal: true };
  return element('bpmndi:BPMNDiagram', { id: 'diagram' }, [
    element('bpmndi:BPMNPlane', { id: 'plane', bpmnElement: collaboration }, [
      ...diagram.pools.map((pool) => shape(pool.id, pool, horizontal)),
      ...diagram.pools
        .filter(nested)
        .flatMap((pool) => pool.parties.map((party) => shape(party.id, party, horizontal))),
      ...diagram.pools.flatMap((p) =>
        p.parties.flatMap((q) => q.lanes.map((l) => shape(l.id, l, horizontal))),
      ),
      ...diagram.nodes.map(nodeShape),
      ...diagram.flows.map(edge),
    ]),
  ]);
}

/**
 * The diagram as BPMN 2.0 XML (ISO/IEC 19510): one collaboration, the procedure's process with its lanes, other procedures
 * as collapsed pools, and the layout as BPMN DI. Each element names its declaration in a `commonward:source` extension.
 */
export function toBpmnXml(diagram: Diagram, procedure: Procedure): string {
  const key = procedure.id.replace(/[^A-Za-z0-9_-]/g, '_');
  const collaboration = `collaboration_${key}`;
  const process = `process_${key}`;
  const outer = diagram.nodes.filter((n) => n.parent === undefined);
  const inner = new Set(diagram.nodes.filter((n) => n.parent !== undefined).map((n) => n.id));
  const main = diagram.pools.find((p) => p.procedure === undefined) as Pool;
  const sequences = diagram.flows.filter((f) => f.kind === 'sequence' && !inner.has(f.from));
  const body = [
    element('collaboration', { id: collaboration }, [
      ...diagram.pools.map((pool) =>
        element(
          'participant',
          { id: pool.id, name: pool.name, processRef: pool === main ? process : undefined },
          heading(undefined, { procedure: pool.procedure ?? procedure.id }),
        ),
      ),
      ...diagram.flows.filter((f) => f.kind === 'message').map(flowElement),
    ]),
    element('process', { id: process, name: diagram.name, isExecutable: false }, [
      ...heading(procedure.clause, {}),
      laneSet(main, diagram),
      ...outer.map((node) => nodeElement(node, diagram)),
      ...sequences.map(flowElement),
    ]),
    plane(diagram, collaboration),
  ];
  const attributes = {
    ...NAMESPACES,
    id: `definitions_${key}_v${procedure.version}`,
    name: diagram.name,
    targetNamespace: `urn:commonward:procedure:${key}:${procedure.version}`,
    exporter: 'Commonward',
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('definitions', attributes, body)}\n`;
}
