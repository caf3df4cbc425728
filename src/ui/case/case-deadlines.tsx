import type { CaseDetail } from '#work/contract.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Due, Instant } from '../mark/due.tsx';
import { AsideList, AsidePart } from '../page/aside-part.tsx';
import classes from './case.module.css';

type Deadline = CaseDetail['deadlines'][number];

/** What is due, soonest first; what is over folds away. */
export function CaseDeadlines({ detail, owner }: { detail: CaseDetail; owner: Owner }) {
  const { t } = useTexts();
  const running = detail.deadlines.filter(({ state }) => state === 'running');
  const over = detail.deadlines.filter(({ state }) => state !== 'running');
  if (detail.deadlines.length === 0) return null;
  running.sort((a, b) => a.dueAt.localeCompare(b.dueAt));
  return (
    <AsidePart title={t('case.deadlines')}>
      {running.length > 0 && <Lines deadlines={running} owner={owner} />}
      {over.length > 0 && (
        <details className={classes.over}>
          <summary>{t('case.deadlines.over', { count: over.length })}</summary>
          <Lines deadlines={over} owner={owner} />
        </details>
      )}
    </AsidePart>
  );
}

function Lines({ deadlines, owner }: { deadlines: readonly Deadline[]; owner: Owner }) {
  const { t, names } = useTexts();
  return (
    <AsideList>
      {deadlines.map((deadline) => (
        <li key={deadline.deadline + deadline.dueAt}>
          <p className={classes.key}>{names.deadline(owner, deadline.deadline)}</p>
          <p>
            {deadline.state === 'running' ? (
              <Due at={deadline.dueAt} />
            ) : (
              <>
                {t(`deadline-state.${deadline.state}`)} · <Instant at={deadline.dueAt} />
              </>
            )}
          </p>
          {deadline.escalationStep > 0 && (
            <p className={classes.note}>{t('case.escalated', { step: deadline.escalationStep })}</p>
          )}
        </li>
      ))}
    </AsideList>
  );
}
