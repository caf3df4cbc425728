import type { AreaModule } from '#work/catalogue.ts';
import { recordInfectedBundle } from './reactions/record-infected-bundle.ts';
import { recordInfectedScan } from './reactions/record-infected-scan.ts';
import { recordInfection } from './reactions/record-infection.ts';
import { recordUnauthorisedChange } from './reactions/record-unauthorised-change.ts';
import { securityEvents } from './registers.ts';

/** Incident management (X.1052 §13): so far the register of what the product itself noticed. */
export const incidentsArea: AreaModule = {
  registers: [{ register: securityEvents }],
  reactions: [recordInfection, recordInfectedBundle, recordInfectedScan, recordUnauthorisedChange],
};
