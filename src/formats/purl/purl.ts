import { faultByType, normaliseByType, type Purl, type PurlDraft } from './purl-types.ts';

/** What is wrong with a purl and where: the offset in UTF-16 code units, 0 when it concerns the whole. */
export interface PurlFault {
  readonly message: string;
  readonly at: number;
}

export type PurlResult =
  | { readonly ok: true; readonly purl: Purl }
  | { readonly ok: false; readonly fault: PurlFault };

/** Components to build a purl from; missing ones may be left out, null or empty. */
export interface PurlParts {
  readonly type: string;
  readonly namespace?: string | null;
  readonly name: string;
  readonly version?: string | null;
  readonly qualifiers?: Readonly<Record<string, string>> | null;
  readonly subpath?: string | null;
}

/** Longer texts are refused before anything is read. */
const longestPurl = 8192;

class PurlError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/**
 * Reads a package URL (ECMA-427, "How to parse") and makes it canonical by the rules of its type. Never throws: a purl that is
 * not one gives a fault with its place.
 */
export function parsePurl(text: string): PurlResult {
  return attempt(() => read(text));
}

/** Makes a purl of its components, canonical by the rules of its type (ECMA-427, "How to build"). */
export function purlOf(parts: PurlParts): PurlResult {
  return attempt(() => {
    const qualifiers: [string, string][] = [];
    for (const [key, value] of Object.entries(parts.qualifiers ?? {})) {
      if (!isQualifierKey(key)) throw new PurlError(`"${key}" is no qualifier key`, 0);
      if (value !== '') qualifiers.push([key.toLowerCase(), value]);
    }
    return finished({
      type: parts.type ?? '',
      namespace: withoutSlashes(parts.namespace),
      name: (parts.name ?? '').replace(/^\/+|\/+$/g, ''),
      version: parts.version === '' ? null : (parts.version ?? null),
      qualifiers: Object.fromEntries(qualifiers),
      subpath: subpathOf(parts.subpath ?? ''),
    });
  });
}

/** The canonical text of a purl. */
export function formatPurl(purl: Purl): string {
  let text = `pkg:${purl.type}/`;
  if (purl.namespace !== null) text += `${encodePath(purl.namespace)}/`;
  text += purl.type === 'git' ? encodePath(purl.name) : encode(purl.name);
  if (purl.version !== null) text += `@${encode(purl.version)}`;
  const qualifiers = Object.entries(purl.qualifiers).map(
    ([key, value]) => `${key}=${encode(value)}`,
  );
  if (qualifiers.length > 0) text += `?${qualifiers.join('&')}`;
  if (purl.subpath !== null) text += `#${encodePath(purl.subpath)}`;
  return text;
}

/** The canonical text of a purl's text, or null when it is none. */
export function canonicalPurl(text: string): string | null {
  const result = parsePurl(text);
  return result.ok ? formatPurl(result.purl) : null;
}

/** The canonical text of the package alone: without version, qualifiers and subpath. */
export function packageOfPurl(purl: Purl): string {
  return formatPurl({ ...purl, version: null, qualifiers: {}, subpath: null });
}

function attempt(make: () => Purl): PurlResult {
  try {
    return { ok: true, purl: make() };
  } catch (error) {
    if (error instanceof PurlError)
      return { ok: false, fault: { message: error.message, at: error.at } };
    throw error;
  }
}

function read(text: string): Purl {
  if (text.length > longestPurl)
    throw new PurlError(`a purl of ${text.length} characters is too long`, longestPurl);
  const start = schemeEnd(text);
  let end = text.length;
  const hash = text.lastIndexOf('#');
  const subpath = hash === -1 ? null : subpathOf(decode(text, hash + 1, end));
  if (hash !== -1) end = hash;
  const question = text.lastIndexOf('?', end - 1);
  const qualifiers = question === -1 ? {} : readQualifiers(text, question + 1, end);
  if (question !== -1) end = question;
  const slash = text.indexOf('/', start);
  if (slash === -1 || slash >= end)
    throw new PurlError('a purl has a type, a slash and a name', start);
  const type = text.slice(start, slash);
  const at = versionStart(text, slash, end);
  const version = at === -1 ? null : decode(text, at + 1, end);
  if (at !== -1) end = at;
  while (at === -1 && end > slash + 1 && text[end - 1] === '/') end--;
  const nameStart = text.lastIndexOf('/', end - 1) + 1;
  return finished(
    {
      type,
      namespace: withoutSlashes(decode(text, slash + 1, nameStart)),
      name: decode(text, nameStart, end),
      version: version === '' ? null : version,
      qualifiers,
      subpath,
    },
    nameStart,
  );
}

/** Where the type starts: behind `pkg:` and any slashes. */
function schemeEnd(text: string): number {
  if (text.slice(0, 4).toLowerCase() !== 'pkg:') throw new PurlError('a purl starts with pkg:', 0);
  let start = 4;
  while (text[start] === '/') start++;
  return start;
}

/** Where the `@` before the version stands, or -1. An `@` that opens a path segment belongs to a scope (`@angular/core`). */
function versionStart(text: string, slash: number, end: number): number {
  const at = text.lastIndexOf('@', end - 1);
  if (at <= slash) return -1;
  const opensSegment = text[at - 1] === '/';
  return opensSegment && text.slice(at, end).includes('/') ? -1 : at;
}

function readQualifiers(text: string, start: number, end: number): Record<string, string> {
  const found = new Map<string, string>();
  let at = start;
  while (at < end) {
    const next = text.indexOf('&', at);
    const stop = next === -1 || next > end ? end : next;
    const equals = text.indexOf('=', at);
    if (stop > at && (equals === -1 || equals > stop))
      throw new PurlError('a qualifier is a key, an equals sign and a value', at);
    if (stop > at) {
      const key = text.slice(at, equals).toLowerCase();
      if (!isQualifierKey(key)) throw new PurlError(`"${key}" is no qualifier key`, at);
      if (found.has(key)) throw new PurlError(`the qualifier ${key} stands twice`, at);
      const value = decode(text, equals + 1, stop);
      if (value !== '') found.set(key, value);
    }
    at = stop + 1;
  }
  return Object.fromEntries(found);
}

function isQualifierKey(key: string): boolean {
  return /^[a-z._-][a-z0-9._-]*$/i.test(key);
}

function finished(draft: PurlDraft, nameAt = 0): Purl {
  draft.type = draft.type.toLowerCase();
  if (!/^[a-z][a-z0-9.-]*$/.test(draft.type))
    throw new PurlError(
      'a purl type is letters, digits, dots and dashes, a letter first',
      nameAt === 0 ? 0 : 4,
    );
  if (draft.name === '') throw new PurlError('a purl needs a name', nameAt);
  normaliseByType(draft);
  draft.qualifiers = Object.fromEntries(
    Object.entries(draft.qualifiers).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const fault = faultByType(draft);
  if (fault !== null) throw new PurlError(fault, nameAt);
  return draft;
}

function withoutSlashes(namespace: string | null | undefined): string | null {
  const segments = (namespace ?? '').split('/').filter((s) => s !== '');
  return segments.length === 0 ? null : segments.join('/');
}

function subpathOf(text: string): string | null {
  const segments = text.split('/').filter((s) => s !== '' && s !== '.' && s !== '..');
  return segments.length === 0 ? null : segments.join('/');
}

function decode(text: string, start: number, end: number): string {
  const part = text.slice(start, end);
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    throw new PurlError('this percent-encoding is not valid UTF-8', start + part.indexOf('%'));
  }
}

/** Percent-encodes everything but letters, digits, `.`, `-`, `_`, `~` and the colon. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function encodePath(text: string): string {
  return text.split('/').map(encode).join('/');
}
