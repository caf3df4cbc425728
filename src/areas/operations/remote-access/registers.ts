import { defineRegister } from '#engine/define.ts';
import type { Fields } from '#engine/fields.ts';
import { editionFields, editionLifeCycle } from '#work/editions/edition-life.ts';
import { examinationFields, examinationLifeCycle } from '#work/editions/examination-life.ts';
import { clause, requestKinds } from './fields.ts';

const ruleWriters = ['security-manager', 'remote-access-authoriser'] as const;

/** Who reads what logs tell of people. */
const logReaders = [
  'remote-access-authoriser',
  'remote-access-administrator',
  'security-manager',
  'isirt',
  'auditor',
] as const;

const wording = {
  title: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
  statement: { kind: 'text', required: true, multiline: true, max: 5000 },
  /** Empty: every kind. */
  kinds: { kind: 'choices', options: requestKinds, list: true },
  /** The longest access that it allows. */
  maximumDays: { kind: 'integer', min: 1, max: 3660, unit: 'days', list: true },
} as const satisfies Fields;

/** The rules for remote access, taken from the security policy; each holds in editions (R-RA-1). */
export const remoteAccessRules = defineRegister({
  id: 'remote-access-rules',
  table: 'remote_access_rule',
  area: 'operations',
  clause: clause('a'),
  class: 'tenant',
  title: 'title',
  fields: { ...editionFields, ...wording },
  lifeCycle: editionLifeCycle({
    clause: clause('a'),
    authors: ruleWriters,
    approvers: ['security-manager', 'operations-management'],
    content: wording,
  }),
  access: { read: ['any-member'], create: ruleWriters, update: [], delete: [] },
  unique: [['code', 'edition']],
  defaultSort: 'code',
  retention: 'keep',
});

/** A request held against the rules, one by one (R-RA-3). Rows are made when a request comes in or is revised. */
export const remoteAccessChecks = defineRegister({
  id: 'remote-access-checks',
  table: 'remote_access_check',
  area: 'operations',
  clause: clause('c'),
  class: 'tenant',
  ofCase: true,
  procedures: ['remote-access'],
  title: 'name',
  fields: examinationFields('rule', 'remote-access-rules'),
  lifeCycle: examinationLifeCycle(clause('c'), ['remote-access-authoriser']),
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: '-round',
  retention: 'P10Y',
});

/** Reviews of operational and audit trail records, each kept (R-RA-6). */
export const remoteAccessReviews = defineRegister({
  id: 'remote-access-reviews',
  table: 'remote_access_review',
  area: 'operations',
  clause: clause('e'),
  class: 'tenant',
  ofCase: true,
  procedures: ['remote-access'],
  title: 'observations',
  fields: {
    reviewedAt: { kind: 'instant', required: true, list: true, sort: true },
    reviewedFrom: { kind: 'instant', required: true, list: true },
    reviewedTo: { kind: 'instant', required: true, list: true },
    records: {
      kind: 'choices',
      required: true,
      options: ['operational', 'audit-trail'],
      list: true,
    },
    result: {
      kind: 'choice',
      required: true,
      options: ['normal', 'abnormal'],
      list: true,
      filter: true,
    },
    observations: { kind: 'text', required: true, multiline: true, max: 5000 },
    reviewer: { kind: 'reference', to: 'people', list: true },
  },
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: '-reviewedAt',
  retention: 'P10Y',
});

/** What makes a record of access abnormal; `records/judge-records.ts` says how each is found. */
export const abnormalities = [
  'unknown-account',
  'outside-period',
  'outside-scope',
  'many-failures',
] as const;

/** Records of access as logs of hosts and gateways tell them, one an event; written by imports only, never changed (R-RA-6). */
export const accessRecords = defineRegister({
  id: 'access-records',
  table: 'access_record',
  area: 'operations',
  clause: clause('e'),
  class: 'tenant',
  title: 'account',
  fields: {
    account: { kind: 'text', required: true, max: 100, list: true, sort: true, search: true },
    at: { kind: 'instant', required: true, list: true, sort: true },
    outcome: {
      kind: 'choice',
      required: true,
      options: ['accepted', 'failed', 'refused', 'ended'],
      list: true,
      filter: true,
    },
    service: {
      kind: 'choice',
      required: true,
      options: ['ssh', 'vpn'],
      list: true,
      filter: true,
    },
    host: { kind: 'text', max: 253, list: true, search: true },
    source: { kind: 'text', max: 253, list: true, search: true },
    method: { kind: 'text', max: 60 },
    access: {
      kind: 'reference',
      to: 'cases',
      procedure: 'remote-access',
      list: true,
      filter: true,
    },
    abnormal: { kind: 'choices', options: abnormalities, list: true, filter: true },
    line: { kind: 'text', max: 1000 },
    fingerprint: { kind: 'text', required: true, max: 64 },
  },
  access: { read: logReaders, create: [], update: [], delete: [] },
  unique: [['fingerprint']],
  defaultSort: '-at',
  retention: 'P2Y',
});

const judge = ['remote-access-authoriser'] as const;
const judgement = {
  assessment: { kind: 'text', required: true, multiline: true, max: 5000 },
} as const satisfies Fields;

/** Abnormal records of one kind, account, source and day together: a person judges each, or it is reported as an incident (H33). */
export const abnormalAccesses = defineRegister({
  id: 'abnormal-accesses',
  table: 'abnormal_access',
  area: 'operations',
  clause: clause('e'),
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 400, list: true, sort: true, search: true },
    kind: { kind: 'choice', required: true, options: abnormalities, list: true, filter: true },
    account: { kind: 'text', max: 100, search: true },
    source: { kind: 'text', max: 253, search: true },
    host: { kind: 'text', max: 253 },
    day: { kind: 'date', required: true, list: true },
    records: { kind: 'integer', required: true, min: 1, list: true },
    firstAt: { kind: 'instant', required: true },
    lastAt: { kind: 'instant', required: true, list: true, sort: true },
    access: {
      kind: 'reference',
      to: 'cases',
      procedure: 'remote-access',
      list: true,
      filter: true,
    },
    assessment: { kind: 'text', multiline: true, max: 5000 },
    digest: { kind: 'text', required: true, max: 64 },
  },
  lifeCycle: {
    initial: 'open',
    states: {
      open: { kind: 'active', clause: clause('e') },
      normal: { kind: 'final', outcome: 'achieved', clause: clause('e') },
      reported: { kind: 'final', outcome: 'not-achieved', clause: clause('e') },
    },
    actions: {
      'judge-normal': {
        from: ['open'],
        to: 'normal',
        by: judge,
        clause: clause('e'),
        primary: true,
        form: judgement,
      },
      'report-incident': {
        from: ['open'],
        to: 'reported',
        by: judge,
        clause: clause('e'),
        form: judgement,
        effects: ['ask-response-team'],
        notify: ['isirt'],
      },
      /** Reported with the access that it belongs to. */
      'report-with-access': { from: ['open'], to: 'reported', by: 'system', clause: clause('e') },
    },
    deadlines: {
      judgement: {
        states: ['open'],
        within: 'P3D',
        remindBefore: ['P1D'],
        escalateTo: judge,
        escalateEvery: 'P2D',
        clause: clause('e'),
      },
    },
  },
  access: { read: logReaders, create: [], update: [], delete: [] },
  unique: [['digest']],
  defaultSort: '-lastAt',
  retention: 'P10Y',
});
