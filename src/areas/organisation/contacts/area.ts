import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { changeEffects } from './effects.ts';
import { type ChangeFacts, changeFacts, changeFunctions } from './functions.ts';
import { contactChange } from './procedure.ts';
import { contacts } from './registers.ts';

const contactChangeModule: ProcedureModule<ChangeFacts> = {
  procedure: contactChange,
  functions: changeFunctions,
  facts: changeFacts,
  effects: changeEffects,
};

/** The directory of contacts, whose changes two people make (Security Plan §6.2). */
export const contactsArea: AreaModule = {
  procedures: [contactChangeModule],
  registers: [{ register: contacts }],
};
