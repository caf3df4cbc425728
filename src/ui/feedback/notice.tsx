import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem } from '#work/contract.ts';
import { ApiError, OfflineError } from '../api/client.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import classes from './notice.module.css';

type Tone = 'note' | 'warning' | 'danger';

/** A word in the page: what is so, and what to do. The mark and the words say the tone; colour only helps. */
export function Notice({
  tone,
  title,
  children,
}: {
  tone: Tone;
  title: string;
  children?: ReactNode;
}) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon name={tone === 'note' ? 'history' : 'incidents'} />
      <div className={classes.body}>
        <p className={classes.title}>{title}</p>
        {children}
      </div>
    </div>
  );
}

/** What stands instead of something that was told once: that it was withdrawn, by whom, when and why. */
function Withdrawn({ withdrawal }: { withdrawal: NonNullable<Problem['withdrawal']> }) {
  const { t, formats } = useTexts();
  const { reference, ownerName, because } = withdrawal;
  const title = reference === '' ? t('withdrawn') : t('withdrawn.what', { reference });
  return (
    <Notice tone="note" title={title}>
      <p>
        {t('withdrawn.by', {
          name: ownerName,
          date: formats.instant(withdrawal.withdrawnAt),
          told: formats.dayOf(withdrawal.toldAt),
        })}
      </p>
      <p>{t('withdrawn.because', { because })}</p>
    </Notice>
  );
}

/** What went wrong when something was read or sent, with what to do next. */
export function ProblemNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t, find } = useTexts();
  const withdrawal = error instanceof ApiError ? error.problem.withdrawal : undefined;
  if (withdrawal !== undefined) return <Withdrawn withdrawal={withdrawal} />;
  const [code, detail] =
    error instanceof ApiError
      ? [error.problem.code, error.problem.detail ?? error.problem.title]
      : error instanceof OfflineError
        ? ['offline', null]
        : ['unexpected', error instanceof Error ? error.message : null];
  const advice = find(`problem.${code}.advice`) ?? detail;
  return (
    <Notice tone="danger" title={find(`problem.${code}`) ?? t('problem.other')}>
      {advice !== null && <p>{advice}</p>}
      {retry !== undefined && (
        <Button onClick={retry} mt={8}>
          {t('retry')}
        </Button>
      )}
    </Notice>
  );
}

/** What stands where there is nothing yet: says what belongs here and how it comes. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{title}</p>
      {children !== undefined && <p className={classes.help}>{children}</p>}
      {action}
    </div>
  );
}
