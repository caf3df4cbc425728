import type { LifeCycle } from '#engine/life-cycle.ts';
import { clause, keepers } from './fields.ts';

const step = clause('c');

/** Found, then dealt with or dismissed: what nobody judged holds back the report. */
export const infectionLifeCycle = {
  initial: 'found',
  states: {
    found: { kind: 'active', clause: step },
    treated: { kind: 'final', outcome: 'achieved', clause: step },
    'false-positive': { kind: 'final', outcome: 'not-achieved', clause: step },
  },
  actions: {
    treat: {
      from: ['found'],
      to: 'treated',
      by: keepers,
      clause: step,
      form: {
        treatment: {
          kind: 'choice',
          required: true,
          options: ['quarantined', 'deleted', 'cleaned', 'reinstalled'],
        },
        note: { kind: 'text', multiline: true },
      },
      effects: ['keep-conclusion'],
      primary: true,
    },
    dismiss: {
      from: ['found'],
      to: 'false-positive',
      by: keepers,
      clause: step,
      comment: 'required',
      effects: ['keep-conclusion'],
    },
  },
  deadlines: {
    judgement: {
      states: ['found'],
      within: 'P2D',
      escalateTo: ['antivirus-manager', 'security-manager'],
      escalateEvery: 'P1D',
      clause: step,
    },
  },
} as const satisfies LifeCycle;
