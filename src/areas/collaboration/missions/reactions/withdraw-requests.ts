import { owing, recipientRoles } from '#engine/request.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Reaction } from '#work/catalogue.ts';
import { performOnRecipient } from '#work/requests/act-on-recipient.ts';
import { loadRecipient } from '#work/requests/load-recipient.ts';
import { recipientsOf } from '#work/requests/recipients.ts';

/** A cancelled mission waits for no answer any more: what is still asked is withdrawn, and those who were asked are told. */
export const withdrawRequests: Reaction = {
  id: 'withdraw-requests-of-cancelled-mission',
  on: 'fact-finding-mission.cancel',
  run: async (context, event, catalogue) => {
    const asked = await recipientsOf(context, event.ownerId, event.recordId);
    for (const { recipientId, state } of asked) {
      if (!owing.some((one) => one === state)) continue;
      const loaded = await loadRecipient(context, recipientId, { lock: true });
      await performOnRecipient(context, catalogue, loaded, {
        action: 'withdraw',
        comment: 'The mission was cancelled.',
        fields: {},
        actor: { ...systemActor, roles: [recipientRoles.sender] },
      });
    }
  },
};
