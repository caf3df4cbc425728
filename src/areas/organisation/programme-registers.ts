import { defineRegister } from '#engine/define.ts';
import { everybody, programmeManagement } from './roles.ts';

const access = {
  read: everybody,
  create: programmeManagement,
  update: programmeManagement,
  delete: [],
} as const;

/** Business threads of the trans-European systems: the second part of a scope (Security Plan §3.1). */
export const businessThreads = defineRegister({
  id: 'business-threads',
  table: 'business_thread',
  area: 'organisation',
  clause: 'Security Plan §3.1',
  class: 'shared',
  title: 'name',
  fields: {
    code: { kind: 'text', required: true, max: 20, list: true, sort: true, search: true },
    name: { kind: 'text', required: true, max: 120, list: true, sort: true, search: true },
    nameFr: { kind: 'text', max: 120, list: true },
    nameDe: { kind: 'text', max: 120, list: true },
  },
  access,
  unique: [['code']],
  defaultSort: 'code',
  retention: 'keep',
});

/** User communities: groups of users of systems in a business thread, the first part of a scope (Security Plan §3.1). */
export const userCommunities = defineRegister({
  id: 'user-communities',
  table: 'user_community',
  area: 'organisation',
  clause: 'Security Plan §3.1',
  class: 'shared',
  title: 'name',
  fields: {
    code: { kind: 'text', required: true, max: 20, list: true, sort: true, search: true },
    name: { kind: 'text', required: true, max: 200, list: true, sort: true, search: true },
    threads: {
      kind: 'references',
      to: 'business-threads',
      required: true,
      list: true,
      filter: true,
    },
    systems: { kind: 'references', to: 'systems', list: true, filter: true },
    /** Where it is found; without them, wherever its threads are. */
    memberStates: { kind: 'references', to: 'memberships', filter: true },
    description: { kind: 'text', multiline: true, max: 2_000 },
  },
  access,
  unique: [['code']],
  defaultSort: 'code',
  retention: 'keep',
});

/** Countries and the dates of their membership or agreement: the third part of a scope. A country may have several rows, one after the other. */
export const memberships = defineRegister({
  id: 'memberships',
  table: 'membership',
  area: 'organisation',
  clause: 'Security Plan §3.1',
  class: 'shared',
  title: 'name',
  fields: {
    country: {
      kind: 'text',
      required: true,
      max: 2,
      pattern: '^[A-Z]{2}$',
      list: true,
      sort: true,
      filter: true,
      search: true,
    },
    name: { kind: 'text', required: true, max: 120, list: true, sort: true, search: true },
    kind: {
      kind: 'choice',
      required: true,
      options: [
        'eu-member-state',
        'former-member-state',
        'special',
        'ctc-and-security-agreement',
        'ctc',
        'ctc-via-switzerland',
        'customs-union',
        'observer',
      ],
      list: true,
      filter: true,
    },
    validFrom: { kind: 'date', list: true, sort: true },
    validTo: { kind: 'date', list: true },
    altCode: { kind: 'text', max: 2, pattern: '^[A-Z]{2}$' },
    altCodeUse: { kind: 'text', max: 300 },
    domains: { kind: 'tags', list: true },
    /** Takes part in these; without them in all, as an observer in none. */
    threads: { kind: 'references', to: 'business-threads', list: true, filter: true },
    /** Of a thread in these systems; in all of it where none of its systems is named. */
    systems: { kind: 'references', to: 'systems', filter: true },
    footnote: { kind: 'text', multiline: true, max: 2_000 },
    source: { kind: 'text', max: 200 },
  },
  access,
  unique: [['country', 'kind', 'validFrom']],
  defaultSort: 'name',
  retention: 'keep',
});
