import { createHash } from 'node:crypto';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { KeyRing } from '#kernel/identity/key-ring.ts';
import { loadPersonPrincipal } from '#kernel/identity/load-principal.ts';
import { tooManyAttempts } from '#kernel/identity/sign-in.ts';
import { addressSubject, reserveFor, returnAttempt } from '#kernel/identity/throttle.ts';
import type { OneTimeLink } from '#kernel/mail/queue-mail.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { isTokenOf, readToken } from './acknowledgement-token.ts';
import { actOnRecipient } from './act-on-recipient.ts';
import type { AcknowledgementState } from './contract.ts';
import { answersFor } from './recipient-actor.ts';

export interface LinkParts {
  readonly runner: Runner;
  readonly catalogue: Catalogue;
  readonly keys: KeyRing;
}

/** A link that is this installation's, and how things stand. */
export interface FoundLink {
  readonly state: AcknowledgementState;
  readonly reference: string;
  readonly expiresAt: string;
}

interface LinkRow extends OneTimeLink {
  readonly ownerId: string;
  readonly requestId: string;
  readonly tokenHash: Buffer;
  readonly usedAt: Date | null;
}

interface Found {
  readonly link: LinkRow;
  readonly principal: Principal | null;
}

const system = { role: 'system', scope: [], person: null } as const;

/**
 * What a link would acknowledge, and whether it still can. Changes nothing: programs that look at the links of mails open them too.
 * @throws 410 `link-invalid` for what is no link of this installation, 429
 */
export async function lookAtLink(
  parts: LinkParts,
  token: string,
  from: string,
): Promise<FoundLink> {
  return stateOf(parts, await find(parts, token, from));
}

/**
 * Acknowledges as the person to whom the link was sent, by the command that he has himself: while he holds the role that was asked, once, until
 * the time to acknowledge is over.
 * @throws 410 `link-invalid`, 410 `link-over` with the state, 429
 */
export async function acknowledgeByLink(
  parts: LinkParts,
  token: string,
  from: string,
): Promise<FoundLink> {
  const found = await find(parts, token, from);
  const before = await stateOf(parts, found);
  const { link, principal } = found;
  if (before.state !== 'open' || principal === null) throw over(before);
  const need = { permission: 'requests:act', roles: [anyMember] };
  const who = { principal, scope: authorise(principal, need), role: 'app' } as const;
  try {
    await inWriteTransaction(parts.runner, who, async (context) => {
      await actOnRecipient(context, parts.catalogue, {
        ...{ requestId: link.requestId, recipientId: link.recordId, action: 'acknowledge' },
        ...{ comment: null, fields: {}, onBehalfOf: null },
      });
      // The owner is in the scope now; whoever was faster with the same link has it.
      const { rowCount } = await context.client.query({
        name: 'acknowledgement-use',
        text: 'update acknowledgement_link set used_at = $3 where owner_id = $1 and id = $2 and used_at is null',
        values: [link.ownerId, link.id, context.now],
      });
      if (rowCount !== 1) throw over({ ...before, state: 'used' });
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'link-over') throw error;
    const now = await stateOf(parts, await find(parts, token, from));
    throw over(now.state === 'open' ? { ...now, state: 'not-yours' } : now);
  }
  return { ...before, state: 'used' };
}

function over({ state, reference }: FoundLink): AppError {
  return new AppError({
    status: 410,
    code: 'link-over',
    title: 'This link acknowledges no more',
    detail: 'It was used, is too old, or the request does not wait for you any more. Sign in.',
    extra: { state, reference },
  });
}

/** @throws 410, 429 */
async function find({ runner, keys }: LinkParts, token: string, from: string): Promise<Found> {
  const now = runner.clock.now();
  const subject = `link:${createHash('sha256').update(addressSubject(from)).digest('hex')}`;
  const found = await runner.database.transaction(system, async ({ client }) => {
    const blockedForMs = await reserveFor(client, subject, now);
    if (blockedForMs > 0) return { blockedForMs };
    const read = readToken(token);
    if (read === null) return null;
    const { rows } = await client.query<LinkRow>({
      name: 'acknowledgement-find',
      text: `select owner_id as "ownerId", id, request_id as "requestId", recipient_id as "recordId", person_id as "personId",
          token_hash as "tokenHash",
          to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "expiresAt", used_at as "usedAt" from acknowledgement_link where id = $1`,
      values: [read.id],
    });
    const [link] = rows;
    if (link === undefined || !isTokenOf(keys, token, link)) return null;
    // Only guesses are counted.
    await returnAttempt(client, [subject]);
    const limits = {
      ...({ kind: 'link', permissions: ['requests:act', 'requests:read'] } as const),
      ...{ viaId: link.id, from: `one-time link, ${from}` },
    };
    const who = { personId: link.personId };
    return { link, principal: await loadPersonPrincipal(client, who, limits, now) };
  });
  if (found === null) throw invalid();
  if ('blockedForMs' in found) throw tooManyAttempts(found.blockedForMs);
  return found;
}

function invalid(): AppError {
  return new AppError({
    status: 410,
    code: 'link-invalid',
    title: 'This link works no longer',
    detail: 'It was not made here, or not copied whole.',
  });
}

/** In the owner's name, because the link was sent in it: of the request only its number is told. */
async function stateOf({ runner }: LinkParts, { link, principal }: Found): Promise<FoundLink> {
  const scope = [link.ownerId];
  const asked = await runner.database.transaction(
    { role: 'app', scope, person: null, readOnly: true },
    async ({ client }) => {
      const { rows } = await client.query<{
        reference: string;
        caseId: string;
        organisationId: string;
        role: string;
        personId: string | null;
        state: string;
      }>({
        name: 'acknowledgement-state',
        text: `select q.reference, r.case_id as "caseId", r.organisation_id as "organisationId", r.role, r.person_id as "personId", r.state
          from request_recipient r join request q on q.owner_id = r.owner_id and q.id = r.request_id
          where r.owner_id = $1 and r.id = $2`,
        values: [link.ownerId, link.recordId],
      });
      return rows[0];
    },
  );
  if (asked === undefined) throw invalid();
  const state = (): AcknowledgementState => {
    if (link.usedAt !== null) return 'used';
    if (asked.state === 'withdrawn') return 'withdrawn';
    if (asked.state !== 'sent' && asked.state !== 'seen') return 'acknowledged';
    if (new Date(link.expiresAt) <= runner.clock.now()) return 'expired';
    return principal !== null && answersFor(principal, asked) ? 'open' : 'not-yours';
  };
  return { state: state(), reference: asked.reference, expiresAt: link.expiresAt };
}
