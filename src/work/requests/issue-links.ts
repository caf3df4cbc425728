import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import type { KeyRing } from '#kernel/identity/key-ring.ts';
import type { OneTimeLink } from '#kernel/mail/queue-mail.ts';
import { hashOfToken, tokenOf } from './acknowledgement-token.ts';

/** A request that its recipient may acknowledge by a link in its mail, until its time to acknowledge is over. */
export interface Acknowledgeable {
  readonly requestId: string;
  readonly recipientId: string;
  /** Who was asked: a role of the organisation, or a person by name. */
  readonly role: string;
  readonly personId: string | null;
  readonly expiresAt: string;
}

/**
 * A link for each of these people who may acknowledge, with the caller's transaction; the owner and their organisations are in its scope. By
 * person: who is only told gets none.
 */
export async function issueLinks(
  context: WriteContext,
  keys: KeyRing,
  ownerId: string,
  about: Acknowledgeable,
  people: readonly string[],
): Promise<ReadonlyMap<string, OneTimeLink>> {
  const { recipientId, requestId, expiresAt } = about;
  if (new Date(expiresAt) <= context.now) return new Map();
  const asked = await askedOf(context, about, people);
  const links = asked.map((personId) => ({
    ...{ id: newId(), recordId: recipientId, personId, expiresAt },
  }));
  if (links.length === 0) return new Map();
  await context.client.query({
    name: 'acknowledgement-links',
    text: `insert into acknowledgement_link (owner_id, id, request_id, recipient_id, person_id, token_hash, issued_at, expires_at)
      select $1, l.id, $2, $3, l.person_id, decode(l.hash, 'hex'), $4, $5
      from jsonb_to_recordset($6::jsonb) as l (id uuid, person_id uuid, hash text)`,
    values: [
      ...[ownerId, requestId, recipientId, context.now, new Date(expiresAt)],
      JSON.stringify(
        links.map((link) => ({
          ...{ id: link.id, person_id: link.personId },
          hash: hashOfToken(tokenOf(keys, link)).toString('hex'),
        })),
      ),
    ],
  });
  return new Map(links.map((link) => [link.personId, link]));
}

async function askedOf(
  { client, now }: WriteContext,
  { role, personId }: Acknowledgeable,
  people: readonly string[],
): Promise<readonly string[]> {
  if (personId !== null) return people.filter((one) => one === personId);
  const { rows } = await client.query<{ id: string }>({
    name: 'acknowledgement-asked',
    text: `select distinct h.person_id as id from access.role_in_force h join person p on p.id = h.person_id
      where h.person_id = any ($1::uuid[]) and h.owner_id = p.organisation_id and h.role = $2
        and h.valid_from <= $3 and (h.valid_to is null or h.valid_to > $3)`,
    values: [people, role, now],
  });
  return rows.map(({ id }) => id);
}
