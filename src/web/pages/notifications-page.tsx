import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '#ui/api/client.ts';
import { notificationsQuery } from '#ui/api/queries.ts';
import type { Notification } from '#ui/api/types.ts';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { Page } from '#ui/page/page.tsx';
import { noticePath, noticeWords } from './notice-words.ts';
import classes from './plain-list.module.css';

/** What happened that I was told of; unread first says so by a word. */
export function NotificationsPage() {
  const { t } = useTexts();
  const client = useQueryClient();
  const query = useInfiniteQuery(notificationsQuery);
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
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = query.data?.pages[0]?.unread ?? 0;
  return (
    <Page
      title={t('nav.notifications')}
      actions={
        unread > 0 && (
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
        <>
          <ul className={classes.notices}>
            {items.map((one) => (
              <Notice key={one.id} one={one} onRead={() => read.mutate(one.id)} />
            ))}
          </ul>
          {query.hasNextPage && (
            <p className={classes.more}>
              <Button disabled={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
                {t('admin.more')}
              </Button>
            </p>
          )}
        </>
      )}
    </Page>
  );
}

/** One notice: what happened, with what, when; read by opening it or by saying so. */
function Notice({ one, onRead }: { one: Notification; onRead: () => void }) {
  const texts = useTexts();
  const { t, formats, names } = texts;
  const definitions = useDefinitions();
  const isNew = one.readAt === null;
  const to = noticePath(one, (id) => definitions.register(id) !== undefined);
  const title = one.about === 'role-granted' ? names.role(one.title) : one.title;
  return (
    <li>
      <span className={classes.mark}>
        {isNew && <span className={classes.new}>{t('notifications.new')}</span>}
      </span>
      <div className={classes.told}>
        <p className={isNew ? classes.unread : undefined}>
          {to === null ? (
            title
          ) : (
            <Link to={to} onClick={() => isNew && onRead()}>
              {title}
            </Link>
          )}
        </p>
        <p className={classes.note}>
          {noticeWords(one, texts)}
          {one.dueAt !== null &&
            ` · ${t('notification.due', { when: formats.instant(one.dueAt) })}`}
        </p>
      </div>
      <span className={`${classes.note} ${classes.end}`}>
        <Ago at={one.at} />
      </span>
      <span className={classes.end}>
        {isNew && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={t('notifications.read.one', { title })}
            onClick={onRead}
          >
            {t('notifications.read')}
          </Button>
        )}
      </span>
    </li>
  );
}
