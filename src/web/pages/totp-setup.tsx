import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '#ui/api/client.ts';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './plain-list.module.css';

interface Offer {
  readonly secret: string;
  /** `otpauth://` address, and the same as a picture in a data URL. */
  readonly uri: string;
  readonly qr?: string;
}

/** Sets a second factor up: the secret as a picture and in letters, then a code that proves it works. */
export function TotpSetup() {
  const { t } = useTexts();
  const [code, setCode] = useState('');
  const start = useMutation({ mutationFn: () => send<Offer>('POST', '/me/totp', {}) });
  const confirm = useMutation({ mutationFn: () => send('POST', '/me/totp', { code }) });
  if (confirm.isSuccess) return <Notice tone="note" title={t('profile.totp.done')} />;
  if (!start.isSuccess) {
    return (
      <div className={classes.form}>
        <p>{t('profile.totp.help')}</p>
        {start.isError && <ProblemNotice error={start.error} />}
        <div>
          <Button onClick={() => start.mutate()} disabled={start.isPending}>
            {t('profile.totp.start')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p>{t('profile.totp.scan')}</p>
      {start.data.qr !== undefined && (
        <img src={start.data.qr} width={180} height={180} alt={t('profile.totp.picture')} />
      )}
      <p className={classes.secret}>{start.data.secret}</p>
      {confirm.isError && <ProblemNotice error={confirm.error} />}
      <TextInput
        label={t('sign-in.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        withAsterisk={false}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value.trim())}
      />
      <div>
        <Button type="submit" disabled={confirm.isPending}>
          {t('profile.totp.verb')}
        </Button>
      </div>
    </form>
  );
}
