import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { send } from '#ui/api/client.ts';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './sign-in.module.css';

/** Where the link of an invitation leads. Its token stands behind `#`, so that no server log ever holds it. */
export function InvitationPage() {
  const { t } = useTexts();
  const [token] = useState(() => window.location.hash.slice(1));
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: () => send('POST', '/invitations/accept', { token, password }),
  });
  useEffect(() => {
    document.title = `${t('invitation')} – Commonward`;
  }, [t]);
  return (
    <main className={classes.page}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          accept.mutate();
        }}
      >
        <p className={classes.product}>Commonward</p>
        <h1>{t('invitation')}</h1>
        {accept.isSuccess ? (
          <>
            <Notice tone="note" title={t('invitation.done')} />
            <Button component={Link} to="/sign-in" size="sm" variant="filled">
              {t('sign-in')}
            </Button>
          </>
        ) : (
          <>
            <p>{t('invitation.help')}</p>
            {accept.isError && <ProblemNotice error={accept.error} />}
            <PasswordInput
              label={t('profile.password.next')}
              description={t('profile.password.help')}
              autoComplete="new-password"
              required
              withAsterisk={false}
              minLength={12}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': t('sign-in.show') }}
            />
            <Button type="submit" size="sm" variant="filled" disabled={accept.isPending}>
              {t('invitation.verb')}
            </Button>
          </>
        )}
      </form>
    </main>
  );
}
