import type { Action } from '#engine/life-cycle.ts';
import { requiredScopeFields } from '../scope.ts';
import { clause, manager, missionFields, questionFields, thirdPartyKinds } from './fields.ts';

const setUp = clause('2');
const both = [manager, 'liso'] as const;
const inSetUp = { from: ['set-up'], to: 'same', clause: setUp } as const;

/** Whole lists are written at once: what has the same number, control or name stays, what is missing goes. */
const lists = {
  'set-objectives': {
    ...inSetUp,
    by: both,
    form: {
      objectives: {
        kind: 'rows',
        of: 'mission-objectives',
        required: true,
        max: 30,
        fields: {
          objective: { kind: 'text', required: true, max: 500 },
          detail: { kind: 'text', multiline: true },
        },
      },
    },
    effects: ['write-objectives'],
  },
  'set-controls': {
    ...inSetUp,
    by: both,
    form: {
      controls: {
        kind: 'rows',
        of: 'mission-controls',
        key: ['control'],
        required: true,
        max: 150,
        fields: {
          control: { kind: 'reference', to: 'controls', required: true },
          whatToDocument: { kind: 'text', required: true, multiline: true },
          rationale: { kind: 'text', required: true, multiline: true },
          basis: { kind: 'choices', options: ['priority', 'incident', 'finding', 'change'] },
        },
      },
    },
    effects: ['write-controls'],
  },
  'set-contacts': {
    ...inSetUp,
    by: [manager],
    form: {
      contacts: {
        kind: 'rows',
        of: 'mission-contacts',
        key: ['organisation', 'name'],
        required: true,
        max: 200,
        fields: {
          name: { kind: 'text', required: true, max: 200 },
          contactRole: { kind: 'text', required: true, max: 200 },
          organisation: { kind: 'reference', to: 'organisations', required: true },
          thirdParty: { kind: 'choice', options: thirdPartyKinds },
          hours: { kind: 'decimal', required: true, min: 0, max: 2000, unit: 'h' },
        },
      },
    },
    effects: ['write-contacts'],
  },
  'set-questions': {
    ...inSetUp,
    by: [manager],
    form: {
      questions: {
        kind: 'rows',
        of: 'mission-questions',
        key: ['number'],
        required: true,
        max: 300,
        fields: {
          ...questionFields,
          addressee: { kind: 'choice', options: ['administration', 'third-party', 'both'] },
        },
      },
    },
    effects: ['write-questions'],
  },
  'set-access': {
    ...inSetUp,
    by: both,
    form: {
      access: {
        kind: 'rows',
        of: 'mission-access',
        required: true,
        max: 200,
        fields: {
          kind: { kind: 'choice', required: true, options: ['information', 'asset'] },
          item: { kind: 'text', required: true, max: 300 },
          detail: { kind: 'text', multiline: true },
          organisation: { kind: 'reference', to: 'organisations' },
          provider: { kind: 'text', required: true, max: 200 },
          dueOn: { kind: 'date', required: true },
        },
      },
    },
    effects: ['write-access'],
  },
  'set-interviews': {
    ...inSetUp,
    by: [manager],
    form: {
      interviews: {
        kind: 'rows',
        of: 'mission-interviews',
        max: 100,
        fields: {
          interviewee: { kind: 'text', required: true, max: 200 },
          organisation: { kind: 'reference', to: 'organisations', required: true },
          person: { kind: 'reference', to: 'people' },
          topics: { kind: 'text', required: true, multiline: true },
          plannedAt: { kind: 'instant' },
          place: { kind: 'text', max: 200 },
        },
      },
    },
    effects: ['write-interviews'],
  },
} as const satisfies Record<string, Action>;

/** From the request to an approved programme (Security Plan §4.2, set up of mission programme). */
export const setUpActions = {
  accept: {
    from: ['requested'],
    to: 'set-up',
    by: [manager],
    clause: setUp,
    primary: true,
    effects: ['ask-cooperation', 'compute-inputs'],
    notify: ['liso'],
  },
  'set-scope': {
    from: ['requested', 'set-up'],
    to: 'same',
    by: ['taxud-requester', ...both],
    clause: clause('1'),
    form: {
      ...requiredScopeFields(clause('1')),
      targets: { ...missionFields.targets, required: true },
    },
    effects: ['keep-scope'],
  },
  'give-input': {
    ...inSetUp,
    by: ['liso'],
    form: {
      priorities: {
        kind: 'rows',
        required: true,
        max: 50,
        fields: {
          priority: { kind: 'text', required: true, max: 300 },
          reason: { kind: 'text', multiline: true },
        },
      },
    },
    effects: ['keep-priorities'],
    notify: [manager],
  },
  'refresh-inputs': { ...inSetUp, by: both, effects: ['compute-inputs'] },
  ...lists,
  'correct-workload': {
    from: ['set-up', 'programme-in-approval', 'collecting'],
    to: 'same',
    by: ['npm'],
    clause: clause('4.1'),
    form: {
      contact: { kind: 'reference', to: 'mission-contacts', required: true },
      hours: { kind: 'decimal', required: true, min: 0, max: 2000, unit: 'h' },
      reason: { kind: 'text', required: true, multiline: true },
    },
    effects: ['correct-workload'],
    notify: [manager],
  },
  'submit-programme': {
    from: ['set-up'],
    to: 'programme-in-approval',
    by: [manager],
    clause: clause('4.1'),
    primary: true,
    form: {
      startsOn: { ...missionFields.startsOn, required: true },
      endsOn: { ...missionFields.endsOn, required: true },
    },
    guards: [
      'scope-is-whole',
      'objectives-are-set',
      'controls-are-chosen',
      'contacts-are-named',
      'workload-is-estimated',
      'information-is-listed',
      'period-is-sound',
      'programme-document-is-submitted',
    ],
    notify: ['liso'],
  },
  'return-programme': {
    from: ['programme-in-approval'],
    to: 'set-up',
    by: ['liso'],
    clause: clause('3'),
    comment: 'required',
    notBy: ['submit-programme'],
    notify: [manager],
  },
  'approve-programme': {
    from: ['programme-in-approval'],
    to: 'collecting',
    by: ['liso'],
    clause: clause('3'),
    comment: 'optional',
    primary: true,
    notBy: ['submit-programme'],
    guards: ['programme-document-is-approved'],
    effects: ['send-requests'],
    notify: [manager, 'npm'],
  },
} as const satisfies Record<string, Action>;
