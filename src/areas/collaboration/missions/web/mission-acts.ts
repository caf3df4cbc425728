import { useMe } from '#ui/api/use-definitions.ts';

/** Actions that stand at what they are about, instead of in the list of what can be done. */
export const placedActions: ReadonlySet<string> = new Set([
  ...['give-input', 'refresh-inputs', 'set-objectives', 'set-controls', 'set-contacts'],
  ...['set-questions', 'set-access', 'set-interviews', 'correct-workload', 'record-interview'],
  ...['drop-interview', 'add-finding', 'change-finding', 'remove-finding', 'assign-finding'],
]);

/** Roles that read what the mission prepares. */
const teamRoles: ReadonlySet<string> = new Set([
  ...['itsm-security-manager', 'liso', 'csip-manager', 'quality-controller'],
]);

/** Whether the reader prepares and writes the mission; otherwise he takes part for an administration. */
export function useInTeam(): boolean {
  return useMe().roles.some(({ role }) => teamRoles.has(role));
}
