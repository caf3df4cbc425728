import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Texts, useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from './icon.tsx';
import classes from './moment.module.css';

export interface AbsenceProps {
  readonly since?: string | null;
  /** Null: nobody holds the office, or the person has left. */
  readonly until: string | null;
  /** Names of those who stand in; absent: they are named beside it. */
  readonly substitutes?: readonly string[];
  /** Somebody stands in, whose name is not told. */
  readonly standsIn?: boolean;
  /** The office, where it is not named beside it. */
  readonly of?: string;
  /** Only that it is so is seen; the words are read out and stand in the title. */
  readonly bare?: boolean;
  /** Says the whole period, where there is room. */
  readonly long?: boolean;
}

/** That somebody who is waited for is away, until when, and who stands in. */
export function Absence(props: AbsenceProps) {
  const { since, until, substitutes, standsIn, of, bare = false, long = false } = props;
  const texts = useTexts();
  const { t, formats } = texts;
  const period = wordsOf(texts, 'absence.period', 'absence.until', since, until);
  const short = wordsOf(texts, 'absence.until', 'absence.until', since, until);
  const words = long ? period : short;
  const inPlace =
    substitutes === undefined
      ? null
      : substitutes.length > 0
        ? t('absence.substitutes', { people: formats.list([...substitutes]) })
        : t(standsIn === true ? 'absence.stands-in' : 'absence.nobody');
  const said = [
    of === undefined ? words : t('absence.of-role', { role: of, words }),
    ...(inPlace === null ? [] : [inPlace]),
  ].join(', ');
  return (
    <Away title={bare ? said : period} bare={bare}>
      {bare ? <VisuallyHidden>{said}</VisuallyHidden> : said}
    </Away>
  );
}

export interface NobodyThereProps {
  readonly since?: string | null;
  /** Null: nobody holds the office. */
  readonly until: string | null;
  /** The office, where it is not named beside it. */
  readonly of?: string;
  /** Only that it is so is seen; the words are read out and stand in the title. */
  readonly bare?: boolean;
  readonly long?: boolean;
}

/** That none of those is there who could act, and until when. */
export function NobodyThere({ since, until, of, bare = false, long = false }: NobodyThereProps) {
  const texts = useTexts();
  const [period, short] = ['absence.nobody-there.period', 'absence.nobody-there'].map((key) => {
    const words = wordsOf(texts, key, 'absence.nobody-there', since, until);
    return of === undefined ? words : texts.t('absence.of-role', { role: of, words });
  });
  return (
    <Away title={period ?? ''} bare={bare}>
      {bare ? <VisuallyHidden>{period}</VisuallyHidden> : long ? period : short}
    </Away>
  );
}

interface AwayProps {
  readonly title: string;
  readonly bare: boolean;
  readonly children: ReactNode;
}

function Away({ title, bare, children }: AwayProps) {
  return (
    <span className={classes.absence} data-bare={bare || undefined} title={title}>
      <Icon name="clock" size={12} />
      <span>{children}</span>
    </span>
  );
}

/** Words of a period, or of its end where the beginning is not known, or that nobody holds the office. */
function wordsOf(
  { t, formats }: Texts,
  period: string,
  end: string,
  since: string | null | undefined,
  until: string | null,
): string {
  if (until === null) return t('absence.nobody-holds');
  const words = { until: formats.dayOf(until) };
  return since == null ? t(end, words) : t(period, { ...words, since: formats.dayOf(since) });
}
