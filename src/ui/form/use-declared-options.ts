import { useMemo } from 'react';
import { useDefinitions } from '../api/use-definitions.ts';
import { useTexts } from '../i18n/texts-provider.tsx';

/** Roles that stand for something else than an office: everybody, whom the record itself names. */
const noOffice = new Set(['any-member', 'person', 'owner', 'recipient', 'informed-party']);

/** Every role that the definitions know, by name in the reader's language. */
export function useRoleOptions(): { value: string; label: string }[] {
  const { names, locale } = useTexts();
  const { all } = useDefinitions();
  return useMemo(
    () =>
      all.roles
        .filter((role) => !noOffice.has(role))
        .map((value) => ({ value, label: names.role(value) }))
        .sort((a, b) => a.label.localeCompare(b.label, locale)),
    [all.roles, names, locale],
  );
}
