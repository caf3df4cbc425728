import type { AreaModule } from '#work/catalogue.ts';
import type { DeliverableModule, DeliverableRoles } from '#work/deliverables/definition.ts';

interface Data {
  readonly reason: string;
}

const roles: DeliverableRoles = {
  author: ['change-manager'],
  qc: ['change-tester'],
  reviewers: ['operations-management'],
  approver: ['operations-management'],
  recipients: ['security-manager'],
};

const texts = {
  title: 'Security Plan',
  'sections.introduction': 'Introduction',
  'sections.reason': 'Reason',
  'sections.readers': 'Distribution list',
};

/** A document with everything that the mechanism has, on cases of change management; organisations that receive it are told to it. */
function sample(
  kind: 'approval' | 'information',
  receivers: () => readonly string[],
): DeliverableModule<Data> {
  return {
    definition: {
      id: kind === 'approval' ? 'security-plan' : 'security-notice',
      clause: 'Security Plan, cover',
      kind,
      procedures: ['change'],
      sections: [
        { id: 'introduction', mandatory: true, source: 'text' },
        { id: 'reason', mandatory: true, source: { by: 'reason' } },
        { id: 'readers', mandatory: false, source: { by: 'readers' }, annex: true },
      ],
      referencePattern: `{organisation}-${kind === 'approval' ? 'IPLN' : 'NOTE'}-{year}-{number}`,
      compose: 'of-case',
      distribution: 'receivers',
      labelRule: 'of-case',
      roles,
    },
    texts: { en: texts, fr: texts, de: texts },
    compose: {
      'of-case': async (_context, input) => ({ reason: String(input.case.fields['reason'] ?? '') }),
    },
    sections: {
      reason: ({ data }) => (data.reason === '' ? [] : [{ kind: 'paragraph', text: data.reason }]),
      readers: ({ recipients }) =>
        recipients.length === 0
          ? []
          : [
              {
                kind: 'table',
                caption: 'Recipients',
                columns: [
                  { head: 'Organisation', width: 2 },
                  { head: 'Reason', width: 3 },
                ],
                rows: recipients.map((one) => [one.organisation, one.reason]),
              },
            ],
    },
    distribution: {
      receivers: async () =>
        receivers().map((organisationId) => ({
          organisationId,
          personId: null,
          reason: 'Party of the collaboration',
        })),
    },
    labels: { 'of-case': (row) => ({ label: row.label, tlp: row.tlp }) },
  };
}

/** One deliverable of each kind. */
export function sampleArea(receivers: () => readonly string[]): AreaModule {
  return { deliverables: [sample('approval', receivers), sample('information', receivers)] };
}
