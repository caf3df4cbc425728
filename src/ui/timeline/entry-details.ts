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
export function movedOf({ details }: Pick<HistoryEntry, 'details'>): { from: string; to: string } | null {
  const from = text(details?.from);
  const to = text(details?.to);
  return from === null || to === null || from === to ? null : { from, to };
}

/** The fields that changed: `changes` as `{field: {before, after}}`, `{field: [before, after]}` or `{field: after}`; `fields` as `{field: after}`. */
export function changesOf({ details }: Pick<HistoryEntry, 'details'>): Change[] {
  const changes = details?.changes ?? details?.fields;
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) return [];
  return Object.entries(changes).map(([field, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null && ('before' in value || 'after' in value)) {
      const { before = null, after = null } = value as { before?: unknown; after?: unknown };
      return { field, before, after };
    }
    return { field, before: undefined, after: value };
  });
}
