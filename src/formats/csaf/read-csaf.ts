import type { AdvisoryFault, NormalisedAdvisory } from '../advisory.ts';
import { FormatError } from '../format-error.ts';
import { readJson } from '../json/read-json.ts';
import type { CsafDocument } from './csaf-document.ts';
import { csafFileName } from './csaf-file-name.ts';
import { checkCsafSchema } from './csaf-schema.ts';
import { mandatoryTests, runMandatoryTests } from './mandatory-tests.ts';
import { normaliseCsaf } from './normalise-csaf.ts';

export interface CsafReading {
  /**
   * Null when the document cannot be relied on: it breaks the schema, or its product references are undefined,
   * ambiguous, circular or contradictory. A document that breaks only other mandatory tests is read, with its faults:
   * some large vendors publish such documents every day.
   */
  advisory: NormalisedAdvisory | null;
  /** The document fits the schema and passes every mandatory test (CSAF 2.0, sections 6.1 and 5.1). */
  valid: boolean;
  faults: AdvisoryFault[];
}

export interface CsafReadOptions {
  /** When given, the name is checked as section 5.1 wants it. */
  fileName?: string;
  /** At most 64 MiB by default, since a document is held as a whole. */
  maxBytes?: number;
}

/** Tests without which it is not certain which product a statement is about. */
const structuralTests = new Set(['6.1.1', '6.1.2', '6.1.3', '6.1.4', '6.1.5', '6.1.6']);

/** The branches of a product tree may go 30 deep by the standard (section 3.1.2), each two levels of JSON. */
const deepestJson = 96;
const mostCsafBytes = 64 * 1024 * 1024;
const thoroughSchemaBytes = 4 * 1024 * 1024;

function csafVersion(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const head: unknown = (value as Record<string, unknown>).document;
  return typeof head === 'object' && head !== null
    ? (head as Record<string, unknown>).csaf_version
    : undefined;
}

function refused(faults: AdvisoryFault[]): CsafReading {
  return { advisory: null, valid: false, faults };
}

/** 6.1.8 tests CVSS objects against their own schemas; the CSAF schema has already refused such a document as a whole. */
function scoreFaults(value: unknown): AdvisoryFault[] {
  const faults = mandatoryTests.get('6.1.8')?.(value as CsafDocument) ?? [];
  return faults.map((fault) => ({ ...fault, code: 'csaf-6.1.8' }));
}

/**
 * Validates and normalises a CSAF 2.0 document that is already parsed.
 * @param thorough list every schema fault, not only the first
 */
export function readCsafValue(value: unknown, fileName?: string, thorough = true): CsafReading {
  const version = csafVersion(value);
  if (typeof version === 'string' && version !== '2.0') {
    const message = `This is CSAF ${version.slice(0, 10)}; only CSAF 2.0 is read`;
    return refused([{ path: '/document/csaf_version', code: 'csaf-version', message }]);
  }
  const schemaFaults = checkCsafSchema(value, thorough);
  if (schemaFaults.length > 0) return refused([...schemaFaults, ...scoreFaults(value)]);
  const document = value as CsafDocument;
  const faults = runMandatoryTests(document);
  const expected = csafFileName(document.document.tracking.id);
  if (fileName !== undefined && fileName !== expected) {
    const message = `The file is named "${fileName}", but its tracking id demands "${expected}"`;
    faults.push({ path: '/document/tracking/id', code: 'csaf-5.1', message });
  }
  if (faults.some(({ code }) => structuralTests.has(code.slice('csaf-'.length)))) {
    return refused(faults);
  }
  return { advisory: normaliseCsaf(document), valid: faults.length === 0, faults };
}

/**
 * Reads one CSAF 2.0 document of hostile origin: safe JSON, schema, mandatory tests, then the common shape. Never
 * throws for bad input; JSON faults carry the reader's code and, in the message, the line and column.
 */
export function readCsaf(bytes: Uint8Array, options: CsafReadOptions = {}): CsafReading {
  let value: unknown;
  try {
    value = readJson(bytes, {
      maxBytes: options.maxBytes ?? mostCsafBytes,
      maxDepth: deepestJson,
    });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return refused([{ path: error.place.path ?? '', code: error.code, message: error.message }]);
  }
  return readCsafValue(value, options.fileName, bytes.length <= thoroughSchemaBytes);
}
