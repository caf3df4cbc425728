import { defineRegister } from '#engine/define.ts';
import type { Fields } from '#engine/fields.ts';
import {
  affectedInformationFields,
  affectedSystem,
  coordinators,
  exhibitFields,
  findingFields,
  gapFields,
  manager,
  process,
  recommendationFields,
  report,
  timelineFields,
} from './fields.ts';

/** Written by actions of the case, never by hand: who contributes may belong to another organisation than the owner. */
const ofIncident = {
  area: 'collaboration',
  class: 'tenant',
  ofCase: true,
  procedures: ['incident-coordination'],
  retention: 'P10Y',
} as const;

const readBy = (...roles: readonly string[]) =>
  ({ read: roles, create: [], update: [], delete: [] }) as const;

/** The organisation whose person gave it. */
const contributor = {
  contributedBy: { kind: 'reference', to: 'organisations', computed: true, list: true },
} as const satisfies Fields;

const administrations = ['niso', 'npm', 'lsa'] as const;

/** The chain of events (Table 8, 3.3); an instant in UTC with the zone that it was told in. */
export const timeline = defineRegister({
  ...ofIncident,
  id: 'incident-timeline',
  table: 'incident_timeline',
  clause: 'Security Plan §6.4.1, Table 8, 3.3',
  title: 'event',
  fields: { ...timelineFields, ...contributor },
  access: readBy(...coordinators, ...administrations),
  defaultSort: 'at',
});

/** E-mail exchanges, log extracts and other evidence that the report analyses (Table 8, 3.1, 3.2). */
export const exhibits = defineRegister({
  ...ofIncident,
  id: 'incident-exhibits',
  table: 'incident_exhibit',
  clause: 'Security Plan §6.4.1, Table 8, 3.1, 3.2',
  title: 'subject',
  fields: {
    ...exhibitFields,
    analysis: { kind: 'text', multiline: true, computed: true },
    /** The recipient of a request whose answer it is part of. */
    answerOf: { kind: 'text', max: 36, computed: true },
    ...contributor,
  },
  access: readBy(...coordinators, ...administrations),
  defaultSort: 'at',
});

/** What NISOs agree directly between each other (R-INC-8): theirs and the coordinator's. */
export const liaison = defineRegister({
  ...ofIncident,
  id: 'incident-liaison',
  table: 'incident_liaison',
  clause: process,
  title: 'subject',
  fields: {
    at: { kind: 'instant', required: true, list: true, sort: true },
    from: { kind: 'reference', to: 'organisations', required: true, list: true },
    with: { kind: 'reference', to: 'organisations', required: true, list: true },
    subject: { kind: 'text', required: true, max: 300, list: true, search: true },
    text: { kind: 'text', required: true, multiline: true },
    agreed: { kind: 'text', multiline: true },
  },
  access: readBy(manager, 'niso', 'npm'),
  defaultSort: '-at',
});

export const affectedSystems = defineRegister({
  ...ofIncident,
  id: 'affected-systems',
  table: 'affected_system',
  clause: process,
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
    ...affectedSystem,
    level: { ...affectedSystem.level, required: true },
    assessedAt: { kind: 'instant', required: true, list: true },
    assessedBy: { kind: 'reference', to: 'people', list: true },
  },
  access: readBy(...coordinators),
  defaultSort: 'name',
});

export const affectedInformation = defineRegister({
  ...ofIncident,
  id: 'affected-information',
  table: 'affected_information',
  clause: process,
  title: 'name',
  fields: {
    ...affectedInformationFields,
    assessedAt: { kind: 'instant', required: true, list: true },
    assessedBy: { kind: 'reference', to: 'people', list: true },
  },
  access: readBy(...coordinators),
  defaultSort: 'name',
});

/** Every decision on impact with its inputs and the table's version: nothing is overwritten. */
export const impactDecisions = defineRegister({
  ...ofIncident,
  id: 'impact-decisions',
  table: 'impact_decision',
  clause: process,
  title: 'decidedBy',
  fields: {
    decidedBy: { kind: 'text', required: true, max: 120, list: true },
    decidedAt: { kind: 'instant', required: true, list: true, sort: true },
    outcome: { kind: 'choice', required: true, options: ['high', 'low'], list: true, filter: true },
    because: {
      kind: 'choice',
      required: true,
      options: ['inputs', 'raised', 'lowered'],
      list: true,
    },
    met: {
      kind: 'rows',
      fields: {
        rule: { kind: 'text', required: true, max: 20 },
        by: { kind: 'text', max: 300 },
      },
    },
    systems: {
      kind: 'rows',
      fields: { name: { kind: 'text', max: 300 }, level: { kind: 'text' }, ...asText() },
    },
    information: {
      kind: 'rows',
      fields: { name: { kind: 'text', max: 300 }, label: { kind: 'text' }, ...asText() },
    },
    rationale: { kind: 'text', multiline: true },
    person: { kind: 'reference', to: 'people', list: true },
  },
  access: readBy(...coordinators),
  defaultSort: '-decidedAt',
});

function asText() {
  return {
    confidentiality: { kind: 'text' },
    integrity: { kind: 'text' },
    availability: { kind: 'text' },
  } as const satisfies Fields;
}

/** The analysis of the report as received, and each check of the evidence for consistency (R-INC-4, R-INC-6). */
export const analyses = defineRegister({
  ...ofIncident,
  id: 'incident-analyses',
  table: 'incident_analysis',
  clause: process,
  title: 'text',
  fields: {
    kind: {
      kind: 'choice',
      required: true,
      options: ['report', 'inconsistent', 'consistent'],
      list: true,
      filter: true,
    },
    text: { kind: 'text', required: true, multiline: true, list: true, search: true },
    at: { kind: 'instant', required: true, list: true, sort: true },
  },
  access: readBy(...coordinators),
  defaultSort: 'at',
});

const handedOver = {
  handedOverAt: { kind: 'instant', computed: true, list: true, sort: true },
} as const satisfies Fields;

/** Deviations from security policy that the incident reveals (Table 8, 3.4.1). */
export const gaps = defineRegister({
  ...ofIncident,
  id: 'incident-gaps',
  table: 'incident_gap',
  clause: 'Security Plan §6.4.1, Table 8, 3.4.1',
  title: 'policy',
  fields: { ...gapFields, ...handedOver },
  access: readBy(...coordinators),
  defaultSort: 'policy',
});

export const incidentRecommendations = defineRegister({
  ...ofIncident,
  id: 'incident-recommendations',
  table: 'incident_recommendation',
  clause: 'Security Plan §6.4.1, Table 8, 4',
  title: 'title',
  fields: { ...recommendationFields, ...handedOver },
  access: readBy(...coordinators, 'csip-manager'),
  defaultSort: 'title',
});

export const findings = defineRegister({
  ...ofIncident,
  id: 'incident-findings',
  table: 'incident_finding',
  clause: report,
  title: 'text',
  fields: { ...findingFields, at: { kind: 'instant', required: true, list: true, sort: true } },
  access: readBy(...coordinators),
  defaultSort: 'at',
});

export const incidentRegisters = [
  timeline,
  exhibits,
  liaison,
  affectedSystems,
  affectedInformation,
  impactDecisions,
  analyses,
  gaps,
  incidentRecommendations,
  findings,
];
