import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Fields } from '#engine/fields.ts';
import { caseQuery } from '../api/queries.ts';
import { type Conflict, conflicts, merge } from '../form/draft.ts';
import { type FormValues, same, startValues } from '../form/form-values.ts';
import type { DraftForm } from '../form/use-draft-form.ts';

/** What a form of an action changes: a case, or one of its records. */
export interface Changed {
  /** Where the API holds what the action is done on. */
  readonly path: string;
  /** The record of the case that it is about, its id last. */
  readonly about: string | undefined;
  readonly fields: Fields;
  /** What was known when the form opened. */
  readonly stored: FormValues;
}

/**
 * Keeps what two people change at the same time: before a form is sent, what it started from is read again. Where only the other changed
 * something, theirs is taken over; where both did, the sending stops and both are shown.
 */
export function useLatest({ path, about, fields, stored }: Changed, form: DraftForm) {
  const client = useQueryClient();
  const [base, setBase] = useState<FormValues>(form.start);
  const [seen, setSeen] = useState(() =>
    about === undefined ? stored : recordIn(client.getQueriesData({ queryKey: ['list'] }), about),
  );
  const [found, setFound] = useState<readonly Conflict[] | null>(null);

  async function latest(): Promise<FormValues | null> {
    const [kind, id = ''] = path.split('/');
    if (kind !== 'cases') return null;
    if (about === undefined) {
      const detail = await client.fetchQuery({ ...caseQuery(id), staleTime: 0 });
      return detail.case.fields;
    }
    await client.refetchQueries({ queryKey: ['list'], type: 'active' });
    return recordIn(client.getQueriesData({ queryKey: ['list'] }), about);
  }

  /** What is to be sent, or null when a person has to look at it first. */
  async function reconciled(): Promise<FormValues | null> {
    // Without an answer the server decides: the form is not held back by a reading that failed.
    const now = await latest().catch(() => null);
    if (now === null || seen === null) return form.values;
    const moved = Object.keys(fields).filter((name) => !same(seen[name], now[name]));
    if (moved.length === 0) return form.values;
    const theirs = startValues(fields, Object.fromEntries(moved.map((name) => [name, now[name]])));
    const current = {
      ...base,
      ...Object.fromEntries(moved.flatMap((name) => (name in base ? [[name, theirs[name]]] : []))),
    };
    const both = conflicts(base, current, form.values);
    const merged = merge(base, current, form.values);
    form.replace(merged);
    setBase(current);
    setSeen(now);
    setFound(both.length === 0 ? null : both);
    return both.length === 0 ? merged : null;
  }

  return { conflicts: found, reconciled };
}

/** The fields of a record, wherever a list that was read holds it. */
export function recordIn(
  lists: readonly (readonly [unknown, unknown])[],
  about: string,
): FormValues | null {
  const id = about.slice(about.lastIndexOf('/') + 1);
  for (const [, list] of lists) {
    const items = typeof list === 'object' && list !== null && 'items' in list ? list.items : null;
    if (!Array.isArray(items)) continue;
    const record = items.find((one: { id?: unknown }) => one.id === id) as
      | { readonly fields?: FormValues }
      | undefined;
    if (record?.fields !== undefined) return record.fields;
  }
  return null;
}
