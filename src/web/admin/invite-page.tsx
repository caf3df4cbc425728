import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, send } from '#ui/api/client.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { ChooseRecord } from '#ui/form/choose-record.tsx';
import { Select } from '#ui/form/select.tsx';
import { useDeclaredOptions } from '#ui/form/use-declared-options.ts';
import { localeNames, locales } from '#ui/i18n/locale.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { endOfDay } from './account-words.ts';
import classes from './admin.module.css';
import { AdminFrame } from './admin-frame.tsx';
import { InvitationLink } from './invitation-link.tsx';

interface Invite {
  readonly email: string;
  readonly name: string;
  readonly organisationId: string;
  readonly locale: string;
  readonly external: boolean;
  readonly role: string;
  readonly until: string;
}

const NOTHING: Invite = {
  ...{ email: '', name: '', organisationId: '', locale: 'en', external: false },
  ...{ role: '', until: '' },
};

/** Asks somebody in: the person, the organisation and a first role; more roles are given on the account's page. */
export function InvitePage() {
  const { t } = useTexts();
  const client = useQueryClient();
  const roles = useDeclaredOptions('role');
  const [invite, setInvite] = useState(NOTHING);
  const change = (next: Partial<Invite>) => setInvite((before) => ({ ...before, ...next }));
  const ask = useMutation({
    mutationFn: () => {
      const { role, until, ...person } = invite;
      const validTo = endOfDay(until);
      const first = { role, organisationId: person.organisationId };
      return send<{ link?: string }>('POST', '/invitations', {
        ...person,
        roles: role === '' ? [] : [{ ...first, ...(validTo === undefined ? {} : { validTo }) }],
      });
    },
    onSuccess: async () => {
      setInvite(NOTHING);
      await client.invalidateQueries({ queryKey: ['admin'] });
    },
  });
  const fault = (path: string) =>
    ask.error instanceof ApiError
      ? ask.error.problem.faults?.find((one) => one.path === path)?.message
      : undefined;
  return (
    <AdminFrame id="invite" crumbs={[{ title: t('admin.invitations'), to: '/admin/invitations' }]}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        {ask.isError && <ProblemNotice error={ask.error} />}
        {ask.isSuccess && <InvitationLink link={ask.data.link ?? ''} />}
        <TextInput
          label={t('admin.account.name')}
          required
          withAsterisk={false}
          value={invite.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          type="email"
          label={t('sign-in.email')}
          required
          withAsterisk={false}
          error={fault('/email')}
          value={invite.email}
          onChange={(event) => change({ email: event.currentTarget.value })}
        />
        <ChooseRecord
          to="organisations"
          label={t('field.ownerId')}
          error={fault('/organisationId')}
          value={invite.organisationId}
          onChange={(organisationId) => change({ organisationId })}
        />
        <Select
          label={t('language')}
          allowDeselect={false}
          data={locales.map((value) => ({ value, label: localeNames[value] }))}
          value={invite.locale}
          onChange={(locale) => change({ locale: locale ?? 'en' })}
        />
        <Checkbox
          size="sm"
          label={t('admin.account.external')}
          description={t('admin.account.external.help')}
          checked={invite.external}
          onChange={(event) => change({ external: event.currentTarget.checked })}
        />
        <div className={classes.pair}>
          <Select
            label={t('admin.invite.role')}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('form.clear') }}
            data={roles}
            value={invite.role === '' ? null : invite.role}
            onChange={(role) => change({ role: role ?? '' })}
          />
          <TextInput
            type="date"
            label={t('admin.role.to')}
            disabled={invite.role === ''}
            value={invite.until}
            onChange={(event) => change({ until: event.currentTarget.value })}
          />
        </div>
        <div>
          <Button
            type="submit"
            size="sm"
            variant="filled"
            disabled={ask.isPending || invite.organisationId === ''}
          >
            {t('admin.invite.verb')}
          </Button>
        </div>
      </form>
    </AdminFrame>
  );
}
