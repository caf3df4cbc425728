import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AcknowledgementView } from '#work/requests/contract.ts';
import { ApiError, send } from '../api/client.ts';
import { Notice, ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';

/**
 * What the link of a mail acknowledges, for whoever is not signed in: the number of the request, and nothing of it. Looking changes nothing; the
 * button does.
 * @param next what leads into the application
 */
export function Acknowledgement({ token, next }: { token: string; next: ReactNode }) {
  const { t, formats } = useTexts();
  const found = useQuery({
    queryKey: ['acknowledgement', token],
    queryFn: ({ signal }) =>
      send<AcknowledgementView>('POST', '/acknowledgements/look', { token }, { signal }),
    retry: false,
    refetchOnWindowFocus: false,
  });
  const acknowledge = useMutation({
    mutationFn: () => send<AcknowledgementView>('POST', '/acknowledgements', { token }),
    // Somebody was faster, or the time is over: what is so now is told.
    onError: () => found.refetch(),
  });
  if (found.isPending) return <Placeholder />;
  if (found.isError) {
    return isInvalid(found.error) ? (
      <>
        <h1>{t('acknowledgement')}</h1>
        <Notice tone="warning" title={t('acknowledgement.state.invalid')}>
          <p>{t('acknowledgement.next.invalid')}</p>
        </Notice>
        {next}
      </>
    ) : (
      <ProblemNotice error={found.error} retry={() => found.refetch()} />
    );
  }
  const { state, expiresAt } = found.data;
  // A number does not break where a line ends.
  const reference = found.data.reference.replaceAll('-', '\u2011');
  if (acknowledge.isSuccess) {
    return (
      <>
        <h1>{t('acknowledgement')}</h1>
        <Notice tone="note" title={t('acknowledgement.done', { reference })}>
          <p>{t('acknowledgement.done.help')}</p>
        </Notice>
        {next}
      </>
    );
  }
  if (state !== 'open') {
    return (
      <>
        <h1>{t('acknowledgement')}</h1>
        <Notice
          tone={state === 'used' || state === 'acknowledged' ? 'note' : 'warning'}
          title={t(`acknowledgement.state.${state}`, { reference })}
        >
          <p>{t('acknowledgement.next')}</p>
        </Notice>
        {next}
      </>
    );
  }
  return (
    <>
      <h1>{t('acknowledgement.ask', { reference })}</h1>
      <p>{t('acknowledgement.help')}</p>
      {acknowledge.isError && <ProblemNotice error={acknowledge.error} />}
      <Button
        size="sm"
        variant="filled"
        onClick={() => acknowledge.mutate()}
        disabled={acknowledge.isPending}
      >
        {t('acknowledgement.verb')}
      </Button>
      <p>
        <small>{t('acknowledgement.until', { until: formats.instant(expiresAt) })}</small>
      </p>
    </>
  );
}

function isInvalid(error: unknown): boolean {
  return (
    error instanceof ApiError && ['link-invalid', 'invalid-input'].includes(error.problem.code)
  );
}
