import { tellingFields, tellingLife } from '#areas/collaboration/terms/queries/telling-life.ts';
import { defineRegister } from '#engine/define.ts';
import { clause, priorities } from './fields.ts';

/** Measures proposed by a warning, one for each group of assets (R-EW-5). Their state is moved by the procedure only. */
export const recommendations = defineRegister({
  id: 'recommendations',
  table: 'recommendation',
  area: 'operations',
  clause: clause('c'),
  class: 'tenant',
  ofCase: true,
  procedures: ['early-warning'],
  title: 'title',
  fields: {
    kind: {
      kind: 'choice',
      required: true,
      options: ['configuration', 'patch', 'other'],
      list: true,
      filter: true,
    },
    title: { kind: 'text', required: true, list: true, sort: true, search: true },
    text: { kind: 'text', required: true, multiline: true, search: true },
    assets: { kind: 'references', to: 'assets' },
    urgency: { kind: 'choice', required: true, options: priorities, list: true, filter: true },
    package: { kind: 'text', max: 200 },
    fixedVersion: { kind: 'text', max: 200 },
    requirement: { kind: 'text', multiline: true, clause: 'X.1052 §3.2.1' },
    referenceMethod: { kind: 'text', multiline: true, clause: 'X.1052 §3.2.1' },
    checkConditions: { kind: 'text', multiline: true, clause: 'X.1052 §3.2.1' },
    assetClass: { kind: 'text', clause: 'X.1052 §3.2.2' },
    handedOverAt: { kind: 'instant', computed: true, list: true },
    concludedAt: { kind: 'instant', computed: true, list: true },
  },
  lifeCycle: {
    initial: 'proposed',
    states: {
      proposed: { kind: 'waiting', clause: clause('c') },
      'handed-over': { kind: 'waiting', clause: clause('d') },
      done: { kind: 'final', outcome: 'achieved', clause: clause('e') },
      'not-done': { kind: 'final', outcome: 'not-achieved', clause: clause('e') },
      withdrawn: { kind: 'final', outcome: 'not-achieved', clause: clause('c') },
    },
    actions: {
      withdraw: {
        from: ['proposed'],
        to: 'withdrawn',
        by: ['isirt', 'isirt-lead'],
        clause: clause('c'),
        comment: 'required',
        destructive: true,
      },
      'hand-over': {
        from: ['proposed'],
        to: 'handed-over',
        by: 'system',
        clause: clause('d'),
        effects: ['keep-hand-over'],
      },
      conclude: {
        from: ['handed-over'],
        to: [{ when: 'outcome-is-achieved', to: 'done' }, { to: 'not-done' }],
        by: 'system',
        clause: clause('e'),
        form: {
          outcome: { kind: 'choice', required: true, options: ['achieved', 'not-achieved'] },
        },
        effects: ['keep-conclusion'],
      },
    },
  },
  access: { read: ['any-member'], create: ['isirt'], update: ['isirt'], delete: [] },
  defaultSort: 'title',
  retention: 'P10Y',
});

/**
 * Each relevant party of a warning: whether it is told, as the terms in force decide between parties that they bind, and what it answered. Kept
 * with the owner, who alone sees it.
 */
export const warningAnswers = defineRegister({
  id: 'warning-answers',
  table: 'warning_answer',
  area: 'operations',
  clause: clause('e'),
  class: 'tenant',
  ofCase: true,
  procedures: ['early-warning'],
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
    organisation: {
      kind: 'reference',
      to: 'organisations',
      required: true,
      filter: true,
    },
    person: { kind: 'reference', to: 'people', computed: true },
    because: {
      kind: 'choices',
      options: ['asset-owner', 'service-owner', 'service-party', 'subscriber'],
      list: true,
    },
    ...tellingFields,
    answer: {
      kind: 'choice',
      options: ['affected', 'not-affected', 'unknown'],
      computed: true,
      list: true,
      filter: true,
    },
    explanation: { kind: 'text', multiline: true, computed: true, list: true },
    informedAt: { kind: 'instant', required: true, list: true, sort: true },
    answeredAt: { kind: 'instant', computed: true, list: true, sort: true },
    answeredBy: { kind: 'reference', to: 'people', computed: true },
  },
  lifeCycle: tellingLife({ clause: clause('e'), withdrawnBy: ['isirt-lead'] }),
  access: {
    read: ['isirt', 'isirt-lead', 'early-warning-reviewer'],
    create: [],
    update: [],
    delete: [],
  },
  defaultSort: '-informedAt',
  retention: 'P10Y',
});
