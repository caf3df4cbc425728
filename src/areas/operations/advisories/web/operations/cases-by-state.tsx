import { Link } from '@tanstack/react-router';
import { byActivity, managementAreas } from '#engine/management-areas.ts';
import type { Procedure } from '#engine/procedure.ts';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import type { OperationsView } from '../../analysis/contract.ts';
import classes from './operations.module.css';

const operations = managementAreas.find(({ id }) => id === 'operations');

/** Open cases of the eight activities in their order (X.1052 §12.2), by state as a case passes them. */
export function CasesByState({ cases }: { cases: OperationsView['cases'] }) {
  const { t } = useTexts();
  const procedures = useDefinitions().proceduresOf('operations');
  const groups = operations === undefined ? [] : byActivity(operations, procedures);
  return (
    <Section title={t('operations.cases')}>
      <div className={classes.procedures}>
        {groups.map(({ activity, procedures: own }) => (
          <section key={activity?.id ?? ''} className={classes.procedure}>
            <h3>
              {activity === null ? t('areas.other') : t(`activity.${activity.id}`)}
              <span className={classes.clause}>{activity?.clause}</span>
            </h3>
            {own.length === 0 && <p className={classes.note}>{t('areas.no-procedure')}</p>}
            {own.map((procedure) => (
              <OfProcedure
                key={procedure.id}
                procedure={procedure}
                cases={cases.filter((one) => one.procedure === procedure.id)}
              />
            ))}
          </section>
        ))}
      </div>
    </Section>
  );
}

interface OfProcedureProps {
  readonly procedure: Procedure;
  readonly cases: OperationsView['cases'];
}

function OfProcedure({ procedure: { id, states }, cases }: OfProcedureProps) {
  const { t, names, formats } = useTexts();
  const order = Object.keys(states);
  const rows = [...cases].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const most = Math.max(1, ...rows.map(({ open }) => open));
  return (
    <div className={classes.ofProcedure}>
      <p className={classes.note}>
        <Link to={`/procedures/${id}`}>{names.procedure(id)}</Link>
        {rows.length === 0 && <> · {t('operations.cases.none')}</>}
      </p>
      {rows.length > 0 && (
        <ul>
          {rows.map((row) => (
            <li key={row.state}>
              <Link to={`/procedures/${id}?state=${row.state}`}>
                <StateMark owner={`procedure.${id}`} state={row.state} />
              </Link>
              <span className={classes.number}>{formats.number(row.open)}</span>
              <span className={classes.overdue}>
                {row.overdue > 0 && (
                  <>
                    <Icon name="incidents" size={12} />{' '}
                    {t('operations.cases.overdue', { count: row.overdue })}
                  </>
                )}
              </span>
              <svg
                className={classes.bar}
                viewBox="0 0 100 6"
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                <rect width={(row.open / most) * 100} height="6" />
              </svg>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
