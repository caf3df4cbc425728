import type { Functions } from '#engine/decision.ts';
import { defineRegister } from '#engine/define.ts';
import type { RegisterModule } from '#work/catalogue.ts';
import { clause } from './fields.ts';
import { becomes } from './session-actions.ts';

/** The meeting that reviewed it, after its own. */
const reviewedIn = { kind: 'reference', to: 'cases', procedure: 'meeting' } as const;

const owners = ['owner', 'npm', 'itsm-security-manager'] as const;

/**
 * Action points of meetings (SM-AP): drafted while the report is written, open from its approval, carried from meeting to meeting until closed
 * (R-MTG-16). The owner reports it done with its evidence; the next meeting, or LISO, accepts it.
 */
export const actionPoints = defineRegister({
  id: 'action-points',
  table: 'action_point',
  area: 'collaboration',
  clause: clause('4.2'),
  class: 'tenant',
  ofCase: true,
  procedures: ['meeting'],
  takesPart: { field: 'organisation', roles: ['npm', 'itsm-security-manager'] },
  title: 'title',
  fields: {
    title: { kind: 'text', required: true, max: 300, list: true, search: true },
    description: { kind: 'text', multiline: true, search: true },
    organisation: { kind: 'reference', to: 'organisations', list: true, filter: true },
    owner: { kind: 'reference', to: 'people', list: true, filter: true },
    dueDate: { kind: 'date', list: true, sort: true, filter: true },
    becomes: { ...becomes, list: true, filter: true },
    progress: { kind: 'text', computed: true, multiline: true },
    evidence: { kind: 'text', computed: true, multiline: true },
    doneAt: { kind: 'instant', computed: true },
    carriedOver: { kind: 'integer', computed: true, min: 0, list: true },
    series: { kind: 'text', computed: true, max: 120, list: true, filter: true },
    // The one that last closed it or carried it over (R-MTG-16).
    reviewedIn: { ...reviewedIn, computed: true, clause: clause('4.2') },
  },
  lifeCycle: {
    initial: 'drafted',
    states: {
      drafted: { kind: 'waiting', clause: clause('4.2') },
      open: { kind: 'active', clause: clause('4.2') },
      done: { kind: 'active', clause: clause('4.2') },
      closed: { kind: 'final', outcome: 'achieved', clause: clause('4.2') },
      cancelled: { kind: 'final', outcome: 'not-achieved', clause: clause('4.2') },
    },
    actions: {
      begin: { from: ['drafted'], to: 'open', by: 'system', clause: clause('4.2') },
      progress: {
        from: ['open'],
        to: 'same',
        by: owners,
        clause: clause('4.2'),
        form: { note: { kind: 'text', required: true, multiline: true } },
        effects: ['keep-progress'],
      },
      done: {
        from: ['open'],
        to: 'done',
        by: owners,
        clause: clause('4.2'),
        primary: true,
        form: { proof: { kind: 'text', required: true, multiline: true } },
        effects: ['keep-evidence'],
      },
      accept: {
        from: ['done'],
        to: 'closed',
        by: ['liso'],
        clause: clause('4.2'),
        comment: 'optional',
        primary: true,
        notBy: ['done'],
      },
      reopen: {
        from: ['done'],
        to: 'open',
        by: ['liso'],
        clause: clause('4.2'),
        comment: 'required',
      },
      postpone: {
        from: ['open'],
        to: 'open',
        by: ['liso'],
        clause: clause('4.2'),
        comment: 'required',
        form: { dueDate: { kind: 'date', required: true } },
      },
      cancel: {
        from: ['open', 'done'],
        to: 'cancelled',
        by: ['liso'],
        clause: clause('4.2'),
        comment: 'required',
        destructive: true,
      },
      'raise-request': {
        from: ['open', 'done'],
        to: 'same',
        by: ['liso', 'taxud-requester'],
        clause: clause('4.2'),
        form: { becomes: { ...becomes, required: true } },
        guards: ['is-no-request-yet'],
      },
      /** The meeting that reviewed it found it done, or carries it over to the next one. */
      conclude: {
        from: ['open', 'done'],
        to: 'closed',
        by: 'system',
        clause: clause('4.2'),
        form: { reviewedIn: { ...reviewedIn, required: true } },
      },
      'carry-over': {
        from: ['open', 'done'],
        to: 'open',
        by: 'system',
        clause: clause('4.2'),
        form: { dueDate: { kind: 'date' }, reviewedIn: { ...reviewedIn, required: true } },
        effects: ['count-carrying'],
      },
    },
    deadlines: {
      due: {
        states: ['open'],
        within: { by: 'until-due' },
        remindBefore: ['P7D', 'P1D'],
        escalateTo: ['liso', 'taxud-requester'],
        escalateEvery: 'P7D',
        clause: clause('4.2'),
      },
    },
  },
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: 'dueDate',
  retention: 'P10Y',
});

/** In seconds. */
const day = 86_400;

const actionPointFunctions: Functions = {
  guards: {
    'is-no-request-yet': ({ record }) => typeof record.fields['becomes'] !== 'string',
  },
  durations: {
    /** To the end of its day in UTC; what is late already is due in a day, and told so. */
    'until-due': ({ record, now }) => {
      const due = Date.parse(`${String(record.fields['dueDate'])}T23:59:59.000Z`);
      if (Number.isNaN(due)) return 'P30D';
      const seconds = Math.floor((due - Date.parse(now)) / 1000);
      return `PT${Math.max(day, seconds)}S`;
    },
  },
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const actionPointsModule: RegisterModule = {
  register: actionPoints,
  dates: [
    { field: 'dueDate', states: ['open', 'done'], person: 'owner', organisation: 'organisation' },
  ],
  waitsFor: [
    {
      ...{ states: ['open'], person: 'owner', organisation: 'organisation' },
      roles: ['npm', 'itsm-security-manager'],
    },
    { states: ['done'], roles: ['liso'] },
  ],
  functions: actionPointFunctions,
  effects: {
    'keep-progress': async ({ now, principal }, { fields, form }) => {
      const line = `${now.toISOString().slice(0, 10)} ${principal.name}: ${textOf(form['note'])}`;
      return {
        progress: [textOf(fields['progress']), line].filter((part) => part !== '').join('\n'),
      };
    },
    'keep-evidence': async ({ now }, { form }) => ({
      evidence: form['proof'],
      doneAt: now.toISOString(),
    }),
    'count-carrying': async (_context, { fields }) => ({
      carriedOver: Number(fields['carriedOver'] ?? 0) + 1,
    }),
  },
};
