import type { DiagramNode } from '#engine/bpmn/diagram.ts';
import classes from './diagram.module.css';

/** Mark inside an event or gateway, around its middle, in units of its half width. */
const marks: { readonly [kind: string]: string } = {
  exclusive: 'M-.32-.32.32.32M.32-.32-.32.32',
  parallel: 'M-.45 0h.9M0-.45v.9',
  'message-throw': 'M-.5-.35h1v.7h-1zM-.5-.35 0 .05.5-.35',
  'message-catch': 'M-.5-.35h1v.7h-1zM-.5-.35 0 .05.5-.35',
  'boundary-message': 'M-.5-.35h1v.7h-1zM-.5-.35 0 .05.5-.35',
  'start-event-message': 'M-.5-.35h1v.7h-1zM-.5-.35 0 .05.5-.35',
  'boundary-timer': 'M0-.45V0l.3.2',
  'start-event-timer': 'M0-.45V0l.3.2',
  'start-event-conditional': 'M-.3-.4h.6M-.3-.13h.6M-.3.13h.6M-.3.4h.6',
  'end-escalation': 'M-.35.45 0-.5.35.45 0 .1z',
};

const gateways = new Set(['exclusive', 'parallel']);
const events = /^(start|end|message|boundary|start-event)/;
/** Shapes that hold others: their name stands at the top, above what they hold. */
const holders = new Set(['ad-hoc', 'event-sub-process']);

/** A shape of BPMN 2.0 with its words. */
export function NodeShape({ node, here }: { node: DiagramNode; here: boolean }) {
  const { x, y, w, h, kind } = node;
  const half = w / 2;
  const mark = marks[kind];
  return (
    <g className={classes.node} data-kind={kind} data-here={here || undefined}>
      {gateways.has(kind) ? (
        <path
          className={classes.shape}
          d={`M${x + half} ${y}l${half} ${h / 2} ${-half} ${h / 2} ${-half} ${-h / 2}z`}
        />
      ) : events.test(kind) && Math.abs(w - h) < 1 ? (
        <Circle node={node} />
      ) : (
        <rect
          className={classes.shape}
          x={x}
          y={y}
          width={w}
          height={h}
          rx={6}
          strokeDasharray={kind === 'event-sub-process' ? '4 3' : undefined}
        />
      )}
      {mark !== undefined && (
        <path
          className={classes.mark}
          d={mark}
          transform={`translate(${x + half} ${y + h / 2}) scale(${half})`}
          vectorEffect="non-scaling-stroke"
        />
      )}
      {kind === 'multi-instance' && (
        <path className={classes.mark} d={`M${x + half - 4} ${y + h - 9}v6m4-6v6m4-6v6`} />
      )}
      <Words lines={node.lines} x={x + half} y={nameMiddle(node)} />
      {node.label !== undefined && (
        <Words
          lines={node.label.lines}
          x={node.label.x + node.label.w / 2}
          y={node.label.y + node.label.h / 2}
        />
      )}
    </g>
  );
}

function Circle({ node }: { node: DiagramNode }) {
  const { x, y, w, kind } = node;
  const r = w / 2;
  const double = kind.startsWith('message') || kind.startsWith('boundary');
  return (
    <>
      <circle
        className={classes.shape}
        data-heavy={kind.startsWith('end') || undefined}
        cx={x + r}
        cy={y + r}
        r={r}
        strokeDasharray={node.interrupting === false ? '3 2' : undefined}
      />
      {double && <circle className={classes.ring} cx={x + r} cy={y + r} r={r - 3} />}
    </>
  );
}

const LINE = 14;

function nameMiddle({ kind, y, h, lines }: DiagramNode): number {
  return holders.has(kind) ? y + 6 + (lines.length * LINE) / 2 : y + h / 2;
}

/** Wrapped text around a middle point. */
export function Words({ lines, x, y }: { lines: readonly string[]; x: number; y: number }) {
  const top = y - ((lines.length - 1) * LINE) / 2;
  return lines.map((line, index) => (
    <text
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
      key={index}
      className={classes.words}
      x={x}
      y={top + index * LINE}
      textAnchor="middle"
      dominantBaseline="central"
    >
      {line}
    </text>
  ));
}
