import type { Box, Pool } from '#engine/bpmn/diagram.ts';
import classes from './diagram.module.css';

/** Pools with the lanes of their roles; names run upwards along the left side. */
export function Pools({ pools }: { pools: readonly Pool[] }) {
  return pools.map((pool) => (
    <g key={pool.id}>
      <Frame box={pool} lines={pool.lines} kind="pool" flat={pool.procedure !== undefined} />
      {pool.parties.map((party) => (
        <g key={party.id}>
          <Frame box={party} lines={party.lines} kind="party" />
          {party.lanes.map((lane) => (
            <Frame key={lane.id} box={lane} lines={lane.lines} kind="lane" />
          ))}
        </g>
      ))}
    </g>
  ));
}

const LINE = 14;

function Frame({
  box,
  lines,
  kind,
  flat = false,
}: {
  box: Box;
  lines: readonly string[];
  kind: string;
  flat?: boolean;
}) {
  const { x, y, w, h } = box;
  const middle = flat
    ? `translate(${x + w / 2} ${y + h / 2})`
    : `translate(${x + 15} ${y + h / 2}) rotate(-90)`;
  return (
    <g className={classes.pool} data-kind={kind}>
      <rect x={x} y={y} width={w} height={h} />
      <g transform={middle}>
        {lines.map((line, index) => (
          <text
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
            key={index}
            y={(index - (lines.length - 1) / 2) * LINE}
            textAnchor="middle"
            dominantBaseline="central"
          >
            {line}
          </text>
        ))}
      </g>
    </g>
  );
}
