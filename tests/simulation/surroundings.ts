import { accountRequestSurroundings } from './account-request.ts';
import { antivirusSurroundings } from './antivirus.ts';
import { assetCheckSurroundings } from './asset-check.ts';
import { changeSurroundings } from './change.ts';
import { configurationCheckSurroundings, configurationSurroundings } from './configuration.ts';
import { contactChangeSurroundings } from './contact-change.ts';
import { leakageSurroundings, specificationSurroundings } from './data-leakage.ts';
import { earlyWarningSurroundings } from './early-warning.ts';
import type { Surroundings } from './filled-in.ts';
import { incidentSurroundings } from './incident-coordination.ts';
import { interconnectionSurroundings } from './interconnection.ts';
import { meetingSurroundings } from './meeting.ts';
import { missionSurroundings } from './mission.ts';
import { patchSurroundings } from './patch.ts';
import { remoteAccessSurroundings } from './remote-access.ts';
import { termsSurroundings } from './terms.ts';

/** Procedures whose guards look at more than the case and the form; others need nothing here. */
export const surroundings: ReadonlyMap<string, Surroundings> = new Map([
  ['account-request', accountRequestSurroundings],
  ['antivirus', antivirusSurroundings],
  ['asset-check', assetCheckSurroundings],
  ['change', changeSurroundings],
  ['configuration', configurationSurroundings],
  ['configuration-check', configurationCheckSurroundings],
  ['contact-change', contactChangeSurroundings],
  ['data-leakage', leakageSurroundings],
  ['leakage-specification', specificationSurroundings],
  ['early-warning', earlyWarningSurroundings],
  ['fact-finding-mission', missionSurroundings],
  ['meeting', meetingSurroundings],
  ['incident-coordination', incidentSurroundings],
  ['interconnection', interconnectionSurroundings],
  ['patch', patchSurroundings],
  ['remote-access', remoteAccessSurroundings],
  ['terms-of-collaboration', termsSurroundings],
]);
