import type { HistoryEntry } from '#work/contract.ts';

/** One field that an entry of the trail changed. */
export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** What the actor wrote, or null. */
export function commentOf({ details }: Pick<HistoryEntry, 'details'>): string | null {
  return text(details?.comment) ?? text(details?.reason);
}

/** The states that an action moved between, or null when it stayed. */
export function movedOf({
  details,
}: Pick<HistoryEntry, 'details'>): { from: string; to: string } | null {
  const from = text(details?.from);
  const to = text(details?.to);
  return from === null || to === null || from === to ? null : { from, to };
}

/** The fields that changed: `before` and `after` of a record, `form` of an action, `fields` of an opening. */
export function changesOf({ details }: Pick<HistoryEntry, 'details'>): Change[] {
  const before = object(details?.before);
  const after = object(details?.after ?? details?.form ?? details?.fields);
  return Object.entries(after).map(([field, value]) => ({
    field,
    before: before[field] ?? undefined,
    after: value,
  }));
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** Name of the action without what it was done to: `change.authorise` is `authorise`. */
export function actionOf({ action }: Pick<HistoryEntry, 'action'>): string {
  return action.slice(action.lastIndexOf('.') + 1);
}
