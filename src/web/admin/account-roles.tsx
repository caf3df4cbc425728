import { Button, Drawer } from '@mantine/core';
import { useState } from 'react';
import { send } from '#ui/api/client.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { Empty } from '#ui/feedback/notice.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Instant } from '#ui/mark/due.tsx';
import { Section } from '#ui/page/page.tsx';
import { FilterTitle } from '#ui/table/filter-title.tsx';
import type { AccountDetail, HeldRole } from './account-words.ts';
import classes from './admin.module.css';
import { PlainTable } from './admin-table.tsx';
import { GrantRoleForm } from './grant-role-form.tsx';
import { useAdminAct } from './use-admin-act.ts';

/** The roles that a person holds now or later: each for an organisation, a scope and a period, and whom a substitute stands for. */
export function AccountRoles({ detail }: { detail: AccountDetail }) {
  const { t, names } = useTexts();
  const me = useMe();
  const { act, busy } = useAdminAct();
  const [granting, setGranting] = useState(false);
  const { account, roles, titles } = detail;
  const own = account.personId === me.person.id;
  const end = (role: HeldRole) =>
    act({
      run: () => send('DELETE', `/accounts/${account.personId}/roles/${role.id}`),
      done: t('admin.role.ended'),
      ask: {
        title: t('admin.role.end'),
        consequence: t('admin.role.end.consequence', {
          name: account.name,
          role: names.role(role.role),
        }),
        verb: t('admin.role.end'),
      },
    });
  return (
    <Section
      title={t('admin.account.roles')}
      action={
        !own &&
        account.state !== 'left' && (
          <Button onClick={() => setGranting(true)}>{t('admin.role.grant')}</Button>
        )
      }
    >
      {own && <p className={classes.note}>{t('admin.role.own')}</p>}
      {roles.length === 0 ? (
        <Empty title={t('admin.account.roles.none')} />
      ) : (
        <PlainTable<HeldRole>
          label={t('admin.account.roles')}
          items={roles}
          idOf={({ id }) => id}
          columns={[
            {
              head: 'admin.role',
              cell: (role) => (
                <>
                  {names.role(role.role)}
                  {role.kind !== 'holder' && (
                    <span className={classes.note}>
                      {' '}
                      · {t(`role-kind.${role.kind}`)} {t('admin.role.for')}{' '}
                      {titles[role.forPersonId ?? ''] ?? t('person.unknown')}
                    </span>
                  )}
                </>
              ),
            },
            { head: 'field.ownerId', cell: (role) => titles[role.organisationId] ?? '' },
            {
              head: 'admin.role.scope',
              cell: (role) =>
                role.caseId !== null ? (
                  t('admin.role.scope.case')
                ) : role.systemId !== null ? (
                  <FilterTitle to="systems" id={role.systemId} />
                ) : (
                  t('admin.role.scope.all')
                ),
            },
            { head: 'admin.role.from', cell: (role) => <Instant at={role.validFrom} /> },
            {
              head: 'admin.role.to',
              cell: (role) =>
                role.validTo === null ? t('admin.role.open') : <Instant at={role.validTo} />,
            },
            {
              head: 'admin.act',
              end: true,
              cell: (role) =>
                !own && (
                  <Button size="compact-sm" disabled={busy} onClick={() => end(role)}>
                    {t('admin.role.end')}
                  </Button>
                ),
            },
          ]}
        />
      )}
      <Drawer
        opened={granting}
        onClose={() => setGranting(false)}
        size="32rem"
        title={t('admin.role.grant.to', { name: account.name })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <GrantRoleForm account={account} onDone={() => setGranting(false)} />
      </Drawer>
    </Section>
  );
}
