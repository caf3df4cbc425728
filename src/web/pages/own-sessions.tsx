import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get, send } from '#ui/api/client.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import { deviceOf } from '../admin/account-words.ts';
import classes from '../admin/admin.module.css';
import { PlainTable } from '../admin/admin-table.tsx';
import { useAdminAct } from '../admin/use-admin-act.ts';

interface Session {
  readonly id: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly from: string;
  readonly userAgent: string;
  readonly current: boolean;
}

/** Where I am signed in; one that I do not know is ended here. */
export function OwnSessions() {
  const { t } = useTexts();
  const { act, busy } = useAdminAct();
  const query = useQuery({
    queryKey: ['admin', '/me/sessions'],
    queryFn: ({ signal }) => get<{ items: readonly Session[] }>('/me/sessions', {}, signal),
  });
  const sessions = query.data?.items ?? [];
  const end = (path: string) => act({ run: () => send('DELETE', path), done: t('sessions.ended') });
  return (
    <Section
      title={t('sessions')}
      action={
        sessions.length > 1 && (
          <Button disabled={busy} onClick={() => end('/me/sessions')}>
            {t('sessions.end-others')}
          </Button>
        )
      }
    >
      {query.isPending ? (
        <Placeholder lines={3} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <PlainTable<Session>
          label={t('sessions')}
          items={sessions}
          idOf={({ id }) => id}
          columns={[
            {
              head: 'sessions.device',
              cell: (one) =>
                one.current ? (
                  <Mark
                    kind="active"
                    word={`${deviceOf(one.userAgent)}, ${t('sessions.current')}`}
                  />
                ) : (
                  deviceOf(one.userAgent)
                ),
            },
            {
              head: 'sessions.from',
              cell: (one) => <span className={classes.mono}>{one.from}</span>,
            },
            { head: 'sessions.since', cell: (one) => <Ago at={one.createdAt} /> },
            { head: 'admin.token.used', cell: (one) => <Ago at={one.lastUsedAt} /> },
            {
              head: 'admin.act',
              end: true,
              cell: (one) =>
                !one.current && (
                  <Button
                    size="compact-sm"
                    disabled={busy}
                    onClick={() => end(`/me/sessions/${one.id}`)}
                  >
                    {t('sessions.end')}
                  </Button>
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}
