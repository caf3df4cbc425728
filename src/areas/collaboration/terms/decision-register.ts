import { defineRegister } from '#engine/define.ts';
import { clause } from './fields.ts';

/**
 * What the LISO decided where the terms in force say nothing: who is told, who may be asked. It counts for the case that it hangs on, from the
 * moment it was written, and is not taken back: another decision follows it.
 */
export const lisoDecisions = defineRegister({
  id: 'liso-decisions',
  table: 'liso_decision',
  area: 'collaboration',
  clause: clause.roles,
  class: 'tenant',
  ofCase: true,
  procedures: ['incident-coordination', 'fact-finding-mission', 'early-warning'],
  title: 'reason',
  fields: {
    about: {
      kind: 'choice',
      required: true,
      options: ['tell', 'ask-evidence'],
      list: true,
      sort: true,
      filter: true,
    },
    organisations: { kind: 'references', to: 'organisations', required: true, list: true },
    ruling: { kind: 'choice', required: true, options: ['allow', 'forbid'], list: true },
    reason: { kind: 'text', required: true, multiline: true, list: true },
  },
  access: { read: ['any-member'], create: ['liso'], update: [], delete: [] },
  defaultSort: 'about',
  retention: 'P10Y',
});
