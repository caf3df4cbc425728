import { lazy, Suspense } from 'react';

/** Loaded after the page, which stands without it. */
const Explained = lazy(async () => ({
  default: (await import('./explained-terms.tsx')).ExplainedTerms,
}));

/** A text with the terms that the glossary knows explained: each where it stands first. */
export function Terms({ children }: { children: string }) {
  return (
    <Suspense fallback={children}>
      <Explained>{children}</Explained>
    </Suspense>
  );
}
