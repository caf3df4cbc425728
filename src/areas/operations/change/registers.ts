import { defineRegister } from '#engine/define.ts';

const managers = ['change-manager', 'operations-management'] as const;

/** Laboratory and on-site tests of a change, each result kept (R-CH-3). Rows are made by the procedure only. */
export const changeTests = defineRegister({
  id: 'change-tests',
  table: 'change_test',
  area: 'operations',
  clause: 'X.1052 §12.2.4 c',
  class: 'tenant',
  ofCase: true,
  procedures: ['change'],
  title: 'environment',
  fields: {
    kind: { kind: 'choice', required: true, options: ['lab', 'onsite'], list: true, filter: true },
    result: {
      kind: 'choice',
      required: true,
      options: ['passed', 'failed'],
      list: true,
      filter: true,
    },
    environment: { kind: 'text', required: true, max: 300, list: true },
    observations: { kind: 'text', required: true, multiline: true },
    testedAt: { kind: 'instant', required: true, list: true, sort: true },
    tester: { kind: 'reference', to: 'people', list: true },
  },
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: '-testedAt',
  retention: 'P10Y',
});

/** Reviews of a change that was carried out, after 7 and 30 days, each kept (R-CH-7). Rows are made by the procedure only. */
export const changeReviews = defineRegister({
  id: 'change-reviews',
  table: 'change_review',
  area: 'operations',
  clause: 'X.1052 §12.2.4 f',
  class: 'tenant',
  ofCase: true,
  procedures: ['change'],
  title: 'observations',
  fields: {
    kind: {
      kind: 'choice',
      required: true,
      options: ['first', 'second'],
      list: true,
      filter: true,
    },
    effective: { kind: 'boolean', required: true, list: true },
    negativeImpact: { kind: 'boolean', required: true, list: true },
    observations: { kind: 'text', required: true, multiline: true, list: true },
    reviewedAt: { kind: 'instant', required: true, list: true, sort: true },
    reviewer: { kind: 'reference', to: 'people', list: true },
  },
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: '-reviewedAt',
  retention: 'P10Y',
});

/** Periods in which nothing may be changed on what they name; an empty scope freezes everything of the organisation. */
export const freezePeriods = defineRegister({
  id: 'freeze-periods',
  table: 'freeze_period',
  area: 'operations',
  clause: 'X.1052 §12.2.4 d',
  class: 'tenant',
  title: 'title',
  fields: {
    title: { kind: 'text', required: true, list: true, sort: true, search: true },
    startsAt: { kind: 'instant', required: true, list: true, sort: true },
    endsAt: { kind: 'instant', required: true, list: true, sort: true },
    assets: { kind: 'references', to: 'assets' },
    services: { kind: 'references', to: 'services' },
    emergenciesPass: { kind: 'boolean', required: true, list: true },
    reason: { kind: 'text', required: true, multiline: true },
  },
  access: { read: ['any-member'], create: managers, update: managers, delete: managers },
  defaultSort: '-startsAt',
  retention: 'P3Y',
});
