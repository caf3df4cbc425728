import type { DeliverableModule } from '#work/deliverables/definition.ts';
import { loadProgramme, type MissionData } from './mission-data.ts';
import { missionDocumentRoles, missionRecipients } from './mission-roles.ts';
import { programmeSections } from './programme-sections.ts';
import { textsOf } from './words.ts';

/** Mission Programme: everything that must be known before the collection of information starts (R-FFM-9, R-FFM-23 to R-FFM-27). */
export const missionProgramme: DeliverableModule<MissionData> = {
  definition: {
    id: 'mission-programme',
    clause: 'Security Plan §4.4.1',
    kind: 'approval',
    procedures: ['fact-finding-mission'],
    sections: [
      { id: 'subject', mandatory: true, source: { by: 'subject' } },
      { id: 'objectives', mandatory: true, source: { by: 'objectives' } },
      { id: 'scope', mandatory: true, source: { by: 'scope' } },
      { id: 'planning', mandatory: true, source: { by: 'planning' } },
      { id: 'contacts', mandatory: true, source: { by: 'contacts' }, under: 'planning' },
      { id: 'workload', mandatory: true, source: { by: 'workload' }, under: 'planning' },
      { id: 'information', mandatory: true, source: { by: 'information' }, under: 'planning' },
      { id: 'questionnaire', mandatory: false, source: { by: 'questionnaire' }, annex: true },
    ],
    referencePattern: '{organisation}-MPR-{year}-{number}',
    compose: 'programme-data',
    distribution: 'those-concerned',
    labelRule: 'of-mission',
    roles: missionDocumentRoles,
  },
  texts: textsOf('programme'),
  compose: { 'programme-data': loadProgramme },
  sections: programmeSections,
  distribution: { 'those-concerned': missionRecipients },
  labels: { 'of-mission': ({ label, tlp }) => ({ label, tlp }) },
};
