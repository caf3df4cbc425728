import { defineRegister } from '#engine/define.ts';
import { deciders } from './offices.ts';

/** Which office of the organisation owns a role and so decides on requests for it; without a line every deciding office may. */
export const roleOwners = defineRegister({
  id: 'role-owners',
  table: 'role_owner',
  area: 'organisation',
  clause: 'Security Plan §1.8 AD1',
  class: 'tenant',
  title: 'role',
  fields: {
    role: {
      kind: 'text',
      of: 'role',
      required: true,
      max: 60,
      list: true,
      sort: true,
      filter: true,
    },
    ownedBy: { kind: 'choice', required: true, options: deciders, list: true, filter: true },
    note: { kind: 'text', multiline: true, max: 2_000 },
  },
  access: {
    read: ['any-member'],
    create: ['security-manager', 'liso', 'npm', 'itsm-security-manager'],
    update: ['security-manager', 'liso', 'npm', 'itsm-security-manager'],
    delete: ['security-manager', 'liso', 'npm', 'itsm-security-manager'],
  },
  unique: [['role']],
  defaultSort: 'role',
  retention: 'P10Y',
});
