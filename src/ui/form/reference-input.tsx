import type { ComboboxItem, SelectProps } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useContext, useDeferredValue, useRef, useState } from 'react';
import type { ReferenceField } from '#engine/fields.ts';
import type { CasePage, RecordPage } from '#work/contract.ts';
import type { EvidenceList } from '#work/evidence/contract.ts';
import { get } from '../api/client.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import { CaseOfForm } from './case-of-form.ts';
import { MultiSelect, Select } from './select.tsx';

export interface ReferenceInputProps {
  readonly field: ReferenceField;
  readonly common: Pick<SelectProps, 'id' | 'label' | 'description' | 'error' | 'size'> & {
    readonly classNames: Readonly<Record<'root' | 'label' | 'description' | 'error', string>>;
  };
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly titles: Titles;
  /** Filters of the register's list that the choices obey. */
  readonly only?: { readonly [field: string]: string };
}

const ALL = {};

/** Finds records of a register, cases, or evidence of the form's case, by what is typed. */
function useChoices(
  field: ReferenceField,
  q: string,
  enabled: boolean,
  only: { readonly [field: string]: string },
): ComboboxItem[] {
  const title = useDefinitions().register(field.to)?.title;
  const caseId = useContext(CaseOfForm);
  const { data } = useQuery({
    queryKey: ['choices', field.to, field.procedure, only, q, caseId],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      if (field.to === 'evidence') return evidenceChoices(caseId, q, signal);
      if (field.to === 'cases') {
        const page = await get<CasePage>(
          '/cases',
          { q, procedure: field.procedure, limit: 20 },
          signal,
        );
        return page.items.map((item) => ({
          value: item.id,
          label: `${item.reference} ${item.title}`,
        }));
      }
      const page = await get<RecordPage>(`/${field.to}`, { ...only, q, limit: 20 }, signal);
      return page.items.map((item) => ({
        value: item.id,
        label: String(item.fields[title ?? 'name'] ?? item.id),
      }));
    },
  });
  return data ?? [];
}

/** Evidence that the reader may see of a case, by its reference, title or file. */
async function evidenceChoices(
  caseId: string | null,
  q: string,
  signal: AbortSignal,
): Promise<ComboboxItem[]> {
  if (caseId === null) return [];
  const { items } = await get<EvidenceList>(`/cases/${caseId}/evidence`, { q, limit: 20 }, signal);
  return items.map(({ id, reference, title, fileName }) => ({
    value: id,
    label: `${reference} ${title === fileName ? title : `${title} (${fileName})`}`,
  }));
}

/** A reference with type-ahead search; the server searches, so that a register may hold a million. */
export function ReferenceInput(props: ReferenceInputProps) {
  const { field, common, value, onChange, titles, only = ALL } = props;
  const { t } = useTexts();
  const [q, setQ] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const chosen = (
    Array.isArray(value)
      ? value
      : value === '' || value === null || value === undefined
        ? []
        : [value]
  ) as string[];
  const seen = useRef(new Map<string, string>());
  const labelOf = (id: string) => seen.current.get(id) ?? titles[id] ?? id;
  // The field shows the label of what is chosen; that is no search.
  const wanted = chosen.some((id) => labelOf(id) === q) ? '' : q;
  const found = useChoices(field, useDeferredValue(wanted), isAsked, only);
  for (const item of found) seen.current.set(item.value, item.label);
  const data = [
    ...found,
    ...chosen
      .filter((id) => !found.some((item) => item.value === id))
      .map((id) => ({ value: id, label: labelOf(id) })),
  ];
  const shared = {
    ...common,
    data,
    searchable: true,
    clearable: true,
    searchValue: q,
    onSearchChange: setQ,
    onDropdownOpen: () => setIsAsked(true),
    filter: ({ options }: { options: unknown }) => options as ComboboxItem[],
    nothingFoundMessage: t('form.nothing-found'),
    placeholder: chosen.length === 0 ? t('form.reference') : '',
    clearButtonProps: { 'aria-label': t('form.clear') },
  };
  return field.kind === 'references' ? (
    <MultiSelect {...shared} value={chosen} onChange={onChange} />
  ) : (
    <Select {...shared} value={chosen[0] ?? null} onChange={onChange} />
  );
}
