import { Button, Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '#ui/api/client.ts';
import type { StateKind } from '#ui/api/definition-index.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago, Instant, useNow } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import classes from './admin.module.css';
import { AdminFrame } from './admin-frame.tsx';
import { AdminTable } from './admin-table.tsx';
import { useAdminAct } from './use-admin-act.ts';

interface Invitation {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly organisation: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly acceptedAt: string | null;
  readonly revokedAt: string | null;
}

type State = 'accepted' | 'revoked' | 'expired' | 'open';

const marks: { readonly [state in State]: StateKind } = {
  ...{ accepted: 'achieved', revoked: 'not-achieved', expired: 'not-achieved', open: 'waiting' },
};

function stateOf(one: Invitation, now: number): State {
  if (one.acceptedAt !== null) return 'accepted';
  if (one.revokedAt !== null) return 'revoked';
  return Date.parse(one.expiresAt) <= now ? 'expired' : 'open';
}

/** Who was asked to come in, and whose link still works. */
export function InvitationsPage() {
  const { t } = useTexts();
  const now = useNow();
  const { act, busy } = useAdminAct();
  const [open, setOpen] = useState(true);
  const takeBack = (one: Invitation) =>
    act({
      run: () => send('DELETE', `/invitations/${one.id}`),
      done: t('admin.invitations.revoked'),
      ask: {
        title: t('admin.invitations.revoke'),
        consequence: t('admin.invitations.revoke.consequence', { name: one.name }),
        verb: t('admin.invitations.revoke'),
      },
    });
  return (
    <AdminFrame
      id="invitations"
      actions={
        <Button component={Link} to="/admin/invitations/new" variant="filled">
          {t('admin.invite')}
        </Button>
      }
    >
      <div className={classes.tools}>
        <Checkbox
          size="xs"
          label={t('admin.invitations.open')}
          checked={open}
          onChange={(event) => setOpen(event.currentTarget.checked)}
        />
      </div>
      <AdminTable<Invitation>
        key={String(open)}
        path="/invitations"
        parameters={{ open: open ? 'true' : undefined }}
        label={t('admin.invitations')}
        idOf={({ id }) => id}
        empty="admin.invitations.empty"
        emptyHelp="admin.invitations.empty.help"
        columns={[
          {
            head: 'admin.account.name',
            cell: (one) => <Link to={`/admin/accounts/${one.personId}`}>{one.name}</Link>,
          },
          { head: 'sign-in.email', cell: ({ email }) => email },
          { head: 'field.ownerId', cell: ({ organisation }) => organisation },
          {
            head: 'field.state',
            cell: (one) => {
              const state = stateOf(one, now);
              return <Mark kind={marks[state]} word={t(`invitation-state.${state}`)} />;
            },
          },
          { head: 'admin.invitations.made.at', cell: (one) => <Ago at={one.createdAt} /> },
          { head: 'admin.account.invited', cell: (one) => <Instant at={one.expiresAt} /> },
          {
            head: 'admin.act',
            end: true,
            cell: (one) =>
              stateOf(one, now) === 'open' && (
                <Button size="compact-sm" disabled={busy} onClick={() => takeBack(one)}>
                  {t('admin.invitations.revoke')}
                </Button>
              ),
          },
        ]}
      />
    </AdminFrame>
  );
}
