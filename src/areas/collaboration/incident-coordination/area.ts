import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { securityIncidentReport } from './documents/security-incident-report.ts';
import { mayAsk } from './effects/asking.ts';
import { evidenceEffects } from './effects/evidence.ts';
import { impactEffects } from './effects/impact.ts';
import { partyEffects } from './effects/parties.ts';
import { registrationEffects } from './effects/registration.ts';
import { reportEffects } from './effects/report.ts';
import { type IncidentFacts, incidentFacts } from './facts.ts';
import { incidentFunctions } from './functions.ts';
import { incidentMailsModule } from './mail/incident-mails.ts';
import { readIncidentMail } from './mail/read-incident-mail.ts';
import { incidentPayloads } from './payloads.ts';
import { incidentCoordination } from './procedure.ts';
import { followReport } from './reactions/follow-report.ts';
import { takeLevel } from './reactions/take-level.ts';
import { incidentRegisters } from './registers.ts';
import { incidentRoutes } from './routes.ts';

const incidentModule: ProcedureModule<IncidentFacts> = {
  procedure: incidentCoordination,
  functions: incidentFunctions,
  facts: incidentFacts,
  effects: {
    ...partyEffects,
    ...registrationEffects,
    ...evidenceEffects,
    ...impactEffects,
    ...reportEffects,
  },
  payloads: incidentPayloads,
  mayAsk,
};

/** Coordination of security incidents between administrations, contractor and central body (Security Plan §6). */
export const incidentCoordinationArea: AreaModule = {
  procedures: [incidentModule],
  registers: [...incidentRegisters.map((register) => ({ register })), incidentMailsModule],
  deliverables: [securityIncidentReport],
  reactions: [...followReport, takeLevel],
  routes: incidentRoutes,
  mailReaders: [readIncidentMail],
};
