import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { changeEffects } from './effects.ts';
import { type ChangeFacts, changeFacts } from './facts.ts';
import { changeFunctions } from './functions.ts';
import { change } from './procedure.ts';
import { changeTests, freezePeriods } from './registers.ts';
import { reportUnauthorised } from './report-unauthorised.ts';
import { unauthorisedChangesModule } from './unauthorised-changes.ts';

const changeModule: ProcedureModule<ChangeFacts> = {
  procedure: change,
  functions: changeFunctions,
  facts: changeFacts,
  effects: changeEffects,
};

/** Security change management (X.1052 §12.2.4). */
export const changeArea: AreaModule = {
  procedures: [changeModule],
  registers: [{ register: changeTests }, { register: freezePeriods }, unauthorisedChangesModule],
  reactions: [reportUnauthorised],
};
