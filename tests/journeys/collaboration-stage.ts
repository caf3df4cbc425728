import { byPointer } from './hand.ts';
import type { Installation } from './installation.ts';
import { emailOf, password } from './people-of-telco.ts';
import { Stage } from './stage.ts';

/** One person for each role of the Security Plan. */
const people = {
  requester: ['Rita Requester', 'TAXUD', 'taxud-requester'],
  liso: ['Lorenzo Liso', 'TAXUD', 'liso'],
  manager: ['Imke Manager', 'ITSM', 'itsm-security-manager'],
  colleague: ['Jonas Colleague', 'ITSM', 'itsm-security-manager'],
  quality: ['Quirin Quality', 'ITSM', 'quality-controller'],
  csip: ['Cora Improver', 'ITSM', 'csip-manager'],
  serviceDesk: ['Sven Servicedesk', 'ITSM', 'service-desk'],
  applications: ['Alma Applications', 'ITSM', 'application-management'],
  officer: ['Otto Officer', 'ITSM', 'itsm-security-officer'],
  npmDe: ['Dagmar Project', 'NA-DE', 'npm'],
  nisoDe: ['Nils Security', 'NA-DE', 'niso'],
  npmFr: ['Françoise Projet', 'NA-FR', 'npm'],
  nisoFr: ['Noémie Sécurité', 'NA-FR', 'niso'],
  delegateFr: ['Félix Délégué', 'NA-FR'],
  hoster: ['Hanna Hosting', 'HOST', 'third-party-contact'],
} as const;

export type Collaborator = keyof typeof people;

export const nameOf = (who: Collaborator): string => people[who][0];

const na = 'national-administration';
export const germany = 'National Administration Germany';
export const france = 'National Administration France';
export const centralBody = 'Central Body for Taxation and Customs';
export const contractor = 'ITSM Contractor';
export const host = 'Rhein Hosting GmbH';

const organisations = [
  { code: 'TAXUD', name: centralBody, kind: 'central-body' },
  { code: 'ITSM', name: contractor, kind: 'contractor' },
  { code: 'NA-DE', name: germany, kind: na, country: 'DE' },
  { code: 'NA-FR', name: france, kind: na, country: 'FR' },
  { code: 'HOST', name: host, kind: 'third-party' },
] as const;

async function settleCollaboration(here: Installation): Promise<void> {
  await here.settle({
    password,
    organisations,
    people: (Object.keys(people) as Collaborator[]).map((who) => {
      const [name, organisation, ...roles] = people[who];
      return { email: emailOf(who), name, organisation, locale: 'en', roles };
    }),
  });
}

let joined = 0;
let opened: Promise<Stage<Collaborator>> | null = null;

/** What a journey of the collaboration shares with the others in its process: one installation, and a window for each person. */
export function joinCollaboration(): {
  readonly open: () => Promise<Stage<Collaborator>>;
  readonly leave: () => Promise<void>;
} {
  joined += 1;
  return {
    open: () => {
      opened ??= openStage();
      return opened;
    },
    leave: async () => {
      joined -= 1;
      if (joined > 0) return;
      const stage = await opened?.catch(() => null);
      try {
        await stage?.leave();
      } finally {
        await stage?.close();
      }
    },
  };
}

async function openStage(): Promise<Stage<Collaborator>> {
  const stage = new Stage<Collaborator>(byPointer, settleCollaboration);
  try {
    await stage.open();
  } catch (error) {
    await stage.close();
    throw error;
  }
  return stage;
}
