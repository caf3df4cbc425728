import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { ChooseRecord } from '#ui/form/choose-record.tsx';
import { Select } from '#ui/form/select.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { type Account, accountMarks, accountStates } from './account-words.ts';
import classes from './admin.module.css';
import { AdminFrame } from './admin-frame.tsx';
import { AdminTable } from './admin-table.tsx';

/** People of every organisation and how each gets in. */
export function AccountsPage() {
  const { t } = useTexts();
  const [typed, setTyped] = useState('');
  const [state, setState] = useState<string | null>(null);
  const [organisation, setOrganisation] = useState('');
  const q = useDeferredValue(typed.trim());
  return (
    <AdminFrame
      id="accounts"
      actions={
        <Button component={Link} to="/admin/invitations/new" variant="filled">
          {t('admin.invite')}
        </Button>
      }
    >
      <search className={classes.tools}>
        <TextInput
          type="search"
          size="xs"
          label={t('admin.accounts.q')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <ChooseRecord
          to="organisations"
          size="xs"
          label={t('field.ownerId')}
          value={organisation}
          onChange={setOrganisation}
        />
        <Select
          size="xs"
          label={t('field.state')}
          placeholder={t('admin.all')}
          clearable
          clearButtonProps={{ 'aria-label': t('form.clear') }}
          data={accountStates.map((value) => ({ value, label: t(`account-state.${value}`) }))}
          value={state}
          onChange={setState}
        />
      </search>
      <AdminTable<Account>
        path="/accounts"
        parameters={{ q, state: state ?? undefined, organisation }}
        label={t('admin.accounts')}
        idOf={({ personId }) => personId}
        empty="admin.accounts.empty"
        emptyHelp="admin.accounts.empty.help"
        columns={[
          {
            head: 'admin.account.name',
            cell: (one) => (
              <>
                <Link to={`/admin/accounts/${one.personId}`}>{one.name}</Link>
                {one.external && (
                  <span className={classes.note}> · {t('admin.account.external')}</span>
                )}
              </>
            ),
          },
          { head: 'sign-in.email', cell: ({ email }) => email },
          { head: 'field.ownerId', cell: (one) => one.organisation },
          {
            head: 'field.state',
            cell: (one) => (
              <Mark kind={accountMarks[one.state]} word={t(`account-state.${one.state}`)} />
            ),
          },
          {
            head: 'profile.totp',
            cell: ({ totp }) => t(totp ? 'admin.account.totp.on' : 'admin.account.totp.off'),
          },
          { head: 'admin.account.sessions', end: true, cell: ({ sessions }) => sessions },
          {
            head: 'admin.token.used',
            end: true,
            cell: ({ lastUsedAt }) => (lastUsedAt === null ? t('never') : <Ago at={lastUsedAt} />),
          },
        ]}
      />
    </AdminFrame>
  );
}
