import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '#ui/api/client.ts';
import { useConfirm } from '#ui/feedback/confirm.tsx';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago, Instant } from '#ui/mark/due.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import { AdminTable } from './admin-table.tsx';
import classes from './plain-list.module.css';

interface Token {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

/** Tokens for programs. The secret is shown once. */
export function TokensPage() {
  const { t } = useTexts();
  const client = useQueryClient();
  const confirm = useConfirm();
  const again = () => client.invalidateQueries({ queryKey: ['admin', '/api-tokens'] });
  const drop = useMutation({
    mutationFn: (id: string) => send('DELETE', `/api-tokens/${id}`),
    onSuccess: again,
  });
  const revoke = async (token: Token) => {
    const consequence = t('admin.tokens.revoke.consequence', { name: token.name });
    if (
      await confirm({
        title: t('admin.tokens.revoke'),
        consequence,
        verb: t('admin.tokens.revoke'),
      })
    )
      drop.mutate(token.id);
  };
  return (
    <Page
      title={t('admin.tokens')}
      crumbs={[{ title: t('nav.admin'), to: '/admin' }]}
      meta={<span>{t('admin.tokens.help')}</span>}
    >
      <AdminTable<Token>
        path="/api-tokens"
        heads={[
          'admin.token.name',
          'field.createdAt',
          'admin.token.used',
          'admin.token.expires',
          'admin.act',
        ]}
        empty="admin.tokens.empty"
        emptyHelp="admin.tokens.empty.help"
        row={(token) => [
          token.name,
          <Ago key="made" at={token.createdAt} />,
          token.lastUsedAt === null ? t('never') : <Ago key="used" at={token.lastUsedAt} />,
          token.expiresAt === null ? t('never') : <Instant key="until" at={token.expiresAt} />,
          <Button key="act" size="compact-sm" onClick={() => revoke(token)}>
            {t('admin.tokens.revoke')}
          </Button>,
        ]}
      />
      <Section title={t('admin.tokens.new')}>
        <NewToken onMade={again} />
      </Section>
    </Page>
  );
}

function NewToken({ onMade }: { onMade: () => void }) {
  const { t } = useTexts();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const make = useMutation({
    mutationFn: () => {
      const expiresAt = new Date(Date.now() + Number(days) * 86_400_000).toISOString();
      return send<{ token: string }>('POST', '/api-tokens', { name, scopes: ['*'], expiresAt });
    },
    onSuccess: onMade,
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      {make.isError && <ProblemNotice error={make.error} />}
      {make.isSuccess && (
        <Notice tone="note" title={t('admin.tokens.once')}>
          <p className={classes.secret}>{make.data.token}</p>
        </Notice>
      )}
      <TextInput
        label={t('admin.token.name')}
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('admin.token.days')}
        inputMode="numeric"
        pattern="[0-9]{1,3}"
        required
        withAsterisk={false}
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" disabled={make.isPending}>
          {t('admin.tokens.make')}
        </Button>
      </div>
    </form>
  );
}
