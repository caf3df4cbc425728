import { isTask } from './blocks.ts';
import type { Box, DiagramNode, Point } from './diagram.ts';
import type { GraphFlow } from './graph.ts';
import type { Direction, Port, Wire } from './grid.ts';
import { Grid, OUTSIDE, SAME_PORT_COST } from './grid.ts';
import { boxesMeet, stretches } from './labels.ts';
import { linesSize } from './text-width.ts';

const at = (x: number, y: number, out: Direction, cost: number): Port => ({
  point: { x, y },
  out,
  cost,
});

/** Where flows may leave (`out`) or enter a shape; what is usual in BPMN costs least. */
function ports(node: DiagramNode, leaving: boolean, message: boolean): Port[] {
  const { x, y, w, h, kind } = node;
  const [cx, cy] = [x + w / 2, y + h / 2];
  const [right, left, side] = leaving ? [0, 70, 8] : [50, 0, 10];
  if (kind.startsWith('boundary')) {
    // Half of the circle lies on the activity: a message comes in beside the way out.
    const off = h / 2 - Math.round(Math.sqrt((h / 2) ** 2 - 100));
    return message ? [-10, 10].map((dx) => at(cx + dx, y + h - off, 1, 0)) : [at(cx, y + h, 1, 0)];
  }
  const wide = isTask(kind) || kind === 'ad-hoc';
  // Tasks inside a sub-process need not stand on the grid.
  const px = wide ? Math.round(cx / 10) * 10 : cx;
  const vertical = [0, ...(wide ? [-20, 20, -40, 40] : [])].flatMap((dx) => {
    const off = Math.abs(dx) / 10 + (message ? 0 : side);
    return [at(px + dx, y, 3, off), at(px + dx, y + h, 1, off)];
  });
  if (message) return vertical;
  const tall = kind === 'ad-hoc' ? [-20, 20] : [];
  return [
    ...vertical,
    ...[0, ...tall].flatMap((dy) => [
      at(x + w, cy + dy, 0, right + Math.abs(dy) / 5),
      at(x, cy + dy, 2, left + Math.abs(dy) / 5),
    ]),
  ];
}

function poolPorts(pool: Box, below: boolean, leaving: boolean): Port[] {
  const result: Port[] = [];
  for (let x = Math.ceil((pool.x + 20) / 10) * 10; x <= pool.x + pool.w - 20; x += 10) {
    const off = Math.abs(x - pool.x - pool.w * (leaving ? 0.8 : 0.5)) / (leaving ? 8 : 100);
    result.push(at(x, below ? pool.y : pool.y + pool.h, below ? 3 : 1, off));
  }
  return result;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly DiagramNode[];
  /** Collapsed pools by id. */
  readonly pools: ReadonlyMap<string, Box>;
  /** The pool that sequence flows stay in. */
  readonly pool: Box;
  /** Headers and other boxes that no flow may enter. */
  readonly closed: readonly Box[];
}

function straight(from: DiagramNode, to: DiagramNode): Point[] {
  const cy = from.y + from.h / 2;
  const cx = from.x + from.w / 2;
  if (to.y > from.y + from.h / 2)
    return [
      { x: cx, y: from.y + from.h },
      { x: cx, y: to.y },
    ];
  return [
    { x: from.x + from.w, y: cy },
    { x: to.x, y: cy },
  ];
}

const portKey = (node: string, p: Point | undefined): string => `${node} ${p?.x} ${p?.y}`;

/** Finds the ways of all flows. Flows inside a sub-process and to reminders are straight lines. */
export function routeFlows(scene: Scene, flows: readonly GraphFlow[]): Map<string, Point[]> {
  const nodes = new Map(scene.nodes.map((n) => [n.id, n]));
  const obstacle = new Map(scene.nodes.map((n, i) => [n.id, i + 1]));
  const result = new Map<string, Point[]>();
  const routed = flows.filter((flow) => {
    const [from, to] = [nodes.get(flow.from), nodes.get(flow.to)];
    const inside = from?.parent !== undefined && from.parent === to?.parent;
    const reminder =
      from !== undefined && to?.kind === 'end-escalation' && from.attachedTo !== undefined;
    if (from && to && (inside || reminder)) result.set(flow.id, straight(from, to));
    return !result.has(flow.id);
  });
  const wires = routed.map((flow, index): Wire => {
    const [from, to] = [nodes.get(flow.from), nodes.get(flow.to)];
    const message = flow.kind === 'message';
    const pool = scene.pools.get(flow.from) ?? scene.pools.get(flow.to);
    const other = from ?? to;
    const below = pool !== undefined && other !== undefined && pool.y > other.y;
    const end = (node: DiagramNode | undefined, leaving: boolean): Port[] =>
      node ? ports(node, leaving, message) : pool ? poolPorts(pool, below, leaving) : [];
    const parent = from?.parent ?? to?.parent;
    return {
      index,
      from: flow.from,
      to: flow.to,
      starts: end(from, true),
      ends: end(to, false),
      outside: message,
      through: parent === undefined ? 0 : (obstacle.get(parent) ?? 0),
    };
  });
  const grid = new Grid(scene.width, scene.height, wires);
  prepare(grid, scene, obstacle);
  const ways = settle(grid, wires, routed, nodes);
  routed.forEach((flow, i) => {
    result.set(flow.id, ways[i] ?? []);
  });
  return result;
}

/** Where the title of a sub-process stands. */
export function titleBox(node: DiagramNode): Box {
  const { w, h } = linesSize(node.lines);
  return { x: node.x + (node.w - w) / 2, y: node.y + 6, w, h };
}

/** What lies around the pool. */
function surroundings({ pool, width, height }: Scene): Box[] {
  const [right, bottom] = [pool.x + pool.w, pool.y + pool.h];
  return [
    { x: 0, y: 0, w: width, h: pool.y },
    { x: 0, y: bottom, w: width, h: height - bottom },
    { x: 0, y: 0, w: pool.x, h: height },
    { x: right, y: 0, w: width - right, h: height },
  ];
}

function prepare(grid: Grid, scene: Scene, obstacle: ReadonlyMap<string, number>): void {
  for (const box of surroundings(scene)) grid.block(box, OUTSIDE);
  const outer = scene.nodes.filter((n) => n.parent === undefined);
  for (const node of outer) {
    grid.block(node, obstacle.get(node.id) ?? 1);
    // A message from inside leaves upwards or downwards, never along the side.
    const sides = node.kind === 'ad-hoc' ? [node.x, node.x + node.w] : [];
    for (const x of sides) grid.block({ x, y: node.y, w: 0, h: node.h }, scene.nodes.length + 1);
  }
  for (const node of scene.nodes)
    if (node.parent !== undefined) grid.block(node, obstacle.get(node.id) ?? 1);
  for (const node of scene.nodes) if (node.label) grid.avoid(node.label);
  for (const node of outer) if (node.kind === 'ad-hoc') grid.avoid(titleBox(node));
  for (const box of [...scene.pools.values(), ...scene.closed])
    grid.block(box, scene.nodes.length + 1);
}

/** Routes the ordinary way first, then takes each flow up again and routes it anew among the others. */
function settle(
  grid: Grid,
  wires: readonly Wire[],
  flows: readonly GraphFlow[],
  nodes: ReadonlyMap<string, DiagramNode>,
): Point[][] {
  const ways: Point[][] = wires.map(() => []);
  const distance = (flow: GraphFlow): number => {
    const [a, b] = [nodes.get(flow.from), nodes.get(flow.to)];
    if (!a || !b) return 10_000;
    return (
      Math.abs(a.x - b.x) +
      3 * Math.abs(a.y - b.y) +
      (flow.primary ? 0 : 600) +
      (b.x < a.x ? 600 : 0)
    );
  };
  const order = wires
    .map((_, i) => i)
    .sort((a, b) => distance(flows[a] as GraphFlow) - distance(flows[b] as GraphFlow));
  const MOST_PASSES = 3;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    let changed = false;
    for (const index of order) {
      if (pass > 0 && isFine(ways, index)) continue;
      grid.clearWires();
      ways.forEach((way, i) => {
        if (i !== index) grid.use(way, i);
      });
      const way = grid.route(withPortUse(wires[index] as Wire, wires, ways)) ?? [];
      if (JSON.stringify(way) !== JSON.stringify(ways[index])) changed = true;
      ways[index] = way;
    }
    if (!changed) break;
  }
  return ways;
}

/** Whether taking the way up again could hardly improve it: few bends, and it meets no other. */
function isFine(ways: readonly (readonly Point[])[], index: number): boolean {
  const own = ways[index] ?? [];
  if (own.length < 2 || own.length > 4) return false;
  const boxes = stretches(own);
  return ways.every(
    (way, i) => i === index || !stretches(way).some((s) => boxes.some((b) => boxesMeet(b, s))),
  );
}

/** Makes border points dearer that other flows use, above all in the other direction. */
function withPortUse(
  wire: Wire,
  wires: readonly Wire[],
  ways: readonly (readonly Point[])[],
): Wire {
  const leaving = new Set<string>();
  const entering = new Set<string>();
  wires.forEach((other, i) => {
    if (other.index === wire.index || ways[i]?.length === 0) return;
    leaving.add(portKey(other.from, ways[i]?.[0]));
    entering.add(portKey(other.to, ways[i]?.at(-1)));
  });
  const dearer = (
    node: string,
    list: readonly Port[],
    same: Set<string>,
    opposite: Set<string>,
  ): Port[] =>
    list.map((port) => {
      const key = portKey(node, port.point);
      const extra = opposite.has(key) ? 2 * SAME_PORT_COST : same.has(key) ? SAME_PORT_COST : 0;
      return extra === 0 ? port : { ...port, cost: port.cost + extra };
    });
  return {
    ...wire,
    starts: dearer(wire.from, wire.starts, leaving, entering),
    ends: dearer(wire.to, wire.ends, entering, leaving),
  };
}
