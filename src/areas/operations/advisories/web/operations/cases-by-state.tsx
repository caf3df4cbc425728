import { Link } from '@tanstack/react-router';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import type { OperationsView } from '../../analysis/contract.ts';
import classes from './operations.module.css';

const procedures = ['early-warning', 'patch', 'change'] as const;

/** Open warnings, patches and changes by state, in the order in which a case passes them. */
export function CasesByState({ cases }: { cases: OperationsView['cases'] }) {
  const { t } = useTexts();
  return (
    <Section title={t('operations.cases')}>
      <div className={classes.procedures}>
        {procedures.map((procedure) => (
          <OfProcedure
            key={procedure}
            procedure={procedure}
            cases={cases.filter((one) => one.procedure === procedure)}
          />
        ))}
      </div>
    </Section>
  );
}

interface OfProcedureProps {
  readonly procedure: string;
  readonly cases: OperationsView['cases'];
}

function OfProcedure({ procedure, cases }: OfProcedureProps) {
  const { t, names, formats } = useTexts();
  const order = Object.keys(useDefinitions().procedure(procedure)?.states ?? {});
  const rows = [...cases].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const most = Math.max(1, ...rows.map(({ open }) => open));
  return (
    <section className={classes.procedure}>
      <h3>
        <Link to={`/procedures/${procedure}`}>{names.procedure(procedure)}</Link>
      </h3>
      {rows.length === 0 ? (
        <p className={classes.note}>{t('operations.cases.none')}</p>
      ) : (
        <ul>
          {rows.map((row) => (
            <li key={row.state}>
              <Link to={`/procedures/${procedure}?state=${row.state}`}>
                <StateMark owner={`procedure.${procedure}`} state={row.state} />
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
    </section>
  );
}
