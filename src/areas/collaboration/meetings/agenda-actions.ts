import type { Fields } from '#engine/fields.ts';
import type { Action } from '#engine/life-cycle.ts';
import { agendaItemFields, clause, invitation } from './fields.ts';

const manager = ['itsm-security-manager'] as const;

const itemOf = {
  item: { kind: 'reference', to: 'agenda-items', required: true },
} as const satisfies Fields;

/** From the request to an agenda that can be proposed (Security Plan §5.2, set up meeting). */
const settingUp = {
  accept: {
    from: ['requested'],
    to: 'set-up',
    by: manager,
    clause: clause('2'),
    primary: true,
    guards: ['administrations-are-invited'],
    effects: ['pull-action-points'],
    notify: ['liso', 'npm'],
  },
  'change-invitation': {
    from: ['requested', 'set-up'],
    to: 'same',
    by: [...manager, 'taxud-requester', 'liso'],
    clause: clause('2'),
    form: invitation,
    effects: ['invite-parties', 'enter-participants'],
  },
  'add-agenda-item': {
    from: ['set-up'],
    to: 'same',
    by: manager,
    clause: clause('2'),
    form: agendaItemFields,
    effects: ['add-agenda-item'],
  },
  'change-agenda-item': {
    from: ['set-up'],
    to: 'same',
    by: manager,
    clause: clause('2'),
    form: { item: { ...itemOf.item, edits: true }, ...agendaItemFields },
    effects: ['change-agenda-item'],
  },
  'remove-agenda-item': {
    from: ['set-up'],
    to: 'same',
    by: manager,
    clause: clause('2'),
    form: itemOf,
    effects: ['remove-agenda-item'],
    destructive: true,
  },
  'answer-objection': {
    from: ['set-up'],
    to: 'same',
    by: manager,
    clause: clause('2'),
    form: {
      objection: { kind: 'reference', to: 'agenda-objections', required: true, edits: true },
      answer: { kind: 'text', required: true, multiline: true },
      toAll: { kind: 'boolean', required: true },
    },
    effects: ['answer-objection'],
  },
  'propose-agenda': {
    from: ['set-up'],
    to: 'agenda-consultation',
    by: manager,
    clause: clause('2'),
    primary: true,
    guards: ['agenda-has-items', 'objections-are-answered'],
    effects: ['freeze-agenda'],
    asks: ['agreement'],
    notify: ['liso', 'npm'],
  },
} as const satisfies Record<string, Action>;

/** LISO and every NPM agree on the agenda, or object; LISO waives a silent one on its own record (R-MTG-3, R-MTG-10, R-MTG-11). */
const consultation = {
  agree: {
    from: ['agenda-consultation'],
    to: 'same',
    by: ['liso', 'npm'],
    clause: clause('3'),
    guards: ['agreement-is-awaited'],
    approval: { needed: 'all-parties', roles: ['liso', 'npm'], material: ['agenda'] },
    notify: manager,
  },
  object: {
    from: ['agenda-consultation'],
    to: 'set-up',
    by: ['liso', 'npm'],
    clause: clause('3'),
    form: { objection: { kind: 'text', required: true, multiline: true } },
    effects: ['keep-objection'],
    notify: manager,
  },
  'submit-setup': {
    from: ['agenda-consultation'],
    to: 'setup-in-approval',
    by: manager,
    clause: clause('4.1'),
    primary: true,
    guards: ['everybody-agreed', 'set-up-document-is-submitted'],
    notify: ['liso'],
  },
  'return-setup': {
    from: ['setup-in-approval'],
    to: 'set-up',
    by: ['liso'],
    clause: clause('3'),
    comment: 'required',
    notBy: ['submit-setup'],
    notify: manager,
  },
  'approve-setup': {
    from: ['setup-in-approval'],
    to: 'setup-approved',
    by: ['liso'],
    clause: clause('3'),
    comment: 'optional',
    primary: true,
    notBy: ['submit-setup'],
    guards: ['set-up-document-is-approved', 'set-up-document-shows-the-agenda'],
    notify: manager,
  },
} as const satisfies Record<string, Action>;

export const agendaActions = { ...settingUp, ...consultation } as const;
