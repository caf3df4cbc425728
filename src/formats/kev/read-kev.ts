import { z } from 'zod';
import { utcInstant } from '../advisory.ts';
import { type ReaderFault, readerFault } from '../advisory-item.ts';
import { lineOfBadText, utf8Text } from '../byte-lines.ts';
import { FormatError } from '../format-error.ts';
import { plainIssue } from '../json/plain-issue.ts';
import { readJson } from '../json/read-json.ts';
import { csvRecords } from './csv-records.ts';
import { type KevEntry, kevEntry, kevRowSchema } from './kev-entry.ts';

export interface KevCatalogue {
  /** `2026.03.31`; null for CSV, which does not say. */
  version: string | null;
  releasedAt: string | null;
  entries: KevEntry[];
  faults: ReaderFault[];
}

const catalogueSchema = z.object({
  catalogVersion: z.string().max(100),
  dateReleased: z.string().max(100),
  count: z.int(),
  vulnerabilities: z.array(z.unknown()),
});

const columns = Object.keys(kevRowSchema.shape);

function empty(fault: ReaderFault): KevCatalogue {
  return { version: null, releasedAt: null, entries: [], faults: [fault] };
}

/** Keeps the good rows; the first of two rows about one CVE counts. */
function collect(rows: Iterable<{ row: unknown; place: ReaderFault['place'] }>) {
  const entries = new Map<string, KevEntry>();
  const faults: ReaderFault[] = [];
  for (const { row, place } of rows) {
    const entry = kevEntry(row);
    if ('path' in entry) {
      const path = (place.path ?? '') + entry.path;
      faults.push(
        readerFault('kev-bad-row', entry.message, path === '' ? place : { ...place, path }),
      );
    } else if (entries.has(entry.cve)) {
      faults.push(readerFault('kev-repeated', `${entry.cve} is listed twice`, place));
    } else {
      entries.set(entry.cve, entry);
    }
  }
  return { entries: [...entries.values()], faults };
}

function readJsonCatalogue(bytes: Uint8Array): KevCatalogue {
  const parsed = catalogueSchema.safeParse(readJson(bytes));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
    return empty(readerFault('kev-not-a-catalogue', plainIssue(issue), { path }));
  }
  const { catalogVersion, dateReleased, count, vulnerabilities } = parsed.data;
  const { entries, faults } = collect(
    vulnerabilities.map((row, index) => ({ row, place: { path: `/vulnerabilities/${index}` } })),
  );
  if (count !== vulnerabilities.length) {
    const message = `The catalogue says it has ${count} rows, but there are ${vulnerabilities.length}`;
    faults.push(readerFault('kev-count', message, { path: '/count' }));
  }
  return { version: catalogVersion, releasedAt: utcInstant(dateReleased), entries, faults };
}

function csvRow(header: readonly string[], fields: readonly string[]): unknown {
  if (fields.length !== header.length) return fields;
  const row: Record<string, unknown> = {};
  for (const [index, name] of header.entries())
    if (columns.includes(name)) row[name] = fields[index];
  if (typeof row.cwes === 'string') {
    row.cwes = row.cwes.split(/[,;\s]+/).filter((cwe) => cwe !== '');
  }
  return row;
}

function readCsvCatalogue(text: string): KevCatalogue {
  const records = csvRecords(text);
  const first = records.next();
  const header = first.done === true ? [] : first.value.fields.map((name) => name.trim());
  const missing = columns.slice(0, 8).filter((name) => !header.includes(name));
  if (missing.length > 0) {
    return empty(
      readerFault('kev-not-a-catalogue', `The columns ${missing.join(', ')} are missing`, {
        line: 1,
      }),
    );
  }
  function* rows() {
    for (const { line, fields } of records) {
      yield { row: csvRow(header, fields), place: { line } };
    }
  }
  return { version: null, releasedAt: null, ...collect(rows()) };
}

/**
 * Reads the Known Exploited Vulnerabilities catalogue of CISA, as JSON (by its published schema) or CSV. Never throws
 * for bad input: a bad row is a fault with its place, and the others are kept.
 */
export function readKev(bytes: Uint8Array): KevCatalogue {
  try {
    const first = bytes.find((byte) => byte > 0x20 && byte < 0x80);
    if (first === 0x7b || first === 0x5b) return readJsonCatalogue(bytes);
    const text = utf8Text(bytes);
    if (text === null) {
      return empty(readerFault('not-utf-8', 'The file is not UTF-8 text', lineOfBadText(bytes)));
    }
    return readCsvCatalogue(text);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return empty(readerFault(error.code, error.what, error.place));
  }
}
