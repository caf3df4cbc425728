import { defineProcedure } from '#engine/define.ts';

const clause = 'X.1052 §10.2 e';

/**
 * The periodic check of the register by an asset manager (R-AM-8): which assets are due, each looked at, and a second pair of eyes on
 * whether each is kept as its security level asks.
 */
export const assetCheck = defineProcedure({
  id: 'asset-check',
  version: 1,
  area: 'assets',
  clause,
  initial: 'planned',
  roles: {
    'asset-manager': { party: 'organisation' },
    'security-manager': { party: 'organisation' },
  },
  openedBy: ['asset-manager'],
  fields: {
    scope: {
      kind: 'choice',
      required: true,
      options: ['due', 'important-and-above', 'critical-and-above', 'all'],
      clause,
    },
    dueBy: { kind: 'instant', required: true, clause },
    responsible: { kind: 'reference', to: 'people' },
    assetsToCheck: { kind: 'integer', computed: true },
    notWellManaged: { kind: 'integer', computed: true },
    missing: { kind: 'integer', computed: true },
    followUp: { kind: 'text', multiline: true, clause },
  },
  states: {
    planned: { kind: 'active', clause },
    checking: { kind: 'active', clause },
    reviewing: { kind: 'active', clause },
    closed: { kind: 'final', outcome: 'achieved', clause },
    cancelled: { kind: 'final', outcome: 'not-achieved', clause },
  },
  actions: {
    start: {
      from: ['planned'],
      to: 'checking',
      by: ['asset-manager'],
      clause,
      primary: true,
      effects: ['list-assets'],
    },
    conclude: {
      from: ['checking'],
      to: 'reviewing',
      by: ['asset-manager'],
      clause,
      primary: true,
      form: { followUp: { kind: 'text', multiline: true } },
      guards: ['every-asset-is-checked', 'follow-up-is-told'],
      effects: ['count-results'],
      notify: ['security-manager'],
    },
    'return-check': {
      from: ['reviewing'],
      to: 'checking',
      by: ['security-manager'],
      clause,
      comment: 'required',
      notify: ['asset-manager'],
    },
    close: {
      from: ['reviewing'],
      to: 'closed',
      by: ['security-manager'],
      clause,
      primary: true,
      comment: 'optional',
      notBy: ['conclude'],
      notify: ['asset-manager'],
    },
    cancel: {
      from: ['planned', 'checking'],
      to: 'cancelled',
      by: ['asset-manager'],
      clause,
      comment: 'required',
      destructive: true,
      notify: ['security-manager'],
    },
  },
  deadlines: {
    campaign: {
      states: ['planned', 'checking'],
      within: { by: 'time-to-due' },
      remindBefore: ['P7D', 'P1D'],
      escalateTo: ['asset-manager', 'security-manager'],
      escalateEvery: 'P7D',
      clause,
    },
    review: {
      states: ['reviewing'],
      within: 'P14D',
      remindBefore: ['P3D'],
      escalateTo: ['security-manager'],
      escalateEvery: 'P7D',
      clause,
    },
  },
  duties: {
    'periodic-check': { every: 'P3M', role: 'asset-manager', clause },
  },
  measures: {
    'planned-to-closed': { from: 'planned', to: 'closed', unit: 'days', clause },
  },
});
