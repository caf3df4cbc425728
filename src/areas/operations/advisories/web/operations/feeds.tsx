import { Link } from '@tanstack/react-router';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import type { OperationsView } from '../../analysis/contract.ts';
import classes from './operations.module.css';

interface FeedsProps {
  readonly view: Pick<OperationsView, 'organisations' | 'plannedChanges' | 'assetChanges'>;
}

/** What is about to change, and what has changed: the two things that security in operations depends on (X.1052 §12.1). */
export function Feeds({ view }: FeedsProps) {
  return (
    <div className={classes.fix}>
      <PlannedChanges view={view} />
      <AssetChanges view={view} />
    </div>
  );
}

/** Names whose it is, where the reader has more than one organisation. */
function useOwner({ organisations }: FeedsProps['view']) {
  return (ownerId: string) =>
    organisations.length > 1
      ? ` · ${organisations.find(({ id }) => id === ownerId)?.name ?? ''}`
      : '';
}

function PlannedChanges({ view }: FeedsProps) {
  const { t, formats } = useTexts();
  const ownerOf = useOwner(view);
  return (
    <Section
      title={t('operations.planned')}
      action={<Link to="/procedures/change">{t('operations.planned.all')}</Link>}
    >
      {view.plannedChanges.length === 0 ? (
        <p className={classes.note}>{t('operations.planned.none')}</p>
      ) : (
        <ul className={classes.feed}>
          {view.plannedChanges.map((one) => (
            <li key={one.id}>
              <span>
                <Link to={`/cases/${one.id}`}>
                  {one.reference} {one.title}
                </Link>
                <span className={classes.note}>
                  {' '}
                  {t('operations.exceptions.assets', { count: one.assets })}
                  {ownerOf(one.ownerId)}
                </span>
              </span>
              <StateMark owner="procedure.change" state={one.state} />
              <span className={classes.note}>{formats.instant(one.windowStart)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function AssetChanges({ view }: FeedsProps) {
  const { t } = useTexts();
  const ownerOf = useOwner(view);
  return (
    <Section
      title={t('operations.asset-changes')}
      action={<Link to="/registers/unauthorised-changes">{t('operations.asset-changes.all')}</Link>}
    >
      {view.assetChanges.length === 0 ? (
        <p className={classes.note}>{t('operations.asset-changes.none')}</p>
      ) : (
        <ul className={classes.feed}>
          {view.assetChanges.map((one) => (
            <li key={`${one.assetId} ${one.at}`}>
              <span>
                <Link to={`/registers/assets/${one.assetId}`}>{one.name}</Link>
                <span className={classes.note}>
                  {' '}
                  {t('operations.asset-changes.counts', {
                    added: one.added,
                    removed: one.removed,
                    changed: one.changed,
                  })}
                  {ownerOf(one.ownerId)}
                </span>
              </span>
              {one.unauthorised === null ? (
                <span />
              ) : (
                <Link to={`/registers/unauthorised-changes/${one.unauthorised}`}>
                  {t('operations.asset-changes.unauthorised')}
                </Link>
              )}
              <span className={classes.note}>
                <Ago at={one.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
