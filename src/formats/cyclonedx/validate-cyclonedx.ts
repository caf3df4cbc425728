import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { FormatError } from '../format-error.ts';

/** The versions of CycloneDX JSON that are read: every one there is (1.0 and 1.1 were XML only). */
export const cycloneDxVersions = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'] as const;
export type CycloneDxVersion = (typeof cycloneDxVersions)[number];

export interface CycloneDxValidity {
  valid: boolean;
  specVersion: CycloneDxVersion;
  /** At most 50 faults; each path is a JSON Pointer into the document. */
  faults: { path: string; message: string }[];
}

const MAX_FAULTS = 50;
// The official test suite judges 1.2 and 1.3 by the strict variants: the others accept any unknown member.
const schemaNames: Record<CycloneDxVersion, string> = {
  '1.2': 'bom-1.2-strict',
  '1.3': 'bom-1.3-strict',
  '1.4': 'bom-1.4',
  '1.5': 'bom-1.5',
  '1.6': 'bom-1.6',
  '1.7': 'bom-1.7',
};
const compiled = new Map<CycloneDxVersion, Promise<ValidateFunction>>();

async function loadSchema(name: string): Promise<object> {
  const specifier = `#standards/cyclonedx/${name}.schema.json`;
  const loaded = (await import(specifier, { with: { type: 'json' } })) as { default: object };
  return loaded.default;
}

/** The value as text that is the same for equal values, whatever the order of their members. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Replaces a keyword of Ajv that compares each element with each other: a long list would take hours. */
function compareUniqueItemsOnce(ajv: Ajv): void {
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: { message: 'must not have the same item twice' },
    validate: (isWanted: boolean, items: unknown[]) =>
      !isWanted || items.length < 2 || new Set(items.map(canonicalText)).size === items.length,
  });
}

async function compile(version: CycloneDxVersion): Promise<ValidateFunction> {
  const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: true });
  compareUniqueItemsOnce(ajv);
  // ajv-formats is CommonJS: its function is the default member of what is imported.
  (addFormats as unknown as { default: (ajv: Ajv) => void }).default(ajv);
  // The schema of 1.2 says the format “string” in places: it means nothing.
  ajv.addFormat('string', true);
  ajv.addFormat('idn-email', /^[^\s@]+@[^\s@]+$/u);
  ajv.addFormat('iri-reference', (text: string) => !/[\s<>"{}|\\^`]/u.test(text));
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) {
    ajv.addSchema(await loadSchema(name));
  }
  return ajv.compile(await loadSchema(schemaNames[version]));
}

/** The member `specVersion` if it is one that is read. @throws FormatError `cyclonedx-version` or `cyclonedx-format` */
export function requireCycloneDxVersion(format: unknown, version: unknown): CycloneDxVersion {
  if (format !== 'CycloneDX') {
    const what = 'The document is no CycloneDX BOM: “bomFormat” must be “CycloneDX”';
    throw new FormatError('cyclonedx-format', what, { path: '/bomFormat' });
  }
  const known = cycloneDxVersions.find((candidate) => candidate === version);
  if (known !== undefined) return known;
  const shown = typeof version === 'string' ? `“${version.slice(0, 20)}”` : 'missing';
  const what = `The CycloneDX version ${shown} is not one of ${cycloneDxVersions.join(', ')}`;
  throw new FormatError('cyclonedx-version', what, { path: '/specVersion' });
}

function faultOf(error: ErrorObject): { path: string; message: string } {
  const extra = Object.values(error.params as Record<string, unknown>).filter(
    (value) => typeof value === 'string' && value.length < 80,
  );
  const detail = error.keyword === 'additionalProperties' ? `: ${extra.join(', ')}` : '';
  return { path: error.instancePath, message: `${error.message ?? error.keyword}${detail}` };
}

/**
 * Judges a whole document by the official JSON schema of its version (ECMA-424 for 1.6 and later).
 * Compiling a schema takes a moment the first time and is remembered.
 * @throws FormatError when it is no CycloneDX at all, or of an unknown version
 */
export async function validateCycloneDx(document: unknown): Promise<CycloneDxValidity> {
  const { bomFormat, specVersion } = (
    typeof document === 'object' && document !== null ? document : {}
  ) as Record<string, unknown>;
  const version = requireCycloneDxVersion(bomFormat, specVersion);
  let pending = compiled.get(version);
  if (pending === undefined) {
    pending = compile(version);
    compiled.set(version, pending);
  }
  const validate = await pending;
  const valid = validate(document);
  const faults = (validate.errors ?? []).slice(0, MAX_FAULTS).map(faultOf);
  return { valid, specVersion: version, faults: valid ? [] : faults };
}
