import { ActionIcon } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { Diagram } from '#engine/bpmn/diagram.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import classes from './diagram.module.css';
import { Flows } from './flows.tsx';
import { hereNodes } from './here.ts';
import { NodeShape, Words } from './node-shape.tsx';
import { Pools } from './pools.tsx';

export interface DiagramViewProps {
  readonly diagram: Diagram;
  /** State of the case, and its name; marked by outline, flag and words. */
  readonly state?: string;
  readonly stateName?: string;
}

const STEPS = [0.35, 0.5, 0.65, 0.8, 1, 1.25, 1.6, 2];

/** The procedure as drawn, with the place where the case stands. Scrolls by keyboard, zooms by buttons and by + and -. */
export function DiagramView({ diagram, state, stateName }: DiagramViewProps) {
  const { t } = useTexts();
  const frame = useRef<HTMLElement>(null);
  const [scale, setScale] = useState<number | null>(null);
  const arrow = useId();
  const here = hereNodes(diagram, state);
  const flag = diagram.nodes.find((node) => here.has(node.id));
  const [fit, setFit] = useState(1);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = () =>
      setFit(Math.min(1, Math.max(0.35, (element.clientWidth - 2) / diagram.width)));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [diagram.width]);
  const shown = scale ?? Math.max(fit, 0.85);
  useEffect(() => {
    if (flag === undefined || frame.current === null) return;
    frame.current.scrollLeft = flag.x * shown - frame.current.clientWidth / 2;
    frame.current.scrollTop = flag.y * shown - frame.current.clientHeight / 2;
  }, [flag, shown]);
  const zoom = (direction: 1 | -1) => {
    const next =
      direction === 1
        ? STEPS.find((step) => step > shown + 0.01)
        : STEPS.findLast((step) => step < shown - 0.01);
    setScale(next ?? shown);
  };
  const label =
    stateName === undefined
      ? t('diagram.label', { title: diagram.name })
      : t('diagram.label.state', { title: diagram.name, state: stateName });
  return (
    <div className={classes.view}>
      <section
        ref={frame}
        className={classes.frame}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.key === '+') zoom(1);
          else if (event.key === '-') zoom(-1);
          else if (event.key === '0') setScale(fit);
        }}
      >
        <svg
          role="img"
          aria-label={label}
          width={diagram.width * shown}
          height={diagram.height * shown}
          viewBox={`0 0 ${diagram.width} ${diagram.height}`}
        >
          <defs>
            <marker
              id={arrow}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto-start-reverse"
            >
              <path d="M0 .5 8 4 0 7.5z" className={classes.arrow} />
            </marker>
          </defs>
          <Pools pools={diagram.pools} />
          <Flows flows={diagram.flows} arrow={arrow} />
          {diagram.nodes.map((node) => (
            <NodeShape key={node.id} node={node} here={here.has(node.id)} />
          ))}
          {flag !== undefined && (
            <g
              className={classes.flag}
              transform={`translate(${flag.x + flag.w / 2} ${flag.y - 12})`}
            >
              <path d="M-44-11h88v18h-38L0 13-6 7h-38z" />
              <Words lines={[t('diagram.here')]} x={0} y={-2} />
            </g>
          )}
        </svg>
      </section>
      <div className={classes.tools} data-print="hide">
        <ActionIcon aria-label={t('diagram.closer')} onClick={() => zoom(1)}>
          <Icon name="plus" />
        </ActionIcon>
        <ActionIcon aria-label={t('diagram.farther')} onClick={() => zoom(-1)}>
          <Icon name="minus" />
        </ActionIcon>
        <ActionIcon aria-label={t('diagram.fit')} onClick={() => setScale(fit)}>
          <Icon name="fit" />
        </ActionIcon>
      </div>
    </div>
  );
}
