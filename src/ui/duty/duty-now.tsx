import { useQuery } from '@tanstack/react-query';
import type { DutyView } from '#areas/organisation/rota/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Person } from '../mark/party.tsx';
import classes from './duty.module.css';
import { dutiesQuery } from './duty-queries.ts';

export interface DutyNowProps {
  readonly organisation: string;
  /** The office that is looked for: where it has duties, no others are told. */
  readonly role?: string;
  /** Says above them what they are: where no heading does. */
  readonly titled?: boolean;
}

/** Who is on duty now in an organisation, for each of its duties that the reader sees; nothing where there are none. */
export function DutyNow({ organisation, role, titled = false }: DutyNowProps) {
  const { t } = useTexts();
  const { data } = useQuery(dutiesQuery(organisation));
  if (data === undefined || data.items.length === 0) return null;
  const ofRole = data.items.filter((duty) => duty.role === role);
  return (
    <div>
      {titled && <p className={classes.title}>{t('duty.title')}</p>}
      <ul className={classes.now} aria-label={t('duty.title')}>
        {(ofRole.length > 0 ? ofRole : data.items).map((duty) => (
          <li key={duty.id}>
            <span className={classes.name}>{duty.name}</span>
            <Holders duty={duty} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The people who have the duty, how to reach them, and until when; or that nobody has it. */
export function Holders({ duty }: { duty: DutyView }) {
  const { t, formats } = useTexts();
  if (duty.now.length === 0) {
    const uncovered = duty.gaps[0] !== undefined && Date.parse(duty.gaps[0].from) <= Date.now();
    return (
      <span className={uncovered ? classes.nobody : classes.note}>
        {t(uncovered ? 'duty.nobody' : 'duty.not-needed')}
      </span>
    );
  }
  return duty.now.map((turn) => (
    <span key={turn.id} className={classes.holder}>
      <Person id={turn.personId} titles={{ [turn.personId]: turn.person }} />
      {turn.phone !== null && (
        <a className={classes.reach} href={`tel:${turn.phone.replace(/[^+\d]/g, '')}`}>
          {turn.phone}
        </a>
      )}
      {turn.email !== null && (
        <a className={classes.reach} href={`mailto:${turn.email}`}>
          {turn.email}
        </a>
      )}
      <span className={classes.note}>
        {t('duty.until', { until: formats.instant(turn.endsAt) })}
      </span>
    </span>
  ));
}
