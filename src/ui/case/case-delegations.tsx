import { Button, Drawer, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseDetail } from '#work/contract.ts';
import { changed } from '../act/use-act.ts';
import { send } from '../api/client.ts';
import { useMe } from '../api/use-definitions.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { showToast } from '../feedback/toast-store.ts';
import { ChooseRecord } from '../form/choose-record.tsx';
import { Select } from '../form/select.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Instant } from '../mark/due.tsx';
import { Person } from '../mark/party.tsx';
import { AsideList, AsidePart } from '../page/aside-part.tsx';
import classes from './case.module.css';
import { delegableRoles } from './delegable-roles.ts';

/** Who acts in this case on whose behalf, and handing on one's own role. */
export function CaseDelegations({ detail }: { detail: CaseDetail }) {
  const { t, names } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const path = `cases/${detail.case.id}`;
  const roles = detail.case.closedAt === null ? delegableRoles(detail, me.roles) : [];
  const end = useMutation({
    mutationFn: (id: string) => send('DELETE', `/${path}/delegations/${id}`),
    onSuccess: () => {
      showToast({ tone: 'done', text: t('delegation.ended') });
      return changed(client, path);
    },
    onError: (error) => showToast({ tone: 'problem', text: error.message }),
  });
  if (roles.length === 0 && detail.delegations.length === 0) return null;
  return (
    <AsidePart title={t('delegation')}>
      <AsideList>
        {detail.delegations.map((one) => (
          <li key={one.id}>
            <Person id={one.personId} titles={detail.titles} />
            <p className={classes.note}>
              {names.role(one.role)}{' '}
              {t('timeline.on-behalf', {
                person: detail.titles[one.forPersonId] ?? t('person.unknown'),
              })}
              ,{' '}
              {one.from > new Date().toISOString() && (
                <>
                  {t('delegation.from')} <Instant at={one.from} />{' '}
                </>
              )}
              {t('delegation.until')} <Instant at={one.until} />
            </p>
            {one.forPersonId === me.person.id && (
              <Button size="compact-xs" disabled={end.isPending} onClick={() => end.mutate(one.id)}>
                {t('delegation.end')}
              </Button>
            )}
          </li>
        ))}
      </AsideList>
      {roles.length > 0 && (
        <div>
          <Button size="compact-sm" onClick={() => setOpen(true)}>
            {t('delegation.new')}
          </Button>
        </div>
      )}
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        size="30rem"
        title={t('delegation.new')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <DelegationForm path={path} roles={roles} onDone={() => setOpen(false)} />
      </Drawer>
    </AsidePart>
  );
}

interface DelegationFormProps {
  readonly path: string;
  readonly roles: readonly string[];
  readonly onDone: () => void;
}

function DelegationForm({ path, roles, onDone }: DelegationFormProps) {
  const { t, names } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const [personId, setPerson] = useState('');
  const [role, setRole] = useState(roles[0] ?? '');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const give = useMutation({
    mutationFn: () =>
      send('POST', `/${path}/delegations`, {
        ...{ personId, role, until: `${until}T23:59:59.000Z` },
        ...(from === '' ? {} : { from: `${from}T00:00:00.000Z` }),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('delegation.done') });
      await changed(client, path);
      onDone();
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate();
      }}
    >
      <p className={classes.note}>{t('delegation.help')}</p>
      {give.isError && <ProblemNotice error={give.error} />}
      <ChooseRecord
        to="people"
        only={{ organisationId: me.organisation.id }}
        label={t('delegation.person')}
        value={personId}
        onChange={setPerson}
      />
      <Select
        label={t('delegation.role')}
        allowDeselect={false}
        data={roles.map((value) => ({ value, label: names.role(value) }))}
        value={role}
        onChange={(value) => setRole(value ?? '')}
      />
      <TextInput
        type="date"
        label={t('delegation.first-day')}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('delegation.last-day')}
        required
        withAsterisk={false}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <Textarea
        label={t('delegation.reason')}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div>
        <Button
          type="submit"
          size="sm"
          variant="filled"
          disabled={give.isPending || personId === '' || until === ''}
        >
          {t('delegation.verb')}
        </Button>
      </div>
    </form>
  );
}
