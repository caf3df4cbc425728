import { isTask } from './blocks.ts';
import type { Box, Diagram, DiagramNode, Flow, Label, Point, Pool } from './diagram.ts';
import { LANE_BAND, PARTY_BAND, POOL_BAND } from './frame.ts';
import { activityMarker, eventIcon, taskIcon } from './icons.ts';
import { FONT_SIZE, LINE_HEIGHT, linesSize } from './text-width.ts';

/** CSS colours. */
export interface SvgTheme {
  readonly background: string;
  readonly ink: string;
  readonly line: string;
  readonly paper: string;
  readonly band: string;
  readonly lane: string;
  readonly muted: string;
  readonly current: string;
  readonly currentFill: string;
  readonly visitedFill: string;
}

export const lightTheme: SvgTheme = {
  background: '#ffffff',
  ink: '#1b2530',
  line: '#44566a',
  paper: '#ffffff',
  band: '#e8edf3',
  lane: '#b4c0cc',
  muted: '#f6f8fa',
  current: '#0b5fb0',
  currentFill: '#d5e8fb',
  visitedFill: '#e3efe6',
};

export const darkTheme: SvgTheme = {
  background: '#14181d',
  ink: '#e8edf3',
  line: '#a9b7c6',
  paper: '#1f262e',
  band: '#2a333d',
  lane: '#46525f',
  muted: '#191e24',
  current: '#6cb6ff',
  currentFill: '#173d63',
  visitedFill: '#22392a',
};

export interface SvgOptions {
  /** State where the case stands. */
  readonly current?: string;
  /** States it has been in. */
  readonly visited?: readonly string[];
  readonly theme: SvgTheme;
}

/** Text for XML content and attributes; characters that XML 1.0 forbids become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function text(lines: readonly string[], cx: number, cy: number, extra = ''): string {
  if (lines.length === 0) return '';
  const first = cy - ((lines.length - 1) * LINE_HEIGHT) / 2 + FONT_SIZE * 0.36;
  const spans = lines
    .map(
      (line, i) =>
        `<tspan x="${cx}" y="${(first + i * LINE_HEIGHT).toFixed(1)}">${escapeXml(line)}</tspan>`,
    )
    .join('');
  return `<text text-anchor="middle"${extra}>${spans}</text>`;
}

function turned(lines: readonly string[], box: Box): string {
  const [cx, cy] = [box.x + box.w / 2, box.y + box.h / 2];
  return text(lines, cx, cy, ` transform="rotate(-90 ${cx} ${cy})"`);
}

function labelText(label: Label | undefined, halo: boolean): string {
  if (!label) return '';
  return text(
    label.lines,
    label.x + label.w / 2,
    label.y + label.h / 2,
    halo ? ' class="halo"' : '',
  );
}

const rect = (box: Box, css: string, radius = 0, extra = ''): string =>
  `<rect class="${css}" x="${box.x}" y="${box.y}" width="${box.w}" height="${box.h}"${radius ? ` rx="${radius}"` : ''}${extra}/>`;

function drawPool(pool: Pool): string {
  if (pool.procedure !== undefined) {
    return `<g>${rect(pool, 'pool other')}${text(pool.lines, pool.x + pool.w / 2, pool.y + pool.h / 2)}</g>`;
  }
  const parts = [
    rect(pool, 'pool'),
    rect({ ...pool, w: POOL_BAND }, 'band'),
    turned(pool.lines, { ...pool, w: POOL_BAND }),
  ];
  for (const party of pool.parties) {
    if (party.lines.length > 0) {
      const band = { ...party, w: PARTY_BAND };
      parts.push(rect(party, 'lane'), rect(band, 'band'), turned(party.lines, band));
    }
    for (const lane of party.lanes) {
      const band = { ...lane, w: LANE_BAND };
      parts.push(rect(lane, 'lane'), turned(lane.lines, band));
    }
  }
  return `<g>${parts.join('')}${rect(pool, 'frame')}</g>`;
}

function drawEvent(node: DiagramNode, css: string): string {
  const [cx, cy] = [node.x + node.w / 2, node.y + node.h / 2];
  const end = node.kind === 'end' || node.kind === 'end-escalation';
  const start = node.kind.startsWith('start');
  const dashed = node.interrupting === false ? ' dashed' : '';
  const ring = start || end ? '' : `<circle class="ring${dashed}" cx="${cx}" cy="${cy}" r="14.5"/>`;
  const outline = `<circle class="event${end ? ' end' : ''}${dashed}${css}" cx="${cx}" cy="${cy}" r="${end ? 17 : 18}"/>`;
  return `${outline}${ring}${eventIcon(node.kind, cx, cy)}`;
}

function drawGateway(node: DiagramNode): string {
  const [cx, cy, r] = [node.x + node.w / 2, node.y + node.h / 2, node.w / 2];
  const mark =
    node.kind === 'parallel'
      ? `M${cx - 9} ${cy}h18M${cx} ${cy - 9}v18`
      : `M${cx - 6} ${cy - 7}l12 14m0 -14l-12 14`;
  return `<path class="task" d="M${cx} ${cy - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z"/><path class="icon mark" d="${mark}"/>`;
}

/** Middle of a task's text: lower where a wide first line would meet the icon, higher above a marker. */
function textMiddle(node: DiagramNode): number {
  const marker = node.kind === 'multi-instance' ? 14 : 4;
  const height = node.lines.length * LINE_HEIGHT;
  const meetsIcon = linesSize(node.lines.slice(0, 1)).w > node.w - 44;
  const middle = node.y + node.h / 2 - (marker > 4 ? 3 : 0);
  if (!meetsIcon) return middle;
  return Math.min(
    Math.max(middle, node.y + 21 + height / 2),
    node.y + node.h - marker - height / 2,
  );
}

function drawShape(node: DiagramNode, css: string): string {
  const cx = node.x + node.w / 2;
  if (node.kind === 'ad-hoc' || node.kind === 'event-sub-process') {
    const top = node.y + 6 + (node.lines.length * LINE_HEIGHT) / 2;
    const dotted = node.kind === 'event-sub-process' ? ' dotted' : '';
    return `${rect(node, `task${dotted}${css}`, 10)}${text(node.lines, cx, top)}${activityMarker(node.kind, cx, node.y + node.h)}`;
  }
  if (isTask(node.kind)) {
    const middle = textMiddle(node);
    return `${rect(node, `task${css}`, 10)}${taskIcon(node.kind, node.x, node.y)}${text(node.lines, cx, middle)}${activityMarker(node.kind, cx, node.y + node.h)}`;
  }
  if (node.kind === 'exclusive' || node.kind === 'parallel') return drawGateway(node);
  return drawEvent(node, css);
}

function drawNode(node: DiagramNode, options: SvgOptions): string {
  const { state } = node.source;
  const current = state !== undefined && state === options.current;
  const visited = state !== undefined && (options.visited ?? []).includes(state);
  const css = current ? ' current' : visited ? ' visited' : '';
  const title = node.name === '' ? '' : `<title>${escapeXml(node.name)}</title>`;
  const attribute = current ? ' aria-current="step"' : '';
  return `<g id="${escapeXml(node.id)}"${attribute}>${title}${drawShape(node, css)}${labelText(node.label, true)}</g>`;
}

const CORNER = 6;

/** A way with rounded corners. */
function pathData(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let d = `M${first.x} ${first.y}`;
  rest.forEach((p, i) => {
    const next = rest[i + 1];
    const before = points[i] as Point;
    if (!next) {
      d += `L${p.x} ${p.y}`;
      return;
    }
    const back = Math.min(CORNER, Math.hypot(p.x - before.x, p.y - before.y) / 2);
    const on = Math.min(CORNER, Math.hypot(next.x - p.x, next.y - p.y) / 2);
    const r = Math.min(back, on);
    const a = { x: p.x - Math.sign(p.x - before.x) * r, y: p.y - Math.sign(p.y - before.y) * r };
    const b = { x: p.x + Math.sign(next.x - p.x) * r, y: p.y + Math.sign(next.y - p.y) * r };
    d += `L${a.x} ${a.y}Q${p.x} ${p.y} ${b.x} ${b.y}`;
  });
  return d;
}

/** A short stroke across the start marks the default flow. */
function defaultMark(points: readonly Point[]): string {
  const [a, b] = points;
  if (!a || !b) return '';
  const at = { x: a.x + Math.sign(b.x - a.x) * 9, y: a.y + Math.sign(b.y - a.y) * 9 };
  return `<path class="flow" d="M${at.x - 4} ${at.y + 5}l8 -10"/>`;
}

function drawFlow(flow: Flow, prefix: string): string {
  const [a] = flow.points;
  if (!a) return '';
  const message = flow.kind === 'message';
  const head = `marker-end="url(#${prefix}-${message ? 'open' : 'head'})"`;
  const tail = message ? `<circle class="tail" cx="${a.x}" cy="${a.y}" r="3.5"/>` : '';
  const mark = flow.default ? defaultMark(flow.points) : '';
  return `<g id="${escapeXml(flow.id)}"><path class="flow${message ? ' message' : ''}" ${head} d="${pathData(flow.points)}"/>${tail}${mark}</g>`;
}

function style(t: SvgTheme, prefix: string): string {
  const rules: readonly [string, string][] = [
    ['text', `font:${FONT_SIZE}px Inter,Arial,'Liberation Sans',sans-serif;fill:${t.ink}`],
    ['.halo', `paint-order:stroke;stroke:${t.background};stroke-width:3px;stroke-linejoin:round`],
    ['.pool,.lane', `fill:${t.background};stroke:${t.lane};stroke-width:1`],
    ['.frame', `fill:none;stroke:${t.line};stroke-width:1.2`],
    ['.other', `fill:${t.muted};stroke:${t.line};stroke-width:1.2`],
    ['.band', `fill:${t.band};stroke:${t.lane};stroke-width:1`],
    ['.task', `fill:${t.paper};stroke:${t.line};stroke-width:1.4`],
    ['.dotted', `stroke-dasharray:1.5 4;stroke-linecap:round;fill:${t.muted}`],
    ['.event', `fill:${t.paper};stroke:${t.line};stroke-width:1.3`],
    ['.end', 'stroke-width:3'],
    ['.ring', `fill:none;stroke:${t.line};stroke-width:1.1`],
    ['.dashed', 'stroke-dasharray:4 2.5'],
    ['.icon', `fill:none;stroke:${t.line};stroke-width:1.1;stroke-linejoin:round`],
    ['.thick', 'stroke-width:2'],
    ['.mark', 'stroke-width:2.6'],
    ['.solid', `fill:${t.line};stroke:${t.line};stroke-linejoin:round`],
    ['.paper', `fill:none;stroke:${t.paper};stroke-width:1.2`],
    ['.flow', `fill:none;stroke:${t.line};stroke-width:1.3`],
    ['.message', 'stroke-dasharray:6 4'],
    ['.tail', `fill:${t.paper};stroke:${t.line}`],
    ['.visited', `fill:${t.visitedFill}`],
    ['.current', `fill:${t.currentFill};stroke:${t.current};stroke-width:3`],
  ];
  return rules
    .map(
      ([selector, css]) =>
        `${selector
          .split(',')
          .map((s) => `.${prefix} ${s}`)
          .join(',')}{${css}}`,
    )
    .join('');
}

/** The diagram as a self-contained SVG 1.1 picture at 1 pixel a unit; names are escaped, no script, no outside reference. */
export function toSvg(diagram: Diagram, options: SvgOptions): string {
  const { theme } = options;
  const prefix = `bpmn-${diagram.id.replace(/[^A-Za-z0-9_-]/g, '_')}`;
  const containers = diagram.nodes.filter(
    (n) => n.kind === 'ad-hoc' || n.kind === 'event-sub-process',
  );
  const others = diagram.nodes.filter((n) => !containers.includes(n));
  const attached = others.filter((n) => n.attachedTo !== undefined);
  const free = others.filter((n) => n.attachedTo === undefined);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="${prefix}" viewBox="0 0 ${diagram.width} ${diagram.height}" width="${diagram.width}" height="${diagram.height}" role="img" aria-label="${escapeXml(diagram.name)}">`,
    `<title>${escapeXml(diagram.name)}</title><style>${style(theme, prefix)}</style>`,
    `<defs><marker id="${prefix}-head" viewBox="0 0 10 10" refX="9.5" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 1L10 5L0 9z" fill="${theme.line}"/></marker>`,
    `<marker id="${prefix}-open" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto"><path d="M1 1.5L9 5L1 8.5z" fill="${theme.paper}" stroke="${theme.line}"/></marker></defs>`,
    `<rect width="${diagram.width}" height="${diagram.height}" fill="${theme.background}"/>`,
    ...diagram.pools.map(drawPool),
    ...containers.map((n) => drawNode(n, options)),
    ...diagram.flows.map((f) => drawFlow(f, prefix)),
    ...free.map((n) => drawNode(n, options)),
    ...attached.map((n) => drawNode(n, options)),
    ...diagram.flows.map((f) => labelText(f.label, true)),
    '</svg>',
  ].join('\n');
}
