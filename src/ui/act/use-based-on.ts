import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Fields } from '#engine/fields.ts';
import { ApiError } from '../api/client.ts';
import { useMe } from '../api/use-definitions.ts';
import { type Conflict, reconciled } from '../form/conflict.ts';
import { draftKey, keepDraft, readDraft } from '../form/draft.ts';
import { type FormValues, same } from '../form/form-values.ts';
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
  /** Name of the form, as its draft is kept. */
  readonly form: string;
}

/**
 * What a form of a case started from, which goes to the server with what was typed: the server merges what others changed meanwhile, and answers
 * what both changed. A draft that is taken up again rests on what its form had started from then.
 */
export function useBasedOn({ path, about, fields, stored, form: name }: Changed, form: DraftForm) {
  const client = useQueryClient();
  const key = draftKey(useMe().person.id, `${name}/started-from`);
  const [opened] = useState(() => {
    const lists = client.getQueriesData({ queryKey: ['list'] });
    const known = (about === undefined ? null : recordIn(lists, about)) ?? stored;
    return valuesOf(fields, known);
  });
  const [kept] = useState(() => readDraft(localStorage, key)?.values ?? null);
  const [answered, setAnswered] = useState<FormValues | null>(null);
  const [conflicts, setConflicts] = useState<readonly Conflict[] | null>(null);
  const isRestored = form.restoredAt !== null;
  useEffect(() => {
    if (isRestored) return;
    keepDraft(
      localStorage,
      key,
      { at: new Date().toISOString(), version: null, values: opened },
      {},
    );
  }, [isRestored, key, opened]);
  const started = (isRestored ? kept : null) ?? opened;
  const base = { ...started, ...answered };

  /** Takes an answer that somebody changed the same into the form; `again`: nothing is left to decide, it may be sent anew at once. */
  function take(error: unknown): {
    taken: boolean;
    again: { values: FormValues; base: FormValues } | null;
  } {
    const current = error instanceof ApiError ? error.problem.current : undefined;
    if (!(error instanceof ApiError) || error.status !== 412 || current === undefined) {
      return { taken: false, again: null };
    }
    // What it writes is gone: there is nothing to take in, and sending it again would not help.
    const moved = Object.entries(current).some(([name, value]) => !same(value, base[name]));
    if (!moved) return { taken: false, again: null };
    const found = reconciled(fields, base, current, form.values, error.problem.changed);
    form.replace(found.values);
    setAnswered({ ...answered, ...current });
    setConflicts(found.conflicts);
    const again =
      found.conflicts.length > 0 ? null : { values: found.values, base: { ...base, ...current } };
    return { taken: true, again };
  }

  return { base: path.startsWith('cases/') ? base : null, conflicts, setConflicts, take };
}

/** Null stands for what is empty, so that somebody who filled it in meanwhile is met. */
function valuesOf(fields: Fields, known: FormValues): FormValues {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, known[name] ?? null]));
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
