import type { Fields } from '#engine/fields.ts';
import type { Action } from '#engine/life-cycle.ts';
import { arrangements, clause } from './fields.ts';

const manager = ['itsm-security-manager'] as const;
const whileWriting = ['in-session', 'reporting'] as const;

/** The procedure that an action point becomes a request of: any that there is (H13). */
export const becomes = { kind: 'text', of: 'procedure', max: 60 } as const;

export const actionPointForm = {
  title: { kind: 'text', required: true, max: 300 },
  description: { kind: 'text', multiline: true },
  organisation: { kind: 'reference', to: 'organisations' },
  owner: { kind: 'reference', to: 'people' },
  dueDate: { kind: 'date' },
  becomes,
} as const satisfies Fields;

const actionPointOf = {
  actionPoint: { kind: 'reference', to: 'action-points', required: true },
} as const satisfies Fields;

/** Only LISO convenes and chairs, or a deputy whom he recorded (R-MTG-5, R-MTG-6). */
const convening = {
  'record-deputy': {
    from: ['setup-approved', 'convened'],
    to: 'same',
    by: ['liso'],
    clause: clause('2'),
    form: {
      deputyPerson: { kind: 'reference', to: 'people', required: true },
      deputyBecause: { kind: 'text', required: true, multiline: true },
    },
    effects: ['record-deputy'],
  },
  convene: {
    from: ['setup-approved'],
    to: 'convened',
    by: ['liso'],
    clause: clause('2'),
    primary: true,
    form: { startsAt: { kind: 'instant', required: true }, ...arrangements },
    guards: ['starts-in-the-future', 'set-up-document-is-sent'],
    effects: ['keep-convened', 'tell-invited'],
  },
  'change-arrangements': {
    from: ['convened'],
    to: 'same',
    by: ['liso'],
    clause: clause('2'),
    comment: 'optional',
    form: { startsAt: { kind: 'instant', required: true }, ...arrangements },
    guards: ['starts-in-the-future'],
    effects: ['tell-invited'],
  },
  uninvite: {
    from: ['convened'],
    to: 'same',
    by: ['liso'],
    clause: clause('2'),
    comment: 'required',
    form: { organisation: { kind: 'reference', to: 'organisations', required: true } },
    effects: ['uninvite', 'tell-invited'],
    destructive: true,
  },
  postpone: {
    from: ['convened'],
    to: 'setup-approved',
    by: ['liso'],
    clause: clause('2'),
    comment: 'required',
    form: { startsAt: { kind: 'instant', required: true } },
    guards: ['starts-in-the-future'],
    effects: ['tell-invited'],
  },
  'open-session': {
    from: ['convened'],
    to: 'in-session',
    by: ['liso', 'itsm-security-manager'],
    clause: clause('2'),
    primary: true,
    form: { chair: { kind: 'choice', required: true, options: ['liso', 'deputy'] } },
    guards: ['chair-is-liso-or-recorded-deputy'],
    effects: ['open-session', 'pull-action-points'],
  },
} as const satisfies Record<string, Action>;

/** Minutes, presentations, attendance and action points while the meeting sits and its report is written (R-MTG-7, R-MTG-12). */
const recording = {
  minute: {
    from: whileWriting,
    to: 'same',
    by: manager,
    clause: clause('2'),
    form: {
      item: { kind: 'reference', to: 'agenda-items', required: true },
      /** The number of the text that was read before typing; 0 for none. */
      base: { kind: 'integer', required: true, min: 0 },
      text: { kind: 'text', required: true, multiline: true },
      /** Texts kept beside it that are taken into this one. */
      merges: { kind: 'references', to: 'meeting-minutes' },
    },
    effects: ['keep-minutes'],
  },
  present: {
    from: ['in-session'],
    to: 'same',
    by: manager,
    clause: clause('2'),
    form: {
      item: { kind: 'reference', to: 'agenda-items', required: true, edits: true },
      presentedBy: { kind: 'text', required: true },
    },
    effects: ['keep-presentation'],
  },
  'record-attendance': {
    from: ['convened', ...whileWriting],
    to: 'same',
    by: manager,
    clause: clause('3'),
    form: {
      organisation: { kind: 'reference', to: 'organisations', required: true },
      name: { kind: 'text', required: true },
      capacity: {
        kind: 'choice',
        required: true,
        options: ['liso', 'npm', 'delegate', 'itsm', 'expert', 'observer'],
      },
      delegateFor: { kind: 'text' },
      presence: { kind: 'choice', required: true, options: ['present', 'remote', 'absent'] },
    },
    guards: ['delegate-names-whom'],
    effects: ['keep-attendance'],
  },
  'review-action-point': {
    from: whileWriting,
    to: 'same',
    by: manager,
    clause: clause('4.2'),
    form: {
      review: { kind: 'reference', to: 'action-point-reviews', required: true, edits: true },
      status: { kind: 'choice', required: true, options: ['closed', 'carried-over'] },
      remark: { kind: 'text', multiline: true },
      newDueDate: { kind: 'date' },
    },
    effects: ['keep-review'],
  },
  'add-action-point': {
    from: whileWriting,
    to: 'same',
    by: manager,
    clause: clause('4.2'),
    form: actionPointForm,
    effects: ['add-action-point'],
  },
  'change-action-point': {
    from: whileWriting,
    to: 'same',
    by: manager,
    clause: clause('4.2'),
    form: { actionPoint: { ...actionPointOf.actionPoint, edits: true }, ...actionPointForm },
    effects: ['change-action-point'],
  },
  'remove-action-point': {
    from: whileWriting,
    to: 'same',
    by: manager,
    clause: clause('4.2'),
    form: actionPointOf,
    effects: ['remove-action-point'],
    destructive: true,
  },
} as const satisfies Record<string, Action>;

/** The Meeting Report: submitted, returned or approved by LISO; approval opens its action points (R-MTG-8, R-MTG-15). */
const reporting = {
  end: {
    from: ['in-session'],
    to: 'reporting',
    by: ['liso', 'itsm-security-manager'],
    clause: clause('2'),
    primary: true,
    guards: ['attendance-is-recorded'],
    effects: ['end-session'],
  },
  'submit-report': {
    from: ['reporting'],
    to: 'report-in-approval',
    by: manager,
    clause: clause('4.2'),
    primary: true,
    guards: [
      'previous-action-points-are-reviewed',
      'every-topic-has-minutes',
      'no-minutes-stand-beside',
      'action-points-have-owner-and-date',
      'report-document-is-submitted',
    ],
    notify: ['liso'],
  },
  'return-report': {
    from: ['report-in-approval'],
    to: 'reporting',
    by: ['liso'],
    clause: clause('3'),
    comment: 'required',
    notBy: ['submit-report'],
    notify: manager,
  },
  'approve-report': {
    from: ['report-in-approval'],
    to: 'closed',
    by: ['liso'],
    clause: clause('3'),
    comment: 'optional',
    primary: true,
    notBy: ['submit-report'],
    guards: ['report-document-is-sent'],
    effects: ['open-action-points', 'conclude-reviews'],
    handOffs: ['request'],
    notify: ['npm', 'itsm-security-manager', 'taxud-requester'],
  },
  cancel: {
    from: [
      'requested',
      'set-up',
      'agenda-consultation',
      'setup-in-approval',
      'setup-approved',
      'convened',
    ],
    to: 'cancelled',
    by: ['liso', 'taxud-requester'],
    clause: clause('2'),
    comment: 'required',
    effects: ['tell-invited'],
    destructive: true,
  },
} as const satisfies Record<string, Action>;

export const sessionActions = { ...convening, ...recording, ...reporting } as const;
