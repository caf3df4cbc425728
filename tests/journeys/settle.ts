// Run as a process of its own with the data folder of an installation: makes organisations and people from standard input.
import { text } from 'node:stream/consumers';
import { administering } from '#apps/cli/administration.ts';
import {
  addOrganisation,
  addPerson,
  grantRole,
  type NewOrganisation,
} from '#areas/organisation/set-up.ts';

export interface Settlement {
  readonly password: string;
  readonly organisations: readonly {
    readonly code: string;
    readonly name: string;
    readonly kind: NewOrganisation['kind'];
    readonly country?: string;
  }[];
  readonly people: readonly {
    readonly email: string;
    readonly name: string;
    readonly organisation: string;
    readonly locale: 'en' | 'fr' | 'de';
    readonly roles: readonly string[];
  }[];
}

const given = JSON.parse(await text(process.stdin)) as Settlement;

await administering(async ({ database, clock, identity }) => {
  const runner = { database, clock };
  const accounts = identity();
  const ids = new Map<string, string>();
  for (const organisation of given.organisations) {
    const id = await addOrganisation(runner, { ...organisation, validFrom: '2000-01-01' });
    ids.set(organisation.code, id);
  }
  for (const { email, name, organisation, locale, roles } of given.people) {
    const organisationId = ids.get(organisation) ?? '';
    const personId = await addPerson(runner, { name, email, locale, organisationId });
    for (const role of roles) await grantRole(runner, { personId, organisationId, role });
    await accounts.createAccount({ personId, password: given.password });
  }
});
