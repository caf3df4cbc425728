import type { Functions, GuardInput } from '#engine/decision.ts';
import { durationBetween } from '#engine/duration.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { decidesForHimself, standsFor } from '../stand-ins.ts';
import { deciders } from './offices.ts';
import { endOf } from './period.ts';

/** What guards look at beside the case. */
export interface RequestFacts {
  /** The office that owns the role in this organisation; null: none is named, each deciding office may. */
  readonly ownedBy: string | null;
  /** Whom the reader stands for in each deciding office that he has here; null: it is his own. */
  readonly standsFor: readonly (string | null)[];
}

type Input = GuardInput<RequestFacts>;

/** Whom it is about: the person named, or the one who was made with the approval. */
export function personConcerned(fields: Readonly<Record<string, unknown>>): string | null {
  const person = fields['holder'] ?? fields['person'];
  return typeof person === 'string' ? person : null;
}

export async function requestFacts(context: ReadContext, row: CaseRow): Promise<RequestFacts> {
  const { rows } = await context.client.query<{ owned_by: string }>({
    name: 'role-owner-of',
    text: 'select owned_by from role_owner where owner_id = $1 and role = $2',
    values: [row.ownerId, row.fields['role']],
  });
  return { ownedBy: rows[0]?.owned_by ?? null, standsFor: standsFor(context, row, deciders) };
}

export const requestFunctions: Functions<RequestFacts> = {
  guards: {
    'not-the-person-concerned': ({ record, actor }: Input) => {
      const concerned = personConcerned(record.fields);
      return concerned === null || ![actor.person, actor.onBehalfOf].includes(concerned);
    },
    'not-in-their-place': ({ record, facts }: Input) =>
      decidesForHimself(facts.standsFor, [record.openedBy, personConcerned(record.fields)]),
    'owns-the-role': ({ actor, facts }: Input) =>
      facts.ownedBy === null || actor.roles.includes(facts.ownedBy),
    'is-the-requester': ({ record, actor }: Input) => actor.person === record.openedBy,
    'has-an-end': ({ record }: Input) => typeof record.fields['validTo'] === 'string',
  },
  durations: {
    'time-to-the-end': ({ record, now }: Input) => {
      const end = endOf(record.fields['validTo'])?.toISOString() ?? now;
      return end > now ? durationBetween(now, end) : 'PT1S';
    },
  },
};
