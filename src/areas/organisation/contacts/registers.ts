import { defineRegister } from '#engine/define.ts';
import type { Fields } from '#engine/fields.ts';

/** What a contact says, and what a change of one proposes. */
export const contactValues = {
  name: { kind: 'text', max: 200 },
  function: { kind: 'text', max: 200 },
  person: { kind: 'reference', to: 'people' },
  phone: { kind: 'text', max: 60, pattern: '^\\+?[0-9 ()./-]{4,}$' },
  mobile: { kind: 'text', max: 60, pattern: '^\\+?[0-9 ()./-]{4,}$' },
  email: { kind: 'text', max: 254, pattern: '^[^@\\s]+@[^@\\s]+$' },
  hours: { kind: 'text', max: 200 },
  aroundTheClock: { kind: 'boolean' },
  languages: { kind: 'tags', max: 12 },
  escalationLevel: { kind: 'integer', min: 1, max: 9 },
  validFrom: { kind: 'date' },
  validTo: { kind: 'date' },
  sharedWith: { kind: 'references', to: 'organisations' },
} as const satisfies Fields;

/**
 * Whom to reach, in which function, when, in which languages, and whom next. No line is written by hand: a change takes effect with the
 * approval of a second person (procedure `contact-change`), and the history keeps what was there before.
 */
export const contacts = defineRegister({
  id: 'contacts',
  table: 'contact',
  area: 'organisation',
  clause: 'Security Plan §6.2',
  class: 'tenant',
  title: 'name',
  fields: {
    name: { ...contactValues.name, required: true, list: true, sort: true, search: true },
    function: { ...contactValues.function, required: true, list: true, sort: true, search: true },
    person: { ...contactValues.person, filter: true },
    phone: { ...contactValues.phone, list: true },
    mobile: contactValues.mobile,
    email: { ...contactValues.email, list: true, search: true },
    hours: { ...contactValues.hours, list: true },
    aroundTheClock: { kind: 'boolean', required: true, list: true, filter: true },
    languages: { ...contactValues.languages, list: true, filter: true },
    escalationLevel: { ...contactValues.escalationLevel, list: true, sort: true, filter: true },
    validFrom: { kind: 'date', required: true, list: true },
    validTo: { ...contactValues.validTo, list: true },
    sharedWith: contactValues.sharedWith,
  },
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: 'function',
  retention: 'P10Y',
});
