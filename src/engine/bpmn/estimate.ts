import type { Block } from './blocks.ts';
import type { Point } from './diagram.ts';
import type { GraphFlow } from './graph.ts';
import type { Placement, Plan, Rows } from './place.ts';
import { placeBlocks } from './place.ts';
import { blockFlows, blockOf } from './ranks.ts';

interface Wire {
  readonly from: string;
  readonly to: string;
  readonly forward: boolean;
  readonly boundary: { x: number; y: number } | null;
  readonly weight: number;
}

interface Rect {
  readonly id: string;
  readonly l: number;
  readonly t: number;
  readonly r: number;
  readonly b: number;
}

const BEND = 35;
const HIT = 260;
const CROSSING = 90;
const OVERLAP = 120;

function wires(plan: Plan): Wire[] {
  return blockFlows(plan.graph).map((flow: GraphFlow) => {
    const from = blockOf(plan.graph, flow.from);
    const attached = plan.graph.nodes.get(flow.from)?.attachedTo !== undefined;
    const box = plan.blocks.get(from)?.parts.get(flow.from)?.box;
    return {
      from,
      to: blockOf(plan.graph, flow.to),
      forward: plan.ranks.forward.has(flow),
      boundary: attached && box ? { x: box.x + box.w / 2, y: box.y + box.h } : null,
      weight: flow.primary ? 1.5 : 1,
    };
  });
}

function hits(path: readonly Point[], rects: readonly Rect[], from: string, to: string): number {
  let count = 0;
  for (let i = 0; i + 1 < path.length; i += 1) {
    const [a, b] = [path[i] as Point, path[i + 1] as Point];
    const [l, r] = a.x < b.x ? [a.x, b.x] : [b.x, a.x];
    const [t, d] = a.y < b.y ? [a.y, b.y] : [b.y, a.y];
    for (const rect of rects) {
      if (rect.id === from || rect.id === to) continue;
      if (l < rect.r && r > rect.l && t < rect.b && d > rect.t) count += 1;
    }
  }
  return count;
}

function length(path: readonly Point[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < path.length; i += 1) {
    const [a, b] = [path[i] as Point, path[i + 1] as Point];
    sum += Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
  }
  return sum;
}

/** Simple orthogonal ways that the router is likely to choose from. */
function candidates(wire: Wire, plan: Plan, at: Placement['at']): Point[][] {
  const [a, b] = [plan.blocks.get(wire.from) as Block, plan.blocks.get(wire.to) as Block];
  const [p, q] = [at.get(wire.from) as Point, at.get(wire.to) as Point];
  const sx = p.x + (wire.boundary?.x ?? 0);
  const sy = p.y + (wire.boundary?.y ?? 0);
  const around = (y: number): Point[] => [{ x: sx, y: sy }, { x: sx, y }, { x: q.x, y }, q];
  if (wire.forward) {
    if (p.y === q.y && !wire.boundary)
      return [[p, q], around(p.y + a.down + 10), around(p.y - a.up - 10)];
    const elbow: Point[] = [{ x: sx, y: sy }, { x: sx, y: q.y }, q];
    if (wire.boundary) return [elbow, around(p.y + a.down + 10)];
    const middle = q.x - b.left - 20;
    return [
      elbow,
      [p, { x: q.x, y: p.y }, q],
      [p, { x: middle, y: p.y }, { x: middle, y: q.y }, q],
    ];
  }
  const low = Math.max(p.y + a.down, q.y + b.down) + 10;
  const high = Math.min(p.y - a.up, q.y - b.up) - 10;
  const elbow: Point[][] =
    p.y === q.y
      ? []
      : [
          [{ x: sx, y: sy }, { x: sx, y: q.y }, q],
          [p, { x: q.x, y: p.y }, q],
        ];
  return [
    around(low),
    ...(wire.boundary ? [] : [around(high)]),
    ...(wire.boundary ? elbow.slice(0, 1) : elbow),
  ];
}

function segmentCost(a1: Point, a2: Point, b1: Point, b2: Point): number {
  const aFlat = a1.y === a2.y;
  const bFlat = b1.y === b2.y;
  if (aFlat === bFlat) {
    const [same, lo1, hi1, lo2, hi2] = aFlat
      ? [
          a1.y === b1.y,
          Math.min(a1.x, a2.x),
          Math.max(a1.x, a2.x),
          Math.min(b1.x, b2.x),
          Math.max(b1.x, b2.x),
        ]
      : [
          a1.x === b1.x,
          Math.min(a1.y, a2.y),
          Math.max(a1.y, a2.y),
          Math.min(b1.y, b2.y),
          Math.max(b1.y, b2.y),
        ];
    return same && Math.min(hi1, hi2) - Math.max(lo1, lo2) > 20 ? OVERLAP : 0;
  }
  const [h1, h2, v1, v2] = aFlat ? [a1, a2, b1, b2] : [b1, b2, a1, a2];
  const inside =
    v1.x > Math.min(h1.x, h2.x) &&
    v1.x < Math.max(h1.x, h2.x) &&
    h1.y > Math.min(v1.y, v2.y) &&
    h1.y < Math.max(v1.y, v2.y);
  return inside ? CROSSING : 0;
}

interface Path {
  readonly points: readonly Point[];
  readonly bounds: Bounds;
}

type Bounds = Omit<Rect, 'id'>;

function boundsOf(points: readonly Point[]): Bounds {
  let [l, t, r, b] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (const { x, y } of points) {
    if (x < l) l = x;
    if (x > r) r = x;
    if (y < t) t = y;
    if (y > b) b = y;
  }
  return { l, t, r, b };
}

function pathCost({ points, bounds }: Path, other: Path): number {
  const its = other.bounds;
  if (bounds.r < its.l || its.r < bounds.l || bounds.b < its.t || its.b < bounds.t) return 0;
  let sum = 0;
  for (let i = 0; i + 1 < points.length; i += 1) {
    for (let j = 0; j + 1 < other.points.length; j += 1) {
      sum += segmentCost(
        points[i] as Point,
        points[i + 1] as Point,
        other.points[j] as Point,
        other.points[j + 1] as Point,
      );
    }
  }
  return sum;
}

/** A placement with the likely ways of its flows; `cost` without the height. */
export interface Estimate {
  readonly cost: number;
  readonly rows: Rows;
  readonly paths: readonly (readonly Point[])[];
  readonly placement: Placement;
}

/** Likely ways of all flows for a placement, and a price: lower reads better; null when dearer than `limit`. */
function estimate(plan: Plan, list: readonly Wire[], rows: Rows, limit: number): Estimate | null {
  const placement = placeBlocks(plan, rows);
  const rects: Rect[] = plan.ranks.order.map((id) => {
    const block = plan.blocks.get(id) as Block;
    const { x, y } = placement.at.get(id) as Point;
    return { id, l: x - block.left, r: x + block.right, t: y - block.up, b: y + block.down };
  });
  const paths: Path[] = [];
  let cost = placement.right * 1.2 + placement.bottom * plan.heightWeight;
  for (const wire of list) {
    let best = Number.POSITIVE_INFINITY;
    let chosen: Path = { points: [], bounds: { l: 0, t: 0, r: 0, b: 0 } };
    for (const path of candidates(wire, plan, placement.at)) {
      let price = length(path) * 0.6 * wire.weight + BEND * (path.length - 2) * wire.weight;
      price += HIT * hits(path, rects, wire.from, wire.to);
      if (price >= best) continue;
      const candidate = { points: path, bounds: boundsOf(path) };
      for (const other of paths) price += pathCost(candidate, other);
      if (price < best) [best, chosen] = [price, candidate];
    }
    cost += best;
    if (cost > limit) return null;
    paths.push(chosen);
  }
  return { cost, rows, paths: paths.map((path) => path.points), placement };
}

const MIDDLE = 3;
const TRIED = [3, 2, 4, 1, 5];

/** Blocks behind `id` in the same lane that should move with it. */
function follower(plan: Plan, list: readonly Wire[], id: string): string[] {
  const role = plan.graph.nodes.get(id)?.role;
  const seen = new Set([id]);
  for (const block of seen) {
    for (const wire of list) {
      if (wire.from !== block || !wire.forward) continue;
      if (plan.graph.nodes.get(wire.to)?.role === role) seen.add(wire.to);
    }
  }
  return [...seen];
}

/** Gateways that stand in the row of the activity before or behind them, by that activity. */
function glued(plan: Plan): Map<string, string[]> {
  const result = new Map<string, string[]>();
  for (const flow of blockFlows(plan.graph)) {
    const [from, to] = [plan.graph.nodes.get(flow.from), plan.graph.nodes.get(flow.to)];
    if (!from || !to || !flow.primary || flow.label !== '' || from.role !== to.role) continue;
    const gateway =
      to.kind === 'exclusive' || to.kind === 'parallel'
        ? to
        : from.kind === 'parallel'
          ? from
          : null;
    const other = gateway === to ? from : to;
    if (gateway && other.kind !== 'exclusive' && other.kind !== 'parallel') {
      result.set(other.id, [...(result.get(other.id) ?? []), gateway.id]);
    }
  }
  return result;
}

/** The estimate for rows that are already chosen. */
export function estimateRows(plan: Plan, rows: Rows): Estimate {
  return estimate(plan, wires(plan), rows, Number.POSITIVE_INFINITY) as Estimate;
}

/** Chooses rows by moving one block, or one with all that follow it, as long as the drawing gets better. */
export function chooseRows(plan: Plan): Estimate {
  const list = wires(plan);
  const glue = glued(plan);
  const stuck = new Set([...glue.values()].flat());
  const withGlue = (ids: readonly string[]): string[] => [
    ...new Set(ids.flatMap((id) => [id, ...(glue.get(id) ?? [])])),
  ];
  const rows = new Map(plan.ranks.order.map((id) => [id, MIDDLE]));
  let best = estimate(plan, list, rows, Number.POSITIVE_INFINITY) as Estimate;
  const tryMove = (ids: readonly string[], row: number): boolean => {
    const before = ids.map((id) => rows.get(id) ?? MIDDLE);
    if (before.every((r) => r === row)) return false;
    for (const id of ids) rows.set(id, row);
    const next = estimate(plan, list, rows, best.cost - 0.5);
    if (next) {
      best = next;
      return true;
    }
    ids.forEach((id, i) => {
      rows.set(id, before[i] as number);
    });
    return false;
  };
  for (let round = 0; round < 4; round += 1) {
    let improved = false;
    for (const id of plan.ranks.order) {
      if (stuck.has(id)) continue;
      const group = withGlue(follower(plan, list, id));
      const own = withGlue([id]);
      for (const row of round === 0 ? TRIED.slice(0, 3) : TRIED) {
        improved = tryMove(own, row) || improved;
        if (group.length > own.length) improved = tryMove(group, row) || improved;
      }
    }
    if (!improved) break;
  }
  return best;
}
