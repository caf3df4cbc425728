import type { Box, Lane, Party, Pool } from './diagram.ts';
import type { Graph } from './graph.ts';
import type { LaneOrder } from './lane-order.ts';
import type { Placement } from './place.ts';
import { linesSize, wrap, wrapEvenly } from './text-width.ts';

export const MARGIN = 20;
export const POOL_BAND = 30;
export const PARTY_BAND = 30;
export const LANE_BAND = 40;
const INSET = 30;
const POOL_HEIGHT = 60;
const POOL_GAP = 50;
const COLLAPSED_WIDTH = 180;

/** One party needs no band of its own. */
export const hasParties = (lanes: LaneOrder): boolean => lanes.parties.length > 1;

/** Lines of a name along a band `thickness` wide and `length` long. */
export function bandLines(name: string, length: number, thickness: number): string[] {
  const most = Math.max(1, Math.floor((thickness - 6) / 14));
  const lines = wrap(name, length - 12);
  return lines.length <= most
    ? lines
    : wrap(name, Math.max(length - 12, linesSize([name]).w / most + 20));
}

/** Least height of each lane so that its name, and that of its party, fits along the band. */
export function laneHeights(graph: Graph, lanes: LaneOrder): number[] {
  return lanes.parties.flatMap(({ party, roles }) => {
    const partyWidth = linesSize([graph.names.name('parties', party)]).w + 16;
    return roles.map((role) => {
      const name = graph.names.name('roles', role);
      let width = 60;
      while (
        wrap(name, width).length > 2 ||
        wrap(name, width).some((l) => l.endsWith('-') && !name.includes(l))
      )
        width += 10;
      return Math.max(90, width + 16, hasParties(lanes) ? partyWidth / roles.length : 0);
    });
  });
}

/** Where placed blocks stand on the page, and the whole of pools and lanes around them. */
export interface Frame {
  readonly dx: number;
  readonly dy: number;
  readonly pools: readonly Pool[];
  readonly width: number;
  readonly height: number;
}

/** Other pools above the drawn one; the rest stand below. */
export function poolsAbove(graph: Graph, lanes: LaneOrder): Set<string> {
  const middle = (lanes.index.size - 1) / 2;
  const above = new Set<string>();
  for (const pool of graph.pools.values()) {
    const rows = graph.flows
      .filter((f) => f.from === pool.id || f.to === pool.id)
      .map(
        (f) =>
          lanes.index.get(graph.nodes.get(f.from === pool.id ? f.to : f.from)?.role ?? '') ?? 0,
      );
    if (rows.reduce((sum, row) => sum + row, 0) / Math.max(1, rows.length) < middle)
      above.add(pool.id);
  }
  return above;
}

export function buildFrame(
  graph: Graph,
  lanes: LaneOrder,
  placement: Placement,
  above: ReadonlySet<string>,
  middleOf: (node: string) => number,
): Frame {
  const bands = POOL_BAND + (hasParties(lanes) ? PARTY_BAND : 0) + LANE_BAND;
  const dx = MARGIN + bands + INSET;
  const dy = MARGIN + (above.size > 0 ? POOL_HEIGHT + POOL_GAP : 0);
  const wanted = placement.right + dx + INSET - MARGIN;
  const lanesBottom = dy + placement.bottom;
  const main = mainPool(graph, lanes, placement, dy, wanted);
  const others = [true, false].flatMap((isAbove) =>
    collapsed(
      graph,
      [...graph.pools.keys()].filter((id) => above.has(id) === isAbove),
      isAbove ? MARGIN : lanesBottom + POOL_GAP - 5,
      (id) => dx + middleOf(id),
      MARGIN + wanted,
    ),
  );
  const below = others.some((pool) => pool.y > lanesBottom);
  const width = Math.max(MARGIN + wanted, ...others.map((p) => p.x + p.w)) + MARGIN;
  return {
    dx,
    dy,
    pools: [main, ...others],
    width,
    height: lanesBottom + (below ? POOL_GAP + POOL_HEIGHT : 0) + MARGIN,
  };
}

function mainPool(
  graph: Graph,
  lanes: LaneOrder,
  placement: Placement,
  dy: number,
  w: number,
): Pool {
  const first = placement.lanes[0] as { y: number; h: number };
  const box: Box = { x: MARGIN, y: dy + first.y, w, h: placement.bottom - first.y };
  const partyX = MARGIN + POOL_BAND;
  const laneX = hasParties(lanes) ? partyX + PARTY_BAND : partyX;
  const parties = lanes.parties.map(({ party, roles }): Party => {
    const leaves = roles.map((role): Lane => {
      const { y, h } = placement.lanes[lanes.index.get(role) ?? 0] as { y: number; h: number };
      const name = graph.names.name('roles', role);
      const lane = { x: laneX, y: dy + y, w: MARGIN + w - laneX, h };
      return {
        id: graph.id('lane', role),
        role,
        name,
        lines: bandLines(name, h, LANE_BAND),
        ...lane,
      };
    });
    const top = leaves[0]?.y ?? 0;
    const h = leaves.reduce((sum, lane) => sum + lane.h, 0);
    const name = graph.names.name('parties', party);
    return {
      id: graph.id('party', party),
      party,
      name,
      lines: hasParties(lanes) ? bandLines(name, h, PARTY_BAND) : [],
      x: partyX,
      y: top,
      w: MARGIN + w - partyX,
      h,
      lanes: leaves,
    };
  });
  const name = graph.names.procedure;
  return {
    id: graph.id('pool-of', graph.procedure.id),
    name,
    lines: bandLines(name, box.h, POOL_BAND),
    ...box,
    parties,
  };
}

/** Collapsed pools side by side, each as near as possible to the nodes that talk to it. */
function collapsed(
  graph: Graph,
  ids: readonly string[],
  y: number,
  middle: (id: string) => number,
  right: number,
): Pool[] {
  const sorted = ids
    .map((id) => ({ id, x: Math.round((middle(id) - COLLAPSED_WIDTH / 2) / 10) * 10 }))
    .sort((a, b) => a.x - b.x);
  const pitch = COLLAPSED_WIDTH + 20;
  for (let round = 0; round < 30; round += 1) {
    sorted.slice(1).forEach((item, i) => {
      const before = sorted[i] as { x: number };
      const lack = before.x + pitch - item.x;
      if (lack <= 0) return;
      before.x -= Math.ceil(lack / 20) * 10;
      item.x += Math.ceil(lack / 20) * 10;
    });
    const last = sorted.at(-1);
    if (last) last.x = Math.min(last.x, Math.floor((right - COLLAPSED_WIDTH) / 10) * 10);
  }
  let least = MARGIN;
  return sorted.map(({ id, x }) => {
    const pool = graph.pools.get(id);
    const left = Math.max(x, least);
    least = left + pitch;
    const name = pool?.name ?? id;
    return {
      id,
      name,
      lines: wrapEvenly(name, COLLAPSED_WIDTH - 20),
      procedure: pool?.procedure ?? '',
      x: left,
      y,
      w: COLLAPSED_WIDTH,
      h: POOL_HEIGHT,
      parties: [],
    };
  });
}
