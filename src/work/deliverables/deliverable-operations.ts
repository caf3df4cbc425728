import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineCommand, defineQuery } from '#kernel/command/command.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { actInput, id } from '#work/contract.ts';
import { titlesOf } from '#work/paging.ts';
import { actOnDeliverable } from './act-on-deliverable.ts';
import { createDeliverableInput, editDeliverableInput } from './contract.ts';
import { createDeliverable } from './create-deliverable.ts';
import { assertSent, caseOfDeliverable } from './deciding.ts';
import { editDeliverable } from './edit-deliverable.ts';
import { listDeliverables, listDeliverablesInput } from './list-deliverables.ts';
import { loadDeliverable } from './load-deliverable.ts';
import { openDocument, recordOpening } from './open-document.ts';
import { historyView, readDeliverable } from './read-deliverable.ts';

const byId = z.strictObject({ deliverableId: id });
const openInput = byId.extend({ format: z.string().max(40) });

/** Every member may try; who may do what is decided by the deliverable's roles, its case and its distribution list. */
const member = (act: string) => (principal: Principal) =>
  authorise(principal, { permission: `deliverables:${act}`, roles: [anyMember] });

/** Everything that the API does with deliverables, the same for every kind. */
export function deliverableOperations(catalogue: Catalogue) {
  return { ...writing(catalogue), ...reading(catalogue) };
}

function writing(catalogue: Catalogue) {
  return {
    create: defineCommand({
      id: 'deliverables.create',
      input: createDeliverableInput.extend({ caseId: id }),
      authorise: member('create'),
      run: (context, input) => createDeliverable(context, catalogue, input),
    }),
    edit: defineCommand({
      id: 'deliverables.edit',
      input: editDeliverableInput.extend({
        deliverableId: id,
        version: z.number().int().nullable(),
      }),
      authorise: member('update'),
      run: (context, input) => editDeliverable(context, catalogue, input),
    }),
    act: defineCommand({
      id: 'deliverables.act',
      input: actInput.extend({ deliverableId: id, action: z.string().max(60) }),
      authorise: member('act'),
      run: (context, input) =>
        actOnDeliverable(context, catalogue, {
          deliverableId: input.deliverableId,
          action: input.action,
          comment: input.comment ?? null,
          fields: input.fields ?? {},
          onBehalfOf: input.onBehalfOf ?? null,
        }),
    }),
    opened: defineCommand({
      id: 'deliverables.opened',
      input: openInput,
      authorise: member('read'),
      run: recordOpening,
    }),
  };
}

function reading(catalogue: Catalogue) {
  return {
    list: defineQuery({
      id: 'deliverables.list',
      input: listDeliverablesInput,
      authorise: member('read'),
      run: (context, input) => listDeliverables(context, catalogue, input),
    }),
    read: defineQuery({
      id: 'deliverables.read',
      input: byId,
      authorise: member('read'),
      run: (context, input) => readDeliverable(context, catalogue, input.deliverableId),
    }),
    open: defineQuery({
      id: 'deliverables.open',
      input: openInput,
      authorise: member('read'),
      run: (context, input) => openDocument(context, catalogue, input),
    }),
    documentHistory: defineQuery({
      id: 'deliverables.document-history',
      input: byId,
      authorise: member('read'),
      run: async (context, input) => {
        const loaded = await loadDeliverable(context, input.deliverableId, { lock: false });
        assertSent(context, loaded, await caseOfDeliverable(context, loaded));
        return {
          items: loaded.history.map(historyView),
          titles: await titlesOf(context, { people: loaded.history.map((row) => row.personId) }),
        };
      },
    }),
  };
}
