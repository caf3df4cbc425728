import type { FormatPlace } from '../format-error.ts';
import type { InventoryComponent, InventoryComponentKind, InventoryItem } from '../inventory.ts';
import { identifyPurl, type PurlIdentity } from './purl-identity.ts';
import type { SeenRefs } from './seen-refs.ts';

type Fields = Record<string, unknown>;

export interface ComponentContext {
  seenRefs: SeenRefs;
  /** How deep components may stand within components. */
  maxNesting: number;
}

const MAX_FIELD_CHARACTERS = 4096;
const typeKinds: Readonly<Record<string, InventoryComponentKind>> = {
  application: 'application',
  framework: 'library',
  library: 'library',
  container: 'other',
  platform: 'application',
  'operating-system': 'os',
  device: 'device',
  'device-driver': 'other',
  firmware: 'firmware',
  file: 'other',
  'machine-learning-model': 'other',
  data: 'other',
  'cryptographic-asset': 'other',
};

/** The value if it is text of sane length, else null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= MAX_FIELD_CHARACTERS
    ? value
    : null;
}

/** The value if it is an object, else null. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

function vendorOf(fields: Fields): string | null {
  return (
    textOf(fieldsOf(fields.supplier)?.name) ??
    textOf(fieldsOf(fields.manufacturer)?.name) ??
    textOf(fields.publisher)
  );
}

/** Properties by name, as scanners write what CycloneDX has no member for; the first of two wins. */
function propertiesOf(fields: Fields): Map<string, string> {
  const found = new Map<string, string>();
  if (!Array.isArray(fields.properties)) return found;
  for (const entry of fields.properties) {
    const property = fieldsOf(entry);
    const name = textOf(property?.name);
    const value = textOf(property?.value);
    if (name !== null && value !== null && !found.has(name)) found.set(name, value);
  }
  return found;
}

function sourceOf(
  fields: Fields,
  identity: PurlIdentity,
  version: string,
): { name: string | null; version: string | null } {
  if (identity.sourceName !== null || !identity.isSystemPackage) {
    return { name: identity.sourceName, version: identity.sourceVersion };
  }
  const properties = propertiesOf(fields);
  const trivy = properties.get('aquasecurity:trivy:SrcName');
  if (trivy !== undefined) {
    const release = properties.get('aquasecurity:trivy:SrcRelease');
    const epoch = properties.get('aquasecurity:trivy:SrcEpoch');
    const upstream = properties.get('aquasecurity:trivy:SrcVersion');
    if (upstream === undefined) return { name: trivy, version };
    const full = release === undefined ? upstream : `${upstream}-${release}`;
    return {
      name: trivy,
      version: epoch === undefined || epoch === '0' ? full : `${epoch}:${full}`,
    };
  }
  const syft =
    properties.get('syft:metadata:source') ?? properties.get('syft:metadata:originPackage');
  if (syft === undefined) return { name: null, version: null };
  return { name: syft, version: properties.get('syft:metadata:sourceVersion') ?? version };
}

function kindOf(type: string | null, identity: PurlIdentity | null): InventoryComponentKind {
  if (identity?.isSystemPackage === true) return 'package';
  const kind = type === null ? 'other' : (typeKinds[type] ?? 'other');
  // A library that no package manager knows cannot be matched as one.
  return identity === null && kind === 'library' ? 'other' : kind;
}

function componentOf(
  fields: Fields,
  name: string,
  place: FormatPlace,
): {
  component: InventoryComponent;
  badPurl: string | null;
} {
  const written = textOf(fields.purl);
  const identity = written === null ? null : identifyPurl(written);
  const group = textOf(fields.group);
  const version = identity?.version ?? textOf(fields.version) ?? '';
  const source =
    identity === null ? { name: null, version: null } : sourceOf(fields, identity, version);
  const component: InventoryComponent = {
    ecosystem: identity?.ecosystem ?? 'generic',
    name: identity?.name ?? (group === null ? name : `${group}/${name}`),
    version,
    purl: identity === null ? null : written,
    cpe: textOf(fields.cpe),
    sourceName: source.name,
    sourceVersion: source.version,
    vendor: vendorOf(fields),
    serialNumber: null,
    kind: kindOf(textOf(fields.type), identity),
    place: {
      ...(place.line === undefined ? {} : { line: place.line }),
      ...(place.path === undefined ? {} : { path: place.path }),
    },
  };
  return { component, badPurl: identity === null ? written : null };
}

function fault(place: FormatPlace, member: string, code: string, message: string): InventoryItem {
  const path = member === '' ? place.path : `${place.path ?? ''}/${member}`;
  return {
    kind: 'fault',
    place: { ...place, ...(path === undefined ? {} : { path }) },
    code,
    message,
  };
}

/** What is wrong with the component but does not hinder its use. */
function* doubts(
  fields: Fields,
  place: FormatPlace,
  context: ComponentContext,
): Generator<InventoryItem> {
  const type = fields.type;
  if (typeof type !== 'string' || !Object.hasOwn(typeKinds, type)) {
    const shown = typeof type === 'string' ? `“${type.slice(0, 40)}”` : 'missing';
    yield fault(
      place,
      'type',
      'cyclonedx-component-type',
      `The component type ${shown} is not one of CycloneDX`,
    );
  }
  const ref = fields['bom-ref'];
  if (typeof ref === 'string' && context.seenRefs.addAndCheck(ref)) {
    const what = `The bom-ref “${ref.slice(0, 120)}” stands twice in the BOM`;
    yield fault(place, 'bom-ref', 'cyclonedx-duplicate-ref', what);
  }
}

/**
 * Yields the component and, flattened, those within it; beside them the faults found. A component of which only a
 * detail is wrong comes after its fault; one without a name does not come at all.
 */
export function* readComponent(
  value: unknown,
  place: FormatPlace,
  context: ComponentContext,
  nesting = 0,
): Generator<InventoryItem> {
  const fields = fieldsOf(value);
  if (fields === null) {
    yield fault(place, '', 'cyclonedx-component', 'The component is no object');
    return;
  }
  yield* doubts(fields, place, context);
  const name = textOf(fields.name);
  if (name === null) {
    yield fault(place, 'name', 'cyclonedx-component-name', 'The component has no name');
  } else {
    const { component, badPurl } = componentOf(fields, name, place);
    if (badPurl !== null) {
      const what = `“${badPurl.slice(0, 120)}” is no Package URL; the component counts without it`;
      yield fault(place, 'purl', 'purl-invalid', what);
    }
    yield { kind: 'component', component };
  }
  yield* readNested(fields.components, place, context, nesting + 1);
}

/** Yields the members of a `components` array that stands within a component. */
export function* readNested(
  value: unknown,
  place: FormatPlace,
  context: ComponentContext,
  nesting: number,
): Generator<InventoryItem> {
  if (value === undefined) return;
  if (!Array.isArray(value)) {
    yield fault(place, 'components', 'cyclonedx-component', '“components” is no array');
    return;
  }
  if (value.length > 0 && nesting > context.maxNesting) {
    const what = `Components are nested deeper than ${context.maxNesting} levels`;
    yield fault(place, 'components', 'cyclonedx-too-deep', what);
    return;
  }
  for (const [index, inner] of value.entries()) {
    const path = `${place.path ?? ''}/components/${index}`;
    yield* readComponent(inner, { ...place, path }, context, nesting);
  }
}
