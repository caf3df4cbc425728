import type { ReadContext } from '#kernel/command/context.ts';
import type {
  ComposeInput,
  DeliverableModule,
  RecipientDraft,
} from '#work/deliverables/definition.ts';
import { loadTermsData, type TermsData } from './terms-data.ts';
import { termsSections } from './terms-sections.ts';
import { speakerOf, termsWords } from './words.ts';

/** The LISO, and every administration of the scope through its project manager (R-TOC-9). */
async function stakeholders(
  context: ReadContext,
  { case: row, language }: ComposeInput,
): Promise<RecipientDraft[]> {
  const { say } = speakerOf(language);
  const { rows } = await context.client.query<{ id: string }>({
    name: 'terms-stakeholders',
    text: `select organisation as id from terms_participant where owner_id = $1 and case_id = $2 order by name`,
    values: [row.ownerId, row.id],
  });
  return [
    { organisationId: row.ownerId, personId: null, reason: say('recipientLiso') },
    ...rows.map(({ id }) => ({ organisationId: id, personId: null, reason: say('recipientNa') })),
  ];
}

/**
 * The security-related part of Terms of Collaboration: exactly the four sections of the Security Plan §3.4, the fourth with its four
 * subsections, after the scope and the parties that §3.1 names; compliance clause by clause in an annex.
 */
export const termsSecurityPart: DeliverableModule<TermsData> = {
  definition: {
    id: 'terms-of-collaboration-security-part',
    clause: 'Security Plan §3.4',
    kind: 'approval',
    procedures: ['terms-of-collaboration'],
    sections: [
      { id: 'roles', mandatory: true, source: { by: 'roles' } },
      { id: 'sla', mandatory: true, source: { by: 'sla' } },
      { id: 'plans', mandatory: true, source: { by: 'plans' } },
      { id: 'terms', mandatory: true, source: { by: 'terms' } },
      {
        id: 'risk-management',
        mandatory: true,
        source: { by: 'risk-management' },
        under: 'terms',
      },
      {
        id: 'security-controls',
        mandatory: true,
        source: { by: 'security-controls' },
        under: 'terms',
      },
      { id: 'awareness', mandatory: true, source: { by: 'awareness' }, under: 'terms' },
      { id: 'best-practice', mandatory: true, source: { by: 'best-practice' }, under: 'terms' },
      { id: 'scope', mandatory: true, source: { by: 'scope' }, annex: true },
      { id: 'compliance', mandatory: true, source: { by: 'compliance' }, annex: true },
    ],
    referencePattern: '{organisation}-TOC-{year}-{number}',
    compose: 'terms-data',
    distribution: 'stakeholders',
    labelRule: 'of-case',
    roles: {
      author: ['itsm-security-manager'],
      qc: ['quality-controller'],
      approver: ['liso'],
      reviewers: ['liso'],
      recipients: ['liso', 'npm'],
    },
  },
  texts: termsWords,
  compose: { 'terms-data': loadTermsData },
  sections: termsSections,
  distribution: { stakeholders },
  labels: { 'of-case': ({ label, tlp }) => ({ label, tlp }) },
};
