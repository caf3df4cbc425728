import { useParams } from '@tanstack/react-router';
import type { Register } from '#engine/register.ts';
import { useDefinitions } from '#ui/api/use-definitions.ts';

/** Register and record that the address names; the register is undefined when there is none of that name. */
export function useRegister(): { register: Register | undefined; id: string } {
  const { register = '', id = '' } = useParams({ strict: false }) as {
    register?: string;
    id?: string;
  };
  return { register: useDefinitions().register(register), id };
}
