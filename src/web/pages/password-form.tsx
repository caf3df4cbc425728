import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '#ui/api/client.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { showToast } from '#ui/feedback/toast-store.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './plain-list.module.css';

/** Changes my password; other sessions end. */
export function PasswordForm() {
  const { t } = useTexts();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => send('POST', '/me/password', { current, password: next }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      showToast({ tone: 'done', text: t('profile.password.done') });
    },
  });
  const toggle = { 'aria-label': t('sign-in.show') };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      {change.isError && <ProblemNotice error={change.error} />}
      <PasswordInput
        label={t('profile.password.current')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        visibilityToggleButtonProps={toggle}
      />
      <PasswordInput
        label={t('profile.password.next')}
        description={t('profile.password.help')}
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={12}
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
        visibilityToggleButtonProps={toggle}
      />
      <div>
        <Button type="submit" disabled={change.isPending}>
          {t('profile.password.verb')}
        </Button>
      </div>
    </form>
  );
}
