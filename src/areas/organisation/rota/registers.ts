import { defineRegister } from '#engine/define.ts';
import { weekdays } from '#engine/office-hours.ts';

const clause = 'Security Plan §6.2';

/** Who plans a duty. */
export const planners = [
  'security-manager',
  'operations-management',
  'isirt-lead',
  'liso',
  'npm',
  'niso',
  'itsm-security-manager',
  'service-desk',
] as const;

const access = {
  read: ['any-member'],
  create: planners,
  update: planners,
  delete: planners,
} as const;

/**
 * A duty of an office: when somebody has to be reachable, by the clock of its place. Its deadline is the next time without anybody: the
 * planners are reminded a week and a day before, and it is escalated when it has come.
 */
export const dutyRotas = defineRegister({
  id: 'duty-rotas',
  table: 'duty_rota',
  area: 'organisation',
  clause,
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 120, list: true, sort: true, search: true },
    role: { kind: 'text', of: 'role', required: true, max: 60, list: true, filter: true },
    cover: {
      kind: 'choice',
      required: true,
      options: ['around-the-clock', 'outside-office-hours', 'office-hours'],
      list: true,
      filter: true,
    },
    zone: {
      kind: 'text',
      required: true,
      max: 60,
      pattern: '^[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)*$',
      list: true,
    },
    opensAt: { kind: 'text', required: true, max: 5, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' },
    closesAt: { kind: 'text', required: true, max: 5, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' },
    workdays: { kind: 'choices', required: true, options: weekdays },
    sharedWith: { kind: 'references', to: 'organisations' },
    gaps: {
      kind: 'rows',
      computed: true,
      fields: {
        from: { kind: 'instant', required: true },
        to: { kind: 'instant', required: true },
      },
    },
  },
  lifeCycle: {
    initial: 'running',
    states: { running: { kind: 'active', clause }, ended: { kind: 'final', clause } },
    actions: {
      /** The plan changed: the next time without anybody is another one. */
      plan: { from: ['running'], to: 'running', by: 'system', clause },
      'look-on': { from: ['running'], to: 'running', by: 'timer', clause },
      end: {
        from: ['running'],
        to: 'ended',
        by: planners,
        clause,
        comment: 'required',
        destructive: true,
      },
    },
    deadlines: {
      cover: {
        states: ['running'],
        within: { by: 'time-to-the-next-gap' },
        remindBefore: ['P7D', 'P1D'],
        escalateTo: ['security-manager', 'liso', 'npm', 'itsm-security-manager'],
        action: 'look-on',
        clause,
      },
    },
  },
  access,
  unique: [['name']],
  defaultSort: 'name',
  retention: 'P10Y',
});

/** One person's turn, from hand-over to hand-over. */
export const dutyShifts = defineRegister({
  id: 'duty-shifts',
  table: 'duty_shift',
  area: 'organisation',
  clause,
  class: 'tenant',
  title: 'turn',
  fields: {
    turn: { kind: 'text', computed: true, max: 60, list: true },
    rota: { kind: 'reference', to: 'duty-rotas', required: true, list: true, filter: true },
    person: { kind: 'reference', to: 'people', required: true, list: true, filter: true },
    contact: { kind: 'reference', to: 'contacts', list: true },
    startsAt: { kind: 'instant', required: true, list: true, sort: true },
    endsAt: { kind: 'instant', required: true, list: true, sort: true },
    handOver: { kind: 'text', multiline: true, max: 5_000 },
    handedOverAt: { kind: 'instant', computed: true },
  },
  lifeCycle: {
    initial: 'planned',
    states: { planned: { kind: 'active', clause }, 'handed-over': { kind: 'final', clause } },
    actions: {
      'hand-over': {
        from: ['planned'],
        to: 'handed-over',
        by: ['person'],
        clause,
        primary: true,
        form: { handOver: { kind: 'text', required: true, multiline: true, max: 5_000 } },
        guards: ['turn-has-begun'],
        effects: ['keep-hand-over'],
      },
    },
  },
  access,
  defaultSort: '-startsAt',
  retention: 'P10Y',
});
