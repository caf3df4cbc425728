import { Link } from '@tanstack/react-router';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import type { OperationsView } from '../../analysis/contract.ts';
import classes from './operations.module.css';

export interface ExceptionsProps {
  readonly exceptions: OperationsView['exceptions'];
  readonly organisations: OperationsView['organisations'];
}

/** Exceptions that end within sixty days or wait for a decision. */
export function Exceptions({ exceptions, organisations }: ExceptionsProps) {
  const { t, formats } = useTexts();
  return (
    <Section
      title={t('operations.exceptions')}
      action={<Link to="/registers/exceptions">{t('operations.exceptions.all')}</Link>}
    >
      {exceptions.length === 0 ? (
        <p className={classes.note}>{t('operations.exceptions.none')}</p>
      ) : (
        <ul className={classes.exceptions}>
          {exceptions.map((one) => (
            <li key={one.id}>
              <span>
                <Link to={`/registers/exceptions/${one.id}`}>{one.title}</Link>
                <span className={classes.note}>
                  {' '}
                  {t('operations.exceptions.assets', { count: one.assets })}
                  {organisations.length > 1 &&
                    ` · ${organisations.find(({ id }) => id === one.ownerId)?.name ?? ''}`}
                </span>
              </span>
              <StateMark owner="register.exceptions" state={one.state} />
              <span>
                {t('operations.exceptions.ends', { date: formats.dayOf(one.expiresAt) })}{' '}
                <span className={classes.note}>
                  <Ago at={one.expiresAt} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
