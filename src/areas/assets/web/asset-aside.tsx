import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago, Due } from '#ui/mark/due.tsx';
import { Person } from '#ui/mark/party.tsx';
import { Mark, StateMark } from '#ui/mark/state-mark.tsx';
import { AsideList, AsidePart } from '#ui/page/aside-part.tsx';
import { Audience } from '#ui/record/audience.tsx';
import type { AllowedAction, RecordDetail } from '#work/contract.ts';
import classes from './asset.module.css';
import { dependentsQuery, exposureQuery } from './queries.ts';

export interface AssetAsideProps {
  readonly detail: RecordDetail;
  /** The reader belongs to the organisation that owns it. */
  readonly own: boolean;
  readonly onChoose: (action: AllowedAction) => void;
}

/** Who owns it and whether he confirmed it, the cases that touch it, what it depends on, and who can see it. */
export function AssetAside({ detail, own, onChoose }: AssetAsideProps) {
  const { t } = useTexts();
  const { record } = detail;
  return (
    <>
      <Ownership detail={detail} onChoose={onChoose} />
      {own && <Cases id={record.id} />}
      <Dependencies detail={detail} />
      {record.ownerId !== undefined && (
        <AsidePart title={t('audience.title')}>
          <Audience path={`assets/${record.id}`} owner={record.ownerId} />
        </AsidePart>
      )}
    </>
  );
}

function Ownership({ detail, onChoose }: Pick<AssetAsideProps, 'detail' | 'onChoose'>) {
  const { t, names } = useTexts();
  const { record, titles, allowedActions } = detail;
  const text = (name: string) => {
    const value = record.fields[name];
    return typeof value === 'string' ? value : null;
  };
  const owner = text('owner');
  const confirmed = text('ownershipConfirmedAt');
  const next = text('nextCheckAt');
  const confirm = allowedActions.find(
    ({ action, allowed }) => action === 'confirm-ownership' && allowed,
  );
  return (
    <AsidePart title={t('asset.owner')}>
      {owner === null ? (
        <p className={classes.note}>{t('asset.owner.none')}</p>
      ) : (
        <>
          <p>
            <Person id={owner} titles={titles} />
          </p>
          {confirmed === null ? (
            <Mark kind="waiting" word={t('asset.owner.unconfirmed')} />
          ) : (
            <p>
              <Mark kind="achieved" word={t('asset.owner.confirmed')} />{' '}
              <span className={classes.note}>
                <Ago at={confirmed} />
              </span>
            </p>
          )}
        </>
      )}
      {confirm !== undefined && (
        <div>
          <Button variant="filled" onClick={() => onChoose(confirm)}>
            {names.action('register.assets', confirm.action)}
          </Button>
        </div>
      )}
      {next !== null && record.state !== 'retired' && (
        <p>
          {t('asset.check')} <Due at={next} short />
        </p>
      )}
    </AsidePart>
  );
}

function Cases({ id }: { id: string }) {
  const { t, names } = useTexts();
  const { data } = useQuery(exposureQuery(id));
  if (data === undefined) return null;
  return (
    <AsidePart title={t('asset.cases')}>
      <AsideList empty={t('asset.cases.none')}>
        {data.cases.slice(0, 12).map((one) => (
          <li key={one.id}>
            <p>
              <Link to={`/cases/${one.id}`}>
                {one.reference} {one.title}
              </Link>
            </p>
            <p className={classes.pair}>
              <StateMark owner={`procedure.${one.procedure}`} state={one.state} />
              {one.closedAt === null && one.dueAt !== null && <Due at={one.dueAt} short />}
            </p>
            <p className={classes.note}>{names.procedure(one.procedure)}</p>
          </li>
        ))}
      </AsideList>
    </AsidePart>
  );
}

function Dependencies({ detail }: { detail: RecordDetail }) {
  const { t } = useTexts();
  const { record, titles } = detail;
  const { data } = useQuery(dependentsQuery(record.id));
  const needs = Array.isArray(record.fields['dependsOn']) ? record.fields['dependsOn'] : [];
  const needed = data?.items ?? [];
  return (
    <AsidePart title={t('asset.dependencies')}>
      {needs.length + needed.length === 0 && (
        <p className={classes.note}>{t('asset.dependencies.none')}</p>
      )}
      {needs.length > 0 && (
        <div>
          <h3 className={classes.key}>{t('asset.needs')}</h3>
          <ul>
            {needs.map((one) => (
              <li key={String(one)}>
                <Link to={`/registers/assets/${String(one)}`}>
                  {titles[String(one)] ?? t('value.hidden')}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      {needed.length > 0 && (
        <div>
          <h3 className={classes.key}>{t('asset.needed')}</h3>
          <ul>
            {needed.map((one) => (
              <li key={one.id}>
                <Link to={`/registers/assets/${one.id}`}>{String(one.fields['name'])}</Link>
              </li>
            ))}
          </ul>
          {data?.next !== null && data !== undefined && (
            <Link to={`/registers/assets?dependsOn=${record.id}`}>{t('asset.needed.all')}</Link>
          )}
        </div>
      )}
    </AsidePart>
  );
}
