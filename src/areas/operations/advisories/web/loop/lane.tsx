import type { ReactNode } from 'react';
import type { StateKind } from '#ui/api/definition-index.ts';
import { lengthWords } from '#ui/i18n/moments.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Instant, useNow } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import classes from './loop.module.css';
import { lengthOf, type Stage, type StageId } from './loop-trace.ts';

export const kindOfStage: Readonly<Record<Stage['standing'], StateKind>> = {
  done: 'achieved',
  now: 'active',
  ahead: 'initial',
  stopped: 'not-achieved',
};

/** What a stage says of itself: how many of its parts are through, or done, under way, to come. */
export function useStageWords(): (stage: Stage) => string {
  const { t } = useTexts();
  return (stage) =>
    stage.of !== null && stage.through !== null && (stage.of > 1 || stage.standing === 'now')
      ? t('loop.parts', { through: stage.through, of: stage.of })
      : t(`loop.standing.${stage.standing}`);
}

export interface LaneProps {
  readonly stage: StageId;
  readonly stages: readonly Stage[];
  readonly children: ReactNode;
}

/** One stage of the loop: its name and length beside what happened in it. */
export function Lane({ stage: id, stages, children }: LaneProps) {
  const { t } = useTexts();
  const words = useStageWords();
  const now = useNow();
  const stage = stages.find((one) => one.id === id);
  if (stage === undefined) return null;
  const length = lengthOf(stage, now);
  return (
    <section className={classes.lane} id={`stage-${id}`}>
      <div className={classes.laneHead}>
        <h3>{t(`loop.stage.${id}`)}</h3>
        <Mark kind={kindOfStage[stage.standing]} word={words(stage)} />
        {length !== null && id !== 'advisory' && (
          <span className={classes.note}>
            {t(stage.endedAt === null ? 'loop.running' : 'loop.took', {
              length: lengthWords(length, t),
            })}
          </span>
        )}
      </div>
      <div className={classes.laneBody}>{children}</div>
    </section>
  );
}

/** Something that happened or holds, with its moment. */
export function Fact({
  what,
  at,
  children,
}: {
  what: string;
  at: string | null;
  children?: ReactNode;
}) {
  return (
    <div className={classes.fact}>
      <span>{what}</span>
      <span className={classes.factMore}>{children}</span>
      {at !== null && (
        <span className={classes.when}>
          <Instant at={at} />
        </span>
      )}
    </div>
  );
}
