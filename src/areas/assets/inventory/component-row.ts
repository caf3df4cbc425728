import type { InventoryComponent } from '#formats/inventory.ts';
import type { ImportFault } from '#work/imports/importer.ts';

/** A component as it is kept: the package to which advisories refer, and the name it is installed by. */
export interface ComponentRow {
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
  readonly binaryName: string;
  readonly binaryVersion: string | null;
  readonly vendor: string | null;
  readonly purl: string | null;
  readonly cpe: string | null;
  readonly kind: InventoryComponent['kind'];
}

/** Longest texts in characters; four bytes each still fit the database's index entry. */
const limits = {
  ecosystem: 100,
  name: 500,
  version: 250,
  binaryName: 500,
  binaryVersion: 250,
  vendor: 200,
  purl: 2000,
  cpe: 500,
} as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unprintable = /[\u0000-\u001f\u007f]/;

/** The ecosystem of products that no package manager knows: `vendor:siemens`. Spelling and spaces of the vendor do not count. */
export function vendorEcosystem(vendor: string): string {
  return `vendor:${oneLine(vendor).normalize('NFKC').toLowerCase()}`;
}

/** White space as people type it becomes one space. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/**
 * The row of a component: dpkg's by its source package, a vendor's product by its vendor. A fault instead when a text is longer than
 * can be indexed or holds what no name holds; it costs no other component.
 */
export function componentRowOf(component: InventoryComponent): ComponentRow | ImportFault {
  const bySource = component.sourceName !== null;
  const version = bySource
    ? (component.sourceVersion ?? component.version)
    : component.version.trim();
  const isVendors = component.ecosystem === 'generic' && component.vendor !== null;
  const row: ComponentRow = {
    ecosystem: isVendors ? vendorEcosystem(component.vendor ?? '') : component.ecosystem,
    name: component.sourceName ?? component.name,
    version,
    binaryName: component.name,
    binaryVersion: component.version === version ? null : component.version,
    vendor: component.vendor,
    purl: component.purl,
    cpe: component.cpe,
    kind: component.kind,
  };
  for (const [field, limit] of Object.entries(limits) as [keyof typeof limits, number][]) {
    const text = row[field];
    if (text === null) continue;
    const shown = `${JSON.stringify(component.name.slice(0, 60))}: its ${field}`;
    if (text.length > limit) {
      const message = `${shown} is longer than ${limit} characters`;
      return { place: component.place, code: 'component-too-long', message };
    }
    if (unprintable.test(text) || !text.isWellFormed()) {
      const message = `${shown} holds control characters or broken Unicode`;
      return { place: component.place, code: 'component-text', message };
    }
  }
  return row;
}

/** Rows as the columns that statements take: package version, binary name and version, vendor, purl, CPE, kind. */
export type ComponentColumns = readonly [
  readonly number[],
  ...(readonly (readonly (string | null)[])[]),
];

export function columnsOfRows(
  rows: readonly ComponentRow[],
  packageVersionIds: readonly number[],
): ComponentColumns {
  return [
    packageVersionIds,
    rows.map((row) => row.binaryName),
    rows.map((row) => row.binaryVersion),
    rows.map((row) => row.vendor),
    rows.map((row) => row.purl),
    rows.map((row) => row.cpe),
    rows.map((row) => row.kind),
  ];
}
