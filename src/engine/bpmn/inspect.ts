import type { Box, Diagram, DiagramNode, Flow, Point } from './diagram.ts';
import { boxesMeet, stretches } from './labels.ts';
import { linesSize } from './text-width.ts';

function stretchesOf(flow: Flow): (readonly [Point, Point])[] {
  return flow.points.slice(1).map((q, i) => [flow.points[i] as Point, q] as const);
}

function cross(a: readonly [Point, Point], b: readonly [Point, Point]): boolean {
  const aFlat = a[0].y === a[1].y;
  if (aFlat === (b[0].y === b[1].y)) return false;
  const [flat, steep] = aFlat ? [a, b] : [b, a];
  const [x, y] = [steep[0].x, flat[0].y];
  return (
    x > Math.min(flat[0].x, flat[1].x) &&
    x < Math.max(flat[0].x, flat[1].x) &&
    y > Math.min(steep[0].y, steep[1].y) &&
    y < Math.max(steep[0].y, steep[1].y)
  );
}

/** How many times two flows cross; flows that merge at a common end do not count where they join. */
export function crossings(diagram: Diagram): number {
  let count = 0;
  diagram.flows.forEach((flow, i) => {
    for (const other of diagram.flows.slice(i + 1)) {
      for (const a of stretchesOf(flow))
        for (const b of stretchesOf(other)) if (cross(a, b)) count += 1;
    }
  });
  return count;
}

const inner = (node: DiagramNode): Box => ({ x: node.x, y: node.y, w: node.w, h: node.h });

function related(a: DiagramNode, b: DiagramNode): boolean {
  return a.parent === b.id || b.parent === a.id || a.attachedTo === b.id || b.attachedTo === a.id;
}

/** Everything that would make the diagram hard to read, in words; empty for a clean one. */
export function flaws(diagram: Diagram): string[] {
  return [
    ...shapeFlaws(diagram),
    ...labelFlaws(diagram),
    ...flowFlaws(diagram),
    ...bandFlaws(diagram),
  ];
}

function shapeFlaws(diagram: Diagram): string[] {
  const found: string[] = [];
  diagram.nodes.forEach((node, i) => {
    for (const other of diagram.nodes.slice(i + 1)) {
      if (!related(node, other) && boxesMeet(inner(node), inner(other)))
        found.push(`${node.id} overlaps ${other.id}`);
    }
    const size = linesSize(node.lines);
    if (size.w > node.w - 8 || size.h > node.h - 4)
      found.push(`the name of ${node.id} does not fit`);
    if (
      node.x < 0 ||
      node.y < 0 ||
      node.x + node.w > diagram.width ||
      node.y + node.h > diagram.height
    ) {
      found.push(`${node.id} lies outside the page`);
    }
  });
  for (const lane of diagram.pools.flatMap((p) => p.parties.flatMap((q) => q.lanes))) {
    for (const node of diagram.nodes.filter((n) => n.lane === lane.id)) {
      if (node.y < lane.y || node.y + node.h > lane.y + lane.h)
        found.push(`${node.id} leaves its lane`);
    }
  }
  return found;
}

function labelFlaws(diagram: Diagram): string[] {
  const found: string[] = [];
  const labels = [...diagram.nodes, ...diagram.flows].flatMap((e) =>
    e.label ? [{ id: e.id, name: e.name, box: e.label }] : [],
  );
  labels.forEach(({ id, name, box }, i) => {
    const size = linesSize(box.lines);
    const broken = box.lines.some((line) => line.endsWith('-') && !name.includes(line));
    if (broken || size.w > box.w || size.h > box.h) found.push(`the label of ${id} is cut`);
    if (box.x < 0 || box.y < 0 || box.x + box.w > diagram.width || box.y + box.h > diagram.height) {
      found.push(`the label of ${id} lies outside the page`);
    }
    for (const other of labels.slice(i + 1)) {
      if (boxesMeet(box, other.box)) found.push(`the labels of ${id} and ${other.id} overlap`);
    }
    for (const node of diagram.nodes) {
      const holder = node.kind === 'event-sub-process' && encloses(node, box);
      if (!holder && boxesMeet(box, node)) found.push(`the label of ${id} covers ${node.id}`);
    }
    for (const flow of diagram.flows) {
      if (stretches(flow.points).some((s) => boxesMeet(box, s)))
        found.push(`${flow.id} runs through the label of ${id}`);
    }
  });
  for (const flow of diagram.flows) {
    const wanted = flow.name !== '' && flow.kind === 'sequence';
    if (wanted && !flow.label) found.push(`${flow.id} bears no label`);
  }
  return found;
}

const encloses = (a: Box, b: Box): boolean =>
  a.x <= b.x && a.y <= b.y && a.x + a.w >= b.x + b.w && a.y + a.h >= b.y + b.h;

function flowFlaws(diagram: Diagram): string[] {
  const found: string[] = [];
  const parents = new Map(diagram.nodes.map((n) => [n.id, n.parent]));
  for (const flow of diagram.flows) {
    if (flow.points.length < 2) found.push(`${flow.id} has no way`);
    if (stretchesOf(flow).some(([a, b]) => a.x !== b.x && a.y !== b.y))
      found.push(`${flow.id} runs aslant`);
    const own = [flow.from, flow.to, parents.get(flow.from), parents.get(flow.to)];
    for (const node of diagram.nodes) {
      if (own.includes(node.id)) continue;
      const box = { x: node.x + 1, y: node.y + 1, w: node.w - 2, h: node.h - 2 };
      if (stretches(flow.points).some((s) => boxesMeet(s, box)))
        found.push(`${flow.id} runs through ${node.id}`);
    }
  }
  return [...found, ...overlays(diagram)];
}

/** Flows on top of each other that neither start nor end together. */
function overlays(diagram: Diagram): string[] {
  const found: string[] = [];
  diagram.flows.forEach((flow, i) => {
    for (const other of diagram.flows.slice(i + 1)) {
      if (flow.from === other.from || flow.to === other.to) continue;
      const shared = stretchesOf(flow).some((a) => stretchesOf(other).some((b) => overlay(a, b)));
      if (shared) found.push(`${flow.id} lies on ${other.id}`);
    }
  });
  return found;
}

function overlay([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): boolean {
  const flat = a.y === b.y && c.y === d.y && a.y === c.y;
  const steep = a.x === b.x && c.x === d.x && a.x === c.x;
  const meet = (p: number, q: number, r: number, s: number): boolean =>
    Math.min(Math.max(p, q), Math.max(r, s)) - Math.max(Math.min(p, q), Math.min(r, s)) > 0;
  return (flat && meet(a.x, b.x, c.x, d.x)) || (steep && meet(a.y, b.y, c.y, d.y));
}

function bandFlaws(diagram: Diagram): string[] {
  const found: string[] = [];
  for (const pool of diagram.pools) {
    const turned = pool.procedure === undefined;
    const bands = [pool, ...pool.parties, ...pool.parties.flatMap((p) => p.lanes)];
    for (const band of bands) {
      if (linesSize(band.lines).w > (turned ? band.h : band.w))
        found.push(`the name of ${band.id} does not fit`);
    }
  }
  return found;
}
