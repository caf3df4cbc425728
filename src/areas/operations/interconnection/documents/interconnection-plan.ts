import type { DeliverableModule } from '#work/deliverables/definition.ts';
import { loadPlanData, type PlanData, planRecipients } from './plan-data.ts';
import { planSections } from './plan-sections.ts';
import { planWords } from './words.ts';

/** The plan of an interconnection as a document, with what its examination said (R-NI-2). */
export const interconnectionPlan: DeliverableModule<PlanData> = {
  definition: {
    id: 'interconnection-plan',
    clause: 'X.1052 §12.2.5 b',
    kind: 'information',
    procedures: ['interconnection'],
    sections: [
      { id: 'need', mandatory: true, source: { by: 'need' } },
      { id: 'ends', mandatory: true, source: { by: 'ends' } },
      { id: 'data', mandatory: true, source: { by: 'data' } },
      { id: 'border', mandatory: true, source: { by: 'border' } },
      { id: 'contacts', mandatory: true, source: { by: 'contacts' } },
      { id: 'ending', mandatory: true, source: { by: 'ending' } },
      { id: 'examination', mandatory: false, source: { by: 'examination' } },
    ],
    referencePattern: '{organisation}-NIP-{year}-{number}',
    compose: 'plan-data',
    distribution: 'who-carries-it-out',
    labelRule: 'of-plan',
    roles: {
      author: ['interconnection-author'],
      qc: ['interconnection-examiner', 'operations-management'],
      approver: [],
      reviewers: [],
      recipients: ['change-manager', 'interconnection-examiner'],
    },
  },
  texts: planWords,
  compose: { 'plan-data': loadPlanData },
  sections: planSections,
  distribution: { 'who-carries-it-out': planRecipients },
  labels: { 'of-plan': ({ label, tlp }) => ({ label, tlp }) },
};
