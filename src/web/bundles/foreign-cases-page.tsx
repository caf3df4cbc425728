import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { TlpBadge } from '#ui/mark/label-badge.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Page } from '#ui/page/page.tsx';
import type { ForeignCaseSummary } from '#work/bundle/contract.ts';
import classes from '../admin/admin.module.css';
import { AdminTable } from '../admin/admin-table.tsx';

/** Cases that other installations sent as bundles: to be read, not to be worked on. */
export function ForeignCasesPage() {
  const { t, names } = useTexts();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  return (
    <Page
      title={t('foreign.title')}
      meta={<span>{t('foreign.help')}</span>}
      actions={
        <Button component={Link} to="/bundles/import" variant="filled">
          {t('bundle.import')}
        </Button>
      }
    >
      <search className={classes.tools}>
        <TextInput
          type="search"
          size="xs"
          label={t('foreign.q')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </search>
      <AdminTable<ForeignCaseSummary>
        path="/foreign-cases"
        parameters={{ q, limit: 50 }}
        label={t('foreign.title')}
        idOf={({ id }) => id}
        empty="foreign.empty"
        emptyHelp="foreign.empty.help"
        columns={[
          {
            head: 'field.title',
            cell: ({ id, title }) => <Link to={`/foreign-cases/${id}`}>{title}</Link>,
          },
          {
            head: 'field.reference',
            cell: ({ reference }) => <span className={classes.whole}>{reference}</span>,
          },
          { head: 'foreign.procedure', cell: ({ procedure }) => names.procedure(procedure) },
          {
            head: 'field.state',
            cell: ({ procedure, state }) => (
              <StateMark owner={`procedure.${procedure}`} state={state} />
            ),
          },
          {
            head: 'foreign.owner',
            cell: ({ caseOwner }) => <span title={caseOwner.name}>{caseOwner.code}</span>,
          },
          { head: 'field.tlp', cell: ({ tlp }) => <TlpBadge tlp={tlp} /> },
          { head: 'bundle.revision.label', cell: ({ revision }) => revision },
          { head: 'foreign.imported', end: true, cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
        ]}
      />
    </Page>
  );
}
