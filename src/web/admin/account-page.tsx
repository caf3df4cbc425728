import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { get, send } from '#ui/api/client.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago, Instant } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import { AccountRoles } from './account-roles.tsx';
import { type AccountDetail, accountMarks, deviceOf } from './account-words.ts';
import classes from './admin.module.css';
import { AdminFrame } from './admin-frame.tsx';
import { PlainTable } from './admin-table.tsx';
import { InvitationLink } from './invitation-link.tsx';
import { useAdminAct } from './use-admin-act.ts';

/** One person's account: how it gets in, the roles, sessions and tokens, and what the operator can do about each. */
export function AccountPage() {
  const { t } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery({
    queryKey: ['admin', '/accounts', id],
    queryFn: ({ signal }) => get<AccountDetail>(`/accounts/${id}`, {}, signal),
  });
  const crumbs = [{ title: t('admin.accounts'), to: '/admin/accounts' }];
  if (query.isSuccess) return <Loaded detail={query.data} crumbs={crumbs} />;
  return (
    <AdminFrame id="accounts" crumbs={crumbs}>
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={12} />
      )}
    </AdminFrame>
  );
}

interface LoadedProps {
  readonly detail: AccountDetail;
  readonly crumbs: readonly { readonly title: string; readonly to: string }[];
}

function Loaded({ detail, crumbs }: LoadedProps) {
  const { t } = useTexts();
  const { account } = detail;
  return (
    <AdminFrame
      id="accounts"
      title={account.name}
      crumbs={crumbs}
      meta={
        <>
          <Mark kind={accountMarks[account.state]} word={t(`account-state.${account.state}`)} />
          <span>{account.email}</span>
          <span>{account.organisation}</span>
          {account.external && <span>{t('admin.account.external')}</span>}
        </>
      }
    >
      <SignIn detail={detail} />
      <AccountRoles detail={detail} />
      <Sessions detail={detail} />
    </AdminFrame>
  );
}

/** How the person gets in, and the ways back in for who cannot. */
function SignIn({ detail }: { detail: AccountDetail }) {
  const { t } = useTexts();
  const { act, busy } = useAdminAct();
  const { account } = detail;
  const [link, setLink] = useState<string | null>(null);
  const path = `/accounts/${account.personId}`;
  const inviteAgain = async () => {
    const { personId: _, name, email, organisationId, external } = account;
    const made = await send<{ link?: string }>('POST', '/invitations', {
      ...{ email, name, organisationId, external },
    });
    setLink(made.link ?? '');
  };
  return (
    <Section title={t('admin.account.sign-in')}>
      <dl className={classes.pairs}>
        {account.lockedUntil !== null && (
          <>
            <dt>{t('admin.account.locked')}</dt>
            <dd>
              <Instant at={account.lockedUntil} />
            </dd>
          </>
        )}
        {account.invitedUntil !== null && (
          <>
            <dt>{t('admin.account.invited')}</dt>
            <dd>
              <Instant at={account.invitedUntil} />
            </dd>
          </>
        )}
        <dt>{t('profile.totp')}</dt>
        <dd>{t(account.totp ? 'admin.account.totp.on' : 'admin.account.totp.off')}</dd>
        <dt>{t('admin.token.used')}</dt>
        <dd>{account.lastUsedAt === null ? t('never') : <Ago at={account.lastUsedAt} />}</dd>
      </dl>
      {link !== null && <InvitationLink link={link} />}
      {account.state !== 'left' && (
        <div className={classes.buttons}>
          {account.lockedUntil !== null && (
            <Button
              disabled={busy}
              onClick={() =>
                act({
                  run: () => send('DELETE', `${path}/lockout`),
                  done: t('admin.locks.released'),
                })
              }
            >
              {t('admin.locks.release')}
            </Button>
          )}
          <Button
            disabled={busy}
            onClick={() => act({ run: inviteAgain, done: t('admin.invitations.made') })}
          >
            {account.state === 'none' ? t('admin.invite') : t('admin.account.new-link')}
          </Button>
          {account.totp && (
            <Button
              disabled={busy}
              onClick={() =>
                act({
                  run: () => send('DELETE', `${path}/totp`),
                  done: t('profile.totp.off.done'),
                  ask: {
                    title: t('profile.totp.off'),
                    consequence: t('admin.account.totp.consequence', { name: account.name }),
                    verb: t('profile.totp.off'),
                  },
                })
              }
            >
              {t('profile.totp.off')}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}

/** Where the person is signed in, the programs that act for it, and the end of all of it. */
function Sessions({ detail }: { detail: AccountDetail }) {
  const { t } = useTexts();
  const { act, busy } = useAdminAct();
  const { account, sessions, tokens } = detail;
  const endAll = () =>
    act({
      run: () => send('DELETE', `/accounts/${account.personId}/sessions`),
      done: t('admin.account.ended'),
      ask: {
        title: t('admin.account.end'),
        consequence: t('admin.account.end.consequence', { name: account.name }),
        verb: t('admin.account.end'),
      },
    });
  const revoke = (token: AccountDetail['tokens'][number]) =>
    act({
      run: () => send('DELETE', `/api-tokens/${token.id}`),
      done: t('admin.tokens.revoked'),
      ask: {
        title: t('admin.tokens.revoke'),
        consequence: t('admin.tokens.revoke.consequence', { name: token.name }),
        verb: t('admin.tokens.revoke'),
      },
    });
  const some = sessions.length + tokens.length > 0;
  return (
    <Section
      title={t('admin.account.access')}
      action={
        some && (
          <Button disabled={busy} onClick={endAll}>
            {t('admin.account.end')}
          </Button>
        )
      }
    >
      {!some && <Empty title={t('admin.account.access.none')} />}
      {sessions.length > 0 && (
        <PlainTable
          label={t('sessions')}
          items={sessions}
          idOf={({ id }) => id}
          columns={[
            { head: 'sessions.device', cell: (one) => deviceOf(one.userAgent) },
            {
              head: 'sessions.from',
              cell: (one) => <span className={classes.mono}>{one.from}</span>,
            },
            { head: 'sessions.since', cell: (one) => <Ago at={one.createdAt} /> },
            { head: 'admin.token.used', end: true, cell: (one) => <Ago at={one.lastUsedAt} /> },
          ]}
        />
      )}
      {tokens.length > 0 && (
        <PlainTable
          label={t('admin.tokens')}
          items={tokens}
          idOf={({ id }) => id}
          columns={[
            { head: 'admin.token.name', cell: ({ name }) => name },
            {
              head: 'admin.token.scopes',
              cell: ({ scopes }) => <span className={classes.mono}>{scopes.join(' ')}</span>,
            },
            { head: 'admin.token.expires', cell: (one) => <Instant at={one.expiresAt} /> },
            {
              head: 'admin.act',
              end: true,
              cell: (one) => (
                <Button size="compact-sm" disabled={busy} onClick={() => revoke(one)}>
                  {t('admin.tokens.revoke')}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
