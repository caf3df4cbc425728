import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineCommand } from '#kernel/command/command.ts';
import { actorFor, loadCase } from '#work/cases/load-case.ts';
import { refused } from '#work/cases/refused.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { actInput, id } from '#work/contract.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { refuseUnknownReferences } from '#work/registers/check-references.ts';
import { actOnRecipient } from './act-on-recipient.ts';
import { sendRequestInput } from './contract.ts';
import { refusalsOfSending } from './refusals-of-sending.ts';
import { kindOf, sendRequest } from './send-request.ts';

const need = { permission: 'requests:act', roles: [anyMember] };

/** Sends a request that the case's procedure declares. @throws 404, 409 with the refusals, 422 with the place of each fault */
export function sendRequestCommand(catalogue: Catalogue) {
  return defineCommand({
    id: 'requests.send',
    input: sendRequestInput,
    authorise: (principal) => authorise(principal, need),
    run: async (context, input): Promise<{ id: string; reference: string }> => {
      const loaded = await loadCase(context, input.caseId, { lock: true });
      const module = moduleOf(catalogue, loaded.row);
      const kind = kindOf(module.procedure, input.kind);
      const { roles } = actorFor(context.principal, loaded, input.onBehalfOf ?? null);
      const refusals = refusalsOfSending(module.procedure, kind, loaded, roles);
      if (refusals.length > 0) {
        throw refused(module.procedure.id, `request.${input.kind}`, refusals);
      }
      await refuseUnknownReferences(context, catalogue, kind.fields ?? {}, input.fields ?? {});
      const recipients = await module.mayAsk?.[input.kind]?.(context, {
        case: loaded.row,
        request: input,
      });
      return sendRequest(context, module.procedure, loaded.row, {
        ...input,
        recipients: recipients ?? input.recipients,
      });
    },
  });
}

/** Performs an action of a recipient's life. @throws 404, 409 with the refusals, 422 for the form */
export function actOnRecipientCommand(catalogue: Catalogue) {
  return defineCommand({
    id: 'requests.act',
    input: actInput.extend({ requestId: id, recipientId: id, action: z.string().max(60) }),
    authorise: (principal) => authorise(principal, need),
    run: async (context, input): Promise<{ id: string }> => {
      await actOnRecipient(context, catalogue, {
        ...{ requestId: input.requestId, recipientId: input.recipientId, action: input.action },
        ...{ comment: input.comment ?? null, fields: input.fields ?? {} },
        onBehalfOf: input.onBehalfOf ?? null,
      });
      return { id: input.recipientId };
    },
  });
}
