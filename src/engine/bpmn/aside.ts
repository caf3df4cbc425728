import type { Block } from './blocks.ts';
import type { Point } from './diagram.ts';
import type { Placement, Plan } from './place.ts';

interface Rect {
  readonly l: number;
  readonly t: number;
  readonly r: number;
  readonly b: number;
}

const CLEAR = 15;
const apart = (a: Rect, b: Rect): boolean =>
  a.r + CLEAR <= b.l || b.r + CLEAR <= a.l || a.b + CLEAR <= b.t || b.b + CLEAR <= a.t;

const rectAt = (block: Block, x: number, y: number): Rect => ({
  l: x - block.left,
  t: y - block.up,
  r: x + block.right,
  b: y + block.down,
});

function pathRects(paths: readonly (readonly Point[])[]): Rect[] {
  return paths.flatMap((path) =>
    path.slice(1).map((q, i) => {
      const p = path[i] as Point;
      return {
        l: Math.min(p.x, q.x),
        t: Math.min(p.y, q.y),
        r: Math.max(p.x, q.x),
        b: Math.max(p.y, q.y),
      };
    }),
  );
}

interface Moving {
  readonly at: Map<string, { x: number; y: number }>;
  readonly lanes: { y: number; h: number }[];
  paths: Point[][];
  right: number;
}

/** Adds height at the lower edge of a lane and moves everything below it. */
function stretch(moving: Moving, lane: number, by: number): void {
  const own = moving.lanes[lane] as { y: number; h: number };
  const edge = own.y + own.h;
  own.h += by;
  moving.lanes.forEach((other, i) => {
    if (i > lane) other.y += by;
  });
  for (const point of moving.at.values()) if (point.y > edge) point.y += by;
  moving.paths = moving.paths.map((path) =>
    path.map((p) => (p.y > edge ? { x: p.x, y: p.y + by } : p)),
  );
}

function freeSpot(
  moving: Moving,
  lane: { y: number; h: number },
  block: Block,
  taken: readonly Rect[],
): Point | null {
  const height = block.up + block.down;
  const first = Math.ceil((lane.y + 10) / 10) * 10;
  for (let top = first; top + height + 10 <= lane.y + lane.h; top += 10) {
    for (let left = 0; left + block.left + block.right <= moving.right; left += 10) {
      const rect = rectAt(block, left + block.left, top + block.up);
      if (taken.every((other) => apart(rect, other)))
        return { x: left + block.left, y: top + block.up };
    }
  }
  return null;
}

/**
 * Places event sub-processes, which no flow reaches, where their lane is empty; a lane without room grows.
 * @param paths likely ways of the flows, which the free places avoid
 */
export function placeAside(
  plan: Plan,
  placement: Placement,
  paths: readonly (readonly Point[])[],
  aside: readonly string[],
): Placement {
  const moving: Moving = {
    at: new Map([...placement.at].map(([id, p]) => [id, { ...p }])),
    lanes: placement.lanes.map((lane) => ({ ...lane })),
    paths: paths.map((path) => [...path]),
    right: placement.right,
  };
  for (const id of aside) {
    const block = plan.blocks.get(id) as Block;
    const index = plan.lanes.index.get(plan.graph.nodes.get(id)?.role ?? '') ?? 0;
    const lane = moving.lanes[index] as { y: number; h: number };
    moving.right = Math.max(moving.right, block.left + block.right);
    const taken = [...moving.at].map(([other, p]) =>
      rectAt(plan.blocks.get(other) as Block, p.x, p.y),
    );
    taken.push(...pathRects(moving.paths));
    let spot = freeSpot(moving, lane, block, taken);
    for (let grown = 0; spot === null && grown < 40; grown += 1) {
      stretch(moving, index, 10);
      const now = [...moving.at].map(([other, p]) =>
        rectAt(plan.blocks.get(other) as Block, p.x, p.y),
      );
      spot = freeSpot(moving, lane, block, [...now, ...pathRects(moving.paths)]);
    }
    moving.at.set(id, spot ?? { x: block.left, y: lane.y + lane.h });
  }
  const last = moving.lanes.at(-1);
  return {
    at: moving.at,
    lanes: moving.lanes,
    right: moving.right,
    bottom: last ? last.y + last.h : 0,
  };
}
