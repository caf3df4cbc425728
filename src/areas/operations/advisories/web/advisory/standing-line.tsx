import { Link } from '@tanstack/react-router';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Due, Instant } from '#ui/mark/due.tsx';
import type { Standing } from '../../analysis/contract.ts';
import classes from './advisory.module.css';

const kinds = ['noFix', 'affected', 'unknown', 'possible'] as const;

/** One organisation and this advisory in one line: how many assets, since when, until when, what is decided. */
export function StandingLine({ standing, named }: { standing: Standing; named: boolean }) {
  const { t, names } = useTexts();
  const { counts } = standing;
  const decided = Object.entries(standing.dispositions).filter(([kind]) => kind !== 'waiting');
  return (
    <div className={classes.standing}>
      {named && <strong>{standing.name}</strong>}
      {kinds.map((kind) =>
        counts[kind] === 0 ? null : (
          <span key={kind} className={classes.count}>
            <b>{counts[kind]}</b> {t(`advisory.count.${kind}`, { count: counts[kind] })}
          </span>
        ),
      )}
      {standing.verified > 0 && (
        <span className={classes.count}>
          <b>{standing.verified}</b> {t('advisory.count.verified', { count: standing.verified })}
        </span>
      )}
      {decided.map(([kind, n]) => (
        <span key={kind} className={classes.count}>
          <b>{n}</b> {names.option('register.dispositions', 'kind', kind).toLowerCase()}
        </span>
      ))}
      {standing.exceptions
        .filter(({ state }) => state === 'approved' || state === 'requested')
        .map((exception) => (
          <Link key={exception.id} to={`/registers/exceptions/${exception.id}`}>
            {t(`advisory.exception.${exception.state}`)}
          </Link>
        ))}
      {standing.clearedAt === null ? (
        standing.dueAt !== null && <Due at={standing.dueAt} />
      ) : (
        <span>
          {t('advisory.cleared')} <Instant at={standing.clearedAt} />
        </span>
      )}
    </div>
  );
}
