import { z } from 'zod';
import { systemPrincipal } from '#kernel/access/principal.ts';
import type { EventReaction } from '#kernel/outbox/relay.ts';
import type { Identity } from './identity.ts';

const wanted = z.object({
  email: z.string(),
  name: z.string(),
  organisationId: z.string(),
  locale: z.enum(['en', 'fr', 'de']),
  external: z.boolean(),
});
const ended = z.object({ personId: z.string() });

/**
 * What identity does after another area decided on accounts: `account.wanted` sends the link to a password (a later one replaces it, so that
 * a second try does no harm), `account.ended` ends sessions, tokens and open links of somebody who left.
 */
export function accountReactions(identity: Identity): EventReaction[] {
  return [
    {
      id: 'invite-wanted-account',
      on: 'account.wanted',
      run: async (_context, event) => {
        const account = wanted.parse(event.payload);
        await identity.invite({ ...account, roles: [] }, systemPrincipal('account-wanted'));
      },
    },
    {
      id: 'revoke-ended-account',
      on: 'account.ended',
      run: async (_context, event) => {
        await identity.revokeAllOf(
          ended.parse(event.payload).personId,
          systemPrincipal('account-ended'),
        );
      },
    },
  ];
}
