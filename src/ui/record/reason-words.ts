import type { useTexts } from '../i18n/texts-provider.tsx';

/** Why something was shared, in words, with terms, version and clause where it rests on one. */
export function reasonWords(
  t: ReturnType<typeof useTexts>['t'],
  reason: string,
  detail: Readonly<Record<string, unknown>>,
): string {
  const why = t(`audience.${reason}`);
  const { terms, version, clause } = detail;
  if (typeof terms !== 'string') return why;
  const named = t('audience.clause', { terms, version: String(version), clause: String(clause) });
  return t('audience.told-by', { why, clause: named });
}
