import type { Action } from '#engine/life-cycle.ts';
import { clause, findingFields, manager, missionFields } from './fields.ts';

const collect = clause('2');
const finding = { kind: 'reference', to: 'mission-findings', required: true } as const;
const interview = { kind: 'reference', to: 'mission-interviews', required: true } as const;
const collecting = { from: ['collecting'], to: 'same', by: [manager], clause: collect } as const;

/** From the approved programme to everything that is needed for the report (Security Plan §4.2, collect required information). */
const collectionActions = {
  'record-interview': {
    ...collecting,
    form: {
      interview: { ...interview, edits: true },
      heldAt: { kind: 'instant', required: true },
      attendees: { kind: 'text', required: true, multiline: true },
      minutes: { kind: 'text', required: true, multiline: true },
    },
    effects: ['keep-minutes'],
  },
  'drop-interview': {
    ...collecting,
    form: { interview, reason: { kind: 'text', required: true, multiline: true } },
    effects: ['drop-interview'],
  },
  'receive-answer': {
    from: 'any-open',
    to: 'same',
    by: 'system',
    clause: collect,
    effects: ['take-answers'],
  },
  'amend-programme': {
    ...{ from: ['collecting'], to: 'set-up', by: [manager], clause: clause('4.1') },
    comment: 'required',
    notify: ['liso'],
  },
  'start-report': {
    ...{ from: ['collecting'], to: 'reporting', by: [manager], clause: collect, primary: true },
    guards: ['nothing-is-owed', 'interviews-are-held'],
  },
} as const satisfies Record<string, Action>;

/** Findings, the report and its approval. */
const reportActions = {
  'add-finding': {
    ...{ from: ['reporting'], to: 'same', by: [manager], clause: clause('4.2') },
    form: findingFields,
    effects: ['add-finding'],
  },
  'change-finding': {
    ...{ from: ['reporting'], to: 'same', by: [manager], clause: clause('4.2') },
    form: { finding: { ...finding, edits: true }, ...findingFields },
    effects: ['change-finding'],
  },
  'remove-finding': {
    ...{ from: ['reporting'], to: 'same', by: [manager], clause: clause('4.2') },
    form: { finding },
    effects: ['remove-finding'],
    destructive: true,
  },
  'assign-finding': {
    from: ['reporting', 'report-approved', 'csip-discussed'],
    to: 'same',
    by: [manager, 'liso'],
    clause: clause('4.2'),
    form: {
      finding: { ...finding, edits: true },
      responsible: { kind: 'text', required: true, max: 200 },
      dueOn: { kind: 'date', required: true },
    },
    effects: ['assign-finding'],
  },
  'submit-report': {
    ...{ from: ['reporting'], to: 'report-in-approval', by: [manager], clause: clause('4.2') },
    primary: true,
    guards: ['findings-have-evidence', 'report-document-is-submitted'],
    notify: ['liso'],
  },
  'return-report': {
    ...{ from: ['report-in-approval'], to: 'reporting', by: ['liso'], clause: clause('3') },
    comment: 'required',
    notBy: ['submit-report'],
    notify: [manager],
  },
  'approve-report': {
    ...{ from: ['report-in-approval'], to: 'report-approved', by: ['liso'], clause: clause('3') },
    comment: 'optional',
    primary: true,
    notBy: ['submit-report'],
    guards: ['report-document-is-approved'],
    effects: ['share-findings'],
    notify: [manager, 'csip-manager'],
  },
} as const satisfies Record<string, Action>;

/** What the mission leads to: improvements, meetings, follow-ups (H11, H12). */
const outcomeActions = {
  'hold-csip-discussion': {
    from: ['report-approved'],
    to: 'csip-discussed',
    by: [manager, 'csip-manager'],
    clause: collect,
    primary: true,
    form: {
      heldOn: { kind: 'date', required: true },
      participants: { kind: 'text', required: true, multiline: true },
      outcome: { kind: 'text', required: true, multiline: true },
      improvements: {
        kind: 'rows',
        max: 50,
        fields: {
          title: { kind: 'text', required: true, max: 200 },
          description: { kind: 'text', required: true, multiline: true },
          objective: { kind: 'text', required: true, multiline: true },
        },
      },
      noImprovementBecause: { kind: 'text', multiline: true },
    },
    guards: ['discussion-was-held', 'improvements-or-reason'],
    effects: ['keep-discussion'],
    notify: ['csip-manager', 'liso'],
  },
  close: {
    ...{ from: ['csip-discussed'], to: 'closed', by: [manager], clause: collect, primary: true },
    form: {
      followUps: { ...missionFields.followUps, required: true },
      followUpNote: missionFields.followUpNote,
    },
    guards: ['findings-are-assigned', 'requests-are-decided', 'follow-ups-are-decided'],
    handOffs: ['terms-of-collaboration', 'fact-finding-mission'],
    notify: ['liso', 'npm'],
  },
  'spawn-meeting': {
    ...{ from: 'any-open', to: 'same', by: [manager, 'liso'], clause: collect },
    form: {
      part: { kind: 'choice', required: true, options: ['included', 'outcome'] },
      purpose: { kind: 'text', required: true, multiline: true },
    },
    handOffs: ['meeting'],
  },
  cancel: {
    from: [
      ...['requested', 'set-up', 'programme-in-approval', 'collecting', 'reporting'],
      'report-in-approval',
    ],
    to: 'cancelled',
    by: ['taxud-requester', 'liso'],
    clause: collect,
    comment: 'required',
    destructive: true,
    notify: [manager, 'npm'],
  },
} as const satisfies Record<string, Action>;

export const laterActions = { ...collectionActions, ...reportActions, ...outcomeActions } as const;
