/** What the lines of a scan summary say, each once. */
export interface Summary {
  knownViruses?: number;
  engineVersion?: string;
  scannedDirectories?: number;
  scannedFiles?: number;
  infectedFiles?: number;
  errors?: number;
  seconds?: number;
  startedAt?: string;
  endedAt?: string;
}

type Reader = (value: string) => string | number | null;

const count: Reader = (value) =>
  /^\d{1,12}$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : null;

const version: Reader = (value) => (/^[\w.+~/ -]{1,60}$/.test(value) ? value : null);

/** `0.050 sec (0 m 0 s)` */
const seconds: Reader = (value) => {
  const found = /^(\d{1,9}(?:\.\d{1,6})?) sec\b/.exec(value);
  return found === null ? null : Number(found[1]);
};

/** `2026:11:22 01:32:00` */
const moment: Reader = (value) => {
  const found = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(value);
  if (found === null) return null;
  const written = `${found[1]}-${found[2]}-${found[3]}T${found[4]}`;
  return Number.isNaN(Date.parse(`${written}Z`)) ? null : written;
};

const readers = new Map<string, { readonly name: keyof Summary; readonly read: Reader }>([
  ['Known viruses', { name: 'knownViruses', read: count }],
  ['Engine version', { name: 'engineVersion', read: version }],
  ['Scanned directories', { name: 'scannedDirectories', read: count }],
  ['Scanned files', { name: 'scannedFiles', read: count }],
  ['Infected files', { name: 'infectedFiles', read: count }],
  ['Total errors', { name: 'errors', read: count }],
  ['Time', { name: 'seconds', read: seconds }],
  ['Start Date', { name: 'startedAt', read: moment }],
  ['End Date', { name: 'endedAt', read: moment }],
]);

/** Lines of the summary that are not kept. */
const passedOver = new Set(['Data scanned', 'Data read', 'Not removed', 'Not moved', 'Not copied']);

export type SummaryLine =
  | { readonly kind: 'kept' }
  | { readonly kind: 'other' }
  | { readonly kind: 'fault'; readonly code: string; readonly message: string };

/** Takes one line of a summary into it; `other`: the line is none of a summary's. */
export function takeSummaryLine(summary: Summary, text: string): SummaryLine {
  const colon = text.indexOf(':');
  const key = text.slice(0, Math.max(0, colon));
  if (passedOver.has(key)) return { kind: 'kept' };
  const reader = readers.get(key);
  if (reader === undefined) return { kind: 'other' };
  if (summary[reader.name] !== undefined) {
    return { kind: 'fault', code: 'clamav-twice', message: `“${key}” stands in one summary twice` };
  }
  const value = text.slice(colon + 1).trim();
  const read = reader.read(value);
  if (read === null) {
    const shown = value.slice(0, 60);
    return { kind: 'fault', code: 'clamav-value', message: `“${shown}” is no value of “${key}”` };
  }
  Object.assign(summary, { [reader.name]: read });
  return { kind: 'kept' };
}
