import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '#ui/theme/mantine.css';
import '#ui/theme/fonts.css';
import '#ui/theme/tokens.css';
import '#ui/theme/print.css';
import { ApiError } from '#ui/api/client.ts';
import { ConfirmProvider } from '#ui/feedback/confirm.tsx';
import { loadTexts } from '#ui/i18n/load-texts.ts';
import { startLocale, TextsProvider } from '#ui/i18n/texts-provider.tsx';
import { cssVariables, theme } from '#ui/theme/theme.ts';
import { createAppRouter } from './router.tsx';

/** A session that ended leads to the sign-in page and back; what was typed is kept as a draft. */
function onError(error: unknown): void {
  if (
    error instanceof ApiError &&
    error.status === 401 &&
    !location.pathname.startsWith('/sign-in')
  ) {
    const here = location.pathname + location.search;
    client.removeQueries({ queryKey: ['me'] });
    router.navigate({ to: '/sign-in', search: here === '/' ? {} : { return: here } });
  }
}

const client = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal stays a refusal; only what may be the network is asked again.
      retry: (count, error) => !(error instanceof ApiError) && count < 2,
    },
    mutations: { networkMode: 'always' },
  },
});
const router = createAppRouter(client);

function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

// The scroll lock of dialogs adds a style of its own; it asks for the nonce by this name.
Object.assign(globalThis, { __webpack_nonce__: nonce() });

const locale = startLocale();
const catalogue = await loadTexts(locale);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={nonce}
    >
      <TextsProvider first={{ locale, catalogue }}>
        <QueryClientProvider client={client}>
          <ConfirmProvider>
            <RouterProvider router={router} />
          </ConfirmProvider>
        </QueryClientProvider>
      </TextsProvider>
    </MantineProvider>
  </StrictMode>,
);
