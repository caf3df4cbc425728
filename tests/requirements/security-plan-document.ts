import type { AreaModule } from '#work/catalogue.ts';
import type { DeliverableModule } from '#work/deliverables/definition.ts';

const title =
  'Security Plan for the IT services related to trans-European systems managed by the Commission and the Member States';

/** Chapters of the Security Plan, in its order. */
export const chapters = {
  introduction: 'Introduction',
  processes: 'Security management processes',
  terms: 'Draft/update ToC',
  missions: 'Fact finding mission',
  meetings: 'Facilitate meeting',
  incidents: 'Coordination of security incident management',
} as const;

const texts = {
  title,
  ...Object.fromEntries(Object.entries(chapters).map(([id, text]) => [`sections.${id}`, text])),
};

/** The Security Plan as a deliverable: written by ITSM Security Management, controlled by another person, reviewed and approved by LISO. */
const securityPlan = (referencePattern: string): DeliverableModule<null> => ({
  definition: {
    id: 'security-plan',
    clause: 'Security Plan, cover',
    kind: 'approval',
    procedures: ['change'],
    sections: Object.keys(chapters).map((id) => ({ id, mandatory: true, source: 'text' })),
    referencePattern,
    compose: 'nothing',
    distribution: 'nobody',
    labelRule: 'limited',
    roles: {
      author: ['itsm-security-manager'],
      qc: ['quality-controller'],
      reviewers: ['liso'],
      approver: ['liso'],
      recipients: ['liso'],
    },
  },
  texts: { en: texts, fr: texts, de: texts },
  compose: { nothing: async () => null },
  sections: {},
  distribution: { nobody: async () => [] },
  labels: { limited: () => ({ label: 'LIMITED', tlp: 'AMBER' }) },
});

/** The plan under its own reference, of which there is one; another pattern makes several of its kind. */
export const securityPlanArea = (referencePattern = 'ITS-IPLN-SEC-SC06-004'): AreaModule => ({
  deliverables: [securityPlan(referencePattern)],
});

/** The cover of the Security Plan (R-DOC-1). */
export const securityPlanCover = {
  owner: 'DG TAXUD',
  organisation: 'Taxation and Customs Union DG',
  programme: 'DG ITSM',
  project: 'ITSM',
  subject: title,
  frameworkContract: 'TAXUD/2007/CC/088',
  specificContract: '06',
} as const;
