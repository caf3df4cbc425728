import { useQuery } from '@tanstack/react-query';
import { get } from '#ui/api/client.ts';
import { Notice } from '#ui/feedback/notice.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago, Instant } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import classes from './admin.module.css';
import { AdminTable } from './admin-table.tsx';

/** One of `/incoming-mails`: a head, without subject and text. */
interface ReceivedMail {
  readonly id: string;
  readonly from: string | null;
  readonly fileName: string;
  readonly receivedAt: string;
  readonly outcome: (typeof outcomes)[number];
  readonly reader: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly reference: string | null;
}

interface Retried {
  readonly fileName: string;
  readonly attempts: number;
  readonly lastError: string;
  readonly nextAt: string;
}

export const outcomes = ['taken', 'refused', 'ignored', 'failed'] as const;

const marks = {
  taken: 'achieved',
  refused: 'not-achieved',
  ignored: 'waiting',
  failed: 'not-achieved',
} as const;

/** What became of the messages of the mailbox folder, and which are tried again. */
export function ReceivedMails({ outcome }: { outcome: string | null }) {
  const { t, find } = useTexts();
  const parameters = { outcome: outcome ?? undefined };
  return (
    <>
      <Retries />
      <AdminTable<ReceivedMail>
        key={outcome}
        path="/incoming-mails"
        parameters={parameters}
        label={t('admin.mail.received')}
        idOf={({ id }) => id}
        empty="admin.mail.received.empty"
        emptyHelp="admin.mail.received.empty.help"
        every={10_000}
        columns={[
          {
            head: 'admin.mail.from',
            cell: ({ from, fileName }) => from ?? <span className={classes.note}>{fileName}</span>,
          },
          {
            head: 'field.state',
            cell: (mail) => (
              <>
                <Mark kind={marks[mail.outcome]} word={t(`mail-outcome.${mail.outcome}`)} />
                {mail.reason !== null && (
                  <p className={classes.note}>
                    {find(`mail-reason.${mail.reason}`) ?? mail.detail ?? mail.reason}
                  </p>
                )}
              </>
            ),
          },
          {
            head: 'admin.mail.read-by',
            cell: ({ reader, reference }) =>
              reader !== null && (
                <>
                  {find(`mail-reader.${reader}`) ?? reader}{' '}
                  <span className={classes.note}>{reference}</span>
                </>
              ),
          },
          { head: 'admin.mail.received.at', cell: ({ receivedAt }) => <Ago at={receivedAt} /> },
        ]}
      />
    </>
  );
}

function Retries() {
  const { t } = useTexts();
  const query = useQuery({
    queryKey: ['admin', '/incoming-mails', 'retried'],
    queryFn: ({ signal }) =>
      get<{ retried: readonly Retried[] }>('/incoming-mails', { limit: 1 }, signal),
    refetchInterval: 10_000,
  });
  const retried = query.data?.retried ?? [];
  if (retried.length === 0) return null;
  return (
    <Notice tone="warning" title={t('admin.mail.retried', { count: retried.length })}>
      <ul>
        {retried.map(({ fileName, attempts, lastError, nextAt }) => (
          <li key={fileName}>
            {t('labelled', { label: fileName, value: lastError })} (
            {t('admin.mail.attempts', { count: attempts })}, {t('admin.mail.next')}{' '}
            <Instant at={nextAt} />)
          </li>
        ))}
      </ul>
    </Notice>
  );
}
