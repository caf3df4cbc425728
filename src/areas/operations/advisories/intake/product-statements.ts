import type { AffectedProduct, NormalisedAdvisory, VersionInterval } from '#formats/advisory.ts';
import { remediationsOf } from '#formats/advisory.ts';
import { parseCpe } from '#formats/cpe/cpe.ts';
import { packageOfPurl, parsePurl } from '#formats/purl/purl.ts';
import { readVers } from '#formats/vers/vers.ts';
import { ecosystemOfPurlType } from '#formats/versions/ecosystems.ts';
import type { PackageStatement } from '../matching/match-package.ts';
import { oneLine, vendorEcosystem } from '../matching/product-names.ts';

export interface ProductPackage {
  readonly ecosystem: string;
  readonly name: string;
  /** 3: named by a package URL; 2: by vendor and product. */
  readonly confidence: 2 | 3;
  readonly statements: readonly PackageStatement[];
}

/** The package that a leaf of a product tree stands for, with what is said of it; null when it names neither purl nor vendor and product. */
export function packageOfProduct(
  advisory: Pick<NormalisedAdvisory, 'remediations'>,
  product: AffectedProduct,
): ProductPackage | null {
  const identity = identityOf(product);
  if (identity === null) return null;
  const statements = product.statuses.flatMap((said): PackageStatement[] => {
    if (said.status === 'recommended') return [];
    const kinds = remediationsOf(advisory, said.remediations).map(({ kind }) => kind);
    return [
      {
        vulnerability: said.vulnerability,
        status: said.status,
        ...identity.versions,
        remediation: kinds.includes('vendor-fix') ? 'vendor-fix' : (kinds[0] ?? null),
      },
    ];
  });
  return statements.length === 0 ? null : { ...identity.package, statements };
}

type Versions = Pick<PackageStatement, 'versions' | 'intervals' | 'rangeText'>;

function identityOf(
  product: AffectedProduct,
): { package: Omit<ProductPackage, 'statements'>; versions: Versions } | null {
  const parsed = product.purl === null ? null : parsePurl(product.purl);
  if (parsed?.ok === true) {
    const { purl } = parsed;
    const epoch = purl.qualifiers?.['epoch'];
    const version = purl.version ?? product.version;
    const full = version !== null && epoch !== undefined ? `${epoch}:${version}` : version;
    return {
      package: {
        ecosystem: ecosystemOfPurlType(purl.type, purl.qualifiers?.['distro'], purl.namespace),
        name: packageOfPurl(purl),
        confidence: 3,
      },
      versions: versionsOf(full ?? null, product.versionRange),
    };
  }
  const named = product.cpe === null ? null : namesOfCpe(product.cpe);
  const vendor = product.vendor ?? named?.vendor;
  const name = oneLine(product.product ?? named?.product ?? '').slice(0, 500);
  if (vendor === undefined || name === '') return null;
  const ecosystem = vendorEcosystem(vendor);
  if (ecosystem.length > 100) return null;
  return {
    package: { ecosystem, name, confidence: 2 },
    versions: versionsOf(product.version ?? named?.version ?? null, product.versionRange),
  };
}

/** Vendor, product and version as a CPE name says them, in words; null for what it leaves open. */
function namesOfCpe(text: string) {
  const parsed = parseCpe(text);
  if (!parsed.ok) return null;
  const wordsOf = (value: string) =>
    /^[*?-]|[^\\][*?]$/.test(value) ? undefined : value.replaceAll('\\', '');
  const { vendor, product, version } = parsed.cpe;
  const spaced = (value: string) => wordsOf(value)?.replaceAll('_', ' ');
  return { vendor: spaced(vendor), product: spaced(product), version: wordsOf(version) };
}

const nothing = { versions: [], intervals: [], rangeText: null };
const everything = /^(?:all(?: versions)?|\*|any|vers:all\/\*|n\/?a)$/i;

function versionsOf(version: string | null, range: string | null): Versions {
  if (range !== null) return versionsOfRange(range);
  if (version === null || everything.test(version.trim())) return nothing;
  // Vendors write ranges where the standard asks for a version.
  const written = versionsOfRange(version);
  return written.intervals.length > 0 ? written : { ...nothing, versions: [version] };
}

const comparison =
  /^(?:all )?(?:versions?:? ?)?(?:(<=|<|>=|>)|(prior to|before|below)|(up to and including|through|up to)) ?(?:versions? )?(v?\d[\w.+-]*)$/i;
const trailing =
  /^(?:all )?(?:versions? )?(v?\d[\w.+-]*) (?:and|or) (prior|earlier|below|older|later|newer|above)(?: versions)?$/i;

/** `vers:…`, the comparisons that vendors write, or the text as it stands. */
function versionsOfRange(text: string): Versions {
  const range = oneLine(text);
  if (everything.test(range)) return nothing;
  if (range.startsWith('vers:')) return versionsOfVers(range);
  const found = comparison.exec(range);
  if (found !== null) {
    const [, sign, before, , version = ''] = found;
    return {
      ...nothing,
      intervals: [intervalOf(sign ?? (before === undefined ? '<=' : '<'), version)],
    };
  }
  const behind = trailing.exec(range);
  if (behind !== null) {
    const [, version = '', direction = ''] = behind;
    const sign = /later|newer|above/i.test(direction) ? '>=' : '<=';
    return { ...nothing, intervals: [intervalOf(sign, version)] };
  }
  return { ...nothing, rangeText: range };
}

function intervalOf(sign: string, version: string): VersionInterval {
  const open = { order: 'ecosystem' as const, introduced: null, fixed: null, lastAffected: null };
  if (sign === '<') return { ...open, fixed: version };
  if (sign === '<=') return { ...open, lastAffected: version };
  return { ...open, introduced: version };
}

function versionsOfVers(range: string): Versions {
  const read = readVers(range);
  if (!read.ok) return { ...nothing, rangeText: range };
  const { constraints } = read.vers;
  if (constraints === '*') return nothing;
  const versions: string[] = [];
  const intervals: VersionInterval[] = [];
  let introduced: string | null = null;
  let open = false;
  for (const { comparator, version } of constraints) {
    if (comparator === '=') versions.push(version);
    // Exclusions and open lower bounds have no interval of this shape: they are left to a person.
    else if (comparator === '!=' || comparator === '>') return { ...nothing, rangeText: range };
    else if (comparator === '>=') {
      introduced = version;
      open = true;
    } else {
      intervals.push({ ...intervalOf(comparator, version), introduced });
      introduced = null;
      open = false;
    }
  }
  if (open) intervals.push({ order: 'ecosystem', introduced, fixed: null, lastAffected: null });
  return { versions, intervals, rangeText: null };
}
