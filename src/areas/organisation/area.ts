import type { AreaModule } from '#work/catalogue.ts';
import { contracts, documents, glossaryTerms } from './document-registers.ts';
import { refuseOwnRoles } from './refuse-own-roles.ts';
import { organisations, people, roleHoldings, services, systems } from './registers.ts';

/** Organisation and personnel (X.1052 §9): parties, people, roles, systems, services, contracts, documents, glossary. */
export const organisationArea: AreaModule = {
  registers: [
    organisations,
    people,
    roleHoldings,
    systems,
    services,
    contracts,
    documents,
    glossaryTerms,
  ].map((register) =>
    register === roleHoldings ? { register, changed: refuseOwnRoles } : { register },
  ),
};
