import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { ApiError, send } from '#ui/api/client.ts';
import { meQuery } from '#ui/api/queries.ts';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { localeNames, locales } from '#ui/i18n/locale.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { Me } from '#work/contract.ts';
import classes from './sign-in.module.css';

/** Only paths of this application: an address in the link cannot lead elsewhere. */
function safeReturn(path: string | undefined): string {
  return path?.startsWith('/') === true && !path.startsWith('//') && !path.startsWith('/\\')
    ? path
    : '/';
}

/** Password first; a second factor when the account has one. */
export function SignInPage() {
  const { t, setLocale, locale } = useTexts();
  const { return: back } = useSearch({ strict: false }) as { return?: string };
  const client = useQueryClient();
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const signIn = useMutation({
    mutationFn: () =>
      send<Me>('POST', '/sessions', totp === '' ? { email, password } : { email, password, totp }),
    onSuccess: async (me) => {
      client.clear();
      client.setQueryData(meQuery.queryKey, me);
      if (localStorage.getItem('cw-locale') === null) setLocale(me.person.locale);
      await router.navigate({ href: safeReturn(back) });
    },
  });
  const code = signIn.error instanceof ApiError ? signIn.error.problem.code : null;
  const [second, setSecond] = useState(false);
  useEffect(() => {
    document.title = `${t('sign-in')} – Commonward`;
  }, [t]);
  useEffect(() => {
    if (code === 'totp-required') setSecond(true);
  }, [code]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <main className={classes.page}>
      <form className={classes.form} onSubmit={submit}>
        <p className={classes.product}>Commonward</p>
        <h1>{t(second ? 'sign-in.second' : 'sign-in')}</h1>
        {back !== undefined && !signIn.isError && <Notice tone="note" title={t('sign-in.ended')} />}
        {signIn.isError &&
          code !== 'totp-required' &&
          (signIn.error instanceof ApiError && signIn.error.status === 401 ? (
            <Notice tone="danger" title={t(second ? 'sign-in.wrong-code' : 'sign-in.wrong')}>
              <p>{t(second ? 'sign-in.wrong-code.advice' : 'sign-in.wrong.advice')}</p>
            </Notice>
          ) : (
            <ProblemNotice error={signIn.error} />
          ))}
        {second ? (
          <TextInput
            key="totp"
            label={t('sign-in.code')}
            description={t('sign-in.code.help')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={8}
            autoFocus
            required
            withAsterisk={false}
            value={totp}
            onChange={(event) => setTotp(event.currentTarget.value.trim())}
          />
        ) : (
          <>
            <TextInput
              label={t('sign-in.email')}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label={t('sign-in.password')}
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': t('sign-in.show') }}
            />
          </>
        )}
        <Button type="submit" size="sm" variant="filled" fullWidth disabled={signIn.isPending}>
          {t(signIn.isPending ? 'sign-in.working' : 'sign-in.verb')}
        </Button>
        <nav className={classes.languages} aria-label={t('language')}>
          {locales.map((one) => (
            <button
              key={one}
              type="button"
              lang={one}
              aria-pressed={one === locale}
              onClick={() => setLocale(one)}
            >
              {localeNames[one]}
            </button>
          ))}
        </nav>
      </form>
    </main>
  );
}
