import { defineRegister } from '#engine/define.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';

const clause = 'X.1052 §13.1';

/** Who looks at security events of an organisation, and is told of each. */
export const eventHandlers = ['liso', 'niso', 'security-manager'] as const;

/** An event is looked at by a person, who says what it was. */
const eventLifeCycle = {
  initial: 'reported',
  states: {
    reported: { kind: 'active', clause },
    assessed: { kind: 'final', outcome: 'achieved', clause },
  },
  actions: {
    assess: {
      from: ['reported'],
      to: 'assessed',
      by: eventHandlers,
      clause,
      primary: true,
      form: {
        outcome: {
          kind: 'choice',
          required: true,
          options: ['incident', 'no-incident', 'false-alarm'],
        },
        assessment: { kind: 'text', required: true, multiline: true },
      },
    },
  },
} as const satisfies LifeCycle;

/** What the product itself noticed and what may be an incident: written by reactions, assessed by people. */
export const securityEvents = defineRegister({
  id: 'security-events',
  table: 'security_event',
  area: 'incidents',
  clause,
  class: 'tenant',
  title: 'title',
  fields: {
    title: { kind: 'text', required: true, max: 400, list: true, search: true },
    kind: {
      kind: 'choice',
      required: true,
      options: ['malicious-code', 'other'],
      list: true,
      filter: true,
    },
    at: { kind: 'instant', required: true, list: true, sort: true },
    detectedBy: { kind: 'text', max: 200, list: true },
    signature: { kind: 'text', max: 300, list: true, search: true },
    case: { kind: 'reference', to: 'cases', list: true },
    broughtInBy: { kind: 'reference', to: 'organisations', list: true },
    sha256: { kind: 'text', max: 64, search: true },
    description: { kind: 'text', multiline: true },
    outcome: {
      kind: 'choice',
      options: ['incident', 'no-incident', 'false-alarm'],
      list: true,
      filter: true,
    },
    assessment: { kind: 'text', multiline: true },
  },
  lifeCycle: eventLifeCycle,
  access: { read: eventHandlers, create: [], update: [], delete: [] },
  defaultSort: '-at',
  retention: 'P10Y',
});
