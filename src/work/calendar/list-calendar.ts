import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { titlesOf } from '#work/paging.ts';
import type { CalendarSource, CalendarWindow, SourcedEntry } from './calendar-source.ts';
import { type CalendarEntry, type CalendarPage, calendarInput, entryKinds } from './contract.ts';
import { caseDatesSource } from './sources/case-dates.ts';
import { deadlinesSource } from './sources/deadlines.ts';
import { registerDatesSource } from './sources/register-dates.ts';
import { requestsSource } from './sources/requests.ts';
import { tasksSource } from './sources/tasks.ts';

const sources: readonly CalendarSource[] = [
  caseDatesSource,
  deadlinesSource,
  registerDatesSource,
  requestsSource,
  tasksSource,
];

const longestDays = 100;

/** An entry with its source. */
export interface Kept {
  readonly kind: CalendarEntry['kind'];
  readonly entry: SourcedEntry;
}

/**
 * Everything with a date in an interval, in the order of its start: what cases are about, when they are due, dates of records, tasks,
 * requests. Each source is asked for one page by key under the reader's scope, and the pages are merged.
 */
export function listCalendar(catalogue: Catalogue) {
  return defineQuery({
    id: 'calendar.list',
    input: calendarInput,
    authorise: (principal) =>
      authorise(principal, { permission: 'calendar:read', roles: [anyMember] }),
    run: async (context, input): Promise<CalendarPage> => {
      refuseLong(input);
      const after = input.after === undefined ? null : keyOf(decodeKey(input.after, 3));
      const { from, to, of, limit } = input;
      const window = { from, to, of, limit: limit + 1, kinds: kindsOf(input.kind) };
      const kept = await entriesOf(context, catalogue, window, after);
      const shown = kept.slice(0, input.limit);
      const last = shown.at(-1);
      return {
        items: shown.map(viewOf),
        next:
          kept.length > input.limit && last !== undefined
            ? encodeKey([last.entry.startsAt, last.kind, last.entry.key])
            : null,
        titles: await titlesOf(context, {
          organisations: shown.map(({ entry }) => entry.organisationId),
        }),
      };
    },
  });
}

export interface EntriesWanted extends Omit<CalendarWindow, 'after'> {
  readonly kinds: ReadonlySet<string>;
}

/** Entries of the sources in one order, each asked for one page; more than the limit where the sources together have more. */
export async function entriesOf(
  context: ReadContext,
  catalogue: Catalogue,
  { kinds, ...wanted }: EntriesWanted,
  after: Key | null = null,
): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const source of sources.filter(({ kind }) => kinds.has(kind))) {
    const from = after === null ? null : { at: after.at, key: keyFor(source.kind, after) };
    const entries = await source.entries(context, catalogue, { ...wanted, after: from });
    kept.push(...entries.map((entry) => ({ kind: source.kind, entry })));
  }
  return kept.sort(inOrder);
}

/** @throws 422 for an interval that is none, or longer than a quarter */
function refuseLong({ from, to }: z.infer<typeof calendarInput>): void {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days > 0 && days <= longestDays) return;
  const message = `Ask for an interval of at most ${longestDays} days.`;
  throw invalidInput([{ path: '/to', code: 'interval', message }]);
}

/** @throws 422 for a kind that there is none of */
function kindsOf(asked: string | undefined): ReadonlySet<string> {
  if (asked === undefined || asked === '') return new Set(entryKinds);
  const parsed = z.array(z.enum(entryKinds)).safeParse(asked.split(','));
  if (parsed.success) return new Set(parsed.data);
  const message = `Choose among: ${entryKinds.join(', ')}.`;
  throw invalidInput([{ path: '/kind', code: 'unknown', message }]);
}

interface Key {
  readonly at: string;
  readonly kind: string;
  readonly key: string;
}

/** @throws 422 for a key of another list */
function keyOf(parts: readonly unknown[]): Key {
  const parsed = z.tuple([z.iso.datetime(), z.string(), z.string().max(200)]).safeParse(parts);
  if (parsed.success) return { at: parsed.data[0], kind: parsed.data[1], key: parsed.data[2] };
  throw invalidInput([{ path: '/after', code: 'bad-key', message: 'This key is not a key.' }]);
}

/** Of one start the kinds come one after the other: a source before the last entry's has none left of it, one behind it has all. */
function keyFor(kind: string, last: Key): string {
  if (kind === last.kind) return last.key;
  return kind < last.kind ? '~' : '';
}

const inOrder = (one: Kept, other: Kept): number =>
  compare(one.entry.startsAt, other.entry.startsAt) ||
  compare(one.kind, other.kind) ||
  compare(one.entry.key, other.entry.key);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function viewOf({ kind, entry: { key, label: _, tlp: __, ...entry } }: Kept): CalendarEntry {
  return { id: `${kind}:${key}`, kind, ...entry };
}
