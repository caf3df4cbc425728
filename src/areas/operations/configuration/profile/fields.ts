import type { Fields } from '#engine/fields.ts';
import { comparisons, sources } from '../choices.ts';
import { clause } from '../clause.ts';

const definition = 'X.1052 §3.2.1';

/** What a case of configuration holds; items and benchmark are registers of the case. */
export const configurationFields = {
  origin: { kind: 'choice', options: sources, list: true, filter: true, clause: clause('a') },
  profile: {
    kind: 'reference',
    to: 'configuration-profiles',
    filter: true,
    clause: clause('b'),
  },
  requirement: { kind: 'text', multiline: true, clause: definition },
  referenceMethod: { kind: 'text', multiline: true, clause: definition },
  checkConditions: { kind: 'text', multiline: true, clause: definition },
  assetClass: { kind: 'text', clause: 'X.1052 §3.2.2' },
  assets: { kind: 'references', to: 'assets', clause: clause('a') },
  recommendation: { kind: 'reference', to: 'recommendations', computed: true, clause: clause('a') },
  changeNote: { kind: 'text', multiline: true, clause: clause('f') },
  baseNumber: { kind: 'integer', min: 0, computed: true, clause: clause('f') },
  number: { kind: 'integer', min: 1, computed: true, list: true, clause: clause('f') },
  addedItems: { kind: 'tags', max: 5000, computed: true, clause: clause('f') },
  removedItems: { kind: 'tags', max: 5000, computed: true, clause: clause('f') },
  changedItems: { kind: 'tags', max: 5000, computed: true, clause: clause('f') },
  submitted: {
    kind: 'rows',
    max: 5000,
    computed: true,
    fields: {
      code: { kind: 'text', max: 60 },
      title: { kind: 'text', max: 300 },
      importance: { kind: 'text', max: 30 },
      environment: { kind: 'text', max: 30 },
      comparison: { kind: 'choice', options: comparisons },
      expected: { kind: 'text', max: 500 },
      digest: { kind: 'text', max: 100 },
    },
    clause: clause('c'),
  },
  releasedAt: { kind: 'instant', computed: true, clause: clause('c') },
  changeAttempts: { kind: 'integer', min: 0, computed: true, clause: clause('d') },
} as const satisfies Fields;
