/** Who decides on roles of an organisation: its management of security, whatever it is called there. */
export const deciders = [
  'security-manager',
  'operations-management',
  'liso',
  'npm',
  'niso',
  'itsm-security-manager',
] as const;

/** Roles that any organisation may give to somebody. */
const everywhere = [
  'asset-manager',
  'asset-owner',
  'auditor',
  'change-implementer',
  'change-manager',
  'change-tester',
  'configuration-manager',
  'early-warning-reviewer',
  'isirt',
  'isirt-lead',
  'operations-management',
  'patch-manager',
  'patch-tester',
  'quality-controller',
  'risk-manager',
  'security-manager',
];

/** Offices of the Security Plan §2: each belongs to one kind of party, and carries rights beyond the organisation. */
const ofKind: Readonly<Record<string, readonly string[]>> = {
  'central-body': ['liso', 'lsa', 'taxud-requester'],
  contractor: [
    'application-management',
    'csip-manager',
    'itsm-security-manager',
    'itsm-security-officer',
    'service-desk',
  ],
  'national-administration': ['lsa', 'niso', 'npm'],
  'third-party': ['third-party-contact'],
};

/**
 * Whether a role may be asked for in an organisation of this kind. The operator's role is not among them: he administers accounts of every
 * organisation, and no single one of them makes him.
 */
export function isOffice(kind: string, role: string): boolean {
  return everywhere.includes(role) || (ofKind[kind] ?? []).includes(role);
}
