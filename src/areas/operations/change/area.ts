import type { AreaModule, ProcedureModule, RegisterModule } from '#work/catalogue.ts';
import { changeEffects } from './effects.ts';
import { type ChangeFacts, changeFacts } from './facts.ts';
import { changeFunctions } from './functions.ts';
import { successors, windowDates } from './hand-over.ts';
import { changeModelsModule } from './models.ts';
import { change } from './procedure.ts';
import { changeReviews, changeTests, freezePeriods } from './registers.ts';
import { reportUnauthorised } from './report-unauthorised.ts';
import { unauthorisedChangesModule } from './unauthorised-changes.ts';

const changeModule: ProcedureModule<ChangeFacts> = {
  procedure: change,
  functions: changeFunctions,
  facts: changeFacts,
  effects: changeEffects,
  payloads: { successors },
  dates: windowDates,
};

const freezesModule: RegisterModule = {
  register: freezePeriods,
  dates: [
    { field: 'startsAt', takesPlace: true, ofReaders: true },
    { field: 'endsAt', takesPlace: true, ofReaders: true },
  ],
};

/** Security change management (X.1052 §12.2.4). */
export const changeArea: AreaModule = {
  procedures: [changeModule],
  registers: [
    { register: changeTests },
    { register: changeReviews },
    changeModelsModule,
    freezesModule,
    unauthorisedChangesModule,
  ],
  reactions: [reportUnauthorised],
};
