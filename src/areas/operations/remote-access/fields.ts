import type { Fields } from '#engine/fields.ts';

export const clause = (letter: string): string => `X.1052 §12.2.6 ${letter}`;

/** What remote access is asked for (R-RA-2). */
export const requestKinds = [
  'third-party',
  'mobile-working',
  'telecommuting',
  'maintenance',
  'other',
] as const;

/** What is asked for: for whom, to what, from when to when, no more than needed (R-RA-2, R-RA-4). */
export const requestFields = {
  kind: {
    kind: 'choice',
    required: true,
    options: requestKinds,
    list: true,
    filter: true,
    clause: clause('b'),
  },
  user: { kind: 'reference', to: 'people', required: true, clause: clause('b') },
  party: { kind: 'reference', to: 'organisations', clause: clause('d') },
  account: {
    kind: 'text',
    required: true,
    max: 100,
    pattern: '^[^\\s]+$',
    list: true,
    clause: clause('b'),
  },
  purpose: { kind: 'text', required: true, multiline: true, max: 2000, clause: clause('b') },
  scope: { kind: 'text', required: true, multiline: true, max: 2000, clause: clause('d') },
  hosts: { kind: 'tags', required: true, max: 50, clause: clause('d') },
  sources: { kind: 'tags', max: 50, clause: clause('d') },
  assets: { kind: 'references', to: 'assets' },
  startsAt: { kind: 'instant', required: true, clause: clause('d') },
  endsAt: { kind: 'instant', required: true, list: true, clause: clause('d') },
} as const satisfies Fields;

/** What a case of remote access holds: the request, and what came of it. */
export const remoteAccessFields = {
  ...requestFields,
  round: { kind: 'integer', min: 1, computed: true },
  measures: { kind: 'text', multiline: true, max: 2000, clause: clause('d') },
  provisionedAt: { kind: 'instant', computed: true, clause: clause('d') },
  lastReviewedAt: { kind: 'instant', computed: true, clause: clause('e') },
  abnormality: { kind: 'text', multiline: true, max: 5000, clause: clause('e') },
} as const satisfies Fields;

/** What was looked at, and what was seen (R-RA-6). */
export const reviewForm = {
  reviewedFrom: { kind: 'instant', required: true, clause: clause('e') },
  reviewedTo: { kind: 'instant', required: true, clause: clause('e') },
  records: { kind: 'choices', required: true, options: ['operational', 'audit-trail'] },
  observations: { kind: 'text', required: true, multiline: true, max: 5000, clause: clause('e') },
} as const satisfies Fields;
