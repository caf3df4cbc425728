import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { get, send } from '#ui/api/client.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { showToast } from '#ui/feedback/toast-store.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './plain-list.module.css';
import { svgAddress } from './svg-address.ts';

interface Offer {
  readonly secret: string;
  readonly uri: string;
  /** The address as a picture, SVG. */
  readonly qr: string;
}

/** Turns a second factor on or off; each asks for the password again. */
export function TotpSetup() {
  const { t } = useTexts();
  const query = useQuery({
    queryKey: ['totp'],
    queryFn: ({ signal }) => get<{ active: boolean }>('/me/totp', {}, signal),
  });
  const [offer, setOffer] = useState<Offer | null>(null);
  const done = (key: string) => {
    setOffer(null);
    showToast({ tone: 'done', text: t(key) });
    query.refetch();
  };
  if (query.isPending) return <Placeholder lines={2} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  if (offer !== null) return <Confirm offer={offer} onDone={() => done('profile.totp.done')} />;
  return query.data.active ? (
    <PasswordStep
      verb={t('profile.totp.off')}
      send={(password) => send('DELETE', '/me/totp', { password })}
      onDone={() => done('profile.totp.off.done')}
    />
  ) : (
    <PasswordStep
      verb={t('profile.totp.start')}
      send={(password) => send<Offer>('POST', '/me/totp', { password })}
      onDone={setOffer}
    />
  );
}

interface PasswordStepProps<T> {
  readonly verb: string;
  readonly send: (password: string) => Promise<T>;
  readonly onDone: (answer: T) => void;
}

function PasswordStep<T>({ verb, send: act, onDone }: PasswordStepProps<T>) {
  const { t } = useTexts();
  const [password, setPassword] = useState('');
  const step = useMutation({ mutationFn: () => act(password), onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    step.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p>{t('profile.totp.help')}</p>
      {step.isError && <ProblemNotice error={step.error} />}
      <PasswordInput
        label={t('profile.totp.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('sign-in.show') }}
      />
      <div>
        <Button type="submit" disabled={step.isPending}>
          {verb}
        </Button>
      </div>
    </form>
  );
}

function Confirm({ offer, onDone }: { offer: Offer; onDone: () => void }) {
  const { t } = useTexts();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => send('POST', '/me/totp/confirm', { totp: code }),
    onSuccess: onDone,
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p>{t('profile.totp.scan')}</p>
      <img src={svgAddress(offer.qr)} width={180} height={180} alt={t('profile.totp.picture')} />
      <p className={classes.secret}>{offer.secret}</p>
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
