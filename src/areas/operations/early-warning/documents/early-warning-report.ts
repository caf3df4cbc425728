import type { DeliverableModule } from '#work/deliverables/definition.ts';
import { csafReport } from './csaf-report.ts';
import { type EarlyWarningReportData, loadReportData } from './report-data.ts';
import { reportRecipients } from './report-recipients.ts';
import { proposeSummary, reportSections } from './report-sections.ts';
import { reportWords } from './words.ts';

/** The security early-warning report, released when additional controls are not imperative, and whenever it helps (R-EW-4). */
export const earlyWarningReport: DeliverableModule<EarlyWarningReportData> = {
  definition: {
    id: 'early-warning-report',
    clause: 'X.1052 §12.2.1 b',
    kind: 'information',
    procedures: ['early-warning'],
    sections: [
      { id: 'summary', mandatory: true, source: 'text', proposal: 'summary' },
      { id: 'source', mandatory: true, source: { by: 'source' } },
      { id: 'assets', mandatory: true, source: { by: 'assets' } },
      { id: 'assessment', mandatory: true, source: { by: 'assessment' } },
      { id: 'recommendations', mandatory: true, source: { by: 'recommendations' } },
      { id: 'measures', mandatory: false, source: { by: 'measures' } },
      { id: 'distribution', mandatory: false, source: { by: 'distribution' } },
      { id: 'products', mandatory: false, source: { by: 'products' }, annex: true },
    ],
    referencePattern: '{organisation}-EWR-{year}-{number}',
    compose: 'report-data',
    distribution: 'relevant-parties',
    labelRule: 'of-warning',
    roles: {
      author: ['isirt', 'isirt-lead'],
      qc: ['isirt', 'isirt-lead', 'early-warning-reviewer'],
      approver: [],
      reviewers: [],
      recipients: ['security-manager', 'isirt', 'isirt-lead', 'liso', 'niso'],
    },
  },
  texts: reportWords,
  compose: { 'report-data': loadReportData },
  sections: reportSections,
  proposals: { summary: proposeSummary },
  distribution: { 'relevant-parties': reportRecipients },
  tells: { event: 'early-warning', arisesAt: ({ ownerId }) => [ownerId] },
  labels: { 'of-warning': ({ label, tlp }) => ({ label, tlp }) },
  exports: { 'csaf.json': csafReport },
};
