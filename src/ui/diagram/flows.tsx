import type { Flow } from '#engine/bpmn/diagram.ts';
import classes from './diagram.module.css';
import { Words } from './node-shape.tsx';

/** Lines with arrows; messages between parties are dashed. */
export function Flows({ flows, arrow }: { flows: readonly Flow[]; arrow: string }) {
  return flows.map((flow) => (
    <g key={flow.id} className={classes.flow} data-kind={flow.kind}>
      <polyline
        points={flow.points.map((point) => `${point.x},${point.y}`).join(' ')}
        markerEnd={`url(#${arrow})`}
        strokeDasharray={flow.kind === 'message' ? '5 4' : undefined}
      />
      {flow.label !== undefined && (
        <Words
          lines={flow.label.lines}
          x={flow.label.x + flow.label.w / 2}
          y={flow.label.y + flow.label.h / 2}
        />
      )}
    </g>
  ));
}
