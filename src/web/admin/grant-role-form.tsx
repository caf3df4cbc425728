import { Button, Radio, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '#ui/api/client.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { showToast } from '#ui/feedback/toast-store.ts';
import { ChooseRecord } from '#ui/form/choose-record.tsx';
import { Select } from '#ui/form/select.tsx';
import { useDeclaredOptions } from '#ui/form/use-declared-options.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { type Account, endOfDay, startOfDay } from './account-words.ts';
import classes from './admin.module.css';

interface Grant {
  readonly role: string;
  readonly organisationId: string;
  readonly systemId: string;
  readonly kind: 'holder' | 'substitute';
  readonly forPersonId: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** A role for an organisation, a scope and a period; as its holder, or in place of somebody who holds it. */
export function GrantRoleForm({ account, onDone }: { account: Account; onDone: () => void }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const roles = useDeclaredOptions('role');
  const [grant, setGrant] = useState<Grant>({
    ...{ role: '', organisationId: account.organisationId, systemId: '', kind: 'holder' },
    ...{ forPersonId: '', from: '', to: '', reason: '' },
  });
  const change = (next: Partial<Grant>) => setGrant((before) => ({ ...before, ...next }));
  const give = useMutation({
    mutationFn: () =>
      send('POST', `/accounts/${account.personId}/roles`, {
        role: grant.role,
        organisationId: grant.organisationId,
        systemId: grant.systemId === '' ? null : grant.systemId,
        kind: grant.kind,
        forPersonId: grant.kind === 'substitute' ? grant.forPersonId : null,
        validFrom: startOfDay(grant.from) ?? null,
        validTo: endOfDay(grant.to) ?? null,
        reason: grant.reason === '' ? null : grant.reason,
      }),
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('admin.role.granted') });
      await client.invalidateQueries({ queryKey: ['admin'] });
      onDone();
    },
  });
  const ready =
    grant.role !== '' &&
    grant.organisationId !== '' &&
    (grant.kind === 'holder' || grant.forPersonId !== '');
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) give.mutate();
      }}
    >
      {give.isError && <ProblemNotice error={give.error} />}
      <Select
        label={t('admin.role')}
        searchable
        data={roles}
        value={grant.role === '' ? null : grant.role}
        onChange={(role) => change({ role: role ?? '' })}
        nothingFoundMessage={t('form.nothing-found')}
        data-autofocus
      />
      <ChooseRecord
        to="organisations"
        label={t('admin.role.organisation')}
        titles={{ [account.organisationId]: account.organisation }}
        value={grant.organisationId}
        onChange={(organisationId) => change({ organisationId })}
      />
      <ChooseRecord
        to="systems"
        optional
        label={t('admin.role.system')}
        help={t('admin.role.system.help')}
        value={grant.systemId}
        onChange={(systemId) => change({ systemId })}
      />
      <Radio.Group
        label={t('admin.role.kind')}
        value={grant.kind}
        onChange={(kind) => change({ kind: kind === 'substitute' ? 'substitute' : 'holder' })}
      >
        <div className={classes.choices}>
          <Radio size="sm" value="holder" label={t('admin.role.kind.holder')} />
          <Radio size="sm" value="substitute" label={t('admin.role.kind.substitute')} />
        </div>
      </Radio.Group>
      {grant.kind === 'substitute' && (
        <ChooseRecord
          to="people"
          label={t('admin.role.for-person')}
          help={t('admin.role.for-person.help')}
          value={grant.forPersonId}
          onChange={(forPersonId) => change({ forPersonId })}
        />
      )}
      <div className={classes.pair}>
        <TextInput
          type="date"
          label={t('admin.role.from')}
          description={t('admin.role.from.help')}
          value={grant.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('admin.role.to')}
          description={t('admin.role.to.help')}
          value={grant.to}
          onChange={(event) => change({ to: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label={t('admin.reason')}
        autosize
        minRows={2}
        value={grant.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
      />
      <div className={classes.buttons}>
        <Button type="submit" size="sm" variant="filled" disabled={!ready || give.isPending}>
          {t('admin.role.grant')}
        </Button>
        <Button size="sm" onClick={onDone}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
