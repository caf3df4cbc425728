import type { Box, Label } from './diagram.ts';
import type { Graph, GraphNode } from './graph.ts';
import { LINE_HEIGHT, linesSize, wrapEvenly } from './text-width.ts';

/** Boxes of a node and of what moves with it, relative to the middle of the node itself. */
export interface Block {
  readonly id: string;
  readonly parts: ReadonlyMap<string, Part>;
  /** Room needed on each side of the middle, multiples of 10. */
  readonly left: number;
  readonly right: number;
  readonly up: number;
  readonly down: number;
}

export interface Part {
  readonly box: Box;
  readonly lines: readonly string[];
  readonly label?: Label;
}

export const EVENT = 36;
export const GATEWAY = 40;
const TASK_WIDTH = 120;
const INNER_WIDTH = 110;
const LABEL_WIDTH = 90;
/** With this pitch, no boundary event meets the marker in the middle of the lower edge. */
const BOUNDARY_PITCH = 130;

const up10 = (n: number): number => Math.ceil(n / 10) * 10;
const up20 = (n: number): number => Math.ceil(n / 20) * 20;

export const isTask = (kind: GraphNode['kind']): boolean =>
  kind.endsWith('-task') || kind === 'multi-instance';

const centred = (w: number, h: number, cx = 0, cy = 0): Box => ({
  x: cx - w / 2,
  y: cy - h / 2,
  w,
  h,
});

function labelAt(
  name: string,
  width: number,
  at: (size: { w: number; h: number }) => { x: number; y: number },
): Label | undefined {
  const lines = wrapEvenly(name, width);
  if (lines.length === 0) return undefined;
  const size = linesSize(lines);
  return { ...size, ...at(size), lines };
}

const withLabel = (label: Label | undefined): { label?: Label } => (label ? { label } : {});

/** A label under an event, or above it where a message flow leaves downwards. */
function eventPart(node: GraphNode, above: boolean, cx = 0, cy = 0): Part {
  const label = labelAt(node.name, LABEL_WIDTH, ({ w, h }) => ({
    x: Math.round(cx - w / 2),
    y: above ? cy - EVENT / 2 - 4 - h : cy + EVENT / 2 + 4,
  }));
  return { box: centred(EVENT, EVENT, cx, cy), lines: [], ...withLabel(label) };
}

/** A task is as high as its lines with the room of type and marker icons above and below, and as wide as its longest word asks for. */
function taskPart(node: GraphNode, width: number, cx = 0, cy = 0, boundary = false): Part {
  const lines = wrapEvenly(node.name, width - 18);
  const marker = node.kind === 'multi-instance' ? 14 : 0;
  const h = up20(lines.length * LINE_HEIGHT + 30 + marker + (boundary ? 20 : 0));
  const w = Math.max(width, up20(linesSize(lines).w + 18));
  return { box: centred(w, h, cx, cy), lines };
}

function plainPart(node: GraphNode, above: boolean): Part {
  if (isTask(node.kind)) return taskPart(node, TASK_WIDTH);
  if (node.kind === 'exclusive' || node.kind === 'parallel') {
    return { box: centred(GATEWAY, GATEWAY), lines: [] };
  }
  return eventPart(node, above);
}

/** An ad-hoc sub-process: title, then its tasks in a grid, then the tilde. */
function adHocParts(
  node: GraphNode,
  inner: readonly GraphNode[],
  minWidth: number,
  toTheRight: boolean,
): Map<string, Part> {
  const columns = inner.length === 1 ? 1 : inner.length <= 4 ? 2 : 3;
  const sizes = inner.map((task) => taskPart(task, INNER_WIDTH));
  const innerWidth = Math.max(...sizes.map(({ box }) => box.w));
  const width = Math.max(columns * innerWidth + (columns + 1) * 10, minWidth);
  const title = wrapEvenly(node.name, width - 24);
  const w = up20(Math.max(width, linesSize(title).w + 24));
  const lines = wrapEvenly(node.name, w - 24);
  const rowHeights: number[] = [];
  sizes.forEach((part, i) => {
    const row = Math.floor(i / columns);
    rowHeights[row] = Math.max(rowHeights[row] ?? 0, part.box.h);
  });
  const head = up10(lines.length * LINE_HEIGHT + 10);
  const h = up20(head + rowHeights.reduce((sum, row) => sum + row + 10, 0) + 16);
  const parts = new Map<string, Part>([[node.id, { box: centred(w, h), lines }]]);
  const used = columns * innerWidth + (columns - 1) * 10;
  const first = toTheRight ? w / 2 - 10 - used : -used / 2;
  inner.forEach((task, i) => {
    const row = Math.floor(i / columns);
    const before = rowHeights.slice(0, row).reduce((sum, r) => sum + r + 10, 0);
    const cx = first + (i % columns) * (innerWidth + 10) + innerWidth / 2;
    const cy = -h / 2 + head + before + (rowHeights[row] ?? 0) / 2;
    parts.set(task.id, taskPart(task, innerWidth, cx, cy));
  });
  return parts;
}

/** An event sub-process: title, then start event and what follows it. */
function eventSubParts(
  graph: Graph,
  node: GraphNode,
  inner: readonly GraphNode[],
): Map<string, Part> {
  const [start, then] = inner as [GraphNode, GraphNode];
  const flow = graph.flows.find((f) => f.from === start.id && f.to === then.id);
  const flowWidth = linesSize(wrapEvenly(flow?.label ?? '', LABEL_WIDTH)).w;
  const task = isTask(then.kind);
  const leftHalf = Math.max(EVENT, linesSize(wrapEvenly(start.name, LABEL_WIDTH)).w) / 2;
  const taskWidth = task ? taskPart(then, TASK_WIDTH).box.w : 0;
  const rightHalf = task
    ? taskWidth / 2
    : Math.max(EVENT, linesSize(wrapEvenly(then.name, LABEL_WIDTH)).w) / 2;
  const distance = up10(
    Math.max(
      leftHalf + rightHalf + 14,
      (task ? taskWidth : EVENT) / 2 + EVENT / 2 + Math.max(30, flowWidth + 20),
    ),
  );
  const w = up20(leftHalf + distance + rightHalf + 28);
  const title = wrapEvenly(node.name, w - 20);
  const head = title.length * LINE_HEIGHT + 10;
  const thenPart = task ? taskPart(then, TASK_WIDTH) : eventPart(then, false);
  const startPart = eventPart(start, false);
  const above = Math.max(EVENT, thenPart.box.h) / 2;
  const below = Math.max(bottomOf(startPart), bottomOf(thenPart));
  const h = up20(head + above + below + 12);
  const cy = -h / 2 + head + above;
  const cx = up10(-w / 2 + leftHalf + 14);
  return new Map<string, Part>([
    [node.id, { box: centred(w, h), lines: title }],
    [start.id, eventPart(start, false, cx, cy)],
    [
      then.id,
      task
        ? taskPart(then, TASK_WIDTH, cx + distance, cy)
        : eventPart(then, false, cx + distance, cy),
    ],
  ]);
}

const bottomOf = (part: Part): number =>
  Math.max(part.box.y + part.box.h, part.label ? part.label.y + part.label.h : 0);

/** Boundary events on the lower edge, with their names at the right and reminders under them. */
const endBelow = (graph: Graph, event: GraphNode): GraphNode | undefined =>
  [...graph.nodes.values()].find((node) => node.below === event.id);

/** From one boundary event to the next: as far as the longest word of their names asks for. */
function boundaryPitch(graph: Graph, events: readonly GraphNode[]): number {
  const names = events.flatMap((event) => [event.name, endBelow(graph, event)?.name ?? '']);
  const widths = names.map((name) => linesSize(wrapEvenly(name, BOUNDARY_PITCH - 46)).w);
  return Math.max(BOUNDARY_PITCH, up10(Math.max(0, ...widths) + 46));
}

function addBoundary(
  graph: Graph,
  host: Part,
  parts: Map<string, Part>,
  events: readonly GraphNode[],
): void {
  const bottom = host.box.y + host.box.h;
  const pitch = boundaryPitch(graph, events);
  events.forEach((event, i) => {
    const cx = host.box.x + 30 + i * pitch;
    const room = pitch - 46;
    const label = labelAt(event.name, room, () => ({ x: cx + EVENT / 2 + 4, y: bottom + 4 }));
    parts.set(event.id, { box: centred(EVENT, EVENT, cx, bottom), lines: [], ...withLabel(label) });
    const end = endBelow(graph, event);
    if (end === undefined) return;
    const cy = up10(bottom + Math.max(60, (label?.h ?? 0) + 4 + EVENT / 2 + 4));
    const endLabel = labelAt(end.name, room, ({ h }) => ({
      x: cx + EVENT / 2 + 4,
      y: Math.max(Math.round(cy - h / 2), bottom + 8 + (label?.h ?? 0)),
    }));
    parts.set(end.id, { box: centred(EVENT, EVENT, cx, cy), lines: [], ...withLabel(endLabel) });
  });
}

function measure(id: string, parts: ReadonlyMap<string, Part>, flowsOut: boolean): Block {
  const boxes = [...parts.values()].flatMap((p) => (p.label ? [p.box, p.label] : [p.box]));
  return {
    id,
    parts,
    left: up10(-Math.min(...boxes.map((b) => b.x))),
    right: up10(Math.max(...boxes.map((b) => b.x + b.w))),
    up: up10(-Math.min(...boxes.map((b) => b.y))),
    down: up10(Math.max(...boxes.map((b) => b.y + b.h)) + (flowsOut ? 6 : 0)),
  };
}

/** Blocks of all nodes that stand in a lane by themselves. `labelAbove` names the events whose messages go down. */
export function buildBlocks(graph: Graph, labelAbove: ReadonlySet<string>): Map<string, Block> {
  const all = [...graph.nodes.values()];
  const blocks = new Map<string, Block>();
  for (const node of all) {
    if (node.parent !== undefined || node.attachedTo !== undefined || node.below !== undefined)
      continue;
    const inner = all.filter((n) => n.parent === node.id);
    const events = all.filter((n) => n.attachedTo === node.id);
    const ids = new Set(inner.map((n) => n.id));
    const talks = graph.flows.some(
      (f) => f.kind === 'message' && (ids.has(f.from) || ids.has(f.to)),
    );
    // Messages of inner tasks need a way past the names of the boundary events.
    const beside = talks && events.length > 0;
    const minWidth =
      events.length > 1 || beside
        ? (beside ? 50 : 0) + events.length * boundaryPitch(graph, events)
        : 0;
    let parts: Map<string, Part>;
    if (node.kind === 'ad-hoc') parts = adHocParts(node, inner, minWidth, beside);
    else if (node.kind === 'event-sub-process') parts = eventSubParts(graph, node, inner);
    else if (isTask(node.kind))
      parts = new Map([
        [node.id, taskPart(node, Math.max(TASK_WIDTH, minWidth), 0, 0, events.length > 0)],
      ]);
    else parts = new Map([[node.id, plainPart(node, labelAbove.has(node.id))]]);
    const host = parts.get(node.id) as Part;
    addBoundary(graph, host, parts, events);
    blocks.set(node.id, measure(node.id, parts, events.length > 0));
  }
  return blocks;
}
