import type { DeliverableModule, SectionDefinition } from '#work/deliverables/definition.ts';
import { type IncidentReportData, loadReportData } from './report-data.ts';
import { reportRecipients } from './report-recipients.ts';
import { proposeOverview, proposeSummary, reportSections } from './report-sections.ts';
import { reportWords } from './words.ts';

const filled = (id: keyof typeof reportSections, under: string): SectionDefinition => ({
  id,
  mandatory: true,
  source: { by: id },
  under,
});

/** Exactly Table 8 with its numbering: 3.4.1 stays the only child of 3.4. */
const sections: readonly SectionDefinition[] = [
  { id: 'management-summary', mandatory: true, source: 'text', proposal: 'summary' },
  { id: 'short-description', mandatory: false, source: 'text' },
  filled('identification', 'short-description'),
  { ...filled('overview', 'short-description'), proposal: 'overview' },
  filled('parties', 'short-description'),
  filled('services', 'short-description'),
  { id: 'analysis', mandatory: true, source: { by: 'causes' } },
  filled('e-mails', 'analysis'),
  filled('logs', 'analysis'),
  filled('chain', 'analysis'),
  filled('detection', 'chain'),
  filled('registration', 'chain'),
  filled('resolution', 'chain'),
  filled('recovery', 'chain'),
  filled('closure', 'chain'),
  { id: 'gaps', mandatory: false, source: 'text', under: 'analysis' },
  filled('deviations', 'gaps'),
  { id: 'recommendations', mandatory: true, source: { by: 'recommendations' } },
];

/** The Security Incident Report of a high-impact incident: for information, after quality control (R-INC-12, R-INC-21). */
export const securityIncidentReport: DeliverableModule<IncidentReportData> = {
  definition: {
    id: 'security-incident-report',
    clause: 'Security Plan §6.4.1, Table 8',
    kind: 'information',
    procedures: ['incident-coordination'],
    sections,
    referencePattern: '{organisation}-SIR-{year}-{number}',
    compose: 'incident-data',
    distribution: 'liso-and-administrations',
    labelRule: 'of-incident',
    onlyWhen: 'impact-is-high',
    roles: {
      author: ['itsm-security-manager'],
      qc: ['quality-controller', 'itsm-security-manager'],
      approver: [],
      reviewers: [],
      recipients: ['liso', 'niso'],
    },
  },
  texts: reportWords,
  compose: { 'incident-data': loadReportData },
  sections: reportSections,
  proposals: { summary: proposeSummary, overview: proposeOverview },
  distribution: { 'liso-and-administrations': reportRecipients },
  tells: {
    event: 'incident-common-domain',
    arisesAt: ({ fields: { originAdministration } }) =>
      typeof originAdministration === 'string' ? [originAdministration] : [],
  },
  conditions: { 'impact-is-high': ({ fields }) => fields['highImpact'] === true },
  labels: { 'of-incident': ({ label, tlp }) => ({ label, tlp }) },
};
