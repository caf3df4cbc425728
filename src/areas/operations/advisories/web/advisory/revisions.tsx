import { useQuery } from '@tanstack/react-query';
import { apiUrl } from '#ui/api/client.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Instant } from '#ui/mark/due.tsx';
import type { RevisionView } from '../../contract.ts';
import { revisionsQuery } from '../queries.ts';
import classes from './advisory.module.css';
import { changeWords } from './change-words.ts';

/** Every document that was received about it, newest first, with what it changed. */
export function Revisions({ id }: { id: string }) {
  const query = useQuery(revisionsQuery(id));
  if (query.isPending) return <Placeholder lines={4} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  return (
    <ol className={classes.revisions}>
      {query.data.items.map((revision) => (
        <Revision
          key={revision.number}
          id={id}
          revision={revision}
          current={revision.number === query.data.items.find(({ holds }) => holds)?.number}
        />
      ))}
    </ol>
  );
}

interface RevisionProps {
  readonly id: string;
  readonly revision: RevisionView;
  /** What it says is what holds now. */
  readonly current: boolean;
}

function Revision({ id, revision, current }: RevisionProps) {
  const { t, names, formats } = useTexts();
  const { number, changes, changesLeftOut, changedTargets } = revision;
  const all = changes.length + changesLeftOut;
  return (
    <li>
      <div className={classes.revisionHead}>
        <strong>{t('advisory.revision', { number })}</strong>
        {revision.sourceRevision !== '' && (
          <span className={classes.sub}>
            {/^\d{4}-\d\d-\d\dT/.test(revision.sourceRevision)
              ? formats.instant(revision.sourceRevision)
              : revision.sourceRevision}
          </span>
        )}
        <span>
          {names.option('register.advisories', 'trackingStatus', revision.trackingStatus)}
        </span>
        {current && <span className={classes.holds}>{t('advisory.revision.holds')}</span>}
        {!revision.holds && <span className={classes.sub}>{t('advisory.revision.late')}</span>}
        <span className={classes.sub}>
          {t('advisory.revision.received')} <Instant at={revision.receivedAt} />
        </span>
        <a href={apiUrl(`/advisories/${id}/document`, { revision: number })}>
          {t('advisory.revision.document')}
        </a>
      </div>
      {all > 0 && (
        <details>
          <summary>
            {t('advisory.revision.changes', { count: all })}
            {changedTargets > 0 &&
              ` · ${t('advisory.revision.targets', { count: changedTargets })}`}
          </summary>
          <dl className={classes.changes}>
            {changes.map((change) => (
              <div key={change.path}>
                <dt>{change.path}</dt>
                <dd>
                  <del>{changeWords(change.before, t('value.none'))}</del>{' '}
                  <span aria-hidden="true">→</span>{' '}
                  <ins>{changeWords(change.after, t('value.none'))}</ins>
                </dd>
              </div>
            ))}
          </dl>
          {changesLeftOut > 0 && <p>{t('advisory.revision.more', { count: changesLeftOut })}</p>}
        </details>
      )}
      {all === 0 && number > 1 && <p className={classes.note}>{t('advisory.revision.same')}</p>}
    </li>
  );
}
