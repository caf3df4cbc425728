import { Button } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { ApiError } from '#ui/api/client.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Page } from '#ui/page/page.tsx';

/** While a page's code is on its way. */
export function PendingPage() {
  const { t } = useTexts();
  return (
    <Page title={t('loading')}>
      <Placeholder lines={10} />
    </Page>
  );
}

/** Nothing here, or nothing that the reader may see: both answer alike. */
export function NotFoundPage() {
  const { t } = useTexts();
  return (
    <Page title={t('not-found')}>
      <Empty
        title={t('not-found.what')}
        action={
          <Button component={Link} to="/">
            {t('not-found.home')}
          </Button>
        }
      >
        {t('not-found.advice')}
      </Empty>
    </Page>
  );
}

/** Something broke while a page was drawn or read. */
export function ErrorPage({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTexts();
  const router = useRouter();
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  const forbidden = error instanceof ApiError && error.status === 403;
  return (
    <Page title={t(forbidden ? 'forbidden' : 'error')}>
      <ProblemNotice
        error={error}
        retry={() => {
          reset();
          router.invalidate();
        }}
      />
    </Page>
  );
}
