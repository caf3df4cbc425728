import type { AreaModule, RegisterModule } from '#work/catalogue.ts';
import { confidentialityAgreements } from './registers.ts';

const agreementsModule: RegisterModule = {
  register: confidentialityAgreements,
  functions: {
    guards: {
      'period-is-in-order': ({ fields }) => {
        const { signedOn, validFrom, validTo } = fields;
        return (
          String(signedOn) <= String(validFrom) &&
          (validTo === undefined || validTo === null || String(validFrom) < String(validTo))
        );
      },
    },
  },
  effects: {
    'keep-end': async (context) => ({ endedOn: context.now.toISOString().slice(0, 10) }),
  },
};

/** Confidentiality agreements with third parties (X.1052 §9.2). */
export const confidentialityArea: AreaModule = { registers: [agreementsModule] };
