import type { ReadContext } from '#kernel/command/context.ts';
import type {
  ComposeInput,
  DeliverableModule,
  RecipientDraft,
} from '#work/deliverables/definition.ts';
import { keepers, managers } from '../fields.ts';
import { type AntivirusReportData, loadReportData } from './report-data.ts';
import { proposeSummary, reportSections } from './report-sections.ts';
import { reportWords, speakerOf } from './words.ts';

/** Management of the organisation itself: its people in these roles are told (H35). */
async function toManagement(
  _context: ReadContext,
  { case: row, language }: ComposeInput,
): Promise<RecipientDraft[]> {
  const reason = speakerOf(language).say('toManagement');
  return [{ organisationId: row.ownerId, personId: null, reason }];
}

/** The periodic antivirus report to the management level, per the results of the scans (R-AV-4). */
export const antivirusReport: DeliverableModule<AntivirusReportData> = {
  definition: {
    id: 'antivirus-report',
    clause: 'X.1052 §12.2.7 d',
    kind: 'information',
    procedures: ['antivirus'],
    sections: [
      { id: 'summary', mandatory: true, source: 'text', proposal: 'summary' },
      { id: 'definitions', mandatory: true, source: { by: 'definitions' } },
      { id: 'distribution', mandatory: true, source: { by: 'distribution' } },
      { id: 'scans', mandatory: true, source: { by: 'scans' } },
      { id: 'infections', mandatory: true, source: { by: 'infections' } },
      { id: 'measures', mandatory: false, source: 'text' },
      { id: 'outdated', mandatory: false, source: { by: 'outdated' }, annex: true },
    ],
    referencePattern: '{organisation}-AVR-{year}-{number}',
    compose: 'report-data',
    distribution: 'management',
    labelRule: 'of-cycle',
    roles: {
      author: keepers,
      qc: [...keepers, 'quality-controller'],
      approver: [],
      reviewers: [],
      recipients: managers,
    },
  },
  texts: reportWords,
  compose: { 'report-data': loadReportData },
  sections: reportSections,
  proposals: { summary: proposeSummary },
  distribution: { management: toManagement },
  labels: { 'of-cycle': ({ label, tlp }) => ({ label, tlp }) },
};
