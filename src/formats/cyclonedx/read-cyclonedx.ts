import { FormatError, type FormatPlace } from '../format-error.ts';
import type { InventoryItem, InventorySubject } from '../inventory.ts';
import type { JsonLimits } from '../json/json-limits.ts';
import type { JsonStreamItem } from '../json/json-value-reader.ts';
import { peekSource } from '../json/peek-source.ts';
import { streamJsonArray } from '../json/stream-json.ts';
import {
  type ComponentContext,
  fieldsOf,
  readComponent,
  readNested,
  textOf,
} from './read-component.ts';
import { SeenRefs } from './seen-refs.ts';
import { requireCycloneDxVersion } from './validate-cyclonedx.ts';

export interface CycloneDxOptions {
  /** `maxBytes`, when given, limits the whole file; the others each component. */
  limits?: Partial<JsonLimits>;
  /** Largest component with all within it, in bytes; default 16 MiB. */
  maxElementBytes?: number;
  /** How deep components may stand within components; default 16. */
  maxNesting?: number;
}

const members = ['/bomFormat', '/specVersion', '/serialNumber', '/metadata'];

/** What the top level said so far. */
class BomHead {
  format: unknown;
  version: unknown;
  documentId: string | null = null;
  subjectGiven = false;

  /** Judges as soon as both members are known, so that a wrong file is refused early. */
  judge(): void {
    if (this.format !== undefined && this.format !== 'CycloneDX') {
      requireCycloneDxVersion(this.format, this.version);
    }
    if (this.format !== undefined && this.version !== undefined) {
      requireCycloneDxVersion(this.format, this.version);
    }
  }

  subject(metadata: unknown): InventorySubject {
    this.subjectGiven = true;
    const fields = fieldsOf(metadata);
    const component = fieldsOf(fields?.component);
    return {
      kind: 'subject',
      name: textOf(component?.name),
      version: textOf(component?.version),
      purl: textOf(component?.purl),
      cpe: textOf(component?.cpe),
      documentId: this.documentId,
      formatVersion: textOf(this.version),
      createdAt: textOf(fields?.timestamp),
    };
  }
}

async function refuseXml(source: AsyncIterable<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> {
  const { head, whole } = await peekSource(source, 64);
  const start = new TextDecoder().decode(head).replaceAll('\0', '').trimStart();
  if (!start.startsWith('<')) return whole;
  await whole.return(undefined);
  throw new FormatError(
    'cyclonedx-xml',
    'The file is XML. CycloneDX is read as JSON: convert it with “cyclonedx convert --input-file bom.xml --output-format json”, or have the scanner write JSON',
    { line: 1, column: 1, offset: 0 },
  );
}

function* readMember(
  item: JsonStreamItem,
  head: BomHead,
  context: ComponentContext,
): Generator<InventoryItem> {
  if (item.pointer === '/bomFormat') head.format = item.value;
  else if (item.pointer === '/specVersion') head.version = item.value;
  else if (item.pointer === '/serialNumber') head.documentId = textOf(item.value);
  else if (item.pointer === '/metadata') {
    yield head.subject(item.value);
    const component = fieldsOf(fieldsOf(item.value)?.component);
    if (component === null) return;
    if (typeof component['bom-ref'] === 'string')
      context.seenRefs.addAndCheck(component['bom-ref']);
    const place: FormatPlace = { ...item.place, path: '/metadata/component' };
    yield* readNested(component.components, place, context, 1);
  }
  head.judge();
}

/**
 * Reads a CycloneDX BOM (JSON, 1.2 to 1.7; ECMA-424) of any size with flat memory: its subject, then every component,
 * those within components flattened. A bad component comes as a fault and costs no other. Whole-schema validation is
 * {@link validateCycloneDx}.
 * @throws FormatError when the file is no CycloneDX JSON, of an unknown version, broken as JSON, or XML
 */
export async function* readCycloneDx(
  source: AsyncIterable<Uint8Array>,
  options: CycloneDxOptions = {},
): AsyncGenerator<InventoryItem> {
  const head = new BomHead();
  const context: ComponentContext = {
    seenRefs: new SeenRefs(),
    maxNesting: options.maxNesting ?? 16,
  };
  const stream = streamJsonArray(await refuseXml(source), {
    paths: ['/components'],
    members,
    keepGoing: true,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.maxElementBytes === undefined ? {} : { maxElementBytes: options.maxElementBytes }),
  });
  for await (const item of stream) {
    if (item.fault !== null) {
      const { place, code, what } = item.fault;
      yield { kind: 'fault', place, code, message: what };
    } else if (item.pointer.startsWith('/components/')) {
      yield* readComponent(item.value, item.place, context);
    } else if (item.pointer === '/components') {
      const message = '“components” is no array';
      yield { kind: 'fault', place: item.place, code: 'cyclonedx-component', message };
    } else {
      yield* readMember(item, head, context);
    }
  }
  requireCycloneDxVersion(head.format, head.version);
  if (!head.subjectGiven) yield head.subject(null);
}
