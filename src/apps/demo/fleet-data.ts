import { readFileSync } from 'node:fs';
import { z } from 'zod';

const rating = z.int().min(1).max(5);
const common = {
  services: z.array(z.string()),
  process: z.string(),
  cia: z.tuple([rating, rating, rating]),
};
const exposure = z.enum(['internet', 'partner', 'internal', 'isolated']);
const hostGroup = z.object({
  ...common,
  prefix: z.string(),
  count: z.int(),
  profile: z.string(),
  environment: z.enum(['production', 'test', 'development']),
  exposure,
  item: z.string(),
  location: z.string(),
  system: z.string().optional(),
});
const equipmentGroup = z.object({
  ...common,
  vendor: z.string(),
  product: z.string(),
  firmware: z.string(),
  count: z.int(),
  serial: z.string(),
  exposure,
  location: z.string(),
});
const otherAsset = z.object({
  ...common,
  name: z.string(),
  kind: z.string(),
  item: z.string(),
  exposure,
  system: z.string().optional(),
});
const organisation = z.object({
  /** Addresses of the asset manager, of the owners of assets, and of the security manager. */
  manager: z.string(),
  owners: z.array(z.string()),
  security: z.string(),
  hosts: z.array(hostGroup),
  equipment: z.array(equipmentGroup),
  assets: z.array(otherAsset),
});
const fleet = z.object({
  provenance: z.string(),
  organisations: z.record(z.string(), organisation),
});

export type HostGroup = z.infer<typeof hostGroup>;
export type EquipmentGroup = z.infer<typeof equipmentGroup>;
export type FleetOfOrganisation = z.infer<typeof organisation>;

/** The fleets of the demonstration, by the code of the organisation. */
export function fleetData(): Readonly<Record<string, FleetOfOrganisation>> {
  const path = new URL('./data/fleet.json', import.meta.url);
  return fleet.parse(JSON.parse(readFileSync(path, 'utf8'))).organisations;
}

/** One asset to be made, whatever it is. */
export interface PlannedAsset {
  readonly name: string;
  readonly kind: string;
  readonly item: string;
  readonly process: string;
  readonly cia: readonly [number, number, number];
  readonly services: readonly string[];
  readonly system: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The hosts of a fleet: `dns-1`, `dns-2` … with a tag of the inventory each. */
export function plannedHosts(code: string, fleet: FleetOfOrganisation): PlannedAsset[] {
  let tag = 0;
  return fleet.hosts.flatMap((group) =>
    Array.from({ length: group.count }, (_, index): PlannedAsset => {
      const name = `${group.prefix}-${index + 1}`;
      tag += 1;
      return {
        ...pick(group),
        name,
        kind: 'host',
        system: group.system ?? null,
        fields: {
          hostname: `${name}.${code.toLowerCase()}.example`,
          identifier: `${code}-H-${String(tag).padStart(4, '0')}`,
          environment: group.environment,
          exposure: group.exposure,
          location: group.location,
          ecosystem: 'Debian:11',
        },
      };
    }),
  );
}

export function plannedOthers(code: string, fleet: FleetOfOrganisation): PlannedAsset[] {
  return fleet.assets.map((one, index) => ({
    ...pick(one),
    name: one.name,
    kind: one.kind,
    system: one.system ?? null,
    fields: {
      identifier: `${code}-A-${String(index + 1).padStart(4, '0')}`,
      exposure: one.exposure,
      environment: 'production',
    },
  }));
}

function pick(one: Pick<HostGroup, 'item' | 'process' | 'cia' | 'services'>) {
  return { item: one.item, process: one.process, cia: one.cia, services: one.services };
}

/** Serial numbers as the vendor's list would give them. */
export function serialsOf(group: EquipmentGroup): string[] {
  return Array.from(
    { length: group.count },
    (_, index) => `${group.serial}${String(10_407 + index * 13)}`,
  );
}

/** The list of all equipment of a fleet, as a supplier's table; `firmware` gives other versions by serial number. */
export function equipmentTable(
  fleet: FleetOfOrganisation,
  firmware: ReadonlyMap<string, string> = new Map(),
): string {
  const rows = fleet.equipment.flatMap((group) =>
    serialsOf(group).map((serial) =>
      [group.vendor, group.product, firmware.get(serial) ?? group.firmware, serial]
        .map((cell) => `"${cell}"`)
        .join(','),
    ),
  );
  return `${['vendor,product,firmware,serial', ...rows].join('\n')}\n`;
}
