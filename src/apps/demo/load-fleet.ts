import type { DemoDesk } from './demo-desk.ts';
import {
  equipmentTable,
  type FleetOfOrganisation,
  type PlannedAsset,
  plannedHosts,
  plannedOthers,
  serialsOf,
} from './fleet-data.ts';
import type { Registers } from './load-registers.ts';
import {
  inventoryText,
  loadProfiles,
  type Profile,
  type Upgrades,
  upgraded,
} from './package-lists.ts';

/** An asset that is there, with what it has installed if that is known. */
export interface DemoAsset {
  readonly id: string;
  readonly name: string;
  profile: Profile | null;
}

/** The assets of one organisation by name; equipment by its serial number. */
export class DemoFleet {
  readonly code: string;
  readonly data: FleetOfOrganisation;
  readonly assets = new Map<string, DemoAsset>();
  readonly #firmware = new Map<string, string>();
  readonly #desk: DemoDesk;

  constructor(desk: DemoDesk, code: string, data: FleetOfOrganisation) {
    this.#desk = desk;
    this.code = code;
    this.data = data;
  }

  /** Ids of the assets whose names begin so: `dns` for `dns-1`, `dns-2` … @throws Error when there are none */
  ids(...prefixes: readonly string[]): string[] {
    const found = [...this.assets.values()].filter(({ name }) =>
      prefixes.some((prefix) => name === prefix || name.startsWith(`${prefix}-`)),
    );
    if (found.length === 0) throw new Error(`${this.code} has no ${prefixes.join(', ')}`);
    return found.map(({ id }) => id);
  }

  /** Serial numbers of the equipment of a product. */
  serials(product: string): string[] {
    const group = this.data.equipment.find((one) => one.product === product);
    if (group === undefined) throw new Error(`${this.code} has no ${product}`);
    return serialsOf(group);
  }

  equipment(product: string): string[] {
    return this.serials(product).map((serial) => this.assets.get(serial)?.id ?? '');
  }

  /** A new inventory of hosts, with what was upgraded since the last one. */
  async inventory(names: readonly string[], upgrades: Upgrades = {}): Promise<void> {
    for (const name of names) {
      const asset = this.assets.get(name);
      if (asset?.profile == null) throw new Error(`${this.code} has no inventory of ${name}`);
      asset.profile = upgraded(asset.profile, upgrades);
      await this.#take(asset, asset.profile);
    }
  }

  async #take({ id, name }: DemoAsset, profile: Profile): Promise<void> {
    const isDebian = profile.format === 'dpkg-status';
    const text = inventoryText(profile, this.#desk.now);
    await this.#desk.import(this.data.manager, profile.format, text, {
      fileName: isDebian ? `${name}.status` : `${name}.cdx.json`,
      target: id,
      ...(isDebian ? { ecosystem: 'Debian:11' } : {}),
    });
  }

  /** The list of all equipment anew, some of it with other firmware. */
  async equipmentList(serials: readonly string[], firmware: string): Promise<void> {
    for (const serial of serials) this.#firmware.set(serial, firmware);
    await this.#desk.import(this.data.manager, 'csv', equipmentTable(this.data, this.#firmware), {
      fileName: `equipment-${this.code.toLowerCase()}.csv`,
    });
  }

  /** First inventories of all hosts, some at once. */
  async firstInventories(): Promise<void> {
    const waiting = [...this.assets.values()].filter(({ profile }) => profile !== null);
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (next.profile !== null) await this.#take(next, next.profile);
      }
    };
    await Promise.all(Array.from({ length: 4 }, work));
  }
}

/** Systems, hosts and everything else worth protecting: made, classified, registered, confirmed and valued by those whose task it is. */
export async function loadFleet(
  desk: DemoDesk,
  code: string,
  data: FleetOfOrganisation,
  registers: Registers,
): Promise<DemoFleet> {
  const fleet = new DemoFleet(desk, code, data);
  const planned = [...plannedHosts(code, data), ...plannedOthers(code, data)];
  const made = await desk.runMany(
    data.manager,
    desk.register('assets').create,
    planned.map((asset) => ({ fields: fieldsOf(code, asset, registers) })),
  );
  const profiles = loadProfiles();
  const profileOf = new Map(
    data.hosts.flatMap(({ prefix, profile }) => [[prefix, profiles.get(profile) ?? null] as const]),
  );
  for (const [index, { id }] of made.entries()) {
    const { name, kind } = planned[index] ?? { name: '', kind: '' };
    const profile = kind === 'host' ? (profileOf.get(name.replace(/-\d+$/, '')) ?? null) : null;
    fleet.assets.set(name, { id, name, profile });
  }
  const equipment = await loadEquipment(desk, fleet, registers);
  await settle(desk, code, data, registers, [
    ...planned.map((asset, index) => ({ id: made[index]?.id ?? '', ...asset })),
    ...equipment,
  ]);
  return fleet;
}

type Fields = Record<string, unknown>;

function fieldsOf(code: string, asset: PlannedAsset, registers: Registers): Fields {
  const system = asset.system === null ? undefined : registers.systems.get(asset.system);
  return {
    ...asset.fields,
    name: asset.name,
    kind: asset.kind,
    serviceIds: asset.services.map((name) => registers.service(code, name)),
    ...(system === undefined ? {} : { systemId: system }),
  };
}

interface ToSettle {
  readonly id: string;
  readonly item: string;
  readonly process: string;
  readonly cia: readonly [number, number, number];
}

/** Equipment comes as the supplier's list; what the list does not say is added by the asset manager. */
async function loadEquipment(
  desk: DemoDesk,
  fleet: DemoFleet,
  registers: Registers,
): Promise<ToSettle[]> {
  const { data, code } = fleet;
  if (data.equipment.length === 0) return [];
  await fleet.equipmentList([], '');
  const found: { id: string; serial: string }[] = [];
  for (let after: string | undefined; ; ) {
    const page = await desk.ask(data.manager, desk.register('assets').list, {
      filters: { kind: 'equipment' },
      limit: 200,
      ...(after === undefined ? {} : { after }),
    });
    for (const { id, fields } of page.items) found.push({ id, serial: String(fields['serial']) });
    if (page.next === null) break;
    after = page.next;
  }
  const idOf = new Map(found.map(({ id, serial }) => [serial, id]));
  const settled: ToSettle[] = [];
  const updates: object[] = [];
  for (const group of data.equipment) {
    for (const serial of serialsOf(group)) {
      const id = idOf.get(serial) ?? '';
      fleet.assets.set(serial, { id, name: serial, profile: null });
      settled.push({ id, item: 'NWE', process: group.process, cia: group.cia });
      const { exposure, location, services } = group;
      const serviceIds = services.map((name) => registers.service(code, name));
      const fields = { exposure, location, environment: 'production', serviceIds };
      updates.push({ id, version: null, fields });
    }
  }
  await desk.runMany(data.manager, desk.register('assets').update, updates);
  return settled;
}

/** How far the life cycle of the last few has come: some work is left to do. */
const unfinished = { identified: 3, classified: 3, registered: 5, confirmed: 6 };
const almostFinished = { identified: 1, classified: 1, registered: 2, confirmed: 1 };

async function settle(
  desk: DemoDesk,
  code: string,
  data: FleetOfOrganisation,
  registers: Registers,
  assets: readonly ToSettle[],
): Promise<void> {
  const left = code === 'NORDVIK' ? unfinished : almostFinished;
  const all = [...assets];
  const cut = (count: number) => all.splice(all.length - count, count);
  cut(left.identified);
  const ownerOf = (index: number) => data.owners[index % data.owners.length] ?? data.manager;
  const act = (email: string, action: string, of: readonly ToSettle[], form: FormOf) =>
    desk.runMany(
      email,
      desk.register('assets').act,
      of.map((one, index) => ({ id: one.id, action, fields: form(one, index) })),
    );
  await act(data.manager, 'classify', all, ({ item, process }) => ({
    classByItem: registers.category(code, item),
    classByProcess: registers.category(code, process),
  }));
  cut(left.classified);
  await act(data.manager, 'register', all, (_, index) => ({
    owner: desk.personId(ownerOf(index)),
  }));
  cut(left.registered);
  for (const [turn, owner] of data.owners.entries()) {
    const own = all.filter((_, index) => index % data.owners.length === turn);
    await act(owner, 'confirm-ownership', own, () => ({}));
    const valued = own.slice(0, own.length - Math.ceil(left.confirmed / data.owners.length));
    await act(owner, 'value', valued, ({ cia: [confidentiality, integrity, availability] }) => ({
      confidentiality,
      integrity,
      availability,
    }));
  }
}

type FormOf = (asset: ToSettle, index: number) => Record<string, unknown>;
