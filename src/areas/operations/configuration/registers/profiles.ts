import { defineRegister } from '#engine/define.ts';
import { benchmarkEnvironments, comparisons, configuredKinds, importances } from '../choices.ts';
import { clause } from '../clause.ts';

const keepers = ['configuration-manager'] as const;
const definition = 'X.1052 §3.2.2';

/**
 * Groups of configuration items, each for one class of asset (R-XG-3, R-CF-3). What a version says is in the case that released it; here
 * stands which version is in force, and when it is reviewed.
 */
export const configurationProfiles = defineRegister({
  id: 'configuration-profiles',
  table: 'configuration_profile',
  area: 'operations',
  clause: definition,
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, list: true, sort: true, search: true },
    assetKind: {
      kind: 'choice',
      required: true,
      options: configuredKinds,
      list: true,
      filter: true,
      clause: definition,
    },
    category: { kind: 'reference', to: 'asset-categories', clause: definition },
    assetTag: { kind: 'text', max: 60, list: true, clause: definition },
    description: { kind: 'text', multiline: true },
    number: { kind: 'integer', min: 0, computed: true, list: true, clause: clause('f') },
    release: { kind: 'reference', to: 'cases', procedure: 'configuration', computed: true },
    releasedAt: { kind: 'instant', computed: true, list: true, sort: true },
    reviewedAt: { kind: 'instant', computed: true, list: true, clause: clause('f') },
    reviewFindings: { kind: 'text', multiline: true, computed: true, clause: clause('f') },
  },
  lifeCycle: {
    initial: 'drafted',
    states: {
      drafted: { kind: 'waiting', clause: clause('b') },
      released: { kind: 'active', clause: clause('d') },
      withdrawn: { kind: 'final', outcome: 'achieved', clause: clause('f') },
    },
    actions: {
      release: {
        from: ['drafted', 'released'],
        to: 'released',
        by: 'system',
        clause: clause('c'),
        form: {
          number: { kind: 'integer', required: true },
          release: {
            kind: 'reference',
            to: 'cases',
            procedure: 'configuration',
            required: true,
          },
        },
        effects: ['keep-release'],
      },
      review: {
        from: ['released'],
        to: 'released',
        by: keepers,
        clause: clause('f'),
        primary: true,
        form: {
          outcome: { kind: 'choice', required: true, options: ['fulfils', 'adjust'] },
          findings: { kind: 'text', required: true, multiline: true },
        },
        effects: ['keep-review', 'open-next-version'],
      },
      'schedule-checks': {
        from: ['released'],
        to: 'same',
        by: keepers,
        clause: clause('e'),
        effects: ['open-checks'],
      },
      withdraw: {
        from: ['drafted', 'released'],
        to: 'withdrawn',
        by: keepers,
        clause: clause('f'),
        comment: 'required',
        destructive: true,
      },
    },
    deadlines: {
      review: {
        states: ['released'],
        within: 'P6M',
        remindBefore: ['P14D'],
        escalateTo: ['configuration-manager', 'security-manager'],
        escalateEvery: 'P7D',
        clause: clause('f'),
      },
    },
  },
  access: { read: ['any-member'], create: keepers, update: keepers, delete: [] },
  unique: [['name']],
  defaultSort: 'name',
  retention: 'P10Y',
});

/** The items of one version of a profile: rows of the case that draws it up. */
export const configurationProfileItems = defineRegister({
  id: 'configuration-profile-items',
  table: 'configuration_profile_item',
  area: 'operations',
  clause: definition,
  class: 'tenant',
  ofCase: true,
  procedures: ['configuration'],
  title: 'title',
  fields: {
    item: {
      kind: 'reference',
      to: 'configuration-items',
      required: true,
      filter: true,
      clause: clause('b'),
    },
    code: { kind: 'text', max: 60, computed: true, list: true, sort: true },
    title: { kind: 'text', max: 300, computed: true, list: true, search: true },
    remark: { kind: 'text', multiline: true },
  },
  access: { read: ['any-member'], create: keepers, update: keepers, delete: keepers },
  defaultSort: 'code',
  retention: 'P10Y',
});

/** What is expected of an item, by importance of the asset and its environment: the benchmark of a profile (R-CF-4). */
export const configurationBenchmarks = defineRegister({
  id: 'configuration-benchmarks',
  table: 'configuration_benchmark',
  area: 'operations',
  clause: clause('c'),
  class: 'tenant',
  ofCase: true,
  procedures: ['configuration'],
  title: 'code',
  fields: {
    code: { kind: 'text', max: 60, computed: true, list: true, sort: true, search: true },
    item: {
      kind: 'reference',
      to: 'configuration-items',
      required: true,
      filter: true,
      clause: clause('c'),
    },
    importance: {
      kind: 'choice',
      required: true,
      options: importances,
      list: true,
      filter: true,
      clause: clause('c'),
    },
    environment: {
      kind: 'choice',
      required: true,
      options: benchmarkEnvironments,
      list: true,
      filter: true,
      clause: clause('c'),
    },
    comparison: {
      kind: 'choice',
      required: true,
      options: comparisons,
      list: true,
      clause: clause('c'),
    },
    expected: { kind: 'text', max: 500, list: true, clause: clause('c') },
    reason: { kind: 'text', multiline: true, clause: clause('c') },
  },
  access: { read: ['any-member'], create: keepers, update: keepers, delete: keepers },
  defaultSort: 'code',
  retention: 'P10Y',
});
