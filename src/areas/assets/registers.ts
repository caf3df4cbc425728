import { defineRegister } from '#engine/define.ts';
import {
  assetKinds,
  environments,
  equipmentFields,
  exposures,
  ratings,
  valueClasses,
} from './asset-fields.ts';
import { assetLifeCycle, checkLifeCycle, surveyLifeCycle } from './life-cycles.ts';

const managers = ['asset-manager'] as const;
const schemeKeepers = ['asset-manager', 'security-manager'] as const;

/** Everything worth protecting within the security boundary (R-AM-3 to R-AM-8). */
export const assets = defineRegister({
  id: 'assets',
  table: 'asset',
  area: 'assets',
  clause: 'X.1052 §10.2',
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, list: true, sort: true, search: true },
    kind: { kind: 'choice', required: true, options: assetKinds, list: true, filter: true },
    hostname: { kind: 'text', max: 253, sort: true, search: true },
    identifier: { kind: 'text', max: 120, sort: true, filter: true, search: true },
    owner: {
      kind: 'reference',
      to: 'people',
      list: true,
      filter: true,
      clause: 'X.1052 §10.2 c',
    },
    ownershipConfirmedAt: { kind: 'instant', computed: true, list: true, clause: 'X.1052 §6.2' },
    ownershipConfirmedBy: { kind: 'reference', to: 'people', computed: true },
    systemId: {
      kind: 'reference',
      to: 'systems',
      list: true,
      filter: true,
      clause: 'Security Plan §1.2',
    },
    serviceIds: { kind: 'references', to: 'services', filter: true },
    environment: { kind: 'choice', options: environments, list: true, filter: true },
    exposure: { kind: 'choice', options: exposures, list: true, filter: true },
    classByItem: {
      kind: 'reference',
      to: 'asset-categories',
      list: true,
      filter: true,
      clause: 'X.1052 §10.2 c',
    },
    classByProcess: {
      kind: 'reference',
      to: 'asset-categories',
      list: true,
      filter: true,
      clause: 'X.1052 §10.2 c',
    },
    ...ratings,
    value: { kind: 'integer', computed: true, list: true, sort: true, clause: 'X.1052 §10.2 d' },
    valueClass: {
      kind: 'choice',
      options: valueClasses,
      computed: true,
      list: true,
      filter: true,
      clause: 'X.1052 §10.2 d',
    },
    location: { kind: 'text', max: 300, search: true },
    ...equipmentFields,
    ecosystem: { kind: 'text', max: 60 },
    dependsOn: { kind: 'references', to: 'assets', filter: true },
    tags: { kind: 'tags', filter: true },
    surveyId: { kind: 'reference', to: 'asset-surveys', clause: 'X.1052 §10.2 b' },
    description: { kind: 'text', multiline: true },
    disposalRecord: { kind: 'text', multiline: true, clause: 'X.1052 §10.2 e' },
    lastInventoryAt: { kind: 'instant', computed: true, list: true, sort: true },
    lastCheckAt: { kind: 'instant', computed: true, clause: 'X.1052 §10.2 e' },
    nextCheckAt: {
      kind: 'instant',
      computed: true,
      list: true,
      sort: true,
      clause: 'X.1052 §10.2 e',
    },
  },
  lifeCycle: assetLifeCycle,
  access: { read: ['any-member'], create: managers, update: managers, delete: [] },
  unique: [['identifier'], ['vendor', 'product', 'serial']],
  defaultSort: 'name',
  retention: 'P10Y',
});

/** Ways of classifying assets: by item and by business process, each with its reasons (R-AM-4, R-AM-5). */
export const assetSchemes = defineRegister({
  id: 'asset-schemes',
  table: 'asset_scheme',
  area: 'assets',
  clause: 'X.1052 §10.2 c',
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, list: true, sort: true, search: true },
    axis: {
      kind: 'choice',
      required: true,
      options: ['by-item', 'by-business-process'],
      list: true,
      filter: true,
    },
    categoryCount: {
      kind: 'integer',
      required: true,
      min: 1,
      max: 500,
      list: true,
      clause: 'X.1052 §10.2 c',
    },
    benefit: { kind: 'text', required: true, multiline: true, clause: 'X.1052 §10.2 c' },
    rationale: { kind: 'text', required: true, multiline: true, clause: 'X.1052 §10.2 c' },
    active: { kind: 'boolean', required: true, list: true, filter: true },
  },
  access: {
    read: ['any-member'],
    create: schemeKeepers,
    update: schemeKeepers,
    delete: schemeKeepers,
  },
  unique: [['name']],
  defaultSort: 'name',
  retention: 'P10Y',
});

/** Categories of a scheme; a category below another refines it and does not count to the number that the scheme states. */
export const assetCategories = defineRegister({
  id: 'asset-categories',
  table: 'asset_category',
  area: 'assets',
  clause: 'X.1052 §10.2 c',
  class: 'tenant',
  title: 'name',
  fields: {
    scheme: { kind: 'reference', to: 'asset-schemes', required: true, list: true, filter: true },
    code: { kind: 'text', required: true, max: 20, list: true, sort: true, search: true },
    name: { kind: 'text', required: true, list: true, sort: true, search: true },
    parent: { kind: 'reference', to: 'asset-categories', list: true, filter: true },
    description: { kind: 'text', multiline: true },
  },
  access: {
    read: ['any-member'],
    create: schemeKeepers,
    update: schemeKeepers,
    delete: schemeKeepers,
  },
  unique: [['scheme', 'code']],
  defaultSort: 'code',
  retention: 'P10Y',
});

/** Campaigns that look for assets within the security boundary; what an import finds names its survey (R-AM-3). */
export const assetSurveys = defineRegister({
  id: 'asset-surveys',
  table: 'asset_survey',
  area: 'assets',
  clause: 'X.1052 §10.2 b',
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, list: true, sort: true, search: true },
    boundary: { kind: 'text', required: true, multiline: true, clause: 'X.1052 §10.1' },
    responsible: { kind: 'reference', to: 'people', required: true, list: true, filter: true },
    dueBy: { kind: 'instant', required: true, list: true, sort: true },
    conclusion: { kind: 'text', multiline: true },
    found: { kind: 'integer', computed: true, list: true },
  },
  lifeCycle: surveyLifeCycle,
  access: { read: ['any-member'], create: managers, update: managers, delete: [] },
  defaultSort: '-dueBy',
  retention: 'P10Y',
});

/** One asset looked at in a check: still there, as registered, and kept as its security level asks (R-AM-8). */
export const assetChecks = defineRegister({
  id: 'asset-checks',
  table: 'asset_check',
  area: 'assets',
  clause: 'X.1052 §10.2 e',
  class: 'tenant',
  ofCase: true,
  procedures: ['asset-check'],
  title: 'assetName',
  fields: {
    asset: { kind: 'reference', to: 'assets', required: true, list: true, filter: true },
    assetName: { kind: 'text', required: true, list: true, sort: true },
    valueClass: { kind: 'choice', options: valueClasses, list: true, filter: true },
    dueAt: { kind: 'instant', list: true, sort: true },
    wellManaged: { kind: 'boolean', list: true, filter: true },
    observations: { kind: 'text', multiline: true },
    checkedAt: { kind: 'instant', computed: true, list: true },
    checkedBy: { kind: 'reference', to: 'people', computed: true, list: true },
  },
  lifeCycle: checkLifeCycle,
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: 'dueAt',
  retention: 'P10Y',
});
