import { VisuallyHidden } from '@mantine/core';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from './icon.tsx';
import classes from './moment.module.css';

export interface AbsenceProps {
  readonly until: string;
  /** Names of those who stand in; absent: they are named beside it. */
  readonly substitutes?: readonly string[];
}

/** That somebody who is waited for is away, until when, and who stands in. */
export function Absence({ until, substitutes }: AbsenceProps) {
  const { t, formats } = useTexts();
  return (
    <span className={classes.absence} title={formats.instant(until)}>
      <Icon name="clock" size={12} />
      <span>
        {t('absence.until', { until: formats.dayOf(until) })}
        {substitutes !== undefined &&
          `, ${
            substitutes.length === 0
              ? t('absence.nobody')
              : t('absence.substitutes', { people: formats.list([...substitutes]) })
          }`}
      </span>
    </span>
  );
}

/** That nobody is there in another organisation, until when; null: nobody holds the office there. */
export function NobodyThere({ until, bare = false }: { until: string | null; bare?: boolean }) {
  const { t, formats } = useTexts();
  const words =
    until === null
      ? t('case.waiting-for.nobody-there')
      : t('absence.until', { until: formats.dayOf(until) });
  return (
    <span className={classes.absence} title={words}>
      <Icon name="clock" size={12} />
      {bare ? <VisuallyHidden>{words}</VisuallyHidden> : <span>{words}</span>}
    </span>
  );
}
