import type { Fields } from '#engine/fields.ts';
import { clause } from '../fields.ts';

/** The requirements themselves, and procedures of three kinds (R-DL-2, R-DL-5). */
export const kinds = [
  'requirements',
  'media-handling',
  'information-publishing',
  'information-exchange',
] as const;

export const specificationFields = {
  kind: { kind: 'choice', required: true, options: kinds, clause: clause('c') },
  purpose: { kind: 'text', required: true, multiline: true, clause: clause('a') },
  policy: { kind: 'text', required: true, max: 300, clause: clause('a') },
  reviewMonths: { kind: 'integer', required: true, min: 1, max: 24, clause: clause('e') },
  documentInForce: { kind: 'text', max: 200, computed: true, clause: clause('a') },
  inForceSince: { kind: 'instant', computed: true, clause: clause('a') },
  reviewedAt: { kind: 'instant', computed: true, clause: clause('e') },
  /** What events since the last review taught. */
  reviewInput: { kind: 'text', multiline: true, max: 20_000, computed: true, clause: clause('e') },
  reviewFindings: { kind: 'text', multiline: true, clause: clause('e') },
} as const satisfies Fields;
