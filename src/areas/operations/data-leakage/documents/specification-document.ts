import type { ReadContext } from '#kernel/command/context.ts';
import type {
  ComposeInput,
  DeliverableModule,
  RecipientDraft,
} from '#work/deliverables/definition.ts';
import { keepers } from '../fields.ts';
import { loadSpecificationData, type SpecificationData } from './specification-data.ts';
import { proposePurpose, specificationSections } from './specification-sections.ts';
import { speakerOf, specificationWords } from './words.ts';

const managers = ['management', 'operations-management'] as const;

/** The whole organisation: whoever handles its data works by it. */
async function toTheOrganisation(
  _context: ReadContext,
  { case: row, language }: ComposeInput,
): Promise<RecipientDraft[]> {
  const reason = speakerOf(language).say('toTheOrganisation');
  return [{ organisationId: row.ownerId, personId: null, reason }];
}

/** A specification or procedure as a document: reviewed, approved, distributed, with its history (R-DL-2, R-DL-5). */
export const specificationDocument: DeliverableModule<SpecificationData> = {
  definition: {
    id: 'leakage-specification',
    clause: 'X.1052 §12.2.8 a',
    kind: 'approval',
    procedures: ['leakage-specification'],
    sections: [
      { id: 'purpose', mandatory: true, source: 'text', proposal: 'purpose' },
      { id: 'data', mandatory: true, source: { by: 'data' } },
      { id: 'rules', mandatory: true, source: { by: 'rules' } },
      { id: 'procedure', mandatory: true, source: 'text' },
      { id: 'places', mandatory: true, source: { by: 'places' } },
      { id: 'monitoring', mandatory: true, source: { by: 'monitoring' } },
      { id: 'review', mandatory: true, source: { by: 'review' } },
      { id: 'rationale', mandatory: false, source: { by: 'rationale' }, annex: true },
    ],
    referencePattern: '{organisation}-DLS-{year}-{number}',
    compose: 'specification-data',
    distribution: 'organisation',
    labelRule: 'of-specification',
    roles: {
      author: keepers,
      qc: [...keepers, 'quality-controller'],
      approver: managers,
      reviewers: [...managers, 'isirt-lead'],
      recipients: ['any-member'],
    },
  },
  texts: specificationWords,
  compose: { 'specification-data': loadSpecificationData },
  sections: specificationSections,
  proposals: { purpose: proposePurpose },
  distribution: { organisation: toTheOrganisation },
  labels: { 'of-specification': ({ label, tlp }) => ({ label, tlp }) },
};
