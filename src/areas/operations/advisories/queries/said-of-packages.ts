import type { ReadContext } from '#kernel/command/context.ts';
import type { SaidOfPackage } from '../analysis/contract.ts';
import type { PackageStatement } from '../matching/match-package.ts';
import { vendorOfEcosystem } from '../matching/product-names.ts';

interface Row {
  readonly id: number;
  readonly ecosystem: string;
  readonly name: string;
  readonly stands: boolean;
  readonly statements: readonly PackageStatement[];
}

/** What an advisory says of its packages and products, in the order in which it was read, by key. */
export async function saidOfPackages(
  context: Pick<ReadContext, 'client'>,
  advisoryId: string,
  page: { readonly after: number; readonly limit: number },
): Promise<{ items: SaidOfPackage[]; next: number | null }> {
  const { rows } = await context.client.query<Row>({
    name: 'advisory-said-of-packages',
    text: `select p.id, n.ecosystem, n.name, p.stands, p.statements
      from advisory_package p join package_name n on n.id = p.package_id
      where p.advisory_id = $1 and p.id > $2 order by p.id limit $3`,
    values: [advisoryId, page.after, page.limit + 1],
  });
  const items = rows.slice(0, page.limit);
  return {
    items: items.map(saidOf),
    next: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null,
  };
}

const distinct = (texts: readonly (string | null | undefined)[]): string[] => [
  ...new Set(texts.filter((text): text is string => typeof text === 'string')),
];

/** The statements of one package put together: the same versions said of several vulnerabilities are told once. */
export function saidOf(row: Omit<Row, 'id'>): SaidOfPackage {
  const intervals = new Map<string, SaidOfPackage['intervals'][number]>();
  for (const { introduced, fixed, lastAffected } of row.statements.flatMap(
    (one) => one.intervals,
  )) {
    intervals.set(JSON.stringify([introduced, fixed, lastAffected]), {
      introduced,
      fixed,
      lastAffected,
    });
  }
  return {
    ecosystem: vendorOfEcosystem(row.ecosystem) ?? row.ecosystem,
    name: row.name,
    stands: row.stands,
    statuses: distinct(row.statements.map(({ status }) => status)),
    intervals: [...intervals.values()],
    versions: distinct(row.statements.flatMap(({ versions }) => versions)),
    rangeText: distinct(row.statements.map(({ rangeText }) => rangeText))[0] ?? null,
    remediation: distinct(row.statements.map(({ remediation }) => remediation))[0] ?? null,
    vulnerabilities: distinct(row.statements.map(({ vulnerability }) => vulnerability)),
  };
}
