import { gunzipSync } from 'node:zlib';
import { readDocx, unescapeXml } from '#documents/fixtures/read-docx.ts';
import { PdfReader, textIn } from '#documents/fixtures/read-pdf.ts';
import { canonicalJson } from '#engine/canonical.ts';
import type { HttpWorld, Person } from '#tests/access/http-world.ts';
import { closed } from '../documents/printed-texts.ts';

export interface Read {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** Somebody who reads the API, byte by byte. */
export type Reader = (path: string) => Promise<Read>;

/** Reads with an API token of the person. */
export async function readerOf({ base, identity }: HttpWorld, person: Person): Promise<Reader> {
  const { token } = await identity.createToken({
    ...{ personId: person.id, name: 'reader', scopes: ['*'] },
    expiresAt: new Date(Date.now() + 86_400_000),
  });
  return async (path) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${base}/api/v1${path}`, { headers, redirect: 'manual' });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { status: answer.status, headers: answer.headers, bytes };
  };
}

/** The JSON of an answer, or an empty object when it is no JSON. */
export function bodyOf({ headers, bytes }: Read): Readonly<Record<string, unknown>> {
  const isJson = /^application\/(problem\+)?json\b/.test(headers.get('content-type') ?? '');
  return isJson ? (JSON.parse(decoded(bytes)) as Record<string, unknown>) : {};
}

/** When an archive was packed. */
const packedAt = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z|_Toc\d+/g;

/** What an answer says, the same whenever its content is: JSON in one order, a file by its words, without the marks that its writer draws anew each time. */
export async function contentOf(answer: Read): Promise<string> {
  const body = bodyOf(answer);
  if (Object.keys(body).length > 0) return `${answer.status} ${canonicalJson(body)}`;
  const isArchive = Buffer.from(answer.bytes.subarray(0, 2)).toString() === 'PK';
  const words = await wordsOf(answer.bytes, isArchive ? textOf : wordsOfMarkup);
  return `${answer.status} ${words.replaceAll(packedAt, '')}`;
}

/** What people or programs read in an answer: its headers that name something, and its words whatever they are packed into. */
export async function wordsIn({ headers, bytes }: Read): Promise<string> {
  const named = decodeURIComponent(headers.get('content-disposition') ?? '');
  return `${named}\n${await wordsOf(bytes)}`;
}

/** The words of a file by what it begins with: JSON, CSV, calendars, HTML, PDF, Word and Excel files, and archives of any of them, also within one another. */
export async function wordsOf(bytes: Uint8Array, markup = wordsOfMarkup): Promise<string> {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (start.startsWith('PK')) return wordsOfArchive(bytes, markup);
  if (start.startsWith('%PDF-')) return textIn(new PdfReader(bytes).structure());
  if (start.startsWith('\x1f\x8b')) return wordsOf(gunzipSync(bytes), markup);
  const text = decoded(bytes);
  if (/^\s*[{[]/.test(text)) return wordsOfJson(text);
  if (text.startsWith('BEGIN:VCALENDAR')) return wordsOfCalendar(text);
  if (/^\s*</.test(text)) return markup(text);
  return text.replaceAll('""', '"');
}

const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function wordsOfArchive(bytes: Uint8Array, markup: typeof textOf): Promise<string> {
  const parts = await readDocx(bytes);
  const words: string[] = [];
  for (const [name, part] of [...parts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    // A font that comes along is scrambled anew in each file.
    words.push(name, name.endsWith('.odttf') ? '' : await wordsOf(part, markup));
  }
  return words.join('\n');
}

/** One value, or one a line. */
function wordsOfJson(text: string): string {
  const valuesIn = (json: string): string[] => [
    canonicalJson(JSON.parse(json)),
    ...stringsOf(JSON.parse(json)),
  ];
  try {
    return valuesIn(text).join('\n');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.every((line) => line.startsWith('{')) ? lines.flatMap(valuesIn).join('\n') : text;
  }
}

/** Long lines go on behind a space, and signs are escaped (RFC 5545). */
function wordsOfCalendar(text: string): string {
  return text
    .replaceAll(/\r?\n[ \t]/g, '')
    .replaceAll(/\\[nN]/g, '\n')
    .replaceAll(/\\(.)/g, '$1');
}

/** The text between the tags, and what is written in them. */
function wordsOfMarkup(text: string): string {
  const within = [...text.matchAll(/="([^"]*)"/g)].map(([, value = '']) => unescapeXml(value));
  return [textOf(text), ...within].join('\n');
}

/** Words stand together that are one, whatever tags part them. */
function textOf(markup: string): string {
  return unescapeXml(
    markup.replaceAll(/<\/(w:p|w:tc|p|td|th|li|h\d|div|si|c)>/g, '\n').replaceAll(/<[^>]*>/g, ''),
  );
}

/** Words as they are searched: without the spaces and hyphens that a format sets as it likes, but for what parts one value from the next. */
export function searchable(words: string): string {
  return words.split('\n').map(closed).join('\n');
}

/** What is looked for of a line, as it stands in searchable words. */
export function needleOf(line: string): string {
  return closed(line);
}

/** Every text in a value. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}
