import { defineRegister } from '#engine/define.ts';
import { clause, keepers } from './fields.ts';
import { infectionLifeCycle } from './infection-life.ts';

const access = { read: ['any-member'], create: keepers, update: keepers, delete: [] } as const;

/** One look at whether the virus definitions of a product are the latest: version, time and age (R-AV-1). */
export const virusDefinitions = defineRegister({
  id: 'virus-definitions',
  table: 'virus_definition_check',
  area: 'operations',
  clause: clause('a'),
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', max: 300, computed: true },
    product: { kind: 'text', required: true, max: 120, list: true, filter: true, search: true },
    definitionsVersion: { kind: 'text', required: true, max: 120, list: true, search: true },
    releasedAt: { kind: 'instant', required: true, list: true },
    checkedAt: { kind: 'instant', required: true, list: true, sort: true },
    result: {
      kind: 'choice',
      required: true,
      options: ['already-there', 'acquired', 'not-acquired'],
      list: true,
      filter: true,
    },
    ageHours: { kind: 'integer', computed: true, list: true, unit: 'h' },
    outdated: { kind: 'boolean', computed: true, list: true, filter: true },
    source: { kind: 'text', max: 300 },
    note: { kind: 'text', multiline: true },
  },
  access: { ...access, update: [] },
  defaultSort: '-checkedAt',
  retention: 'P3Y',
});

/** A client or server of antivirus software, with the definitions that it said to have (R-AV-2). */
export const antivirusInstallations = defineRegister({
  id: 'antivirus-installations',
  table: 'antivirus_installation',
  area: 'operations',
  clause: clause('b'),
  class: 'tenant',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 200, list: true, sort: true, search: true },
    kind: {
      kind: 'choice',
      required: true,
      options: ['client', 'server'],
      list: true,
      filter: true,
    },
    asset: { kind: 'reference', to: 'assets', list: true, filter: true },
    product: { kind: 'text', required: true, max: 120, list: true, filter: true, search: true },
    engineVersion: { kind: 'text', max: 120, list: true },
    definitionsVersion: { kind: 'text', max: 120, list: true },
    definitionsAt: { kind: 'instant', list: true },
    reportedAt: { kind: 'instant', list: true, sort: true },
    residentProtection: { kind: 'boolean', list: true, filter: true },
  },
  access: { ...access, delete: keepers },
  unique: [['name']],
  defaultSort: 'name',
  retention: 'keep',
});

/** One scan of a host, read from the scanner's own output or entered by hand (R-AV-3). */
export const scanRuns = defineRegister({
  id: 'scan-runs',
  table: 'scan_run',
  area: 'operations',
  clause: clause('c'),
  class: 'tenant',
  ofCase: true,
  procedures: ['antivirus'],
  title: 'host',
  fields: {
    host: { kind: 'text', required: true, max: 300, list: true, search: true },
    asset: { kind: 'reference', to: 'assets', required: true, list: true, filter: true },
    tool: {
      kind: 'choice',
      required: true,
      options: ['on-demand', 'resident', 'other'],
      list: true,
      filter: true,
    },
    engineVersion: { kind: 'text', max: 120 },
    knownViruses: { kind: 'integer', min: 0 },
    startedAt: { kind: 'instant', required: true, list: true, sort: true },
    endedAt: { kind: 'instant' },
    filesScanned: { kind: 'integer', min: 0, list: true },
    filesInfected: { kind: 'integer', min: 0, required: true, list: true },
    errors: { kind: 'integer', min: 0 },
    outcome: {
      kind: 'choice',
      options: ['clean', 'infected', 'incomplete'],
      computed: true,
      list: true,
      filter: true,
    },
    signatures: { kind: 'text', max: 500, list: true },
    notListed: { kind: 'integer', computed: true },
    digest: { kind: 'text', max: 64, computed: true },
  },
  access: { ...access, update: [] },
  unique: [['asset', 'digest']],
  defaultSort: '-startedAt',
  retention: 'P3Y',
});

/** A file in which a scan found malicious code, until somebody has dealt with it or says that it was none. */
export const infections = defineRegister({
  id: 'infections',
  table: 'infection',
  area: 'operations',
  clause: clause('c'),
  class: 'tenant',
  ofCase: true,
  procedures: ['antivirus'],
  title: 'signature',
  fields: {
    signature: { kind: 'text', required: true, max: 300, list: true, search: true },
    path: { kind: 'text', required: true, max: 4096, list: true, search: true },
    host: { kind: 'text', required: true, max: 300, list: true, search: true },
    scanRun: { kind: 'reference', to: 'scan-runs', list: true, filter: true },
    foundAt: { kind: 'instant', required: true, list: true, sort: true },
    byScanner: { kind: 'choice', options: ['left', 'moved', 'copied', 'removed'], list: true },
    treatment: {
      kind: 'choice',
      options: ['quarantined', 'deleted', 'cleaned', 'reinstalled'],
      list: true,
    },
    note: { kind: 'text', multiline: true },
    concludedAt: { kind: 'instant', computed: true },
  },
  lifeCycle: infectionLifeCycle,
  access: { ...access, update: [] },
  defaultSort: '-foundAt',
  retention: 'P10Y',
});
