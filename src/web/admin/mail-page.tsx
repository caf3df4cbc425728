import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Select } from '#ui/form/select.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago, Instant } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import classes from './admin.module.css';
import { AdminFrame } from './admin-frame.tsx';
import { AdminTable } from './admin-table.tsx';
import { outcomes, ReceivedMails } from './received-mails.tsx';

interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly state: 'queued' | 'sent' | 'failed' | 'logged';
  readonly attempts: number;
  readonly lastError: string | null;
  /** How often it was handed over without an answer. */
  readonly unanswered: number;
  /** When it is tried again; null unless it waits. */
  readonly nextAt: string | null;
  readonly neutral: boolean;
  readonly at: string;
}

const marks = {
  queued: 'initial',
  sent: 'achieved',
  failed: 'not-achieved',
  logged: 'active',
} as const;
const states = ['queued', 'sent', 'failed', 'logged'] as const;

/** Mail that was sent, waits, failed, or is kept here because no mail server is set, and what was received: heads, not texts. */
export function MailPage() {
  const { t } = useTexts();
  const [way, setWay] = useState('sent');
  const [state, setState] = useState<string | null>(null);
  const choices =
    way === 'sent'
      ? states.map((value) => ({ value, label: t(`mail-state.${value}`) }))
      : outcomes.map((value) => ({ value, label: t(`mail-outcome.${value}`) }));
  return (
    <AdminFrame id="mail">
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t('admin.mail')}
          data={[
            { value: 'sent', label: t('admin.mail.sent') },
            { value: 'received', label: t('admin.mail.received') },
          ]}
          value={way}
          onChange={(value) => {
            setWay(value);
            setState(null);
          }}
        />
        <Select
          size="xs"
          aria-label={t('field.state')}
          placeholder={t('admin.mail.all')}
          clearable
          clearButtonProps={{ 'aria-label': t('form.clear') }}
          data={choices}
          value={state}
          onChange={setState}
        />
      </div>
      {way === 'sent' ? <SentMails state={state} /> : <ReceivedMails outcome={state} />}
    </AdminFrame>
  );
}

function SentMails({ state }: { state: string | null }) {
  const { t } = useTexts();
  return (
    <AdminTable<Mail>
      key={state}
      path="/mails"
      parameters={{ of: 'all', state: state ?? undefined }}
      label={t('admin.mail')}
      idOf={({ id }) => id}
      empty="admin.mail.empty"
      emptyHelp="admin.mail.empty.help"
      every={10_000}
      columns={[
        { head: 'admin.mail.to', cell: ({ to }) => to },
        {
          head: 'admin.mail.subject',
          cell: ({ subject, neutral }) => (
            <>
              {subject}{' '}
              {neutral && <span className={classes.note}>({t('admin.mail.neutral')})</span>}
            </>
          ),
        },
        {
          head: 'field.state',
          cell: (mail) => (
            <>
              <Mark kind={marks[mail.state]} word={t(`mail-state.${mail.state}`)} />
              {mail.unanswered > 0 && <p className={classes.note}>{t('admin.mail.unanswered')}</p>}
              {mail.lastError !== null && (
                <p className={classes.note}>
                  {mail.lastError} ({t('admin.mail.attempts', { count: mail.attempts })}
                  {mail.nextAt !== null && (
                    <>
                      , {t('admin.mail.next')} <Instant at={mail.nextAt} />
                    </>
                  )}
                  )
                </p>
              )}
            </>
          ),
        },
        { head: 'admin.mail.at', cell: ({ at }) => <Ago at={at} /> },
      ]}
    />
  );
}
