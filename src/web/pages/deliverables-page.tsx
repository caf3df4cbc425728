import { TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { DeliverableState, deliverableStates } from '#ui/deliverable/deliverable-state.tsx';
import { Select } from '#ui/form/select.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { TlpBadge } from '#ui/mark/label-badge.tsx';
import { Page } from '#ui/page/page.tsx';
import { WaitsForCell } from '#ui/presence/waits-for.tsx';
import { WithdrawnLine } from '#ui/sharing/withdrawn-line.tsx';
import type { DeliverableSummary } from '#work/deliverables/contract.ts';
import classes from '../admin/admin.module.css';
import { AdminTable } from '../admin/admin-table.tsx';

/** Documents of my organisation and those that were sent to it, the newest first. */
export function DeliverablesPage() {
  const { t, names } = useTexts();
  const [typed, setTyped] = useState('');
  const [state, setState] = useState<string | null>(null);
  const q = useDeferredValue(typed.trim());
  return (
    <Page
      title={t('nav.documents')}
      meta={<span>{t('documents.help')}</span>}
      actions={<Link to="/house-style">{t('house-style')}</Link>}
    >
      <WithdrawnLine kind="deliverable" />
      <search className={classes.tools}>
        <TextInput
          type="search"
          size="xs"
          label={t('documents.q')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Select
          size="xs"
          label={t('field.state')}
          placeholder={t('admin.all')}
          clearable
          clearButtonProps={{ 'aria-label': t('form.clear') }}
          data={deliverableStates.map((value) => ({
            value,
            label: names.state('register.deliverables', value),
          }))}
          value={state}
          onChange={setState}
        />
      </search>
      <AdminTable<DeliverableSummary>
        path="/deliverables"
        parameters={{ q, state: state ?? undefined, limit: 50 }}
        label={t('nav.documents')}
        idOf={({ id }) => id}
        empty="documents.empty"
        emptyHelp="documents.empty.help"
        columns={[
          {
            head: 'field.title',
            cell: ({ id, title }) => <Link to={`/deliverables/${id}`}>{title}</Link>,
          },
          {
            head: 'field.reference',
            cell: ({ reference }) => <span className={classes.whole}>{reference}</span>,
          },
          { head: 'deliverable.history.version', cell: ({ version }) => version },
          {
            head: 'field.state',
            cell: ({ state, waitingFor }) => (
              <>
                <DeliverableState state={state} />
                <WaitsForCell waitingFor={waitingFor} />
              </>
            ),
          },
          { head: 'field.tlp', cell: ({ tlp }) => <TlpBadge tlp={tlp} /> },
          {
            head: 'field.ownerId',
            cell: ({ ownerId }, titles) => titles[ownerId] ?? t('organisation.unknown'),
          },
          { head: 'field.updatedAt', end: true, cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
        ]}
      />
    </Page>
  );
}
