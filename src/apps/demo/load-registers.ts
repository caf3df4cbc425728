import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DemoDesk } from './demo-desk.ts';
import type { FleetOfOrganisation } from './fleet-data.ts';

const texts = z.record(z.string(), z.string());
const service = z.object({
  name: z.string(),
  class: z.enum(['trans-european', 'commission-central', 'telecom']),
  consumers: z.array(z.string()),
  level: z.enum(['normal', 'important', 'vital']),
  system: z.string().optional(),
  /** Codes of organisations. */
  parties: z.array(z.string()),
  description: z.string(),
});
const registerFile = z.object({
  provenance: z.string(),
  items: texts,
  processes: texts,
  schemes: z.record(z.string(), z.object({ benefit: z.string(), rationale: z.string() })),
  /** By the code of the organisation; those under `NA` hold for each national administration. */
  services: z.record(z.string(), z.array(service)),
  contracts: z.array(
    z.object({
      organisation: z.string(),
      kind: z.enum(['framework-contract', 'specific-contract', 'work-package', 'deliverable']),
      reference: z.string(),
      subject: z.string(),
      parent: z.string().optional(),
      contractor: z.string().optional(),
      from: z.iso.date(),
      to: z.iso.date(),
    }),
  ),
});
type RegisterFile = z.infer<typeof registerFile>;

/** What other parts of the demonstration refer to, by the names that its data use. */
export class Registers {
  readonly systems = new Map<string, string>();
  readonly #services = new Map<string, string>();
  readonly #categories = new Map<string, string>();

  keepService(code: string, name: string, id: string): void {
    this.#services.set(`${code}/${name}`, id);
  }

  keepCategory(code: string, category: string, id: string): void {
    this.#categories.set(`${code}/${category}`, id);
  }

  service(code: string, name: string): string {
    return found(this.#services, `${code}/${name}`);
  }

  category(code: string, category: string): string {
    return found(this.#categories, `${code}/${category}`);
  }
}

function found(map: ReadonlyMap<string, string>, key: string): string {
  const id = map.get(key);
  if (id === undefined) throw new Error(`the demonstration knows no ${key}`);
  return id;
}

const administrations = ['DE', 'FR', 'IT', 'PL', 'PT', 'SE'];

/** Services with their consumers, contracts, and the schemes by which each organisation classifies its assets. */
export async function loadRegisters(
  desk: DemoDesk,
  fleets: Readonly<Record<string, FleetOfOrganisation>>,
): Promise<Registers> {
  const path = new URL('./data/registers.json', import.meta.url);
  const data = registerFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  const registers = new Registers();
  await findSystems(desk, registers);
  for (const [code, fleet] of Object.entries(fleets)) {
    const list = data.services[administrations.includes(code) ? 'NA' : code] ?? [];
    await loadServices(desk, registers, code, fleet, list);
    await loadSchemes(desk, registers, code, fleet, data);
  }
  await loadContracts(desk, fleets, data);
  return registers;
}

async function findSystems(desk: DemoDesk, registers: Registers): Promise<void> {
  const page = await desk.ask('taxud@demo.test', desk.register('systems').list, {
    filters: {},
    limit: 200,
  });
  for (const { id, fields } of page.items) registers.systems.set(String(fields['code']), id);
}

async function loadServices(
  desk: DemoDesk,
  registers: Registers,
  code: string,
  fleet: FleetOfOrganisation,
  list: RegisterFile['services'][string],
): Promise<void> {
  const owner = desk.personId(fleet.owners[0] ?? fleet.manager);
  const made = await desk.runMany(
    fleet.manager,
    desk.register('services').create,
    list.map(({ system, parties, ...fields }) => {
      const systemId = system === undefined ? undefined : registers.systems.get(system);
      const others = parties.filter((party) => party !== code);
      return {
        fields: {
          ...fields,
          owner,
          parties: others.map((party) => desk.organisation(party)),
          ...(systemId === undefined ? {} : { systemId }),
        },
      };
    }),
  );
  for (const [index, { id }] of made.entries()) {
    registers.keepService(code, list[index]?.name ?? '', id);
  }
}

async function loadSchemes(
  desk: DemoDesk,
  registers: Registers,
  code: string,
  fleet: FleetOfOrganisation,
  data: RegisterFile,
): Promise<void> {
  const all = [...fleet.hosts, ...fleet.assets];
  const used = {
    'by-item': [...new Set(['NWE', ...all.map(({ item }) => item)])],
    'by-business-process': [...new Set([...all, ...fleet.equipment].map(({ process }) => process))],
  };
  for (const [axis, codes] of Object.entries(used)) {
    const byItem = axis === 'by-item';
    const scheme = await desk.create(fleet.manager, 'asset-schemes', {
      name: byItem ? 'By kind of item' : 'By business process',
      axis,
      categoryCount: codes.length,
      ...data.schemes[axis],
      active: true,
    });
    const names = byItem ? data.items : data.processes;
    const made = await desk.runMany(
      fleet.manager,
      desk.register('asset-categories').create,
      codes.map((one) => ({ fields: { scheme: scheme.id, code: one, name: names[one] ?? one } })),
    );
    for (const [index, { id }] of made.entries()) {
      registers.keepCategory(code, codes[index] ?? '', id);
    }
  }
}

async function loadContracts(
  desk: DemoDesk,
  fleets: Readonly<Record<string, FleetOfOrganisation>>,
  data: RegisterFile,
): Promise<void> {
  const made = new Map<string, string>();
  for (const { organisation, parent, contractor, from, to, ...fields } of data.contracts) {
    const security = fleets[organisation]?.security ?? '';
    const parentId = parent === undefined ? undefined : made.get(parent);
    const { id } = await desk.create(security, 'contracts', {
      ...fields,
      validFrom: from,
      validTo: to,
      ...(parentId === undefined ? {} : { parentId }),
      ...(contractor === undefined ? {} : { contractorId: desk.organisation(contractor) }),
    });
    made.set(fields.reference, id);
  }
}
