import { useQuery } from '@tanstack/react-query';
import type { DutyView } from '#areas/organisation/rota/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Person } from '../mark/party.tsx';
import classes from './duty.module.css';
import { dutiesQuery } from './duty-queries.ts';

/** Who is on duty now in an organisation, for each of its duties that the reader sees; nothing where there are none. */
export function DutyNow({ organisation }: { organisation: string }) {
  const { data } = useQuery(dutiesQuery(organisation));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <ul className={classes.now}>
      {data.items.map((duty) => (
        <li key={duty.id}>
          <span className={classes.name}>{duty.name}</span>
          <Holders duty={duty} />
        </li>
      ))}
    </ul>
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
