import { Link } from '@tanstack/react-router';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { lengthWords } from '#ui/i18n/moments.ts';
import type { Owner } from '#ui/i18n/names.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Due, Instant } from '#ui/mark/due.tsx';
import { Mark, StateMark } from '#ui/mark/state-mark.tsx';
import type { LoopCase } from '../../analysis/contract.ts';
import { Decisions } from './decisions.tsx';
import classes from './loop.module.css';
import type { CaseTrace, Step } from './loop-trace.ts';

/** One case of the loop: its link, its state, what was done by whom and how long it took, and what it waits for. */
export function CaseSteps({ trace }: { trace: CaseTrace }) {
  const { t, names } = useTexts();
  const { one, steps } = trace;
  const owner: Owner = `procedure.${one.procedure}`;
  return (
    <article className={classes.case}>
      <header className={classes.caseHead}>
        <Link to={`/cases/${one.id}`}>
          {one.reference} {one.title}
        </Link>
        <StateMark owner={owner} state={one.state} />
        {one.closedAt === null && one.dueAt !== null && <Due at={one.dueAt} short />}
      </header>
      <Decisions one={one} owner={owner} />
      <ol className={classes.steps}>
        <li>
          <Mark kind="achieved" word={t('loop.opened')} />
          <span className={classes.who}>{one.openedBy ?? t('loop.by-product')}</span>
          <span className={classes.when}>
            <Instant at={one.openedAt} />
          </span>
          <span className={classes.took} />
        </li>
        {steps.map((step) => (
          <StepLine key={step.key} step={step} one={one} owner={owner} />
        ))}
      </ol>
      {one.tracked.length > 0 && (
        <ul className={classes.tracked} aria-label={t('loop.tracked')}>
          {one.tracked.map((task) => (
            <li key={task.title + task.at}>
              <Mark
                kind={task.outcome ?? (task.state === 'declined' ? 'not-achieved' : 'waiting')}
                word={names.procedure(task.procedure)}
              />
              <span>
                {task.title}{' '}
                <span className={classes.note}>{t(`hand-off-state.${task.state}`)}</span>
              </span>
              <span className={classes.when}>
                <Instant at={task.returnedAt ?? task.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function StepLine({ step, one, owner }: { step: Step; one: LoopCase; owner: Owner }) {
  const { t, names } = useTexts();
  const done = step.when === 'done';
  return (
    <li data-when={step.when}>
      <Mark
        kind={done ? 'achieved' : step.when === 'now' ? 'active' : 'initial'}
        word={done ? names.done(owner, step.action) : names.action(owner, step.action)}
      />
      <span className={classes.who}>
        {done ? (
          <Doer step={step} owner={owner} />
        ) : (
          step.when === 'now' && <WaitsFor one={one} step={step} />
        )}
      </span>
      <span className={classes.when}>{step.at !== null && <Instant at={step.at} />}</span>
      <span className={classes.took}>
        {step.tookMs !== null && step.tookMs >= 60_000
          ? t('loop.after', { length: lengthWords(step.tookMs, t) })
          : step.tookMs !== null && t('length.moment')}
      </span>
    </li>
  );
}

/** Who did it, in the role that the definition asks for. */
function Doer({ step, owner }: { step: Step; owner: Owner }) {
  const { t, names, formats } = useTexts();
  const procedure = useDefinitions().procedure(owner.slice('procedure.'.length));
  const by = procedure?.actions[step.action]?.by;
  if (step.person === null) return <>{t('loop.by-product')}</>;
  const roles = Array.isArray(by) ? (by as string[]).map(names.role) : [];
  return (
    <>
      {step.person}
      {step.onBehalfOf !== null && ` ${t('timeline.on-behalf', { person: step.onBehalfOf })}`}
      {roles.length > 0 && <span className={classes.note}> {formats.list(roles)}</span>}
    </>
  );
}

/** For whom it waits: the roles that can act and who holds them, or what the product itself waits for. */
function WaitsFor({ one, step }: { one: LoopCase; step: Step }) {
  const { t, names } = useTexts();
  const own = t([`loop.waits.${one.procedure}.${step.action}`, 'loop.waits']);
  if (one.waitingFor.length === 0 || one.state === 'tracking' || one.state === 'in-change') {
    return <span className={classes.waits}>{own}</span>;
  }
  return (
    <span className={classes.waits}>
      {t('loop.waits-for')}{' '}
      {one.waitingFor
        .map(({ role, people }) =>
          people.length === 0
            ? t('loop.waits-for.nobody', { role: names.role(role) })
            : `${names.role(role)} (${people.join(', ')})`,
        )
        .join(' · ')}
    </span>
  );
}
