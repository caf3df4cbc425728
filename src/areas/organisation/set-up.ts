import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { organisations, people, roleHoldings } from './registers.ts';

/** What only the product itself may do: the first organisations, people and roles of an installation, before anybody can sign in. */
export interface NewOrganisation {
  readonly code: string;
  readonly name: string;
  readonly kind:
    | 'central-body'
    | 'contractor'
    | 'national-administration'
    | 'third-party'
    | 'telecom-operator';
  readonly country?: string;
  readonly validFrom: string;
}

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly organisationId: string;
  readonly locale: 'en' | 'fr' | 'de';
  readonly external?: boolean;
}

function asProduct(organisationId: string) {
  return {
    principal: systemPrincipal('set-up'),
    scope: { organisations: [organisationId] },
    role: 'system' as const,
  };
}

/** @throws 409 when the code is taken. Returns the id. */
export async function addOrganisation(runner: Runner, given: NewOrganisation): Promise<string> {
  const id = newId();
  await inWriteTransaction(runner, asProduct(id), (context) =>
    insertRecord(context, { register: organisations }, { id, ownerId: null, fields: given }),
  );
  return id;
}

/** @throws 409 when the address is taken. Returns the id. */
export async function addPerson(runner: Runner, given: NewPerson): Promise<string> {
  const { external = false, ...rest } = given;
  const made = await inWriteTransaction(runner, asProduct(given.organisationId), (context) =>
    insertRecord(context, { register: people }, { ownerId: null, fields: { ...rest, external } }),
  );
  return made.id;
}

export interface NewHolding {
  readonly personId: string;
  readonly organisationId: string;
  readonly role: string;
  readonly kind?: 'holder' | 'substitute';
  readonly forPersonId?: string;
  readonly validTo?: string;
}

/** Grants a role from now on. Returns the id of the holding. */
export async function grantRole(runner: Runner, given: NewHolding): Promise<string> {
  const { organisationId, kind = 'holder', ...rest } = given;
  const made = await inWriteTransaction(runner, asProduct(organisationId), (context) =>
    insertRecord(
      context,
      { register: roleHoldings },
      {
        ownerId: organisationId,
        fields: { ...rest, kind, validFrom: context.now.toISOString() },
      },
    ),
  );
  return made.id;
}
