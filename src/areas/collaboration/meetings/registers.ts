import { defineRegister } from '#engine/define.ts';
import { agendaItemFields, clause } from './fields.ts';

/** Rows are made by the actions of the meeting only, so that state and role decide who writes what. */
const byTheCase = { read: ['any-member'], create: [], update: [], delete: [] } as const;

const ofMeeting = {
  area: 'collaboration',
  class: 'tenant',
  ofCase: true,
  procedures: ['meeting'],
  access: byTheCase,
  retention: 'P10Y',
} as const;

/** What is dealt with, in its order: topic, presenter, duration, supporting documents (§5.4.1). Every party reads it once proposed. */
export const agendaItems = defineRegister({
  ...ofMeeting,
  id: 'agenda-items',
  table: 'agenda_item',
  clause: clause('4.1'),
  title: 'topic',
  fields: {
    ...agendaItemFields,
    position: { ...agendaItemFields.position, list: true, sort: true },
    topic: { ...agendaItemFields.topic, list: true, search: true },
    presenter: { ...agendaItemFields.presenter, list: true },
    durationMinutes: { ...agendaItemFields.durationMinutes, list: true },
    presentedBy: { kind: 'text', computed: true, clause: clause('2') },
    presentedAt: { kind: 'instant', computed: true },
  },
  defaultSort: 'position',
});

/** Objections to a proposed agenda. Others than LISO and the facilitator read one only when it was answered to all. */
export const agendaObjections = defineRegister({
  ...ofMeeting,
  id: 'agenda-objections',
  table: 'agenda_objection',
  clause: clause('3'),
  title: 'objection',
  fields: {
    objection: { kind: 'text', required: true, multiline: true, list: true },
    organisation: {
      kind: 'reference',
      to: 'organisations',
      required: true,
      list: true,
      filter: true,
    },
    person: { kind: 'reference', to: 'people' },
    raisedAt: { kind: 'instant', required: true, list: true, sort: true },
    answer: { kind: 'text', multiline: true, list: true },
    answeredBy: { kind: 'reference', to: 'people' },
    answeredAt: { kind: 'instant', list: true },
    toAll: { kind: 'boolean' },
  },
  defaultSort: 'raisedAt',
});

/** Who was there, for whom, and who was not (R-MTG-11). */
export const attendances = defineRegister({
  ...ofMeeting,
  id: 'attendances',
  table: 'attendance',
  clause: clause('3'),
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, list: true, sort: true },
    organisation: {
      kind: 'reference',
      to: 'organisations',
      required: true,
      list: true,
      filter: true,
    },
    capacity: {
      kind: 'choice',
      required: true,
      list: true,
      options: ['liso', 'npm', 'delegate', 'itsm', 'expert', 'observer'],
    },
    delegateFor: { kind: 'text', list: true },
    presence: {
      kind: 'choice',
      required: true,
      list: true,
      filter: true,
      options: ['present', 'remote', 'absent'],
    },
  },
  defaultSort: 'name',
});

/**
 * Every text that was saved as the minutes of an item; none is ever overwritten. `current` is what stands; `beside` was typed by somebody who
 * had not seen the current one, and waits to be merged.
 */
export const meetingMinutes = defineRegister({
  ...ofMeeting,
  id: 'meeting-minutes',
  table: 'meeting_minutes',
  clause: clause('2'),
  title: 'text',
  fields: {
    item: { kind: 'reference', to: 'agenda-items', required: true, filter: true, list: true },
    number: { kind: 'integer', required: true, min: 1, sort: true, list: true },
    base: { kind: 'integer', required: true, min: 0 },
    text: { kind: 'text', required: true, multiline: true, list: true, search: true },
    standing: {
      kind: 'choice',
      required: true,
      filter: true,
      list: true,
      options: ['current', 'beside', 'earlier', 'merged'],
    },
    writer: { kind: 'reference', to: 'people', list: true },
    writtenAt: { kind: 'instant', required: true, list: true },
  },
  unique: [['item', 'number']],
  defaultSort: 'number',
});

/** The review of an earlier meeting's action point in this one (R-MTG-15, R-MTG-16), with the point as it stood when it was pulled in. */
export const actionPointReviews = defineRegister({
  ...ofMeeting,
  id: 'action-point-reviews',
  table: 'action_point_review',
  clause: clause('4.2'),
  title: 'title',
  fields: {
    title: { kind: 'text', required: true, max: 300, list: true },
    actionPoint: { kind: 'reference', to: 'action-points', required: true, filter: true },
    organisation: { kind: 'reference', to: 'organisations', list: true },
    owner: { kind: 'reference', to: 'people', list: true },
    dueDate: { kind: 'date', list: true, sort: true },
    status: { kind: 'choice', options: ['closed', 'carried-over'], list: true, filter: true },
    remark: { kind: 'text', multiline: true, list: true },
    newDueDate: { kind: 'date' },
    reviewedAt: { kind: 'instant' },
  },
  defaultSort: 'dueDate',
});
