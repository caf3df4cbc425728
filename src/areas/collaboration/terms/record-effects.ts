import type { WriteContext } from '#kernel/command/context.ts';
import type { RecordActInput, RegisterModule } from '#work/catalogue.ts';
import { withdrawAgreements } from '#work/requests/agreements.ts';
import { waiveParty } from '#work/sharing/share-record.ts';
import { termsOfCollaboration } from './procedure.ts';
import { clauseComments, termsParticipants } from './registers.ts';

/** Comments with who answered them, and when. */
export const commentsModule: RegisterModule = {
  register: clauseComments,
  effects: {
    'sign-answer': async (context: WriteContext) => ({
      answeredBy: context.principal.personId,
      answeredAt: context.now.toISOString(),
    }),
  },
};

async function keepAgreementWaiver(
  context: WriteContext,
  { id, ownerId, fields, comment }: RecordActInput,
) {
  const reason = comment ?? '';
  const { rows } = await context.client.query<{ case_id: string }>({
    name: 'terms-participant-case',
    text: 'select case_id from terms_participant where owner_id = $1 and id = $2',
    values: [ownerId, id],
  });
  const [found] = rows;
  if (found === undefined || ownerId === null) throw new Error('a participant without a case');
  const place = { ownerId, id: found.case_id };
  const organisationId = String(fields['organisation']);
  await waiveParty(context, place, { organisationId, role: 'npm', reason });
  await withdrawAgreements(context, termsOfCollaboration, place, { organisationId, reason });
  return { agreementWaived: reason };
}

/** Participants, and what the LISO waives for one of them, with his reason. */
export const participantsModule: RegisterModule = {
  register: termsParticipants,
  effects: {
    'keep-plans-waiver': async (_: WriteContext, { comment }: RecordActInput) => ({
      plansWaived: comment,
    }),
    'keep-agreement-waiver': keepAgreementWaiver,
  },
};
