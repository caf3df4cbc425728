import type { ProcedureModule } from '#work/catalogue.ts';
import type { MeetingFacts } from './facts.ts';
import { agendaHashOf } from './functions.ts';

/** With less time than this to the meeting an agreement is urgent: the ordinary time to answer, and two days to make use of it. */
const ampleMs = 12 * 24 * 3_600_000;

/** What LISO and each administration is asked whose agreement to the agenda as it is proposed is missing. */
export const asks: NonNullable<ProcedureModule<MeetingFacts>['asks']> = {
  agreement: async ({ now }, { case: row }) => {
    const startsAt = Date.parse(String(row.fields['startsAt'] ?? ''));
    return {
      subject: `${row.reference}: agreement to the agenda`,
      text: 'Please say whether you agree to the agenda as it is proposed, or what you object to.',
      urgency: startsAt - now.getTime() < ampleMs ? 'high' : 'normal',
      fields: { agendaDigest: agendaHashOf(row.fields) },
    };
  },
};
