import { internPackages } from '#areas/assets/queries/package-ids.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { plainLine } from '../matching/plain-statement.ts';
import { productKey, vendorKey, vendorOfEcosystem } from '../matching/product-names.ts';
import type { PreparedAdvisory, PreparedPackage } from './prepare-advisory.ts';

export interface TargetsToWrite {
  readonly advisoryId: string;
  readonly stands: boolean;
  readonly prepared: PreparedAdvisory;
  readonly productsChanged: boolean;
}

/**
 * Writes the packages and products of advisories and returns the rows whose statements changed. Rows are never deleted, because decisions
 * hang on them: what a revision no longer names stands no more.
 */
export async function writeTargets(
  context: WriteContext,
  all: readonly TargetsToWrite[],
): Promise<number[]> {
  const packages = all.flatMap(({ prepared }) => [...prepared.packages]);
  const ids = await internPackages(context, packages);
  await keepProductKeys(context, packages, ids);
  const wanted: object[] = [];
  let at = 0;
  const placesOf = new Map<string, number[]>();
  for (const { advisoryId, stands, prepared } of all) {
    const own = ids.slice(at, at + prepared.packages.length);
    at += prepared.packages.length;
    placesOf.set(advisoryId, own);
    for (const [index, one] of prepared.packages.entries()) {
      wanted.push({
        advisory_id: advisoryId,
        package_id: own[index],
        statements: one.statements,
        plain: plainLine(one.statements),
        confidence: one.confidence,
        stands,
        digest: one.digest,
      });
    }
  }
  const changed = await writePackages(
    context,
    all.map(({ advisoryId }) => advisoryId),
    wanted,
  );
  for (const { advisoryId, prepared, productsChanged } of all) {
    if (productsChanged) {
      await writeProducts(context, advisoryId, prepared.products, placesOf.get(advisoryId) ?? []);
    }
  }
  return changed;
}

async function writePackages(
  context: WriteContext,
  advisoryIds: readonly string[],
  wanted: readonly object[],
): Promise<number[]> {
  const { rows } = await context.client.query<{ id: number }>({
    name: 'advisory-package-write',
    text: `with wanted as materialized (
        select * from jsonb_to_recordset($2::jsonb) as w (advisory_id uuid, package_id integer, statements jsonb, plain text,
          confidence smallint, stands boolean, digest text)
      ), gone as (
        update advisory_package p set stands = false, statements = '[]', plain = null, digest = ''
        where p.advisory_id = any ($1::uuid[]) and p.digest <> '' and not exists (
          select from wanted w where w.advisory_id = p.advisory_id and w.package_id = p.package_id)
        returning p.id
      ), kept as (
        insert into advisory_package as p (advisory_id, package_id, statements, plain, confidence, stands, digest)
        select advisory_id, package_id, statements, plain, confidence, stands, digest from wanted
        on conflict (advisory_id, package_id) do update
          set statements = excluded.statements, plain = excluded.plain, confidence = excluded.confidence, stands = excluded.stands, digest = excluded.digest
          where (p.digest, p.stands, p.confidence) is distinct from (excluded.digest, excluded.stands, excluded.confidence)
        returning p.id
      )
      select id from gone union all select id from kept`,
    values: [advisoryIds, JSON.stringify(wanted)],
  });
  return rows.map((row) => row.id);
}

async function writeProducts(
  context: WriteContext,
  advisoryId: string,
  parts: readonly string[],
  packageIds: readonly number[],
): Promise<void> {
  await context.client.query({
    name: 'advisory-product-clear',
    text: 'delete from advisory_product where advisory_id = $1',
    values: [advisoryId],
  });
  for (const [index, part] of parts.entries()) {
    await context.client.query({
      name: 'advisory-product-write',
      text: `insert into advisory_product (advisory_id, sequence, target, digest, package_id, vendor, product, version, version_range,
          full_name, purl, cpe, platform, serial_numbers, model_numbers, statements)
        select $1, $2 + row_number() over (), p.target, p.digest, ($3::integer[])[p.place + 1], p.vendor, p.product, p.version,
          p.version_range, p.full_name, p.purl, p.cpe, p.platform, p.serial_numbers, p.model_numbers, p.statements
        from jsonb_to_recordset($4::jsonb) as p (target text, digest text, place integer, vendor text, product text, version text,
          version_range text, full_name text, purl text, cpe text, platform text, serial_numbers text[], model_numbers text[],
          statements jsonb)`,
      values: [advisoryId, index * 500, packageIds, part],
    });
  }
}

/** Normalised names of the packages whose ecosystem is a vendor. */
async function keepProductKeys(
  context: WriteContext,
  packages: readonly Pick<PreparedPackage, 'ecosystem' | 'name'>[],
  ids: readonly number[],
): Promise<void> {
  const rows = packages.flatMap(({ ecosystem, name }, index) => {
    const vendor = vendorOfEcosystem(ecosystem);
    const id = ids[index];
    return vendor === null || id === undefined ? [] : [{ id, vendor, name }];
  });
  await writeProductKeys(context, rows);
}

export interface VendorPackage {
  readonly id: number;
  readonly vendor: string;
  readonly name: string;
}

/** Writes normalised names of vendors' packages, once each. */
export async function writeProductKeys(
  context: Pick<WriteContext, 'client'>,
  rows: readonly VendorPackage[],
): Promise<void> {
  if (rows.length === 0) return;
  await context.client.query({
    name: 'product-key-write',
    text: `insert into product_key (package_id, vendor_key, product_key)
      select distinct on (1) * from unnest($1::integer[], $2::text[], $3::text[]) as k (package_id, vendor_key, product_key) order by 1
      on conflict do nothing`,
    values: [
      rows.map((row) => row.id),
      rows.map((row) => vendorKey(row.vendor)),
      rows.map((row) => productKey(row.name, row.vendor)),
    ],
  });
}
