import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { useWorkspace } from '#ui/case/workspace.ts';

/** Whether the reader holds a role, anywhere, that reads a register of the incident; what of it was shared is another matter. */
export function useMayRead(registerId: string): boolean {
  const { detail } = useWorkspace();
  const me = useMe();
  const registers = useDefinitions().registersOfCase(detail.case.procedure);
  const readers = registers.find(({ id }) => id === registerId)?.access.read ?? [];
  return me.roles.some(({ role }) => readers.includes(role));
}
