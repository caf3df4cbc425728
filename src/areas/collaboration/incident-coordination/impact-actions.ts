import type { Action } from '#engine/life-cycle.ts';
import { affectedInformationFields, affectedSystem, manager, process } from './fields.ts';
import { coordinated } from './intake-actions.ts';

/** Before the way to a report or without one is taken. */
const undecided = ['analysing', 'awaiting-niso', 'evidence-analysis', 'impact-decided'] as const;

/** What is affected, the test, and where it leads (R-INC-11). Each change of the inputs decides again. */
export const impactActions = {
  'assess-system': {
    from: coordinated,
    to: 'same',
    by: [manager],
    clause: process,
    form: affectedSystem,
    guards: ['significance-is-judged'],
    effects: ['keep-system', 'decide-impact'],
  },
  /** The register of systems gives another level: what was assessed takes it, and the test is made again. */
  'take-level': {
    from: coordinated,
    to: 'same',
    by: 'system',
    clause: process,
    effects: ['take-levels', 'decide-impact'],
    notify: [manager],
  },
  'assess-information': {
    from: coordinated,
    to: 'same',
    by: [manager],
    clause: process,
    form: affectedInformationFields,
    guards: ['significance-is-judged'],
    effects: ['keep-information', 'decide-impact'],
  },
  'raise-impact': {
    from: [...undecided, 'resolution'],
    to: 'same',
    by: [manager],
    clause: process,
    comment: 'required',
    guards: ['impact-is-low'],
    effects: ['override-impact'],
    notify: ['liso'],
  },
  'lower-impact': {
    from: [...undecided, 'sir-drafting'],
    to: 'same',
    by: [manager],
    clause: process,
    comment: 'required',
    guards: ['impact-is-high'],
    effects: ['override-impact'],
    notify: ['liso'],
    destructive: true,
  },
  high: {
    from: ['impact-decided', 'resolution'],
    to: 'sir-drafting',
    by: [manager],
    clause: process,
    guards: ['impact-is-high'],
    handOffs: ['notification'],
    notify: ['liso', 'quality-controller'],
  },
  low: {
    from: ['impact-decided', 'sir-drafting'],
    to: 'resolution',
    by: [manager],
    clause: process,
    guards: ['impact-is-low'],
  },
} as const satisfies Record<string, Action>;
