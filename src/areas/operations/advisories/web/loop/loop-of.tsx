import { Link } from '@tanstack/react-router';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Due, Instant } from '#ui/mark/due.tsx';
import type { LoopView, Standing } from '../../analysis/contract.ts';
import { Branches } from './branches.tsx';
import { CaseSteps } from './case-steps.tsx';
import { Fact, Lane } from './lane.tsx';
import classes from './loop.module.css';
import { matchedAt, type Trace } from './loop-trace.ts';
import { StageStrip } from './stage-strip.tsx';

export interface LoopOfProps {
  readonly view: LoopView;
  readonly trace: Trace;
  /** Say whose loop it is: there are several, or it is another organisation's. */
  readonly named: boolean;
}

/** The loop in one organisation: the stages at a glance, then each step with who, when and how long it took. */
export function LoopOf({ view, trace, named }: LoopOfProps) {
  const { t } = useTexts();
  const { advisory } = view;
  const { standing } = trace;
  return (
    <section className={classes.loop} aria-label={t('loop.in', { organisation: trace.name })}>
      <h2 className={named ? undefined : classes.unseen}>{trace.name}</h2>
      <StageStrip stages={trace.stages} />
      <div className={classes.lanes}>
        <Lane stage="advisory" stages={trace.stages}>
          <Fact what={t('loop.published')} at={advisory.publishedAt}>
            {advisory.publisher}
          </Fact>
          <Fact what={t('loop.received')} at={advisory.receivedAt}>
            <Link to={`/registers/advisories/${advisory.id}`}>{advisory.sourceId}</Link>
          </Fact>
        </Lane>
        <Lane stage="assets" stages={trace.stages}>
          {standing === null || standing.firstSeenAt === null ? (
            <p className={classes.note}>{t('loop.assets.none')}</p>
          ) : (
            <Touched
              standing={standing}
              matched={matchedAt(standing, trace.warnings) ?? standing.firstSeenAt}
            />
          )}
        </Lane>
        <Lane stage="warning" stages={trace.stages}>
          {trace.warnings.length === 0 ? (
            <p className={classes.note}>{t('loop.warning.none')}</p>
          ) : (
            trace.warnings.map((warning) => <CaseSteps key={warning.one.id} trace={warning} />)
          )}
        </Lane>
        <Branches trace={trace} />
        <Lane stage="closed" stages={trace.stages}>
          <Closing trace={trace} />
        </Lane>
      </div>
    </section>
  );
}

function Touched({ standing, matched }: { standing: Standing; matched: string }) {
  const { t } = useTexts();
  const { counts } = standing;
  const parts = [
    ...(['noFix', 'affected', 'unknown', 'possible'] as const)
      .filter((kind) => counts[kind] > 0)
      .map((kind) => t(`loop.assets.${kind}`, { count: counts[kind] })),
    ...(standing.verified > 0 ? [t('loop.assets.verified', { count: standing.verified })] : []),
    ...(standing.reopened > 0 ? [t('loop.assets.reopened', { count: standing.reopened })] : []),
  ];
  return (
    <>
      <Fact what={t('loop.matched')} at={matched}>
        {parts.length === 0 ? t('loop.assets.now-none') : parts.join(' · ')}
      </Fact>
      {standing.clearedAt !== null ? (
        <Fact what={t('loop.cleared')} at={standing.clearedAt} />
      ) : (
        standing.dueAt !== null && (
          <Fact what={t('loop.due')} at={null}>
            <Due at={standing.dueAt} />
          </Fact>
        )
      )}
      {standing.exceptions
        .filter(({ state }) => state === 'approved' || state === 'requested')
        .map((exception) => (
          <Fact key={exception.id} what={t('loop.exception')} at={null}>
            <Link to={`/registers/exceptions/${exception.id}`}>{exception.title}</Link>{' '}
            {t('loop.exception.until', { count: exception.assets })}{' '}
            <Instant at={exception.expiresAt} />
          </Fact>
        ))}
    </>
  );
}

function Closing({ trace }: { trace: Trace }) {
  const { t } = useTexts();
  const stage = trace.stages.at(-1);
  if (stage?.endedAt !== null && stage !== undefined) {
    return <Fact what={t('loop.closed')} at={stage.endedAt} />;
  }
  const open = [
    ...trace.warnings.map(({ one }) => one),
    ...trace.branches.map(({ patch }) => patch.one),
  ].filter(({ closedAt }) => closedAt === null);
  return (
    <p className={classes.note}>
      {open.length === 0
        ? t('loop.closed.not-begun')
        : t('loop.closed.waits', { cases: open.map(({ reference }) => reference).join(', ') })}
    </p>
  );
}
