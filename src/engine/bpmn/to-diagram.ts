import type { Procedure } from '../procedure.ts';
import { placeAside } from './aside.ts';
import type { Block, Part } from './blocks.ts';
import { buildBlocks } from './blocks.ts';
import type { Box, Diagram, DiagramNode, Flow, Label, Point } from './diagram.ts';
import type { Estimate } from './estimate.ts';
import { chooseRows, estimateRows } from './estimate.ts';
import type { Frame } from './frame.ts';
import { buildFrame, laneHeights, MARGIN, poolsAbove } from './frame.ts';
import type { Graph, GraphNode } from './graph.ts';
import { crossings } from './inspect.ts';
import { placeLabels, stretches } from './labels.ts';
import type { LaneOrder } from './lane-order.ts';
import { laneOrders } from './lane-order.ts';
import { mapProcedure } from './map-procedure.ts';
import type { Placement, Plan, Rows } from './place.ts';
import { blockOf, rankBlocks } from './ranks.ts';
import { routeFlows } from './route.ts';
import type { DiagramTexts } from './texts.ts';

/** Lane orders and prices of height that are estimated; the most promising are drawn, and the best drawing is kept. */
const ORDERS = 3;
const HEIGHT_WEIGHTS = [3, 6];
const DRAWN = 2;
const MOST_REPAIRS = 2;

/**
 * Draws a procedure as a positioned BPMN 2.0 collaboration, left to right, in lanes by role.
 * Deterministic: the same procedure and texts give the same diagram.
 */
export async function toDiagram(procedure: Procedure, texts: DiagramTexts): Promise<Diagram> {
  const graph = (): Graph => mapProcedure(procedure, texts);
  const variants = laneOrders(graph(), ORDERS).flatMap((lanes) =>
    HEIGHT_WEIGHTS.map(
      (heightWeight): Variant => ({ lanes, heightWeight, rowGap: 0, gaps: new Map() }),
    ),
  );
  const sketches = variants
    .map((variant) => sketch(graph(), variant))
    .sort((a, b) => a.price - b.price)
    .slice(0, DRAWN);
  let [best, ...rest] = sketches.map(draw) as [Attempt, ...Attempt[]];
  for (const next of rest) if (next.price < best.price) best = next;
  for (let repair = 1; repair <= MOST_REPAIRS && best.tight.size > 0; repair += 1) {
    const gaps = new Map(best.variant.gaps);
    for (const block of best.tight) gaps.set(block, (gaps.get(block) ?? 0) + 30);
    const next = draw(sketch(graph(), { ...best.variant, rowGap: repair * 20, gaps }, best.rows));
    if (next.price < best.price) best = next;
  }
  return best.diagram;
}

interface Variant {
  readonly lanes: LaneOrder;
  readonly heightWeight: number;
  readonly rowGap: number;
  readonly gaps: ReadonlyMap<string, number>;
}

interface Attempt {
  readonly variant: Variant;
  readonly rows: Rows;
  readonly diagram: Diagram;
  /** Blocks behind which a label found no clear place. */
  readonly tight: ReadonlySet<string>;
  readonly price: number;
}

/** People read from the upper left: price of each pixel that the start lies deeper. */
const START_DEPTH = 0.6;

/** What a reader pays: first for hidden words, then for crossings, bends, long flows and size. */
function priceOf(diagram: Diagram, tight: number): number {
  const bends = diagram.flows.reduce((sum, flow) => sum + Math.max(0, flow.points.length - 2), 0);
  const length = diagram.flows
    .flatMap((flow) => stretches(flow.points))
    .reduce((sum, box) => sum + box.w + box.h, 0);
  const start = diagram.nodes.find((node) => node.kind === 'start')?.y ?? 0;
  const lost = diagram.flows.filter((flow) => flow.points.length < 2).length;
  return (
    lost * 20_000 +
    start * START_DEPTH +
    tight * 1500 +
    crossings(diagram) * 130 +
    bends * 15 +
    length * 0.12 +
    diagram.width * 0.4 +
    diagram.height * 1.2
  );
}

/** Blocks in their rows, without ways. */
interface Sketch {
  readonly variant: Variant;
  readonly plan: Plan;
  readonly above: ReadonlySet<string>;
  readonly estimate: Estimate;
  readonly price: number;
}

function sketch(graph: Graph, variant: Variant, rows?: Rows): Sketch {
  const { lanes } = variant;
  const above = poolsAbove(graph, lanes);
  const ranks = rankBlocks(graph);
  const plan: Plan = {
    ...variant,
    graph,
    blocks: buildBlocks(graph, messagesBelow(graph, above)),
    ranks: {
      ...ranks,
      order: ranks.order.filter((id) => graph.nodes.get(id)?.kind !== 'event-sub-process'),
    },
    laneHeights: laneHeights(graph, lanes),
  };
  const estimate = rows ? estimateRows(plan, rows) : chooseRows(plan);
  const { at, bottom } = estimate.placement;
  const height = (3 - variant.heightWeight) * bottom;
  return {
    variant,
    plan,
    above,
    estimate,
    price: estimate.cost + height + START_DEPTH * (at.get('start')?.y ?? 0),
  };
}

function draw({ variant, plan, above, estimate }: Sketch): Attempt {
  const { graph, lanes } = plan;
  const aside = [...graph.nodes.values()]
    .filter((n) => n.kind === 'event-sub-process')
    .map((n) => n.id);
  const placement = placeAside(plan, estimate.placement, estimate.paths, aside);
  const frame = buildFrame(graph, lanes, placement, above, (pool) =>
    partnersMiddle(graph, placement, pool),
  );
  const nodes = placeNodes(plan, placement, frame);
  const { diagram, tight } = finish(plan, frame, nodes);
  return { variant, rows: estimate.rows, diagram, tight, price: priceOf(diagram, tight.size) };
}

/** Events whose message flows go down bear their names above. */
function messagesBelow(graph: Graph, above: ReadonlySet<string>): Set<string> {
  const result = new Set<string>();
  for (const flow of graph.flows) {
    if (flow.kind !== 'message') continue;
    const pool = graph.pools.has(flow.to) ? flow.to : flow.from;
    if (!above.has(pool)) result.add(pool === flow.to ? flow.from : flow.to);
  }
  return result;
}

function partnersMiddle(graph: Graph, placement: Placement, pool: string): number {
  const partners = graph.flows.filter((f) => f.from === pool || f.to === pool);
  const sent = partners.filter((f) => f.to === pool);
  const xs = (sent.length > 0 ? sent : partners).map(
    (f) => placement.at.get(blockOf(graph, f.from === pool ? f.to : f.from))?.x ?? 0,
  );
  return xs.reduce((sum, x) => sum + x, 0) / Math.max(1, xs.length);
}

const shift = <T extends Box>(box: T, x: number, y: number): T => ({
  ...box,
  x: box.x + x,
  y: box.y + y,
});

function placeNodes(plan: Plan, placement: Placement, frame: Frame): DiagramNode[] {
  const { graph } = plan;
  const leaf = new Map(
    frame.pools.flatMap((p) =>
      p.parties.flatMap((q) => q.lanes.map((l) => [l.role, l.id] as const)),
    ),
  );
  return [...graph.nodes.values()].map((node: GraphNode): DiagramNode => {
    const block = plan.blocks.get(blockOf(graph, node.id)) as Block;
    const at = placement.at.get(block.id) as Point;
    const part = block.parts.get(node.id) as Part;
    const { role, below: _below, ...rest } = node;
    const lane = node.parent === undefined ? leaf.get(role) : undefined;
    return {
      ...rest,
      ...shift(part.box, at.x + frame.dx, at.y + frame.dy),
      lines: part.lines,
      ...(part.label ? { label: shift(part.label, at.x + frame.dx, at.y + frame.dy) } : {}),
      ...(lane === undefined ? {} : { lane }),
    };
  });
}

function finish(
  plan: Plan,
  frame: Frame,
  nodes: readonly DiagramNode[],
): Pick<Attempt, 'diagram' | 'tight'> {
  const { graph } = plan;
  const [main, ...others] = frame.pools as [Frame['pools'][number], ...Frame['pools'][number][]];
  const bands: Box = { x: main.x, y: main.y, w: frame.dx - main.x - 20, h: main.h };
  const ways = routeFlows(
    {
      width: frame.width,
      height: frame.height,
      nodes,
      pools: new Map(others.map((p) => [p.id, p])),
      pool: main,
      closed: [bands],
    },
    graph.flows,
  );
  const texts = nodes.flatMap((n) => (n.label ? [n.label] : []));
  const borders: Box[] = [main.y, main.y + main.h].map((y) => ({ x: 0, y, w: frame.width, h: 0 }));
  const { labels, tight } = placeLabels(graph.flows, ways, {
    solid: (flow) => {
      const home = graph.nodes.get(flow.from)?.parent;
      const around = flow.kind === 'sequence' ? home : undefined;
      return [
        ...nodes.filter((n) => n.id !== around),
        ...texts,
        ...others,
        bands,
        ...(flow.kind === 'sequence' ? borders : []),
      ];
    },
    lanes: main.parties.flatMap((p) => p.lanes),
  });
  const flows = graph.flows.map((flow): Flow => {
    const { primary: _primary, label: _label, ...rest } = flow;
    const label: Label | undefined = labels.get(flow.id);
    return { ...rest, points: ways.get(flow.id) ?? [], ...(label ? { label } : {}) };
  });
  const byId = new Map(graph.flows.map((f) => [f.id, f]));
  // A name beside the last flow may stand further out than any shape.
  const marks = [...nodes, ...flows].flatMap(({ label }) => label ?? []);
  return {
    diagram: {
      id: graph.procedure.id,
      name: graph.names.procedure,
      pools: frame.pools,
      nodes,
      flows,
      width: Math.max(frame.width, ...marks.map(({ x, w }) => x + w + MARGIN)),
      height: Math.max(frame.height, ...marks.map(({ y, h }) => y + h + MARGIN)),
    },
    tight: new Set([...tight].map((id) => blockOf(graph, byId.get(id)?.from ?? ''))),
  };
}
