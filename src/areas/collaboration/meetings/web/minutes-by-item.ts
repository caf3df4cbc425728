import type { RecordView } from '#work/contract.ts';

/** What stands as the minutes of one item, and what was typed beside it and waits to be merged. */
export interface ItemMinutes {
  readonly current: RecordView | null;
  readonly beside: readonly RecordView[];
}

/** Texts of the minutes by agenda item; earlier and merged ones are left out. */
export function minutesByItem(texts: readonly RecordView[]): ReadonlyMap<string, ItemMinutes> {
  const byItem = new Map<string, ItemMinutes>();
  for (const text of texts) {
    const item = String(text.fields['item']);
    const known = byItem.get(item) ?? { current: null, beside: [] };
    if (text.fields['standing'] === 'current') byItem.set(item, { ...known, current: text });
    if (text.fields['standing'] === 'beside') {
      byItem.set(item, { ...known, beside: [...known.beside, text] });
    }
  }
  return byItem;
}

/** The current text with those beside it below, for a person to make one of. */
export function mergedText({ current, beside }: ItemMinutes): string {
  return [current, ...beside]
    .flatMap((text) => (text === null ? [] : [String(text.fields['text'])]))
    .join('\n\n');
}
