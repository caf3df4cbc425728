import { useLocation, useParams } from '@tanstack/react-router';
import type { Register } from '#engine/register.ts';
import { useDefinitions } from '#ui/api/use-definitions.ts';

/** Register and record that the address names; the register is undefined when there is none of that name. */
export function useRegister(): { register: Register | undefined; id: string } {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  return { register: useDefinitions().register(useRegisterId() ?? ''), id };
}

/** The register that the address `/registers/<id>/…` names; areas bring pages below it, so that it is no parameter of every route. */
export function useRegisterId(): string | undefined {
  return useLocation({
    select: ({ pathname }) => /^\/registers\/([^/]+)/.exec(pathname)?.[1],
  });
}
