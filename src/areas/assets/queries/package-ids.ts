import type { WriteContext } from '#kernel/command/context.ts';

export interface PackageName {
  readonly ecosystem: string;
  readonly name: string;
}

export interface PackageVersion extends PackageName {
  /** As the ecosystem writes it; empty when unknown. */
  readonly version: string;
}

// None of these statements is named: the tables grow from nothing to millions of rows under one connection, and a plan that was kept
// from when they were small reads them whole for every batch. Names are looked up one by one in the unique index; a join would hash all.

const namesText = `
select n.place::integer as place, (select p.id from package_name p where p.ecosystem = n.ecosystem and p.name = n.name) as id
from unnest($1::text[], $2::text[]) with ordinality as n (ecosystem, name, place)`;

const versionsText = `
select n.place::integer as place, p.id as package, (select v.id from package_version v where v.package_id = p.id and v.version = n.version) as id
from unnest($1::text[], $2::text[], $3::text[]) with ordinality as n (ecosystem, name, version, place)
cross join lateral (select (select p.id from package_name p where p.ecosystem = n.ecosystem and p.name = n.name) as id) p`;

/** Names and versions are inserted in one order everywhere, so that two imports never wait for each other in a circle. */
const addNamesText = `
insert into package_name (ecosystem, name)
select ecosystem, name from unnest($1::text[], $2::text[]) as n (ecosystem, name) order by 1, 2
on conflict do nothing returning id, ecosystem, name`;

const addVersionsText = `
insert into package_version (package_id, version)
select package_id, version from unnest($1::integer[], $2::text[]) as n (package_id, version) order by 1, 2
on conflict do nothing returning id, package_id, version`;

const madeVersionsText = `
select (select v.id from package_version v where v.package_id = n.package_id and v.version = n.version) as id, n.package_id, n.version
from unnest($1::integer[], $2::text[]) as n (package_id, version)`;

/**
 * Ids of packages in the order given, made where there are none yet. Ids are shared by all organisations and never change.
 * Texts must be free of NUL; at most 500 characters each can be indexed.
 */
export async function internPackages(
  context: Pick<WriteContext, 'client'>,
  names: readonly PackageName[],
): Promise<number[]> {
  if (names.length === 0) return [];
  const ids = new Array<number>(names.length).fill(0);
  const { rows } = await context.client.query<{ place: number; id: number | null }>({
    text: namesText,
    values: columnsOf(names),
  });
  for (const { place, id } of rows) ids[place - 1] = id ?? 0;
  const missing = names.filter((_, index) => ids[index] === 0);
  if (missing.length === 0) return ids;
  const made = await makeNames(context, missing);
  return ids.map((id, index) => (id === 0 ? idIn(made, keyOf(names[index])) : id));
}

/**
 * Ids of package versions in the order given, made (with their packages) where there are none yet. Most are known: one statement finds them.
 * What is missing is added and told by the database as it is, or found again where another import was faster.
 */
export async function internVersions(
  context: Pick<WriteContext, 'client'>,
  versions: readonly PackageVersion[],
): Promise<number[]> {
  if (versions.length === 0) return [];
  const ids = new Array<number>(versions.length).fill(0);
  const packages = new Array<number>(versions.length).fill(0);
  const { rows } = await context.client.query<{
    place: number;
    package: number | null;
    id: number | null;
  }>({ text: versionsText, values: [...columnsOf(versions), versions.map((one) => one.version)] });
  for (const row of rows) {
    ids[row.place - 1] = row.id ?? 0;
    packages[row.place - 1] = row.package ?? 0;
  }
  const nameless = versions.filter((_, index) => packages[index] === 0);
  if (nameless.length > 0) {
    const made = await makeNames(context, nameless);
    for (const [index, id] of packages.entries()) {
      if (id === 0) packages[index] = idIn(made, keyOf(versions[index]));
    }
  }
  const missing = new Map<string, { package_id: number; version: string }>();
  const keyAt = (index: number) => `${packages[index]}\0${versions[index]?.version}`;
  for (const [index, { version }] of versions.entries()) {
    if (ids[index] === 0) missing.set(keyAt(index), { package_id: packages[index] ?? 0, version });
  }
  if (missing.size === 0) return ids;
  const made = await makeVersions(context, missing);
  return ids.map((id, index) => (id === 0 ? idIn(made, keyAt(index)) : id));
}

function columnsOf(names: readonly PackageName[]): string[][] {
  return [names.map((one) => one.ecosystem), names.map((one) => one.name)];
}

/** PostgreSQL text holds no NUL, so that nothing else has the same key. */
function keyOf(name: PackageName | undefined): string {
  return `${name?.ecosystem}\0${name?.name}`;
}

function idIn(made: ReadonlyMap<string, number>, key: string): number {
  const id = made.get(key);
  if (id === undefined) throw new Error('a package version was neither found nor made');
  return id;
}

/** Adds names that were not found, and finds those that somebody else added meanwhile. */
async function makeNames(
  context: Pick<WriteContext, 'client'>,
  names: readonly PackageName[],
): Promise<Map<string, number>> {
  const wanted = new Map(names.map((one) => [keyOf(one), one]));
  const made = new Map<string, number>();
  const { rows } = await context.client.query<PackageName & { id: number }>({
    text: addNamesText,
    values: columnsOf([...wanted.values()]),
  });
  for (const row of rows) made.set(keyOf(row), row.id);
  const others = [...wanted].filter(([key]) => !made.has(key));
  if (others.length === 0) return made;
  const found = await context.client.query<{ place: number; id: number | null }>({
    text: namesText,
    values: columnsOf(others.map(([, one]) => one)),
  });
  for (const { place, id } of found.rows) {
    const key = others[place - 1]?.[0];
    if (key !== undefined && id !== null) made.set(key, id);
  }
  return made;
}

/** Adds versions that were not found, and finds those that somebody else added meanwhile. */
async function makeVersions(
  context: Pick<WriteContext, 'client'>,
  missing: ReadonlyMap<string, { readonly package_id: number; readonly version: string }>,
): Promise<Map<string, number>> {
  const made = new Map<string, number>();
  const ask = async (text: string, keys: readonly string[]) => {
    const wanted = keys.flatMap((key) => missing.get(key) ?? []);
    const values = [wanted.map((one) => one.package_id), wanted.map((one) => one.version)];
    const { rows } = await context.client.query<{
      id: number;
      package_id: number;
      version: string;
    }>({ text, values });
    for (const row of rows) made.set(`${row.package_id}\0${row.version}`, row.id);
  };
  await ask(addVersionsText, [...missing.keys()]);
  const others = [...missing.keys()].filter((key) => !made.has(key));
  if (others.length > 0) await ask(madeVersionsText, others);
  return made;
}
