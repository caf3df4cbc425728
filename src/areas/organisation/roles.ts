/** Who administers accounts, people and roles. */
export const administrators = ['system-administrator'] as const;

/** Members, and the operator: parties, people, roles and systems are metadata that he administers; what they work on he does not see. */
export const everybody = ['any-member', ...administrators];

/** Who keeps the registers of systems, services, contracts and documents. */
export const securityManagement = [
  'security-manager',
  'change-manager',
  'asset-manager',
  'operations-management',
];

/** Who keeps what the whole programme shares: threads, communities, memberships, common standards (Security Plan §3.3). */
export const programmeManagement = ['liso', 'itsm-security-manager'];
