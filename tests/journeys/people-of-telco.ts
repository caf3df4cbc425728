import type { Installation } from './installation.ts';

export const password = 'A quiet harbour at dawn';

/** One person for each role of the loop, and one of an administration that uses the operator's service. */
const people = {
  assets: ['Arne Asset', 'TELCO', 'asset-manager'],
  isirt: ['Anna Analyst', 'TELCO', 'isirt'],
  lead: ['Lea Lead', 'TELCO', 'isirt-lead'],
  reviewer: ['Rita Reviewer', 'TELCO', 'early-warning-reviewer'],
  patch: ['Paula Patch', 'TELCO', 'patch-manager'],
  tester: ['Toni Tester', 'TELCO', 'patch-tester', 'change-tester'],
  change: ['Mara Manager', 'TELCO', 'change-manager'],
  operations: ['Olga Operations', 'TELCO', 'operations-management'],
  implementer: ['Ivo Implementer', 'TELCO', 'change-implementer'],
  security: ['Ewa Secure', 'TELCO', 'security-manager'],
  partner: ['Ida Informed', 'PARTNER', 'informed-party'],
} as const;

export const partnerName = 'Administration of Examples';

export type PersonKey = keyof typeof people;

export const nameOf = (who: PersonKey): string => people[who][0];
export const emailOf = (who: string): string => `${who}@journey.example.org`;

/** Two organisations and their people, made before anybody signs in. */
export async function settleTelco(here: Installation): Promise<void> {
  const keys = Object.keys(people) as PersonKey[];
  await here.settle({
    password,
    organisations: [
      { code: 'TELCO', name: 'Example Telecom', kind: 'telecom-operator' },
      { code: 'PARTNER', name: partnerName, kind: 'national-administration' },
    ],
    people: keys.map((who) => {
      const [name, organisation, ...roles] = people[who];
      return { email: emailOf(who), name, organisation, locale: 'en', roles };
    }),
  });
}
