import type { ProcedureModule } from '#work/catalogue.ts';
import type { TermsFacts } from './facts.ts';

/** What each administration is asked whose agreement to the text as it is handed out is missing. */
export const asks: NonNullable<ProcedureModule<TermsFacts>['asks']> = {
  agreement: async (_, { case: row, form }) => {
    const { textRevision, textDigest } = row.fields;
    return {
      subject: `${row.reference}: agreement to revision ${textRevision}`,
      text: 'Please say whether your administration agrees to the security-related part of the Terms of Collaboration as it was handed out, or what is to be changed.',
      urgency: form['urgency'] === 'high' ? 'high' : 'normal',
      fields: { textRevision, textDigest },
    };
  },
};
