import { Button, CopyButton, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiUrl, get, send } from '../api/client.ts';
import { useConfirm } from '../feedback/confirm.tsx';
import { Notice, ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { Select } from '../form/select.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Ago, Instant } from '../mark/due.tsx';
import { Icon } from '../mark/icon.tsx';
import classes from './subscribe.module.css';

/** A token made for nothing but this stands in the address of a feed, and opens nothing else. */
const feedScope = 'calendar:feed';
const days = ['90', '180', '365'];
const key = ['list', 'calendar-feeds'];

interface Feed {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
}

/** “Subscribe”: secret addresses under which a calendar program reads one's calendar. */
export function Subscribe() {
  const { t } = useTexts();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button leftSection={<Icon name="calendar" size={14} />} onClick={() => setOpened(true)}>
        {t('calendar.subscribe')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        size="38rem"
        title={t('calendar.subscribe.title')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {opened && <Feeds />}
      </Modal>
    </>
  );
}

function Feeds() {
  const { t } = useTexts();
  const client = useQueryClient();
  const [length, setLength] = useState('180');
  const make = useMutation({
    mutationFn: () =>
      send<{ token: string }>('POST', '/api-tokens', {
        name: t('calendar.subscribe.token'),
        scopes: [feedScope],
        expiresAt: new Date(Date.now() + Number(length) * 86_400_000).toISOString(),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
  return (
    <div className={classes.feeds}>
      <p>{t('calendar.subscribe.help')}</p>
      <p className={classes.note}>{t('calendar.subscribe.label')}</p>
      {make.isError && <ProblemNotice error={make.error} />}
      {make.isSuccess ? (
        <Address token={make.data.token} />
      ) : (
        <div className={classes.make}>
          <Select
            label={t('calendar.subscribe.length')}
            allowDeselect={false}
            data={days.map((value) => ({
              value,
              label: t('due.length.day', { count: Number(value) }),
            }))}
            value={length}
            onChange={(value) => setLength(value ?? '180')}
          />
          <Button
            size="sm"
            variant="filled"
            disabled={make.isPending}
            onClick={() => make.mutate()}
          >
            {t('calendar.subscribe.make')}
          </Button>
        </div>
      )}
      <Made />
    </div>
  );
}

/** The address, this once. */
function Address({ token }: { token: string }) {
  const { t } = useTexts();
  const address = new URL(apiUrl(`/calendar-feeds/${token}.ics`), window.location.href).href;
  return (
    <Notice tone="note" title={t('calendar.subscribe.once')}>
      <p className={classes.address}>{address}</p>
      <div className={classes.make}>
        <CopyButton value={address}>
          {({ copied, copy }) => (
            <Button variant="filled" onClick={copy}>
              {t(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
        <Button component="a" href={address.replace(/^https?:/, 'webcal:')}>
          {t('calendar.subscribe.open')}
        </Button>
      </div>
    </Notice>
  );
}

/** Addresses that are open now; each can be closed. */
function Made() {
  const { t } = useTexts();
  const client = useQueryClient();
  const confirm = useConfirm();
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<{ items: Feed[] }>('/api-tokens', {}, signal),
  });
  const revoke = useMutation({
    mutationFn: (id: string) => send('DELETE', `/api-tokens/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  if (query.isPending) return <Placeholder lines={2} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const feeds = query.data.items.filter(({ scopes }) => scopes.every((one) => one === feedScope));
  if (feeds.length === 0) return null;
  const ask = async (id: string) => {
    const title = t('calendar.subscribe.revoke');
    const consequence = t('calendar.subscribe.revoke.consequence');
    if (await confirm({ title, consequence, verb: title })) revoke.mutate(id);
  };
  return (
    <section>
      <h2>{t('calendar.subscribe.made')}</h2>
      {revoke.isError && <ProblemNotice error={revoke.error} />}
      <ul className={classes.made}>
        {feeds.map((feed) => (
          <li key={feed.id}>
            <span>
              {t('calendar.subscribe.since')} <Instant at={feed.createdAt} />
              <span className={classes.note}>
                {feed.lastUsedAt === null ? (
                  t('calendar.subscribe.unread')
                ) : (
                  <>
                    {t('calendar.subscribe.read')} <Ago at={feed.lastUsedAt} />
                  </>
                )}
                {' · '}
                {t('calendar.subscribe.until')} <Instant at={feed.expiresAt} />
              </span>
            </span>
            <Button size="compact-sm" disabled={revoke.isPending} onClick={() => void ask(feed.id)}>
              {t('calendar.subscribe.revoke')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
