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
          step.when === 'now' && <WaitsFor one={one} step={step} owner={owner} />
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

/** Roles that the definition names for an action; none when the product or a deadline acts. */
function useRolesOf(owner: Owner): (action: string) => readonly string[] {
  const procedure = useDefinitions().procedure(owner.slice('procedure.'.length));
  return (action) => {
    const by = procedure?.actions[action]?.by;
    return Array.isArray(by) ? (by as readonly string[]) : [];
  };
}

/** Who did it, in the role that the definition asks for. */
function Doer({ step, owner }: { step: Step; owner: Owner }) {
  const { t, names, formats } = useTexts();
  const roles = useRolesOf(owner)(step.action).map(names.role);
  if (step.person === null) return <>{t('loop.by-product')}</>;
  return (
    <>
      {step.person}
      {step.onBehalfOf !== null && ` ${t('timeline.on-behalf', { person: step.onBehalfOf })}`}
      {roles.length > 0 && <span className={classes.note}> {formats.list(roles)}</span>}
    </>
  );
}

/** For whom the next step waits: the roles that can take it and who holds them, or what the product itself waits for. */
function WaitsFor({ one, step, owner }: { one: LoopCase; step: Step; owner: Owner }) {
  const { t, find, names } = useTexts();
  const roles = useRolesOf(owner)(step.action);
  const own = find(`loop.waits.${one.procedure}.${step.action}`);
  const waiting = one.waitingFor.filter(({ role }) => roles.includes(role));
  if (own !== null || waiting.length === 0) {
    return <span className={classes.waits}>{own ?? t('loop.waits')}</span>;
  }
  return (
    <span className={classes.waits}>
      {t('loop.waits-for')}{' '}
      {waiting
        .map(({ role, people }) =>
          people.length === 0
            ? t('loop.waits-for.nobody', { role: names.role(role) })
            : `${people.join(', ')} (${names.role(role)})`,
        )
        .join(' · ')}
    </span>
  );
}
