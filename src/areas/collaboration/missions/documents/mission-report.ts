import type { DeliverableModule } from '#work/deliverables/definition.ts';
import { evidenceSections } from './evidence-sections.ts';
import { missionDocumentRoles, missionRecipients } from './mission-roles.ts';
import { loadReport, type ReportData } from './report-data.ts';
import { reportSections } from './report-sections.ts';
import { textsOf } from './words.ts';

/** Mission Report: description, findings, evidences (R-FFM-11, R-FFM-28 to R-FFM-30). */
export const missionReport: DeliverableModule<ReportData> = {
  definition: {
    id: 'mission-report',
    clause: 'Security Plan §4.4.2',
    kind: 'approval',
    procedures: ['fact-finding-mission'],
    sections: [
      { id: 'description', mandatory: true, source: { by: 'description' } },
      { id: 'subject', mandatory: true, source: { by: 'subject' }, under: 'description' },
      { id: 'objectives', mandatory: true, source: { by: 'objectives' }, under: 'description' },
      { id: 'scope', mandatory: true, source: { by: 'scope' }, under: 'description' },
      { id: 'findings', mandatory: true, source: { by: 'findings' } },
      { id: 'evidences', mandatory: true, source: { by: 'evidences' } },
      { id: 'minutes', mandatory: true, source: { by: 'minutes' }, under: 'evidences' },
      {
        id: 'questionnaires',
        mandatory: true,
        source: { by: 'questionnaires' },
        under: 'evidences',
      },
      { id: 'other', mandatory: true, source: { by: 'other' }, under: 'evidences' },
    ],
    referencePattern: '{organisation}-MRP-{year}-{number}',
    compose: 'report-data',
    distribution: 'those-concerned',
    labelRule: 'of-mission',
    roles: missionDocumentRoles,
  },
  texts: textsOf('report'),
  compose: { 'report-data': loadReport },
  sections: { ...reportSections, ...evidenceSections },
  distribution: { 'those-concerned': missionRecipients },
  tells: {
    event: 'mission-findings',
    arisesAt: ({ fields: { administrations } }) =>
      Array.isArray(administrations) ? administrations.map(String) : [],
  },
  labels: { 'of-mission': ({ label, tlp }) => ({ label, tlp }) },
};
