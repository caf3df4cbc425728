import { defineRegister } from '#engine/define.ts';
import { exceptionLife } from '#work/exceptions/exception-life.ts';

const deciders = ['isirt', 'isirt-lead', 'security-manager', 'patch-manager'] as const;

/** Why something is not affected: the justifications of VEX (CISA, 2022), as CSAF writes them. */
const justifications = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;

/** A vendor's and product's name in advisories, tied by a person to what the organisation calls it; used until revoked. */
export const productMappings = defineRegister({
  id: 'product-mappings',
  table: 'product_mapping',
  area: 'operations',
  clause: 'X.1052 §12.2.1 b',
  class: 'tenant',
  title: 'product',
  fields: {
    vendor: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
    product: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
    vendorKey: { kind: 'text', max: 300, computed: true },
    productKey: { kind: 'text', max: 300, computed: true },
    ownVendor: { kind: 'text', max: 200, list: true },
    ownProduct: { kind: 'text', max: 200, list: true },
    assets: { kind: 'references', to: 'assets' },
    revoked: { kind: 'boolean', list: true, filter: true },
    rationale: { kind: 'text', required: true, multiline: true },
  },
  access: { read: ['any-member'], create: deciders, update: deciders, delete: [] },
  unique: [['vendor', 'product']],
  defaultSort: 'product',
  retention: 'P10Y',
});

/** The written decision to live with a weakness until a day; another person than the one who asks decides (R-PT-4). */
export const exceptions = defineRegister({
  id: 'exceptions',
  table: 'finding_exception',
  area: 'operations',
  clause: 'X.1052 §12.2.3 d',
  class: 'tenant',
  title: 'title',
  fields: {
    title: { kind: 'text', required: true, list: true, sort: true, search: true },
    advisoryId: { kind: 'reference', to: 'advisories', required: true, list: true, filter: true },
    assets: { kind: 'references', to: 'assets', required: true },
    reason: { kind: 'text', required: true, multiline: true },
    compensation: { kind: 'text', multiline: true },
    expiresAt: { kind: 'instant', required: true, list: true, sort: true },
    approvedAt: { kind: 'instant', computed: true, list: true },
  },
  lifeCycle: exceptionLife({
    clause: 'X.1052 §12.2.3 d',
    onApproval: ['cover-findings'],
    onEnd: ['uncover-findings'],
  }),
  access: { read: ['any-member'], create: deciders, update: [], delete: [] },
  defaultSort: 'expiresAt',
  retention: 'P10Y',
});

/** What is done about one advisory on one asset; without a row a finding waits until its default due date. */
export const dispositions = defineRegister({
  id: 'dispositions',
  table: 'disposition',
  area: 'operations',
  clause: 'X.1052 §12.2.1 d',
  class: 'tenant',
  title: 'kind',
  fields: {
    assetId: { kind: 'reference', to: 'assets', required: true, list: true, filter: true },
    advisoryId: { kind: 'reference', to: 'advisories', required: true, list: true, filter: true },
    kind: {
      kind: 'choice',
      required: true,
      options: ['waiting', 'requirement', 'exception', 'not-affected'],
      list: true,
      filter: true,
      sort: true,
    },
    dueAt: { kind: 'instant', required: true, list: true, sort: true },
    justification: { kind: 'choice', options: justifications, list: true, filter: true },
    reason: { kind: 'text', multiline: true },
    requirementId: { kind: 'reference', to: 'cases', list: true },
    exceptionId: { kind: 'reference', to: 'exceptions', list: true },
  },
  // Written through `POST /findings/dispositions` and by exceptions only, so that each finding keeps exactly one.
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  unique: [['assetId', 'advisoryId']],
  defaultSort: 'dueAt',
  retention: 'P10Y',
});

/** Who gets which warnings (R-EW-4). */
export const subscriptions = defineRegister({
  id: 'subscriptions',
  table: 'warning_subscription',
  area: 'operations',
  clause: 'X.1052 §12.2.1 c',
  class: 'tenant',
  title: 'title',
  fields: {
    title: { kind: 'text', required: true, list: true, sort: true, search: true },
    person: { kind: 'reference', to: 'people', required: true, list: true, filter: true },
    vendors: { kind: 'tags', max: 100, list: true },
    packages: { kind: 'tags', max: 100 },
    minSeverity: {
      kind: 'choice',
      options: ['none', 'low', 'medium', 'high', 'critical'],
      list: true,
      filter: true,
    },
    exploitedOnly: { kind: 'boolean', required: true, list: true },
    ownAssetsOnly: { kind: 'boolean', required: true, list: true },
    active: { kind: 'boolean', required: true, list: true, filter: true },
  },
  access: {
    read: ['any-member'],
    create: ['any-member'],
    update: ['any-member'],
    delete: ['any-member'],
  },
  defaultSort: 'title',
  retention: 'P1Y',
});
