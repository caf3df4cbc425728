import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { entryKinds } from '../contract.ts';
import { entriesOf, type Kept } from '../list-calendar.ts';

/** What a token must be made for, alone, to stand in the address of a feed. */
export const feedScope = 'calendar:feed';

const dayMs = 86_400_000;
const daysBefore = 30;
const daysAfter = 180;

/** Most entries of a feed: what is nearest in time. */
const mostEntries = 1000;

/** What waits for the reader or takes place with the reader, from a month ago to half a year ahead, by whole days in UTC. */
export function feedEntries(catalogue: Catalogue) {
  return defineQuery({
    id: 'calendar.feed',
    input: z.strictObject({}),
    authorise: (principal) => authorise(principal, { permission: feedScope, roles: [anyMember] }),
    run: async (context): Promise<{ readonly entries: readonly Kept[]; readonly day: string }> => {
      const day = Math.floor(context.now.getTime() / dayMs) * dayMs;
      const at = (days: number) => new Date(day + days * dayMs).toISOString();
      const all = { of: 'me', limit: mostEntries, kinds: new Set<string>(entryKinds) } as const;
      // What is ahead comes first: of too much, what is over is left out.
      const ahead = await entriesOf(context, catalogue, { ...all, from: at(0), to: at(daysAfter) });
      const before = await entriesOf(context, catalogue, {
        ...all,
        from: at(-daysBefore),
        to: at(0),
      });
      const ids = new Set(ahead.map(idOf));
      const over = before.filter((one) => !ids.has(idOf(one)));
      return { entries: [...ahead, ...over.reverse()].slice(0, mostEntries), day: at(0) };
    },
  });
}

/** Unique in the calendar of a person. */
export const idOf = ({ kind, entry }: Kept): string => `${kind}:${entry.key}`;
