import type { AreaModule, RegisterModule } from '#work/catalogue.ts';
import { absences, checkAbsence } from './absences.ts';
import { keepOwnLog, ownChanges } from './change-log.ts';
import { checkContractLine } from './contract-lines.ts';
import { controlMappings, controls } from './control-registers.ts';
import { contracts, documents, glossaryTerms } from './document-registers.ts';
import { keepChangeLog } from './keep-change-log.ts';
import { businessThreads, memberships, userCommunities } from './programme-registers.ts';
import { refuseOwnRoles } from './refuse-own-roles.ts';
import { organisations, people, roleHoldings, services, systems } from './registers.ts';
import { commonStandards, referenceChanges } from './standard-registers.ts';

const plain = [
  organisations,
  people,
  documents,
  glossaryTerms,
  businessThreads,
  userCommunities,
  memberships,
  referenceChanges,
  controls,
  controlMappings,
].map((register): RegisterModule => ({ register }));

/**
 * Organisation and personnel (X.1052 §9): parties, people, roles, systems, services, contracts, documents, glossary; and what the programme
 * shares: threads, communities, memberships, common standards with their change log, the control catalogue.
 */
export const organisationArea: AreaModule = {
  registers: [
    ...plain,
    { register: roleHoldings, changed: refuseOwnRoles },
    { register: services, changed: keepOwnLog },
    { register: contracts, changed: checkContractLine },
    { register: ownChanges },
    { register: absences, changed: checkAbsence },
    { register: systems, changed: keepChangeLog },
    { register: commonStandards, changed: keepChangeLog },
  ],
};
