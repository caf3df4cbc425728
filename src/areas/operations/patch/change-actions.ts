import type { Action } from '#engine/life-cycle.ts';
import { clause } from './fields.ts';

const change = 'X.1052 §12.2.3';

/** The change that installs the patch, its verification by a later inventory, and what is put off (X.1052 §12.2.3). */
export const changeActions = {
  'raise-change': {
    from: ['prioritised'],
    to: 'in-change',
    by: ['patch-manager'],
    clause: change,
    primary: true,
    guards: ['targets-remain'],
    effects: ['keep-targets', 'start-targets'],
    handOffs: ['change'],
    notify: ['change-manager'],
  },
  'receive-result': {
    from: ['in-change'],
    to: [{ when: 'change-is-achieved', to: 'verifying' }, { to: 'prioritised' }],
    by: 'system',
    clause: change,
    form: {
      outcome: { kind: 'choice', required: true, options: ['achieved', 'not-achieved'] },
      status: { kind: 'text', multiline: true },
    },
    effects: ['take-result'],
    notify: ['patch-manager'],
  },
  verify: {
    from: ['verifying'],
    to: 'done',
    by: 'system',
    clause: change,
    guards: ['targets-are-verified'],
    notify: ['patch-manager'],
  },
  'report-contradiction': {
    from: ['verifying'],
    to: 'contradicted',
    by: 'system',
    clause: change,
    guards: ['a-target-is-contradicted'],
    notify: ['patch-manager'],
  },
  'plan-again': {
    from: ['contradicted'],
    to: 'prioritised',
    by: ['patch-manager'],
    clause: change,
    comment: 'required',
    primary: true,
    effects: ['retry-targets'],
  },
  'await-inventory': {
    from: ['contradicted'],
    to: 'verifying',
    by: ['patch-manager'],
    clause: change,
    comment: 'required',
    effects: ['await-targets'],
  },
  defer: {
    from: ['prioritised'],
    to: 'deferred',
    by: ['patch-manager'],
    clause: clause('c'),
    comment: 'required',
    guards: ['exception-covers-targets'],
    effects: ['keep-targets', 'except-targets'],
  },
  'exception-expires': {
    from: ['deferred'],
    to: 'prioritised',
    by: 'timer',
    clause: clause('c'),
    effects: ['retry-targets', 'forget-deferral'],
    notify: ['patch-manager'],
  },
  'reopen-deferred': {
    from: ['deferred'],
    to: 'prioritised',
    by: 'system',
    clause: clause('c'),
    effects: ['retry-targets', 'forget-deferral'],
    notify: ['patch-manager'],
  },
  resume: {
    from: ['deferred'],
    to: 'prioritised',
    by: ['patch-manager'],
    clause: clause('c'),
    comment: 'required',
    effects: ['retry-targets', 'forget-deferral'],
  },
} as const satisfies Record<string, Action>;
