import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '#ui/api/client.ts';
import { notificationsQuery } from '#ui/api/queries.ts';
import type { Notification } from '#ui/api/types.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { Page } from '#ui/page/page.tsx';
import classes from './plain-list.module.css';

function pathOf(notification: Notification): string | null {
  if (notification.caseId !== null) return `/cases/${notification.caseId}`;
  const { register, recordId } = notification;
  return register != null && recordId != null ? `/registers/${register}/${recordId}` : null;
}

/** What happened that I was told of; unread first says so by a word. */
export function NotificationsPage() {
  const { t } = useTexts();
  const client = useQueryClient();
  const query = useQuery(notificationsQuery);
  const again = () =>
    Promise.all(
      [['notifications'], ['me']].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  const read = useMutation({
    mutationFn: (id: string) => send('POST', `/notifications/${id}/read`),
    onSettled: again,
  });
  const readAll = useMutation({
    mutationFn: () => send('POST', '/notifications/read-all'),
    onSettled: again,
  });
  const items = query.data?.items ?? [];
  const unread = items.filter(({ readAt }) => readAt === null);
  return (
    <Page
      title={t('nav.notifications')}
      actions={
        unread.length > 0 && (
          <Button disabled={readAll.isPending} onClick={() => readAll.mutate()}>
            {t('notifications.read-all')}
          </Button>
        )
      }
    >
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : query.isPending ? (
        <Placeholder lines={8} />
      ) : items.length === 0 ? (
        <Empty title={t('notifications.empty')}>{t('notifications.empty.help')}</Empty>
      ) : (
        <ul className={classes.list}>
          {items.map((one) => {
            const to = pathOf(one);
            const seen = () => one.readAt === null && read.mutate(one.id);
            return (
              <li key={one.id}>
                <span className={one.readAt === null ? classes.unread : undefined}>
                  {one.readAt === null && (
                    <span className={classes.new}>{t('notifications.new')}</span>
                  )}
                  {to === null ? (
                    one.title
                  ) : (
                    <Link to={to} onClick={seen}>
                      {one.title}
                    </Link>
                  )}
                </span>
                <span className={classes.note}>
                  {t([`notification.${one.kind}`, 'notification.other'])}
                </span>
                <span className={`${classes.note} ${classes.end}`}>
                  <Ago at={one.at} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Page>
  );
}
