import type { Block } from './blocks.ts';
import type { Graph } from './graph.ts';
import type { LaneOrder } from './lane-order.ts';
import type { Ranks } from './ranks.ts';
import { blockOf } from './ranks.ts';
import { linesSize, wrapEvenly } from './text-width.ts';

/** Everything about the drawing that does not change while rows are tried. */
export interface Plan {
  readonly graph: Graph;
  readonly blocks: ReadonlyMap<string, Block>;
  readonly lanes: LaneOrder;
  readonly ranks: Ranks;
  /** Least height of each lane, for its name. */
  readonly laneHeights: readonly number[];
  /** Extra pixels between rows, and behind blocks by id, where an earlier attempt found too little room. */
  readonly rowGap: number;
  /** Price of a pixel of height against one of flow. */
  readonly heightWeight: number;
  readonly gaps: ReadonlyMap<string, number>;
}

export interface Placement {
  /** Middle of each block. */
  readonly at: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  /** Upper edge and height of each lane; lane edges lie between grid lines. */
  readonly lanes: readonly { readonly y: number; readonly h: number }[];
  readonly right: number;
  readonly bottom: number;
}

/** Row of each block inside its lane; empty rows vanish. */
export type Rows = ReadonlyMap<string, number>;

const LANE_PADDING = 20;
const ROW_STEP = 20;
export const LABEL_WRAP = 96;
const up10 = (n: number): number => Math.ceil(n / 10) * 10;

/** Pixels between two blocks so that the label of the flow between them fits. */
export function flowGap(label: string, gateway: boolean): number {
  if (label === '') return gateway ? 30 : 40;
  return Math.max(60, up10(linesSize(wrapEvenly(label, LABEL_WRAP)).w + 26));
}

/** Puts blocks side by side in their rows, each as far left as the flows that lead to it allow. */
export function placeBlocks(plan: Plan, rows: Rows): Placement {
  const { lane, used } = usedRows(plan, rows);
  const x = new Map<string, number>();
  const rowEnd = new Map<string, number>();
  const gaps = incomingGaps(plan);
  let right = 0;
  for (const id of plan.ranks.order) {
    const block = plan.blocks.get(id) as Block;
    const key = `${lane.get(id)}/${rows.get(id) ?? 0}`;
    let left = (rowEnd.get(key) ?? -30) + 30;
    for (const { from, gap } of gaps.get(id) ?? []) {
      const source = plan.blocks.get(from) as Block;
      left = Math.max(left, (x.get(from) ?? 0) + source.right + gap + (plan.gaps.get(from) ?? 0));
    }
    const cx = up10(left) + block.left;
    x.set(id, cx);
    rowEnd.set(key, cx + block.right);
    right = Math.max(right, cx + block.right);
  }
  const vertical = placeRows(plan, rows, lane, used);
  const at = new Map(
    [...x].map(([id, cx]) => [
      id,
      { x: cx, y: vertical.rowY.get(`${lane.get(id)}/${rows.get(id) ?? 0}`) ?? 0 },
    ]),
  );
  return { at, lanes: vertical.lanes, right, bottom: vertical.bottom };
}

function usedRows(plan: Plan, rows: Rows): { lane: Map<string, number>; used: number[][] } {
  const lane = new Map<string, number>();
  const used: Set<number>[] = plan.laneHeights.map(() => new Set());
  for (const id of plan.ranks.order) {
    const index = plan.lanes.index.get(plan.graph.nodes.get(id)?.role ?? '') ?? 0;
    lane.set(id, index);
    used[index]?.add(rows.get(id) ?? 0);
  }
  return { lane, used: used.map((set) => [...set].sort((a, b) => a - b)) };
}

const gapCache = new WeakMap<Plan, Map<string, { from: string; gap: number }[]>>();

function incomingGaps(plan: Plan): Map<string, { from: string; gap: number }[]> {
  const known = gapCache.get(plan);
  if (known) return known;
  const result = new Map<string, { from: string; gap: number }[]>();
  const { graph } = plan;
  for (const flow of plan.ranks.forward) {
    const [from, to] = [blockOf(graph, flow.from), blockOf(graph, flow.to)];
    const gateway = [flow.from, flow.to].some((id) => {
      const kind = graph.nodes.get(id)?.kind;
      return kind === 'exclusive' || kind === 'parallel';
    });
    result.set(to, [...(result.get(to) ?? []), { from, gap: flowGap(flow.label, gateway) }]);
  }
  gapCache.set(plan, result);
  return result;
}

function placeRows(
  plan: Plan,
  rows: Rows,
  lane: ReadonlyMap<string, number>,
  used: readonly number[][],
): { rowY: Map<string, number>; lanes: { y: number; h: number }[]; bottom: number } {
  const extents = new Map<string, { up: number; down: number }>();
  for (const id of plan.ranks.order) {
    const key = `${lane.get(id)}/${rows.get(id) ?? 0}`;
    const block = plan.blocks.get(id) as Block;
    const known = extents.get(key) ?? { up: 0, down: 0 };
    extents.set(key, { up: Math.max(known.up, block.up), down: Math.max(known.down, block.down) });
  }
  const rowY = new Map<string, number>();
  const lanes: { y: number; h: number }[] = [];
  let y = 5;
  plan.laneHeights.forEach((least, index) => {
    const top = y;
    let cursor = top + 5 + LANE_PADDING;
    for (const row of used[index] ?? []) {
      const extent = extents.get(`${index}/${row}`) ?? { up: 0, down: 0 };
      rowY.set(`${index}/${row}`, cursor + extent.up);
      cursor += extent.up + extent.down + ROW_STEP + plan.rowGap;
    }
    const h = Math.max(up10(least), cursor - ROW_STEP - plan.rowGap + LANE_PADDING - 5 - top);
    lanes.push({ y: top, h: up10(h) });
    y = top + up10(h);
  });
  return { rowY, lanes, bottom: y };
}
