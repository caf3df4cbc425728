import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { apiUrl, get, send } from '#ui/api/client.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { showToast } from '#ui/feedback/toast-store.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago, Instant } from '#ui/mark/due.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import classes from '../admin/admin.module.css';
import { isOperatorOnly } from '../admin/admin-places.ts';
import { PlainTable } from '../admin/admin-table.tsx';
import { saveJson } from './save-json.ts';
import { TrailEntries } from './trail-entries.tsx';

interface Head {
  readonly treeSize: number;
  readonly rootHash: string;
  readonly at: string;
  readonly keyId: string;
  readonly signature: string;
}

interface Heads {
  readonly items: readonly Head[];
  readonly keys: readonly { readonly keyId: string; readonly publicKey: string }[];
}

/** The trail of my organisation: how it is sealed, how anybody proves it, and its entries. */
export function TrailPage() {
  const { t } = useTexts();
  const me = useMe();
  return (
    <Page title={t('admin.trail')} meta={<span>{t('admin.trail.help')}</span>}>
      {isOperatorOnly(me) ? (
        <Empty title={t('trail.operator')}>{t('trail.operator.help')}</Empty>
      ) : (
        <>
          <Seal />
          <Prove />
          <Section title={t('trail.entries')}>
            <TrailEntries />
          </Section>
        </>
      )}
    </Page>
  );
}

function Seal() {
  const { t, formats } = useTexts();
  const query = useQuery({
    queryKey: ['trail', 'heads'],
    queryFn: ({ signal }) => get<Heads>('/trail/heads', { limit: 3 }, signal),
    refetchInterval: 15_000,
  });
  if (query.isPending) return <Placeholder lines={5} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const [newest] = query.data.items;
  return (
    <Section title={t('trail.seal')}>
      {newest === undefined ? (
        <Empty title={t('trail.unsealed')}>{t('trail.unsealed.help')}</Empty>
      ) : (
        <>
          <p>
            <Mark kind="achieved" word={t('trail.sealed', { count: newest.treeSize })} />{' '}
            <span className={classes.note}>
              <Ago at={newest.at} />
            </span>
          </p>
          <PlainTable<Head>
            label={t('trail.heads')}
            items={query.data.items}
            idOf={({ treeSize }) => String(treeSize)}
            columns={[
              { head: 'trail.size', cell: (head) => formats.number(head.treeSize) },
              { head: 'trail.signed', cell: (head) => <Instant at={head.at} /> },
              {
                head: 'trail.root',
                cell: (head) => <span className={classes.mono}>{head.rootHash}</span>,
              },
              {
                head: 'trail.key',
                cell: (head) => <span className={classes.mono}>{head.keyId.slice(0, 16)}</span>,
              },
            ]}
          />
        </>
      )}
    </Section>
  );
}

/** What to keep outside, what to export, and the command that proves one against the other. */
function Prove() {
  const { t } = useTexts();
  const me = useMe();
  const keep = useMutation({
    mutationFn: () =>
      send<object>('POST', '/trail/heads/keep', { organisation: me.organisation.id }),
    onSuccess: (head) => saveJson('known-head.json', head),
    onError: (error) => showToast({ tone: 'problem', text: error.message }),
  });
  return (
    <Section title={t('trail.prove')}>
      <ol className={classes.steps}>
        <li>
          <p>{t('trail.prove.head')}</p>
          <Button
            leftSection={<Icon name="download" size={14} />}
            disabled={keep.isPending}
            onClick={() => keep.mutate()}
          >
            {t('trail.keep')}
          </Button>
        </li>
        <li>
          <p>{t('trail.prove.export')}</p>
          <Button
            component="a"
            href={apiUrl('/trail/export', { organisation: me.organisation.id, details: 'true' })}
            download
            leftSection={<Icon name="download" size={14} />}
          >
            {t('trail.export')}
          </Button>
        </li>
        <li>
          <p>{t('trail.prove.verify')}</p>
          <p className={classes.code}>commonward trail verify trail.jsonl --head known-head.json</p>
        </li>
      </ol>
    </Section>
  );
}
