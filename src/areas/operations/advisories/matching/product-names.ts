import type { VersionOrdering } from '#formats/versions/ordering.ts';
import { orderingFor } from '#formats/versions/orderings.ts';

const legalForms = new Set(
  'ag,inc,incorporated,gmbh,ltd,limited,llc,corp,corporation,co,company,kg,sa,sas,bv,nv,plc,ab,oy,spa,srl,pty'.split(
    ',',
  ),
);

function words(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2122\u00ae\u00a9]/g, '')
    .split(/[^\p{L}\p{N}+]+/u)
    .filter((word) => word !== '');
}

/** A vendor's name without spelling, punctuation and legal form: `Siemens AG` and `SIEMENS` are one. */
export function vendorKey(vendor: string): string {
  const all = words(vendor);
  const kept = all.filter((word) => !legalForms.has(word));
  return (kept.length === 0 ? all : kept).join(' ');
}

/** A product's name without spelling and punctuation, and without its vendor's name in front. */
export function productKey(product: string, vendor: string): string {
  const all = words(product);
  const front = vendorKey(vendor).split(' ');
  const named = front.every((word, index) => all[index] === word) && all.length > front.length;
  return (named ? all.slice(front.length) : all).join(' ');
}

/**
 * True when one name holds all words of the other and they have something that tells: a person may confirm that they are one product,
 * the product never does.
 */
export function namesAreSimilar(one: string, other: string): boolean {
  if (one === other) return false;
  const [short, long] = [one.split(' '), other.split(' ')].sort((a, b) => a.length - b.length);
  if (short === undefined || long === undefined) return false;
  const telling = short.some((word) => word.length >= 4 || /\d/.test(word));
  return telling && short.every((word) => long.includes(word));
}

/** The ecosystem under which inventories keep the products of a vendor: `vendor:siemens`. */
export function vendorEcosystem(vendor: string): string {
  return `vendor:${oneLine(vendor).normalize('NFKC').toLowerCase()}`;
}

/** White space as people type it becomes one space. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** The vendor of a vendor's ecosystem, or null for any other. */
export function vendorOfEcosystem(ecosystem: string): string | null {
  return ecosystem.startsWith('vendor:') ? ecosystem.slice('vendor:'.length) : null;
}

const withoutV = (version: string): string =>
  version.trim().replace(/^v(?:ersion)?\.?\s*(?=\d)/i, '');
const dotted = /^\d+(?:[._-]\d+)*(?:[ ._-]?(?:[a-z]{1,8})[ ._-]?\d*)*$/i;
const natural = orderingFor('generic');

/** Vendors number freely: `V5.5`, `5.5`. Only dotted numbers with short words are ordered, anything else is not. */
const vendorOrdering: VersionOrdering | null =
  natural === null
    ? null
    : {
        id: 'vendor',
        compare: (a, b) => natural.compare(withoutV(a), withoutV(b)),
        isValid: (version) => version.length <= 60 && dotted.test(withoutV(version)),
      };

/** The order of versions in an ecosystem or among a vendor's products; null when there is none. */
export function orderingOf(ecosystem: string): VersionOrdering | null {
  return vendorOfEcosystem(ecosystem) === null ? orderingFor(ecosystem) : vendorOrdering;
}
