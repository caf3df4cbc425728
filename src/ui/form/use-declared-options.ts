import { useMemo } from 'react';
import type { TextField } from '#engine/fields.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { declaredName } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';

/** Roles that stand for something else than an office: everybody, whom the record itself names. */
const noOffice = new Set(['any-member', 'person', 'owner', 'recipient', 'informed-party']);

/** Everything of a kind that the definitions know, by name in the reader's language: of roles the offices alone. */
export function useDeclaredOptions(
  of: NonNullable<TextField['of']>,
): { value: string; label: string }[] {
  const { names, locale } = useTexts();
  const { all } = useDefinitions();
  return useMemo(() => {
    const ids = of === 'procedure' ? all.askable : all.roles.filter((role) => !noOffice.has(role));
    return ids
      .map((value) => ({ value, label: declaredName(names, of, value) }))
      .sort((a, b) => a.label.localeCompare(b.label, locale));
  }, [all, names, locale, of]);
}
