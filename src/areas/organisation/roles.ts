/** Who administers accounts, people and roles. */
export const administrators = ['system-administrator'] as const;

/** Who keeps the registers of systems, services, contracts and documents. */
export const securityManagement = [
  'security-manager',
  'change-manager',
  'asset-manager',
  'operations-management',
];
