import { z } from 'zod';
import { owing } from '#engine/request.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineCommand, defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { conflict, forbidden, notFound, staleVersion } from '#kernel/errors/app-error.ts';
import { id } from '#work/contract.ts';
import { type LoadedRecipient, loadRecipient } from '#work/requests/load-recipient.ts';
import { answersFor } from '#work/requests/recipient-actor.ts';
import { type QuestionnaireDraft, saveDraftInput } from '../contract.ts';

const need = { permission: 'requests:act', roles: [anyMember] };
const byRecipient = z.strictObject({ recipientId: id });

interface DraftRow {
  readonly answers: QuestionnaireDraft['answers'];
  readonly version: number;
  readonly updated_at: Date;
}

/**
 * The questionnaire that the principal answers. What is typed belongs to the organisation that answers, and nobody else reads it before it is
 * handed in.
 * @throws 404 for what is not visible or no questionnaire, 403 for who may not answer
 */
async function own(context: ReadContext, recipientId: string): Promise<LoadedRecipient> {
  const loaded = await loadRecipient(context, recipientId, { lock: false });
  if (loaded.kind !== 'questionnaire') throw notFound('questionnaire');
  const mine =
    answersFor(context.principal, loaded) ||
    context.principal.holdings.some(
      ({ forPersonId }) =>
        forPersonId !== null && answersFor(context.principal, loaded, forPersonId),
    );
  if (!mine)
    throw forbidden(`This needs the role ${loaded.role} in the organisation that was asked.`);
  return loaded;
}

async function find(context: ReadContext, loaded: LoadedRecipient): Promise<QuestionnaireDraft> {
  const { rows } = await context.client.query<DraftRow>({
    name: 'questionnaire-draft',
    text: 'select answers, version, updated_at from questionnaire_draft where owner_id = $1 and recipient_id = $2',
    values: [loaded.organisationId, loaded.id],
  });
  const [row] = rows;
  return {
    recipientId: loaded.id,
    answers: row?.answers ?? [],
    version: row?.version ?? 0,
    updatedAt: row?.updated_at.toISOString() ?? null,
  };
}

/** What was typed so far. */
export const readDraft = defineQuery({
  id: 'questionnaires.read-draft',
  input: byRecipient,
  authorise: (principal) => authorise(principal, need),
  run: async (context, input) => find(context, await own(context, input.recipientId)),
});

/**
 * Keeps what is typed, as it is typed.
 * @throws 412 when a colleague saved meanwhile, 409 when the questionnaire was handed in or withdrawn
 */
export const saveDraft = defineCommand({
  id: 'questionnaires.save-draft',
  input: saveDraftInput.extend({ recipientId: id }),
  authorise: (principal) => authorise(principal, need),
  run: async (context, input): Promise<QuestionnaireDraft> => {
    const loaded = await own(context, input.recipientId);
    if (!owing.some((state) => state === loaded.state)) {
      throw conflict('questionnaire-closed', 'This questionnaire was handed in or withdrawn.');
    }
    const { rows } = await context.client.query<DraftRow>({
      name: 'questionnaire-save',
      text: `insert into questionnaire_draft as d (owner_id, recipient_id, request_id, answers, version, updated_at, updated_by)
        select $1, $2, $3, $4::jsonb, 1, $5, $6 where $7 = 0
        on conflict do nothing returning answers, version, updated_at`,
      values: [
        ...[loaded.organisationId, loaded.id, loaded.requestId, JSON.stringify(input.answers)],
        ...[context.now, context.principal.personId, input.version],
      ],
    });
    const saved = rows[0] ?? (await change(context, loaded, input));
    if (saved === undefined) throw staleVersion((await find(context, loaded)).version);
    context.record({
      ownerId: loaded.organisationId,
      action: 'questionnaire.save',
      kind: 'questionnaire-draft',
      recordId: loaded.id,
      recordVersion: saved.version,
      // What stands in a draft is nobody's statement yet: only how much of it there is.
      details: { reference: loaded.reference, answers: saved.answers.length },
    });
    return {
      recipientId: loaded.id,
      answers: saved.answers,
      version: saved.version,
      updatedAt: saved.updated_at.toISOString(),
    };
  },
});

async function change(
  context: ReadContext,
  loaded: LoadedRecipient,
  input: z.infer<typeof saveDraftInput>,
): Promise<DraftRow | undefined> {
  if (input.version === 0) return undefined;
  const { rows } = await context.client.query<DraftRow>({
    name: 'questionnaire-change',
    text: `update questionnaire_draft set answers = $3::jsonb, version = version + 1, updated_at = $4, updated_by = $5
      where owner_id = $1 and recipient_id = $2 and version = $6 returning answers, version, updated_at`,
    values: [
      ...[loaded.organisationId, loaded.id, JSON.stringify(input.answers), context.now],
      ...[context.principal.personId, input.version],
    ],
  });
  return rows[0];
}
