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
select n.place::integer as place, (
    select v.id from package_version v where v.version = n.version
      and v.package_id = (select p.id from package_name p where p.ecosystem = n.ecosystem and p.name = n.name)) as id
from unnest($1::text[], $2::text[], $3::text[]) with ordinality as n (ecosystem, name, version, place)`;

/** Names are inserted in one order everywhere, so that two imports never wait for each other in a circle. */
const addNamesText = `
insert into package_name (ecosystem, name)
select distinct ecosystem, name from unnest($1::text[], $2::text[]) as n (ecosystem, name) order by 1, 2
on conflict do nothing`;

const addVersionsText = `
insert into package_version (package_id, version)
select distinct p.id, n.version
from unnest($1::text[], $2::text[], $3::text[]) as n (ecosystem, name, version)
join package_name p on p.ecosystem = n.ecosystem and p.name = n.name
order by 1, 2
on conflict do nothing`;

/**
 * Ids of packages in the order given, made where there are none yet. Ids are shared by all organisations and never change.
 * Texts must be free of NUL; at most 500 characters each can be indexed.
 */
export async function internPackages(
  context: Pick<WriteContext, 'client'>,
  names: readonly PackageName[],
): Promise<number[]> {
  return intern(context, columnsOf(names), {
    find: namesText,
    add: [addNamesText],
  });
}

/** Ids of package versions in the order given, made (with their packages) where there are none yet. */
export async function internVersions(
  context: Pick<WriteContext, 'client'>,
  versions: readonly PackageVersion[],
): Promise<number[]> {
  const columns = [...columnsOf(versions), versions.map((one) => one.version)];
  return intern(context, columns, {
    find: versionsText,
    add: [addNamesText, addVersionsText],
  });
}

function columnsOf(names: readonly PackageName[]): string[][] {
  return [names.map((one) => one.ecosystem), names.map((one) => one.name)];
}

/** Most are known: one statement finds them. What is missing is added, then found again, whoever added it first. */
async function intern(
  context: Pick<WriteContext, 'client'>,
  columns: string[][],
  statements: { readonly find: string; readonly add: readonly string[] },
): Promise<number[]> {
  const count = columns[0]?.length ?? 0;
  if (count === 0) return [];
  const ids = new Array<number>(count).fill(0);
  await find(context, statements.find, columns, ids);
  const missing = ids.flatMap((id, index) => (id === 0 ? [index] : []));
  if (missing.length === 0) return ids;
  const lacking = columns.map((column) => missing.map((index) => column[index] ?? ''));
  for (const text of statements.add) {
    await context.client.query({
      text,
      values: text.includes('$3') ? lacking : lacking.slice(0, 2),
    });
  }
  const found = new Array<number>(missing.length).fill(0);
  await find(context, statements.find, lacking, found);
  for (const [index, id] of found.entries()) {
    if (id === 0) throw new Error('a package version was neither found nor made');
    ids[missing[index] ?? 0] = id;
  }
  return ids;
}

async function find(
  context: Pick<WriteContext, 'client'>,
  text: string,
  columns: readonly string[][],
  ids: number[],
): Promise<void> {
  const { rows } = await context.client.query<{ place: number; id: number | null }>({
    text,
    values: [...columns],
  });
  for (const { place, id } of rows) ids[place - 1] = id ?? 0;
}
