import { defineRegister } from '#engine/define.ts';
import type { Fields } from '#engine/fields.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';
import { editionFields, editionLifeCycle } from '#work/editions/edition-life.ts';
import { examinationFields, examinationLifeCycle } from '#work/editions/examination-life.ts';
import { borderMeasures, clause, requesterKinds } from './fields.ts';

const principleWriters = ['security-manager', 'interconnection-examiner'] as const;

const wording = {
  title: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
  statement: { kind: 'text', required: true, multiline: true, max: 5000 },
} as const satisfies Fields;

/** The principles of interconnection, taken from the security policy; each holds in editions (R-NI-1). */
export const interconnectionPrinciples = defineRegister({
  id: 'interconnection-principles',
  table: 'interconnection_principle',
  area: 'operations',
  clause: clause('a'),
  class: 'tenant',
  title: 'title',
  fields: { ...editionFields, ...wording },
  lifeCycle: editionLifeCycle({
    clause: clause('a'),
    authors: principleWriters,
    approvers: ['security-manager', 'operations-management'],
    content: wording,
  }),
  access: { read: ['any-member'], create: principleWriters, update: [], delete: [] },
  unique: [['code', 'edition']],
  defaultSort: 'code',
  retention: 'keep',
});

/** The examination of a plan, principle by principle (R-NI-3). Rows are made when a plan is submitted; those of earlier rounds stay. */
export const interconnectionVerdicts = defineRegister({
  id: 'interconnection-verdicts',
  table: 'interconnection_verdict',
  area: 'operations',
  clause: clause('c'),
  class: 'tenant',
  ofCase: true,
  procedures: ['interconnection'],
  title: 'name',
  fields: examinationFields('principle', 'interconnection-principles'),
  lifeCycle: examinationLifeCycle(clause('c'), ['interconnection-examiner']),
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: '-round',
  retention: 'P10Y',
});

/** What is known of an interconnection that is there, as it was last found to match its plan. */
export const connectedFields = {
  requesterKind: { kind: 'choice', required: true, options: requesterKinds, list: true },
  partner: { kind: 'reference', to: 'organisations', list: true, filter: true },
  nearEnd: { kind: 'text', required: true, max: 300, list: true },
  farEnd: { kind: 'text', required: true, max: 300, list: true },
  purpose: { kind: 'text', required: true, multiline: true, max: 5000 },
  connection: { kind: 'text', required: true, multiline: true, max: 5000 },
  data: { kind: 'text', required: true, multiline: true, max: 5000 },
  borderMeasures: { kind: 'choices', options: borderMeasures },
  borderDetail: { kind: 'text', required: true, multiline: true, max: 5000 },
  lastExaminedAt: { kind: 'instant', required: true, list: true, sort: true },
  nextExaminationAt: { kind: 'instant', required: true, list: true, sort: true },
} as const satisfies Fields;

/** Moved by its case only, never by a click. */
const connectedLifeCycle = {
  initial: 'active',
  states: {
    active: { kind: 'waiting', outcome: 'achieved', clause: clause('e') },
    changing: { kind: 'waiting', clause: clause('d') },
    disconnected: { kind: 'final', outcome: 'achieved', clause: clause('e') },
  },
  actions: {
    confirm: {
      from: ['active', 'changing'],
      to: 'active',
      by: 'system',
      clause: clause('e'),
      form: connectedFields,
    },
    change: { from: ['active'], to: 'changing', by: 'system', clause: clause('d') },
    disconnect: {
      from: 'any-open',
      to: 'disconnected',
      by: 'system',
      clause: clause('e'),
      form: { disconnectedAt: { kind: 'instant', required: true } },
    },
  },
} as const satisfies LifeCycle;

/** The register of network interconnections: which are there, between whom, guarded how, examined when (R-NI-5). */
export const interconnections = defineRegister({
  id: 'interconnections',
  table: 'interconnection',
  area: 'operations',
  clause: clause('e'),
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 400, list: true, sort: true, search: true },
    case: { kind: 'reference', to: 'cases', procedure: 'interconnection', required: true },
    ...connectedFields,
    activeSince: { kind: 'instant', required: true, list: true, sort: true },
    disconnectedAt: { kind: 'instant', computed: true },
  },
  lifeCycle: connectedLifeCycle,
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  unique: [['case']],
  defaultSort: 'name',
  retention: 'P10Y',
});
