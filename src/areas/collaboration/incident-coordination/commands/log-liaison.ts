import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineCommand, defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { conflict, forbidden, invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { actorFor, type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import { id } from '#work/contract.ts';
import { type LiaisonPartners, liaisonInput } from '../contract.ts';
import { keepRecord } from '../effects/keep-record.ts';
import { liaison } from '../registers.ts';

const need = (permission: string) => ({ permission, roles: [anyMember] });

/** Administrations that take part with their NISO, but the reader's own. */
function partnersOf(loaded: LoadedCase, own: string | null): string[] {
  return loaded.parties
    .filter(({ role, organisationId }) => role === 'niso' && organisationId !== own)
    .map(({ organisationId }) => organisationId);
}

/** @throws 404 for whoever takes no part */
async function incident(context: ReadContext, caseId: string, lock: boolean): Promise<LoadedCase> {
  const loaded = await loadCase(context, caseId, { lock });
  if (loaded.row.procedure !== 'incident-coordination') throw notFound('case');
  return loaded;
}

/**
 * A NISO logs what was agreed with another one directly (R-INC-8). It stands in no trail of the case, where the parties would read it: the
 * two administrations and the coordinating security manager alone see it.
 * @throws 403 for who is no NISO of the incident, 409 after its end, 422 for an administration that takes no part
 */
export const logLiaison = defineCommand({
  id: 'incident-coordination.log-liaison',
  input: liaisonInput.extend({ caseId: id }),
  authorise: (principal) => authorise(principal, need('cases:act')),
  run: async (context, input): Promise<{ id: string }> => {
    const loaded = await incident(context, input.caseId, true);
    const { organisationId } = context.principal;
    if (
      organisationId === null ||
      !actorFor(context.principal, loaded, null).roles.includes('niso')
    ) {
      throw forbidden('This needs one of the roles: niso.', { roles: ['niso'] });
    }
    if (loaded.row.closedAt !== null) throw conflict('ended', 'This incident is closed.');
    if (!partnersOf(loaded, organisationId).includes(input.with)) {
      const message = 'This administration takes no part in the incident.';
      throw invalidInput([{ path: '/with', code: 'no-party', message }]);
    }
    const at = input.at ?? context.now.toISOString();
    const { with: partner, subject, text, agreed } = input;
    const fields = { at, from: organisationId, with: partner, subject, text, agreed };
    return {
      id: await keepRecord(context, liaison, loaded.row, fields, [organisationId, partner]),
    };
  },
});

/** With whom the reader may speak directly about this incident. */
export const readLiaisonPartners = defineQuery({
  id: 'incident-coordination.liaison-partners',
  input: z.strictObject({ caseId: id }),
  authorise: (principal) => authorise(principal, need('cases:read')),
  run: async (context, input): Promise<LiaisonPartners> => {
    const loaded = await incident(context, input.caseId, false);
    if (!actorFor(context.principal, loaded, null).roles.includes('niso')) return { items: [] };
    const { rows } = await context.client.query<{ organisationId: string; name: string }>({
      name: 'incident-liaison-partners',
      text: 'select id as "organisationId", name from organisation where id = any ($1::uuid[]) order by name',
      values: [partnersOf(loaded, context.principal.organisationId)],
    });
    return { items: rows };
  },
});
