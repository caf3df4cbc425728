import { type Principal, rolesFor } from '#kernel/access/principal.ts';
import type { Catalogue, RegisterModule } from '#work/catalogue.ts';

/** Who withdraws what an organisation told another, where no register says of its own who does. */
export const withdrawers: readonly string[] = ['liso', 'security-manager'];

/** Reasons that end by the procedure: whoever takes part in a case does so until its part ends, a request is withdrawn as a request. */
export const endsByProcedure: readonly string[] = ['owner', 'party', 'request'];

/** A register whose records say who was told of a kind of thing, with the roles that withdraw it. */
export interface TellingRegister {
  readonly module: RegisterModule;
  readonly tells: NonNullable<RegisterModule['tells']>;
  readonly roles: readonly string[];
}

/** The registers that say who was told of a kind of record; of cases those of the procedure. */
export function tellingsOf(
  catalogue: Catalogue,
  kind: string,
  procedure: string | null,
): TellingRegister[] {
  return [...catalogue.registers.values()].flatMap((module) => {
    const { tells, register } = module;
    if (tells?.kind !== kind) return [];
    if (kind === 'case' && register.procedures?.includes(procedure ?? '') !== true) return [];
    const by = register.lifeCycle?.actions[tells.withdraw]?.by;
    return [{ module, tells, roles: Array.isArray(by) ? (by as string[]) : [] }];
  });
}

/** Whether the person holds one of the roles in the record's organisation. */
export function holdsIn(principal: Principal, ownerId: string, roles: readonly string[]): boolean {
  return rolesFor(principal, { organisationIds: [ownerId] }).some(({ role }) =>
    roles.includes(role),
  );
}
