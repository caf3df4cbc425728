import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RecordPage } from '#work/contract.ts';
import { get } from '../api/client.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { type Piece, termFinder } from './split-terms.ts';

/** What the pages explain of a term. */
export interface Explanation {
  readonly id: string;
  readonly register: 'glossary-terms' | 'documents';
  readonly meaning: string;
  /** The language of the meaning, where it is not the reader's. */
  readonly lang: string | undefined;
}

const registerQuery = (register: Explanation['register']) =>
  queryOptions({
    queryKey: ['glossary', register],
    queryFn: ({ signal }) => get<RecordPage>(`/${register}`, { limit: 200 }, signal),
    // Terms change rarely; a page that was opened before shows the earlier words.
    staleTime: 3_600_000,
    retry: false,
  });

const none: readonly RecordPage['items'][number][] = [];
const meanings = { en: 'meaningEn', fr: 'meaningFr', de: 'meaningDe' } as const;

/** The terms of the glossary and the documents that procedures cite by code, in the reader's language as far as it has them. */
export function useGlossary(): {
  readonly split: (text: string) => readonly Piece[];
  readonly explain: (term: string) => Explanation | undefined;
} {
  const { locale } = useTexts();
  const terms = useQuery(registerQuery('glossary-terms')).data?.items ?? none;
  const documents = useQuery(registerQuery('documents')).data?.items ?? none;
  return useMemo(() => {
    const explanations = new Map<string, Explanation>();
    const spellings = new Map<string, string>();
    const add = (term: string, explanation: Explanation, synonyms: unknown = []) => {
      explanations.set(term, explanation);
      for (const word of [term, ...(Array.isArray(synonyms) ? synonyms.map(String) : [])]) {
        if (!spellings.has(word)) spellings.set(word, term);
      }
    };
    for (const { id, fields } of documents) {
      const meaning = [fields['title'], fields['reference']].filter(Boolean).join(', ');
      add(String(fields['code']), { id, register: 'documents', meaning, lang: 'en' });
    }
    for (const { id, fields } of terms) {
      const own = fields[meanings[locale as keyof typeof meanings] ?? 'meaningEn'];
      const meaning = String(own ?? fields['meaningEn']);
      const lang = own === undefined || own === null ? 'en' : undefined;
      add(
        String(fields['term']),
        { id, register: 'glossary-terms', meaning, lang },
        fields['synonyms'],
      );
    }
    return { split: termFinder(spellings), explain: (term) => explanations.get(term) };
  }, [terms, documents, locale]);
}
