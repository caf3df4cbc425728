import type { Fields } from '#engine/fields.ts';

export const decisionKinds = ['not-affected', 'requirement', 'exception', 'waiting'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

const reason = { kind: 'text', multiline: true } as const;
const dueAt = { kind: 'instant' } as const;

/** What a decision of each kind needs: a justification, the patch that remedies it, the exception that covers it, or a date. */
export const decisionFields: Readonly<Record<DecisionKind, Fields>> = {
  'not-affected': {
    justification: {
      kind: 'choice',
      required: true,
      options: [
        'component_not_present',
        'vulnerable_code_not_present',
        'vulnerable_code_not_in_execute_path',
        'vulnerable_code_cannot_be_controlled_by_adversary',
        'inline_mitigations_already_exist',
      ],
    },
    reason: { ...reason, required: true },
  },
  requirement: {
    requirementId: { kind: 'reference', to: 'cases', procedure: 'patch', required: true },
    dueAt,
    reason,
  },
  exception: {
    exceptionId: { kind: 'reference', to: 'exceptions', required: true },
    reason,
  },
  waiting: { dueAt, reason },
};

/** What is asked of an exception; the advisory and the assets are known. */
export const exceptionFields: Fields = {
  title: { kind: 'text', required: true },
  reason: { ...reason, required: true },
  compensation: reason,
  expiresAt: { kind: 'instant', required: true },
};
