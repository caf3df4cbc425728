import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { send } from '#ui/api/client.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Instant } from '#ui/mark/due.tsx';
import classes from './admin.module.css';
import { AdminFrame } from './admin-frame.tsx';
import { AdminTable } from './admin-table.tsx';
import { useAdminAct } from './use-admin-act.ts';

interface Lockout {
  readonly kind: 'account' | 'address';
  readonly address: string | null;
  readonly personId: string | null;
  readonly name: string | null;
  readonly attempts: number;
  readonly blocks: number;
  readonly blockedUntil: string;
}

/** Accounts and network addresses from which nobody may sign in for a while, and their release. */
export function LocksPage() {
  const { t } = useTexts();
  const { act, busy } = useAdminAct();
  const release = (lock: Lockout) =>
    act({
      run: () =>
        lock.address === null
          ? send('DELETE', `/accounts/${lock.personId}/lockout`)
          : send('POST', '/lockouts/release', { address: lock.address }),
      done: t('admin.locks.released'),
    });
  return (
    <AdminFrame id="locks">
      <AdminTable<Lockout>
        path="/lockouts"
        every={15_000}
        label={t('admin.locks')}
        idOf={(lock) => `${lock.kind} ${lock.address ?? lock.personId ?? lock.blockedUntil}`}
        empty="admin.locks.empty"
        emptyHelp="admin.locks.empty.help"
        columns={[
          {
            head: 'admin.locks.who',
            cell: (lock) =>
              lock.address !== null ? (
                <>
                  {t('admin.locks.address')} <span className={classes.mono}>{lock.address}</span>
                </>
              ) : lock.personId === null ? (
                <span className={classes.note}>{t('admin.locks.unknown')}</span>
              ) : (
                <Link to={`/admin/accounts/${lock.personId}`}>{lock.name}</Link>
              ),
          },
          { head: 'admin.job.attempts', cell: ({ attempts }) => attempts },
          { head: 'admin.locks.times', cell: ({ blocks }) => blocks },
          { head: 'admin.account.locked', cell: (lock) => <Instant at={lock.blockedUntil} /> },
          {
            head: 'admin.act',
            end: true,
            cell: (lock) =>
              (lock.address !== null || lock.personId !== null) && (
                <Button size="compact-sm" disabled={busy} onClick={() => release(lock)}>
                  {t('admin.locks.release')}
                </Button>
              ),
          },
        ]}
      />
    </AdminFrame>
  );
}
