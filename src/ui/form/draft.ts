import { type FormValues, same } from './form-values.ts';

/** The part of `Storage` that drafts need. */
export interface DraftStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What was typed and not sent yet, with the version of the record it was based on. */
export interface Draft {
  readonly at: string;
  readonly version: number | null;
  readonly values: FormValues;
}

const PREFIX = 'cw-draft:';

/** Key of one form of one person, so that a shared computer shows nobody another's words. */
export function draftKey(person: string, form: string): string {
  return `${PREFIX}${person}:${form}`;
}

/** The draft, or null when there is none or it cannot be read. */
export function readDraft(store: DraftStore, key: string): Draft | null {
  try {
    const text = store.getItem(key);
    if (text === null) return null;
    const draft: unknown = JSON.parse(text);
    return isDraft(draft) ? draft : null;
  } catch {
    return null;
  }
}

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'at' in value &&
    typeof value.at === 'string' &&
    'values' in value &&
    typeof value.values === 'object' &&
    value.values !== null
  );
}

/** Keeps what differs from the start; a form back at its start keeps nothing. A full or forbidden store loses only the safety net. */
export function keepDraft(store: DraftStore, key: string, draft: Draft, start: FormValues): void {
  try {
    if (same(draft.values, start)) store.removeItem(key);
    else store.setItem(key, JSON.stringify(draft));
  } catch {
    // The form itself still holds the words.
  }
}

export function dropDraft(store: DraftStore, key: string): void {
  try {
    store.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** A draft on top of the start values: fields that the declaration no longer has are left out. */
export function restore(start: FormValues, draft: Draft): FormValues {
  return Object.fromEntries(
    Object.entries(start).map(([name, value]) => [name, draft.values[name] ?? value]),
  );
}
