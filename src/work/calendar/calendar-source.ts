import type { ReadContext } from '#kernel/command/context.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { CalendarEntry } from './contract.ts';

/** What is asked of one source: entries that touch the interval, in the order of start and key, from a key on. Instants in ISO 8601, UTC. */
export interface CalendarWindow {
  readonly from: string;
  /** Not included. */
  readonly to: string;
  /** Entries after this start and key alone. */
  readonly after: { readonly at: string; readonly key: string } | null;
  readonly limit: number;
  /** `me`: what waits for the reader, or takes place with the reader; `all`: everything that the reader may see. */
  readonly of: 'me' | 'all';
}

/** An entry as its source gives it; `key` is unique in the source and compares as its bytes do. The label decides what may leave the house. */
export type SourcedEntry = Omit<CalendarEntry, 'id' | 'kind'> & {
  readonly key: string;
  readonly label: string;
  readonly tlp: string;
};

/** Something that has dates: a query under the reader's scope, driven by an index, in the order of start and key. */
export interface CalendarSource {
  readonly kind: CalendarEntry['kind'];
  entries(
    context: ReadContext,
    catalogue: Catalogue,
    window: CalendarWindow,
  ): Promise<SourcedEntry[]>;
}

/** An instant of a statement as the API writes it. */
export const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The first six values of every source's statement: whose records, the interval, the start and key after which the page begins, its size. */
export function windowValues(
  organisations: readonly string[],
  { from, to, after, limit }: CalendarWindow,
): readonly unknown[] {
  return [organisations, from, to, after?.at ?? null, after?.key ?? null, limit];
}
