import { defineRegister } from '#engine/define.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';
import { planKinds } from './choices.ts';
import { clause, clauseFields } from './fields.ts';

const procedures = ['terms-of-collaboration'] as const;
const readOnly = { read: ['any-member'], create: [], update: [], delete: [] } as const;

/** Clauses of the text being negotiated; every party sees them. Written by actions of the case only. */
export const termsClauses = defineRegister({
  id: 'terms-clauses',
  table: 'terms_clause',
  area: 'collaboration',
  clause: clause.deliverable,
  class: 'tenant',
  ofCase: true,
  procedures,
  title: 'title',
  fields: {
    number: { kind: 'text', required: true, max: 12, list: true },
    position: { kind: 'integer', required: true, min: 1, sort: true },
    ...clauseFields,
  },
  access: readOnly,
  defaultSort: 'position',
  retention: 'P10Y',
});

const commentLife = {
  initial: 'open',
  states: {
    open: { kind: 'active', clause: clause.roles },
    answered: { kind: 'final', outcome: 'achieved', clause: clause.roles },
  },
  actions: {
    answer: {
      from: ['open'],
      to: 'answered',
      by: ['liso'],
      clause: clause.roles,
      form: { answer: { kind: 'text', required: true, multiline: true } },
      effects: ['sign-answer'],
      primary: true,
    },
    'answer-for-contractor': {
      from: ['open'],
      to: 'answered',
      by: 'system',
      clause: clause.roles,
      form: { answer: { kind: 'text', required: true, multiline: true } },
      effects: ['sign-answer'],
    },
  },
} as const satisfies LifeCycle;

/** What a party says to a clause or to the whole text, and the answer. Seen by whoever said it, the central body and the contractor. */
export const clauseComments = defineRegister({
  id: 'clause-comments',
  table: 'clause_comment',
  area: 'collaboration',
  clause: clause.roles,
  class: 'tenant',
  ofCase: true,
  procedures,
  title: 'clauseNumber',
  fields: {
    clauseNumber: { kind: 'text', required: true, max: 12, list: true, sort: true },
    termsClause: { kind: 'reference', to: 'terms-clauses', filter: true },
    organisation: {
      kind: 'reference',
      to: 'organisations',
      required: true,
      list: true,
      filter: true,
    },
    kind: {
      kind: 'choice',
      options: ['comment', 'objection'],
      required: true,
      list: true,
      filter: true,
    },
    revision: { kind: 'integer', required: true, min: 0, list: true },
    text: { kind: 'text', required: true, multiline: true, list: true },
    by: { kind: 'reference', to: 'people', required: true, list: true },
    answer: { kind: 'text', multiline: true, list: true },
    answeredBy: { kind: 'reference', to: 'people', computed: true },
    answeredAt: { kind: 'instant', computed: true },
  },
  lifeCycle: commentLife,
  access: readOnly,
  defaultSort: 'clauseNumber',
  retention: 'P10Y',
});

/** Compliance of a clause: of each administration with it, and of it with the two agreements on service levels (R-TOC-11, R-TOC-21). */
export const clauseAssessments = defineRegister({
  id: 'clause-assessments',
  table: 'clause_assessment',
  area: 'collaboration',
  clause: clause.deliverable,
  class: 'tenant',
  ofCase: true,
  procedures,
  title: 'clauseNumber',
  fields: {
    clauseNumber: { kind: 'text', required: true, max: 12, list: true, sort: true },
    termsClause: { kind: 'reference', to: 'terms-clauses', required: true, filter: true },
    against: {
      kind: 'choice',
      options: ['administration', 'sla-to-central', 'sla-from-central'],
      required: true,
      list: true,
      filter: true,
    },
    organisation: {
      kind: 'reference',
      to: 'organisations',
      required: true,
      list: true,
      filter: true,
    },
    status: {
      kind: 'choice',
      options: ['compliant', 'partly', 'not-compliant', 'not-applicable'],
      required: true,
      list: true,
      filter: true,
    },
    statement: { kind: 'text', multiline: true, list: true },
    at: { kind: 'instant', required: true, list: true, sort: true },
    /** The revision of the text at which it was stated; 0 before the first was handed out. */
    revision: { kind: 'integer', min: 0, computed: true, list: true },
    /** Digest of what the clause said then. */
    wording: { kind: 'text', max: 64, computed: true },
    /** The clause reads otherwise since: what was stated does not count for it as it is now. */
    outdated: { kind: 'boolean', computed: true, list: true, filter: true },
  },
  access: readOnly,
  defaultSort: 'clauseNumber',
  retention: 'P10Y',
});

/** Plans in effect: of each administration (Local Domain), and of the Common Domain. The latest of a kind counts. */
export const termsPlans = defineRegister({
  id: 'terms-plans',
  table: 'terms_plan',
  area: 'collaboration',
  clause: clause.deliverable,
  class: 'tenant',
  ofCase: true,
  procedures,
  title: 'title',
  fields: {
    domain: {
      kind: 'choice',
      options: ['common', 'local'],
      required: true,
      list: true,
      filter: true,
    },
    organisation: {
      kind: 'reference',
      to: 'organisations',
      required: true,
      list: true,
      filter: true,
    },
    plan: { kind: 'choice', options: planKinds, required: true, list: true, filter: true },
    title: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
    edition: { kind: 'text', required: true, max: 40, list: true },
    validFrom: { kind: 'date', required: true, list: true },
    validTo: { kind: 'date', required: true, list: true },
    place: { kind: 'text', required: true, max: 300, list: true },
    /** The recipient of the request that it answers. */
    answers: { kind: 'text', max: 36 },
    at: { kind: 'instant', required: true, sort: true },
  },
  access: readOnly,
  defaultSort: '-at',
  retention: 'P10Y',
});

const participation = {
  initial: 'taking-part',
  states: {
    'taking-part': { kind: 'active', clause: clause.roles },
    waived: { kind: 'final', outcome: 'not-achieved', clause: clause.roles },
  },
  actions: {
    'waive-plans': {
      from: ['taking-part'],
      to: 'same',
      by: ['liso'],
      clause: clause.roles,
      comment: 'required',
      effects: ['keep-plans-waiver'],
    },
    'waive-agreement': {
      from: ['taking-part'],
      to: 'waived',
      by: ['liso'],
      clause: clause.roles,
      comment: 'required',
      effects: ['keep-agreement-waiver'],
      destructive: true,
    },
  },
} as const satisfies LifeCycle;

/** The administrations of the scope: what the LISO waives for one of them is between the two (R-TOC-15, R-TOC-16). */
export const termsParticipants = defineRegister({
  id: 'terms-participants',
  table: 'terms_participant',
  area: 'collaboration',
  clause: clause.roles,
  class: 'tenant',
  ofCase: true,
  procedures,
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 200, list: true, sort: true },
    organisation: {
      kind: 'reference',
      to: 'organisations',
      required: true,
      list: true,
      filter: true,
    },
    plansWaived: { kind: 'text', multiline: true, computed: true, list: true },
    agreementWaived: { kind: 'text', multiline: true, computed: true, list: true },
  },
  lifeCycle: participation,
  access: readOnly,
  defaultSort: 'name',
  retention: 'P10Y',
});

/** Technical expertise given during drafting (R-TOC-18): seen by the central body and the contractor. */
export const expertContributions = defineRegister({
  id: 'expert-contributions',
  table: 'expert_contribution',
  area: 'collaboration',
  clause: clause.roles,
  class: 'tenant',
  ofCase: true,
  procedures,
  title: 'subject',
  fields: {
    subject: { kind: 'text', required: true, max: 200, list: true, search: true },
    contribution: { kind: 'text', required: true, multiline: true, list: true },
    concerns: { kind: 'reference', to: 'terms-clauses', list: true },
    expert: { kind: 'text', max: 200, list: true },
    by: { kind: 'reference', to: 'people', required: true, list: true },
    at: { kind: 'instant', required: true, list: true, sort: true },
  },
  access: readOnly,
  defaultSort: '-at',
  retention: 'P10Y',
});
