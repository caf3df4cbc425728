import type { Fields } from '#engine/fields.ts';
import { openScopeFields } from '../scope.ts';

/** Section of the Security Plan's chapter on meetings (`2` for §5.2). */
export const clause = (section: string): string => `Security Plan §5.${section}`;

/** One document that is presented, or presentation that is given, under an agenda item (§5.2, §5.4.1). */
const supportingDocuments = {
  kind: 'rows',
  max: 20,
  key: ['kind', 'title'],
  fields: {
    kind: { kind: 'choice', required: true, options: ['presentation', 'document'] },
    title: { kind: 'text', required: true, max: 300 },
    reference: { kind: 'text', max: 200 },
    /** Its file among those that were brought into the meeting. */
    file: { kind: 'reference', to: 'evidence' },
  },
} as const satisfies Fields[string];

/** An agenda item as people write it. */
export const agendaItemFields = {
  position: { kind: 'integer', required: true, min: 1, max: 200 },
  topic: { kind: 'text', required: true, max: 300 },
  presenter: { kind: 'text', required: true },
  durationMinutes: { kind: 'integer', required: true, min: 1, max: 600, unit: 'min' },
  documents: supportingDocuments,
} as const satisfies Fields;

/** Where it sits, and how long; without a number as long as the topics of its agenda. No name of an agenda item's field: forms of items write those. */
export const arrangements = {
  place: { kind: 'text', max: 300 },
  plannedMinutes: { kind: 'integer', min: 5, max: 2880, unit: 'min' },
} as const satisfies Fields;

export const invitation = {
  administrations: { kind: 'references', to: 'organisations', clause: clause('3') },
  startsAt: { kind: 'instant', clause: clause('2') },
  ...arrangements,
} as const satisfies Fields;

/** The agenda that agreement is asked for. */
export const proposedAgendaFields = {
  agendaDigest: { kind: 'text', max: 64, required: true },
} as const satisfies Fields;

/** What a meeting holds; agenda items, objections, attendance, minutes and action points are registers of the case. */
export const meetingFields = {
  purpose: { kind: 'text', required: true, multiline: true, clause: clause('1') },
  /** Meetings of one series review one another's action points. */
  series: { kind: 'text', max: 120 },
  ...openScopeFields(clause('1')),
  ...invitation,
  contractor: { kind: 'reference', to: 'organisations', clause: clause('3') },
  mission: { kind: 'reference', to: 'cases', clause: 'Security Plan §4.2' },
  partOfMission: {
    kind: 'choice',
    options: ['included', 'outcome'],
    clause: 'Security Plan §4.2',
  },
  /** The agenda as it was last proposed: what LISO and the NPMs agree to. */
  agenda: {
    kind: 'rows',
    computed: true,
    clause: clause('2'),
    fields: {
      ...agendaItemFields,
      // Rows hold plain values: one document a line.
      documents: { kind: 'text', multiline: true },
    },
  },
  /** What the last proposal changed against the one before. */
  agendaChanges: {
    kind: 'rows',
    computed: true,
    fields: {
      change: {
        kind: 'choice',
        required: true,
        options: ['added', 'removed', 'changed', 'moved'],
      },
      topic: { kind: 'text', required: true, max: 300 },
    },
  },
  /** When it was convened first; from then on those invited are told of every change. */
  convenedAt: { kind: 'instant', computed: true, clause: clause('2') },
  deputy: { kind: 'reference', to: 'people', computed: true, clause: clause('2') },
  deputyReason: { kind: 'text', computed: true, multiline: true },
  chairedBy: { kind: 'choice', options: ['liso', 'deputy'], computed: true, clause: clause('2') },
  openedAt: { kind: 'instant', computed: true },
  endedAt: { kind: 'instant', computed: true },
} as const satisfies Fields;
