import { lengthWords } from '#ui/i18n/moments.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { useNow } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { kindOfStage, useStageWords } from './lane.tsx';
import classes from './loop.module.css';
import { lengthOf, type Stage } from './loop-trace.ts';

/** The seven stages side by side: where the loop stands and where its time went, each a link to its steps. */
export function StageStrip({ stages }: { stages: readonly Stage[] }) {
  const { t } = useTexts();
  const words = useStageWords();
  const now = useNow();
  const lengths = stages.map((stage) =>
    stage.id === 'advisory' || stage.id === 'closed' ? null : lengthOf(stage, now),
  );
  const longest = Math.max(1, ...lengths.map((length) => length ?? 0));
  return (
    <ol className={classes.strip}>
      {stages.map((stage, index) => {
        const length = stage.id === 'closed' ? lengthOf(stage, now) : (lengths[index] ?? null);
        return (
          <li key={stage.id} data-standing={stage.standing}>
            <a href={`#stage-${stage.id}`}>{t(`loop.stage.${stage.id}`)}</a>
            <Mark kind={kindOfStage[stage.standing]} word={words(stage)} />
            <span className={classes.length}>
              {length === null
                ? '\u00a0'
                : stage.id === 'closed'
                  ? t('loop.total', { length: lengthWords(length, t) })
                  : lengthWords(length, t)}
            </span>
            <span className={classes.track} aria-hidden="true">
              {lengths[index] !== null && (
                <svg
                  width="100%"
                  height="4"
                  preserveAspectRatio="none"
                  viewBox="0 0 100 4"
                  aria-hidden="true"
                >
                  <rect width={Math.max(2, ((lengths[index] ?? 0) / longest) * 100)} height="4" />
                </svg>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
