import type { Functions } from '#engine/decision.ts';
import { defineRegister } from '#engine/define.ts';
import { untilEndOf } from '#engine/duration.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';
import { clause } from './fields.ts';

const csip = clause('3');
const by = ['csip-manager'] as const;

/** SM-IMP: an improvement is done when its benefit was judged. */
const improvementLifeCycle = {
  initial: 'proposed',
  states: {
    proposed: { kind: 'active', clause: csip },
    agreed: { kind: 'active', clause: csip },
    'in-progress': { kind: 'active', clause: csip },
    implemented: { kind: 'active', clause: csip },
    closed: { kind: 'final', outcome: 'achieved', clause: csip },
    declined: { kind: 'final', outcome: 'not-achieved', clause: csip },
  },
  actions: {
    agree: { from: ['proposed'], to: 'agreed', by, clause: csip, primary: true },
    decline: {
      ...{ from: ['proposed'], to: 'declined', by, clause: csip },
      comment: 'required',
      destructive: true,
    },
    plan: {
      ...{ from: ['agreed'], to: 'in-progress', by, clause: csip, primary: true },
      form: {
        responsible: { kind: 'text', required: true, max: 200 },
        benefit: { kind: 'text', required: true, multiline: true },
        plannedFor: { kind: 'date', required: true },
      },
    },
    complete: {
      ...{ from: ['in-progress'], to: 'implemented', by, clause: csip, primary: true },
      form: { result: { kind: 'text', required: true, multiline: true } },
    },
    evaluate: {
      from: ['implemented'],
      to: [{ when: 'objective-is-reached', to: 'closed' }, { to: 'in-progress' }],
      ...{ by, clause: csip, primary: true },
      form: {
        objectiveReached: { kind: 'boolean', required: true },
        judgement: { kind: 'text', required: true, multiline: true },
      },
    },
  },
  deadlines: {
    decision: {
      ...{ states: ['proposed'], within: 'P30D', remindBefore: ['P7D'], clause: csip },
      escalateTo: ['csip-manager'],
    },
    planning: {
      ...{ states: ['agreed'], within: 'P30D', remindBefore: ['P7D'], clause: csip },
      escalateTo: ['csip-manager'],
    },
    implementation: {
      ...{ states: ['in-progress'], within: { by: 'until-planned' }, clause: csip },
      remindBefore: ['P14D', 'P1D'],
      escalateTo: ['csip-manager'],
      escalateEvery: 'P14D',
    },
    evaluation: {
      ...{ states: ['implemented'], within: 'P90D', remindBefore: ['P14D'], clause: csip },
      escalateTo: ['csip-manager'],
    },
  },
} as const satisfies LifeCycle;

export const improvementFunctions: Functions = {
  guards: { 'objective-is-reached': ({ fields }) => fields['objectiveReached'] === true },
  durations: { 'until-planned': ({ record, now }) => untilEndOf(record.fields['plannedFor'], now) },
};

/**
 * Improvements of ITSM services that help administrations improve their own processes (R-FFM-12, R-FFM-22). They belong to the organisation of
 * the CSIP Manager; the central body whose mission they come from reads them.
 */
export const csipImprovements = defineRegister({
  id: 'csip-improvements',
  table: 'csip_improvement',
  area: 'collaboration',
  clause: csip,
  class: 'tenant',
  title: 'title',
  fields: {
    title: { kind: 'text', required: true, max: 200, list: true, sort: true, search: true },
    description: { kind: 'text', required: true, multiline: true },
    objective: { kind: 'text', required: true, multiline: true, list: true },
    /** Number and id of the mission, whose case another organisation owns. */
    mission: { kind: 'text', required: true, max: 60, list: true, filter: true },
    missionId: { kind: 'text', required: true, max: 36, filter: true },
    responsible: { kind: 'text', max: 200, list: true },
    benefit: { kind: 'text', multiline: true },
    plannedFor: { kind: 'date', list: true },
    result: { kind: 'text', multiline: true },
    objectiveReached: { kind: 'boolean', list: true },
    judgement: { kind: 'text', multiline: true },
  },
  lifeCycle: improvementLifeCycle,
  access: {
    read: ['csip-manager', 'itsm-security-manager', 'liso', 'taxud-requester'],
    create: [],
    update: [],
    delete: [],
  },
  defaultSort: 'title',
  retention: 'P10Y',
});
