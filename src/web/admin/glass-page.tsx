import { Button, Drawer, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, send } from '#ui/api/client.ts';
import type { StateKind } from '#ui/api/definition-index.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { showToast } from '#ui/feedback/toast-store.ts';
import { ChooseRecord } from '#ui/form/choose-record.tsx';
import { Select } from '#ui/form/select.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago, Instant, useNow } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import type { RecordDetail } from '#work/contract.ts';
import classes from './admin.module.css';
import { AdminFrame } from './admin-frame.tsx';
import { AdminTable } from './admin-table.tsx';
import { type GlassBreak, glassState } from './glass-state.ts';
import { useAdminAct } from './use-admin-act.ts';

const marks: { readonly [state in ReturnType<typeof glassState>]: StateKind } = {
  ...{ asked: 'waiting', void: 'not-achieved', open: 'active', over: 'achieved' },
};

/** Sight of an organisation's content in an emergency: two persons, a reason, a few hours, and the organisation is told at once. */
export function GlassPage() {
  const { t } = useTexts();
  const me = useMe();
  const now = useNow();
  const { act, busy } = useAdminAct();
  const [asking, setAsking] = useState(false);
  const approve = (one: GlassBreak) =>
    act({
      run: () => send('POST', `/glass-breaks/${one.id}/approve`, {}),
      done: t('admin.glass.approved'),
      ask: {
        title: t('admin.glass.approve'),
        consequence: t('admin.glass.approve.consequence', { hours: one.hours }),
        verb: t('admin.glass.approve'),
      },
    });
  return (
    <AdminFrame
      id="glass"
      actions={<Button onClick={() => setAsking(true)}>{t('admin.glass.ask')}</Button>}
    >
      <AdminTable<GlassBreak>
        path="/glass-breaks"
        label={t('admin.glass')}
        idOf={({ id }) => id}
        empty="admin.glass.empty"
        emptyHelp="admin.glass.empty.help"
        columns={[
          {
            head: 'field.ownerId',
            cell: (one) => <Name of="organisations" id={one.organisationId} />,
          },
          { head: 'admin.reason', cell: ({ reason }) => <p className={classes.long}>{reason}</p> },
          {
            head: 'field.state',
            cell: (one) => {
              const state = glassState(one, now);
              return <Mark kind={marks[state]} word={t(`glass-state.${state}`)} />;
            },
          },
          {
            head: 'admin.glass.by',
            cell: (one) => (
              <>
                <Name of="people" id={one.requestedBy} />
                <p className={classes.note}>
                  <Ago at={one.requestedAt} />
                </p>
              </>
            ),
          },
          {
            head: 'admin.glass.second',
            cell: (one) => one.approvedBy !== null && <Name of="people" id={one.approvedBy} />,
          },
          {
            head: 'admin.glass.until',
            cell: (one) =>
              one.expiresAt === null ? (
                t('admin.glass.hours', { count: one.hours })
              ) : (
                <Instant at={one.expiresAt} />
              ),
          },
          {
            head: 'admin.act',
            end: true,
            cell: (one) =>
              glassState(one, now) === 'asked' &&
              one.requestedBy !== me.person.id && (
                <Button size="compact-sm" disabled={busy} onClick={() => approve(one)}>
                  {t('admin.glass.approve')}
                </Button>
              ),
          },
        ]}
      />
      <Drawer
        opened={asking}
        onClose={() => setAsking(false)}
        size="32rem"
        title={t('admin.glass.ask')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <AskForm onDone={() => setAsking(false)} />
      </Drawer>
    </AdminFrame>
  );
}

/** The name of an organisation or a person. */
function Name({ of, id }: { of: 'organisations' | 'people'; id: string }) {
  const { data } = useQuery({
    queryKey: ['record', of, id],
    queryFn: ({ signal }) => get<RecordDetail>(`/${of}/${id}`, {}, signal),
    staleTime: 60_000,
  });
  return <span>{String(data?.record.fields['name'] ?? '…')}</span>;
}

function AskForm({ onDone }: { onDone: () => void }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [organisationId, setOrganisation] = useState('');
  const [reason, setReason] = useState('');
  const [hours, setHours] = useState('4');
  const ask = useMutation({
    mutationFn: () =>
      send('POST', '/glass-breaks', { organisationId, reason, hours: Number(hours) }),
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('admin.glass.asked') });
      await client.invalidateQueries({ queryKey: ['admin'] });
      onDone();
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <Notice tone="warning" title={t('admin.glass.warning')}>
        <p>{t('admin.glass.warning.help')}</p>
      </Notice>
      {ask.isError && <ProblemNotice error={ask.error} />}
      <ChooseRecord
        to="organisations"
        label={t('field.ownerId')}
        value={organisationId}
        onChange={setOrganisation}
      />
      <Textarea
        label={t('admin.reason')}
        description={t('admin.glass.reason.help')}
        required
        withAsterisk={false}
        minLength={10}
        autosize
        minRows={3}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Select
        label={t('admin.glass.for')}
        allowDeselect={false}
        data={['1', '2', '4', '8'].map((value) => ({
          value,
          label: t('admin.glass.hours', { count: Number(value) }),
        }))}
        value={hours}
        onChange={(value) => setHours(value ?? '4')}
      />
      <div>
        <Button
          type="submit"
          size="sm"
          variant="filled"
          disabled={ask.isPending || organisationId === ''}
        >
          {t('admin.glass.ask.verb')}
        </Button>
      </div>
    </form>
  );
}
