import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { patchEffects } from './effects.ts';
import { type PatchFacts, patchFacts } from './facts.ts';
import { patchFunctions } from './functions.ts';
import { patchPayloads } from './payloads.ts';
import { patch } from './procedure.ts';
import {
  makeTargets,
  receiveSuccess,
  takeBackSuccess,
  verifyOnAwaiting,
  verifyOnReturn,
} from './reactions/follow-changes.ts';
import { reopenOnExpiry, reopenOnRevocation } from './reactions/follow-exceptions.ts';
import { followFindings } from './reactions/follow-inventories.ts';
import { releaseRetired } from './reactions/follow-retirement.ts';
import { patchTests } from './registers.ts';
import { targetsModule } from './targets.ts';

const patchModule: ProcedureModule<PatchFacts> = {
  procedure: patch,
  functions: patchFunctions,
  facts: patchFacts,
  effects: patchEffects,
  payloads: patchPayloads,
};

/** Security patch management (X.1052 §12.2.3). */
export const patchArea: AreaModule = {
  procedures: [patchModule],
  registers: [{ register: patchTests }, targetsModule],
  reactions: [
    makeTargets,
    receiveSuccess,
    takeBackSuccess,
    verifyOnReturn,
    verifyOnAwaiting,
    followFindings,
    releaseRetired,
    reopenOnExpiry,
    reopenOnRevocation,
  ],
};
