import type { EvidenceAsked } from '#areas/collaboration/terms/queries/weigh.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { ProcedureModule } from '#work/catalogue.ts';
import { askedByTerms } from './asked-by-terms.ts';
import { addresseesOf } from './send-requests.ts';

type MayAsk = NonNullable<ProcedureModule['mayAsk']>[string];

/** What people send themselves is asked of the terms as what the programme sends, and goes to nobody else. */
const asking =
  (evidence: EvidenceAsked | null): MayAsk =>
  async (context, { case: row, request: { recipients } }) => {
    const addressees = new Set(
      (await addresseesOf(context, row)).map(({ organisationId }) => organisationId),
    );
    const at = recipients.findIndex(({ organisationId }) => !addressees.has(organisationId));
    if (at >= 0) {
      const message =
        'Only the administrations of the mission and their third parties that the programme names can be asked.';
      throw invalidInput([{ path: `/recipients/${at}`, code: 'no-party', message }]);
    }
    return evidence === null ? recipients : askedByTerms(context, row, evidence, recipients);
  };

/** By kind of request. Cooperation asks for nothing that a clause could rule. */
export const mayAsk: NonNullable<ProcedureModule['mayAsk']> = {
  cooperation: asking(null),
  questionnaire: asking('questionnaire'),
  access: asking('other'),
  interview: asking('interview-minutes'),
  minutes: asking('interview-minutes'),
};
