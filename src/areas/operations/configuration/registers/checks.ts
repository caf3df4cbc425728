import { defineRegister } from '#engine/define.ts';
import { exceptionLife } from '#work/exceptions/exception-life.ts';
import { comparisons, compliances, results, standings } from '../choices.ts';
import { clause } from '../clause.ts';

const checkers = ['configuration-manager', 'asset-manager'] as const;

/** Each item as it was found on the asset of a check, the latest look at it marked as current: what fails, and since when (R-CF-6). */
export const configurationResults = defineRegister({
  id: 'configuration-results',
  table: 'configuration_result',
  area: 'operations',
  clause: clause('e'),
  class: 'tenant',
  ofCase: true,
  procedures: ['configuration-check'],
  title: 'title',
  fields: {
    code: { kind: 'text', max: 60, computed: true, list: true, sort: true },
    title: { kind: 'text', max: 300, computed: true, list: true, search: true },
    asset: { kind: 'reference', to: 'assets', computed: true, filter: true },
    profile: { kind: 'reference', to: 'configuration-profiles', computed: true, filter: true },
    item: { kind: 'reference', to: 'configuration-items', computed: true, filter: true },
    result: {
      kind: 'choice',
      required: true,
      options: results,
      list: true,
      filter: true,
      clause: clause('e'),
    },
    standing: {
      kind: 'choice',
      options: standings,
      computed: true,
      list: true,
      filter: true,
      clause: clause('e'),
    },
    comparison: { kind: 'choice', options: comparisons, computed: true },
    expected: { kind: 'text', max: 500, computed: true, list: true },
    observed: { kind: 'text', max: 2000, list: true, clause: clause('e') },
    explanation: { kind: 'text', multiline: true },
    ruleId: { kind: 'text', max: 300, computed: true },
    lookedAt: { kind: 'instant', computed: true, list: true, sort: true },
    failingSince: { kind: 'instant', computed: true, list: true, sort: true },
    current: { kind: 'boolean', computed: true, filter: true },
  },
  access: { read: ['any-member'], create: [], update: checkers, delete: [] },
  defaultSort: 'code',
  retention: 'P10Y',
});

/** Whether each asset is configured as its profile asks: one row for profile and asset, kept by the checks (R-CF-1, R-CF-6). */
export const configurationStatuses = defineRegister({
  id: 'configuration-statuses',
  table: 'configuration_status',
  area: 'operations',
  clause: clause('e'),
  class: 'tenant',
  title: 'assetName',
  fields: {
    assetName: {
      kind: 'text',
      required: true,
      max: 300,
      list: true,
      sort: true,
      search: true,
    },
    asset: { kind: 'reference', to: 'assets', required: true, filter: true },
    profile: {
      kind: 'reference',
      to: 'configuration-profiles',
      required: true,
      list: true,
      filter: true,
    },
    number: { kind: 'integer', min: 0, list: true },
    compliance: {
      kind: 'choice',
      required: true,
      options: compliances,
      list: true,
      filter: true,
    },
    failing: { kind: 'integer', min: 0, list: true, sort: true },
    undetermined: { kind: 'integer', min: 0, list: true, sort: true },
    checkedAt: { kind: 'instant', list: true, sort: true },
    nonCompliantSince: { kind: 'instant', list: true, sort: true },
    openCheck: { kind: 'reference', to: 'cases', procedure: 'configuration-check' },
  },
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  unique: [['profile', 'asset']],
  defaultSort: 'assetName',
  retention: 'P10Y',
});

/** The written decision to bear that items fail on an asset, until a day; another person than the one who asks decides. */
export const configurationExceptions = defineRegister({
  id: 'configuration-exceptions',
  table: 'configuration_exception',
  area: 'operations',
  clause: clause('e'),
  class: 'tenant',
  title: 'title',
  fields: {
    title: { kind: 'text', required: true, list: true, sort: true, search: true },
    asset: { kind: 'reference', to: 'assets', required: true, list: true, filter: true },
    items: { kind: 'references', to: 'configuration-items', required: true },
    reason: { kind: 'text', required: true, multiline: true },
    compensation: { kind: 'text', multiline: true },
    expiresAt: { kind: 'instant', required: true, list: true, sort: true },
    approvedAt: { kind: 'instant', computed: true, list: true },
  },
  lifeCycle: exceptionLife({ clause: clause('e'), onApproval: ['keep-approval'] }),
  access: {
    read: ['any-member'],
    create: ['configuration-manager', 'security-manager'],
    update: [],
    delete: [],
  },
  defaultSort: 'expiresAt',
  retention: 'P10Y',
});

/** What a scanner said of an asset, result by result as XCCDF counts them, and which of its rules belong to no item yet. */
export const configurationScans = defineRegister({
  id: 'configuration-scans',
  table: 'configuration_scan',
  area: 'operations',
  clause: clause('e'),
  class: 'tenant',
  title: 'benchmark',
  fields: {
    benchmark: { kind: 'text', required: true, max: 300, list: true, search: true },
    asset: { kind: 'reference', to: 'assets', required: true, list: true, filter: true },
    testResult: { kind: 'text', required: true, max: 500 },
    scanProfile: { kind: 'text', max: 300, list: true },
    testSystem: { kind: 'text', max: 300 },
    endedAt: { kind: 'instant', required: true, list: true, sort: true },
    pass: { kind: 'integer', min: 0, list: true },
    fail: { kind: 'integer', min: 0, list: true },
    fixed: { kind: 'integer', min: 0 },
    notApplicable: { kind: 'integer', min: 0 },
    error: { kind: 'integer', min: 0 },
    unknown: { kind: 'integer', min: 0 },
    notChecked: { kind: 'integer', min: 0 },
    notSelected: { kind: 'integer', min: 0 },
    informational: { kind: 'integer', min: 0 },
    mapped: { kind: 'integer', min: 0, list: true },
    unmappedRules: { kind: 'tags', max: 5000, longest: 300 },
  },
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  unique: [['asset', 'testResult', 'endedAt']],
  defaultSort: '-endedAt',
  retention: 'P3Y',
});
