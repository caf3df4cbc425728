import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { editionModule } from '#work/editions/edition-module.ts';
import {
  abnormalModule,
  checksModule,
  remoteAccessEffects,
  remoteAccessPayloads,
} from './effects.ts';
import { type RemoteAccessFacts, remoteAccessFacts } from './facts.ts';
import { remoteAccessFunctions } from './functions.ts';
import { remoteAccess } from './procedure.ts';
import { accessLogImporter } from './records/access-log-importer.ts';
import { accessRecords, remoteAccessReviews, remoteAccessRules } from './registers.ts';

const remoteAccessModule: ProcedureModule<RemoteAccessFacts> = {
  procedure: remoteAccess,
  functions: remoteAccessFunctions,
  facts: remoteAccessFacts,
  effects: remoteAccessEffects,
  payloads: remoteAccessPayloads,
};

/** Remote access management (X.1052 §12.2.6). */
export const remoteAccessArea: AreaModule = {
  importers: [accessLogImporter],
  procedures: [remoteAccessModule],
  registers: [
    editionModule(remoteAccessRules),
    checksModule,
    { register: remoteAccessReviews },
    { register: accessRecords },
    abnormalModule,
  ],
};
