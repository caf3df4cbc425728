import { Button } from '@mantine/core';
import { send } from '#ui/api/client.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago, Instant } from '#ui/mark/due.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import classes from './admin.module.css';
import { AdminTable } from './admin-table.tsx';
import { NewTokenForm } from './new-token-form.tsx';
import { useAdminAct } from './use-admin-act.ts';

interface Token {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
}

/** My tokens for programs: what each may do and until when. The secret is shown once, when it is made. */
export function TokensPage() {
  const { t } = useTexts();
  const { act, busy } = useAdminAct();
  const revoke = (token: Token) =>
    act({
      run: () => send('DELETE', `/api-tokens/${token.id}`),
      done: t('admin.tokens.revoked'),
      ask: {
        title: t('admin.tokens.revoke'),
        consequence: t('admin.tokens.revoke.consequence', { name: token.name }),
        verb: t('admin.tokens.revoke'),
      },
    });
  return (
    <Page
      title={t('admin.tokens')}
      crumbs={[{ title: t('nav.profile'), to: '/profile' }]}
      meta={<span>{t('admin.tokens.help')}</span>}
    >
      <Section title={t('admin.tokens.mine')}>
        <AdminTable<Token>
          path="/api-tokens"
          label={t('admin.tokens')}
          idOf={({ id }) => id}
          empty="admin.tokens.empty"
          emptyHelp="admin.tokens.empty.help"
          columns={[
            { head: 'admin.token.name', cell: ({ name }) => name },
            {
              head: 'admin.token.scopes',
              cell: ({ scopes }) => (
                <span className={classes.mono}>
                  {scopes.includes('*') ? t('admin.token.all') : scopes.join(' ')}
                </span>
              ),
            },
            { head: 'field.createdAt', cell: (token) => <Ago at={token.createdAt} /> },
            {
              head: 'admin.token.used',
              cell: ({ lastUsedAt }) =>
                lastUsedAt === null ? t('never') : <Ago at={lastUsedAt} />,
            },
            { head: 'admin.token.expires', cell: (token) => <Instant at={token.expiresAt} /> },
            {
              head: 'admin.act',
              end: true,
              cell: (token) => (
                <Button size="compact-sm" disabled={busy} onClick={() => revoke(token)}>
                  {t('admin.tokens.revoke')}
                </Button>
              ),
            },
          ]}
        />
      </Section>
      <Section title={t('admin.tokens.new')}>
        <NewTokenForm />
      </Section>
    </Page>
  );
}
