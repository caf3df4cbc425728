import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMe } from '#ui/api/use-definitions.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Due } from '#ui/mark/due.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { AsideList, AsidePart } from '#ui/page/aside-part.tsx';
import type { LoopView } from '../../analysis/contract.ts';
import { triageQuery } from '../queries.ts';
import classes from './advisory.module.css';
import { AdvisoryFacts } from './advisory-facts.tsx';
import type { AdvisoryFields } from './advisory-fields.ts';

export interface AdvisoryAsideProps {
  readonly id: string;
  readonly fields: AdvisoryFields;
  readonly loop: LoopView;
}

/** What it led to, how urgent the registers make it, who is told, and the facts of its publication. */
export function AdvisoryAside({ id, fields, loop }: AdvisoryAsideProps) {
  const { t, names } = useTexts();
  const me = useMe();
  return (
    <>
      <AsidePart title={t('advisory.cases')}>
        <AsideList empty={t('advisory.cases.none')}>
          {loop.cases.map((one) => (
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
              <p className={classes.note}>
                {names.procedure(one.procedure)}
                {one.ownerId !== me.organisation.id && ` · ${one.ownerName}`}
              </p>
            </li>
          ))}
        </AsideList>
      </AsidePart>
      <Triage id={id} />
      <AsidePart title={t('advisory.told')}>
        <p className={classes.note}>{t('advisory.told.help')}</p>
        <p>
          <Link to={`/registers/subscriptions?person=${me.person.id}`}>
            {t('advisory.told.mine')}
          </Link>
        </p>
      </AsidePart>
      <AdvisoryFacts fields={fields} />
    </>
  );
}

const points = ['exploitation', 'exposure', 'automatable', 'humanImpact'] as const;

/** What SSVC's table proposes from what the registers know; a person decides in the early warning. */
function Triage({ id }: { id: string }) {
  const { t, names } = useTexts();
  const query = useQuery(triageQuery(id));
  return (
    <AsidePart title={t('advisory.triage')}>
      {query.isPending && <Placeholder lines={4} />}
      {query.isError && <ProblemNotice error={query.error} retry={() => query.refetch()} />}
      {query.isSuccess && (
        <>
          <p>
            {t('advisory.triage.proposes')}{' '}
            <strong>
              {names.option('procedure.early-warning', 'priority', query.data.decision.priority)}
            </strong>
          </p>
          <dl className={classes.points}>
            {points.map((point) => (
              <div key={point}>
                <dt>
                  {t('labelled.lead', { label: names.field('procedure.early-warning', point) })}{' '}
                  <strong>{t(`advisory.point.${point}.${query.data[point].value}`)}</strong>
                </dt>
                <dd className={classes.note}>
                  {t(`advisory.triage.${query.data[point].because}`)}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </AsidePart>
  );
}
