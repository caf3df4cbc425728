import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { addOrganisation, addPerson, grantRole } from '#areas/organisation/set-up.ts';
import type { Runner } from '#kernel/command/command.ts';
import type { Identity } from '#kernel/identity/identity.ts';

const parties = z.object({
  provenance: z.string(),
  organisations: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      kind: z.enum([
        'central-body',
        'contractor',
        'national-administration',
        'third-party',
        'telecom-operator',
      ]),
      country: z.string().optional(),
      validFrom: z.string(),
    }),
  ),
  people: z.array(
    z.object({
      name: z.string(),
      email: z.string(),
      organisation: z.string(),
      locale: z.enum(['en', 'fr', 'de']),
      roles: z.array(z.string()),
    }),
  ),
  substitutes: z.array(z.object({ person: z.string(), for: z.string(), role: z.string() })),
});

/** One password for every demonstration account; printed at the start, never used outside the demonstration. */
export const demonstrationPassword = 'Commonward-demo-2026';

export interface DemoPerson {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly organisation: string;
  readonly roles: readonly string[];
}

export interface DemoParties {
  /** Ids by code. */
  readonly organisations: ReadonlyMap<string, string>;
  /** By e-mail address. */
  readonly people: ReadonlyMap<string, DemoPerson>;
}

export function demoParties(): z.infer<typeof parties> {
  const path = fileURLToPath(new URL('./data/parties.json', import.meta.url));
  return parties.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Organisations, people, roles and substitutes of the demonstration, each since the day that the runner's clock says. */
export async function loadParties(runner: Runner): Promise<DemoParties> {
  const data = demoParties();
  const organisations = new Map<string, string>();
  for (const organisation of data.organisations) {
    organisations.set(
      organisation.code,
      await addOrganisation(runner, withoutAbsent(organisation)),
    );
  }
  const people = new Map<string, DemoPerson>();
  for (const person of data.people) {
    const organisationId = organisations.get(person.organisation);
    if (organisationId === undefined) throw new Error(`no organisation ${person.organisation}`);
    const { name, email, locale, roles } = person;
    const id = await addPerson(runner, { name, email, locale, organisationId });
    for (const role of roles) await grantRole(runner, { personId: id, organisationId, role });
    people.set(email, { id, email, name, organisation: person.organisation, roles });
  }
  for (const { person, for: holder, role } of data.substitutes) {
    const substitute = people.get(person);
    const absent = people.get(holder);
    const organisationId = organisations.get(substitute?.organisation ?? '');
    if (substitute === undefined || absent === undefined || organisationId === undefined) continue;
    await grantRole(runner, {
      personId: substitute.id,
      organisationId,
      role,
      kind: 'substitute',
      forPersonId: absent.id,
    });
  }
  return { organisations, people };
}

/** An account for everybody; some at once, because a password takes long on purpose. */
export async function loadAccounts(identity: Identity, parties: DemoParties): Promise<void> {
  const waiting = [...parties.people.values()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await identity.createAccount({ personId: next.id, password: demonstrationPassword });
    }
  };
  await Promise.all([work(), work()]);
}

function withoutAbsent<T extends { readonly country?: string | undefined }>(given: T) {
  const { country, ...rest } = given;
  return country === undefined ? rest : { ...rest, country };
}
