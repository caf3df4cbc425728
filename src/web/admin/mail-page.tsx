import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import classes from './admin.module.css';
import { AdminFrame } from './admin-frame.tsx';
import { AdminTable } from './admin-table.tsx';

interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly state: 'queued' | 'sent' | 'failed' | 'logged';
  readonly attempts: number;
  readonly lastError: string | null;
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

/** Mail that was sent, waits, failed, or is kept here because no mail server is set: its heads, not its text. */
export function MailPage() {
  const { t } = useTexts();
  const [state, setState] = useState<string | null>(null);
  return (
    <AdminFrame id="mail">
      <div className={classes.tools}>
        <Select
          size="xs"
          aria-label={t('field.state')}
          placeholder={t('admin.mail.all')}
          clearable
          clearButtonProps={{ 'aria-label': t('form.clear') }}
          data={states.map((value) => ({ value, label: t(`mail-state.${value}`) }))}
          value={state}
          onChange={setState}
        />
      </div>
      <AdminTable<Mail>
        key={state}
        path="/mails"
        parameters={{ of: 'all', state: state ?? undefined }}
        label={t('admin.mail')}
        idOf={({ id }) => id}
        empty="admin.mail.empty"
        emptyHelp="admin.mail.empty.help"
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
                {mail.lastError !== null && <p className={classes.note}>{mail.lastError}</p>}
              </>
            ),
          },
          { head: 'admin.mail.at', cell: ({ at }) => <Ago at={at} /> },
        ]}
      />
    </AdminFrame>
  );
}
