import type { Box, Label, Point } from './diagram.ts';
import type { GraphFlow } from './graph.ts';
import { LABEL_WRAP } from './place.ts';
import { linesSize, wrap } from './text-width.ts';

interface Obstacles {
  /** Shapes and texts that the label of a flow must not touch. */
  readonly solid: (flow: GraphFlow) => readonly Box[];
  /** Lines that a label should not cover. */
  readonly lanes: readonly Box[];
}

const GAP = 4;
const SOLID = 10_000;

export const boxesMeet = (a: Box, b: Box, clear = 0): boolean =>
  a.x < b.x + b.w + clear &&
  b.x < a.x + a.w + clear &&
  a.y < b.y + b.h + clear &&
  b.y < a.y + a.h + clear;

/** Thin boxes along the stretches of a way. */
export function stretches(points: readonly Point[]): Box[] {
  return points.slice(1).map((q, i) => {
    const p = points[i] as Point;
    return {
      x: Math.min(p.x, q.x),
      y: Math.min(p.y, q.y),
      w: Math.abs(p.x - q.x),
      h: Math.abs(p.y - q.y),
    };
  });
}

interface Candidate {
  readonly label: Label;
  readonly price: number;
}

/** Places beside each stretch, from the start of the flow on; nearer the start is dearer the less. */
function* candidates(text: string, points: readonly Point[]): Generator<Candidate> {
  let before = 0;
  for (let i = 0; i + 1 < points.length; i += 1) {
    const [a, b] = [points[i] as Point, points[i + 1] as Point];
    const length = Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
    for (const width of [LABEL_WRAP, 130, 70, 180]) {
      const lines = wrap(text, width);
      const size = linesSize(lines);
      const shape =
        lines.length * 3 +
        (width === LABEL_WRAP ? 0 : 4) +
        (lines.some((l) => l.endsWith('-') && !text.includes(l)) ? 400 : 0);
      if (a.y === b.y) yield* besideFlat(a, b, { ...size, lines }, shape + before * 0.12, length);
      else yield* besideSteep(a, b, { ...size, lines }, shape + 6 + before * 0.12, length);
    }
    before += length;
  }
}

type Sized = { readonly w: number; readonly h: number; readonly lines: readonly string[] };

function* besideFlat(
  a: Point,
  b: Point,
  size: Sized,
  price: number,
  length: number,
): Generator<Candidate> {
  const sign = Math.sign(b.x - a.x);
  const spill = Math.max(0, size.w + 12 - length);
  for (let shift = 6; shift + size.w <= Math.max(length, size.w + 6); shift += 10) {
    const x = sign > 0 ? a.x + shift : a.x - shift - size.w;
    for (const [y, extra] of [
      [a.y - GAP - size.h, 0],
      [a.y + GAP, 3],
    ] as const) {
      yield { label: { ...size, x, y }, price: price + extra + shift * 0.1 + spill * 1.5 };
    }
  }
}

function* besideSteep(
  a: Point,
  b: Point,
  size: Sized,
  price: number,
  length: number,
): Generator<Candidate> {
  const sign = Math.sign(b.y - a.y);
  const spill = Math.max(0, size.h + 12 - length);
  for (let shift = 6; shift + size.h <= Math.max(length, size.h + 6); shift += 10) {
    const y = sign > 0 ? a.y + shift : a.y - shift - size.h;
    for (const [x, extra] of [
      [a.x + GAP + 1, 0],
      [a.x - GAP - 1 - size.w, 3],
    ] as const) {
      yield { label: { ...size, x, y }, price: price + extra + shift * 0.1 + spill * 1.5 };
    }
  }
}

function priceOf(
  candidate: Candidate,
  solid: readonly Box[],
  lanes: readonly Box[],
  ways: readonly Box[],
  own: readonly Box[],
  placed: readonly Box[],
): number {
  let price = candidate.price;
  const { label } = candidate;
  for (const box of solid) if (boxesMeet(label, box, 2)) price += SOLID;
  for (const box of placed) if (boxesMeet(label, box, 3)) price += SOLID;
  for (const box of ways) if (boxesMeet(label, box, 1)) price += 120;
  for (const box of own) if (boxesMeet(label, box, 1)) price += 90;
  for (const box of lanes) {
    const covers = [box.y, box.y + box.h].some((y) => y > label.y && y < label.y + label.h);
    if (covers) price += 40;
  }
  return price;
}

/** Places the labels of flows; those that found no clear place are named in `tight`. */
export function placeLabels(
  flows: readonly GraphFlow[],
  ways: ReadonlyMap<string, readonly Point[]>,
  obstacles: Obstacles,
): { labels: Map<string, Label>; tight: Set<string> } {
  const labels = new Map<string, Label>();
  const tight = new Set<string>();
  const boxes = new Map([...ways].map(([id, points]) => [id, stretches(points)]));
  const labelled = flows.filter((f) => f.label !== '' && (ways.get(f.id)?.length ?? 0) > 1);
  const reach = (flow: GraphFlow): number =>
    (boxes.get(flow.id) ?? []).reduce((sum, box) => sum + box.w + box.h, 0);
  labelled.sort((a, b) => reach(a) - reach(b));
  for (const flow of labelled) {
    const others = [...boxes].filter(([id]) => id !== flow.id).flatMap(([, list]) => list);
    const solid = obstacles.solid(flow);
    const placed = [...labels.values()];
    let best = Number.POSITIVE_INFINITY;
    let chosen: Label | undefined;
    for (const candidate of candidates(flow.label, ways.get(flow.id) ?? [])) {
      if (candidate.price >= best) continue;
      const price = priceOf(
        candidate,
        solid,
        obstacles.lanes,
        others,
        boxes.get(flow.id) ?? [],
        placed,
      );
      if (price >= best) continue;
      best = price;
      chosen = candidate.label;
    }
    if (chosen) labels.set(flow.id, chosen);
    if (best >= 90) tight.add(flow.id);
  }
  return { labels, tight };
}
