import { useCallback, useMemo, useRef, useState } from 'react';
import type { Fields } from '#engine/fields.ts';
import { ApiError } from '../api/client.ts';
import { useMe } from '../api/use-definitions.ts';
import { draftKey, dropDraft, keepDraft, readDraft, restore } from './draft.ts';
import { byPath, type Fault, faultsOf, faultsOfProblem } from './form-faults.ts';
import { type FormValues, startValues } from './form-values.ts';

export interface DraftFormOptions {
  readonly fields: Fields;
  /** Name of the form, such as `cases/<id>/actions/authorise`: what is typed is kept under it until it is sent. */
  readonly form: string;
  readonly stored?: FormValues;
  readonly version?: number | null;
}

const NOTHING: FormValues = {};

/** State of a form: values, faults, and the draft that survives a closed tab, a lost session and a refused request. */
export function useDraftForm({ fields, form, stored = NOTHING, version = null }: DraftFormOptions) {
  const key = draftKey(useMe().person.id, form);
  const start = useMemo(() => startValues(fields, stored), [fields, stored]);
  const [kept] = useState(() => readDraft(localStorage, key));
  const [restoredAt, setRestoredAt] = useState(kept?.at ?? null);
  const [values, setValues] = useState(() => (kept === null ? start : restore(start, kept)));
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const latest = useRef(values);

  const replace = useCallback(
    (next: FormValues) => {
      latest.current = next;
      setValues(next);
      keepDraft(localStorage, key, { at: new Date().toISOString(), version, values: next }, start);
    },
    [key, start, version],
  );
  const set = useCallback(
    (name: string, value: unknown) => replace({ ...latest.current, [name]: value }),
    [replace],
  );
  const discard = useCallback(() => {
    dropDraft(localStorage, key);
    latest.current = start;
    setValues(start);
    setRestoredAt(null);
    setFaults([]);
  }, [key, start]);
  /** Whether it may be sent; faults are shown otherwise. */
  const check = useCallback((): boolean => {
    const found = faultsOf(fields, latest.current);
    setFaults(found);
    return found.length === 0;
  }, [fields]);
  /** Places the faults of a refused request at their fields, of a row where one was sent alone; true when it named any. */
  const refuse = useCallback((error: unknown, row?: string): boolean => {
    const named = error instanceof ApiError ? faultsOfProblem(error.problem) : [];
    const found =
      row === undefined
        ? named
        : named.map((fault) => ({ ...fault, path: `${row}.${fault.path}` }));
    setFaults(found);
    return found.length > 0;
  }, []);
  /** After it was sent nothing needs keeping. */
  const sent = useCallback(() => dropDraft(localStorage, key), [key]);
  const map = useMemo(() => byPath(faults), [faults]);
  return {
    ...{ values, start, set, replace, restoredAt, discard },
    ...{ faults: map, check, refuse, showFaults: setFaults, sent },
  };
}

export type DraftForm = ReturnType<typeof useDraftForm>;
