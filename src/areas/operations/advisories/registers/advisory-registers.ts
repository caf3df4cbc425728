import { defineRegister } from '#engine/define.ts';

/** Who keeps the early-warning knowledge of the installation. */
export const warningKeepers = ['isirt', 'isirt-lead', 'security-manager'] as const;

const severities = ['none', 'low', 'medium', 'high', 'critical'] as const;

/** What a vendor or a coordinator said about weaknesses, whatever the format it came in (R-EW-1). */
export const advisories = defineRegister({
  id: 'advisories',
  table: 'advisory',
  area: 'operations',
  clause: 'X.1052 §12.2.1 a',
  class: 'shared',
  title: 'title',
  fields: {
    source: {
      kind: 'choice',
      required: true,
      options: ['csaf', 'osv', 'debian', 'manual'],
      list: true,
      filter: true,
    },
    sourceId: {
      kind: 'text',
      required: true,
      max: 200,
      list: true,
      sort: true,
      filter: true,
      search: true,
    },
    publisher: { kind: 'text', required: true, list: true, filter: true, search: true },
    title: { kind: 'text', required: true, max: 1000, list: true, search: true },
    summary: { kind: 'text', multiline: true },
    trackingStatus: {
      kind: 'choice',
      options: ['draft', 'interim', 'final', 'withdrawn', 'superseded'],
      computed: true,
      list: true,
      filter: true,
    },
    severity: { kind: 'choice', options: severities, list: true, filter: true },
    severityScore: { kind: 'decimal', min: 0, max: 10, list: true, sort: true },
    severityVector: { kind: 'text', max: 300 },
    exploited: { kind: 'boolean', list: true, filter: true },
    kevDueDate: { kind: 'date', computed: true, list: true, sort: true },
    epss: { kind: 'decimal', min: 0, max: 1, computed: true, list: true, sort: true },
    epssPercentile: { kind: 'decimal', min: 0, max: 1, computed: true },
    publishedAt: { kind: 'instant', list: true, sort: true },
    issuedAt: { kind: 'instant', sort: true },
    withdrawnAt: { kind: 'instant', computed: true },
    supersededBy: { kind: 'text', max: 200, computed: true },
    revision: { kind: 'text', max: 100, computed: true },
    revisions: { kind: 'integer', min: 0, computed: true },
    tlpLabel: {
      kind: 'choice',
      options: ['CLEAR', 'GREEN', 'AMBER'],
      list: true,
      filter: true,
    },
    language: { kind: 'text', max: 35, computed: true },
    aliases: { kind: 'tags', max: 2000, list: true, filter: true, search: true },
    affected: {
      kind: 'rows',
      max: 200,
      fields: {
        ecosystem: { kind: 'text', required: true, max: 60 },
        name: { kind: 'text', required: true, max: 200 },
        introduced: { kind: 'text', max: 100 },
        fixed: { kind: 'text', max: 100 },
        lastAffected: { kind: 'text', max: 100 },
      },
    },
    recommendation: { kind: 'text', multiline: true },
  },
  access: {
    read: ['any-member'],
    create: warningKeepers,
    update: [],
    delete: [],
  },
  unique: [['source', 'sourceId']],
  defaultSort: '-publishedAt',
  retention: 'keep',
});

/** One CVE, with what exploit catalogues and predictions say about it; its advisories stand beside each other by its id. */
export const vulnerabilities = defineRegister({
  id: 'vulnerabilities',
  table: 'vulnerability',
  area: 'operations',
  clause: 'X.1052 §12.2.1 b',
  class: 'shared',
  title: 'cve',
  fields: {
    cve: {
      kind: 'text',
      required: true,
      max: 40,
      list: true,
      sort: true,
      filter: true,
      search: true,
    },
    title: { kind: 'text', max: 1000, list: true, search: true },
    cwe: { kind: 'text', max: 40, list: true, filter: true },
    cvssScore: { kind: 'decimal', min: 0, max: 10, list: true, sort: true },
    cvssVector: { kind: 'text', max: 300 },
    exploited: { kind: 'boolean', list: true, filter: true },
    kevAddedOn: { kind: 'date', list: true, sort: true },
    kevDueDate: { kind: 'date', list: true, sort: true },
    ransomware: { kind: 'boolean', list: true, filter: true },
    requiredAction: { kind: 'text', multiline: true },
    epss: { kind: 'decimal', min: 0, max: 1, list: true, sort: true },
    epssPercentile: { kind: 'decimal', min: 0, max: 1, list: true },
    epssScoredAt: { kind: 'instant' },
    description: { kind: 'text', multiline: true },
  },
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  unique: [['cve']],
  defaultSort: '-cve',
  retention: 'keep',
});
