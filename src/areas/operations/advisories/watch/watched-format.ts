/** What formats say of themselves near their beginning, the telling ones first. */
const marks: readonly (readonly [string, RegExp])[] = [
  ['csaf', /"csaf_version"\s*:/],
  ['kev', /"cveID"\s*:|"catalogVersion"\s*:|^"?cveID"?,"?vendorProject/],
  ['epss', /^#\s*model_version:|^cve,epss,percentile/],
  ['debian-tracker', /^\[\d{1,2} [A-Z][a-z]{2} \d{4}\] D[SLT]S?A-\d/],
  ['osv', /"(?:schema_version|affected|modified)"\s*:|^id:\s*\S+-|^```toml/m],
];

/** The first bytes of a file that are looked at to tell its format. */
export const headBytes = 256 * 1024;

/**
 * The import format of a file by its first bytes, and its name where they tell nothing: compressed scores. Null when it is none of them.
 * @param folder the folder that it stands in, where that is named after a format
 */
export function formatOfWatched(
  head: Uint8Array,
  fileName: string,
  folder: string | null,
  formats: ReadonlySet<string>,
): string | null {
  if (folder !== null && formats.has(folder)) return folder;
  if (head[0] === 0x1f && head[1] === 0x8b) return /epss/i.test(fileName) ? 'epss' : null;
  const text = new TextDecoder().decode(head).replace(/^\ufeff/, '');
  return marks.find(([format, mark]) => formats.has(format) && mark.test(text))?.[0] ?? null;
}
