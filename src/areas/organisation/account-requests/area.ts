import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { requestEffects } from './effects.ts';
import { type RequestFacts, requestFacts, requestFunctions } from './functions.ts';
import { accountRequest } from './procedure.ts';
import { roleOwners } from './role-owners.ts';

const accountRequestModule: ProcedureModule<RequestFacts> = {
  procedure: accountRequest,
  functions: requestFunctions,
  facts: requestFacts,
  effects: requestEffects,
};

/** Requests for accounts and roles under AD1 (Security Plan §1.8). */
export const accountRequestsArea: AreaModule = {
  procedures: [accountRequestModule],
  registers: [{ register: roleOwners }],
};
