/** The attributes of a CPE name in the order of its text (NISTIR 7695, clause 5.2). */
export const cpeAttributes = [
  'part',
  'vendor',
  'product',
  'version',
  'update',
  'edition',
  'language',
  'swEdition',
  'targetSw',
  'targetHw',
  'other',
] as const;

export type CpeAttribute = (typeof cpeAttributes)[number];

/**
 * A CPE name. Each value is as in the formatted string, in lower case: `*` for any, `-` for not applicable, else text with a
 * backslash before every character but letters, digits, `_`, `.` and `-` (a lone hyphen as text is `\-`), and unquoted `*` or `?` at
 * its ends as wildcards.
 */
export type Cpe = Readonly<Record<CpeAttribute, string>>;

export type CpeResult =
  | { readonly ok: true; readonly cpe: Cpe }
  | { readonly ok: false; readonly fault: { readonly message: string; readonly at: number } };

class CpeError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const longestCpe = 4096;

/**
 * Reads a CPE 2.3 formatted string (`cpe:2.3:a:vendor:product:1.0:*:*:*:*:*:*:*`; NISTIR 7695, clause 6.2) or a CPE 2.2 URI
 * (`cpe:/a:vendor:product:1.0`; clause 6.1). Never throws; a fault names its offset in the text. Punctuation that should
 * have been quoted is taken as text.
 */
export function parseCpe(text: string): CpeResult {
  try {
    if (text.length > longestCpe) throw new CpeError('the CPE name is too long', longestCpe);
    if (/^cpe:2\.3:/i.test(text)) return { ok: true, cpe: readFormattedString(text) };
    if (/^cpe:\//i.test(text)) return { ok: true, cpe: readUri(text) };
    throw new CpeError('a CPE name starts with cpe:2.3: or cpe:/', 0);
  } catch (error) {
    if (error instanceof CpeError)
      return { ok: false, fault: { message: error.message, at: error.at } };
    throw error;
  }
}

/** The CPE 2.3 formatted string of a name. */
export function formatCpe(cpe: Cpe): string {
  return `cpe:2.3:${cpeAttributes.map((attribute) => cpe[attribute]).join(':')}`;
}

function readFormattedString(text: string): Cpe {
  const values: string[] = [];
  let at = 'cpe:2.3:'.length;
  for (const raw of splitUnquoted(text.slice(at))) {
    values.push(canonicalValue(raw, at));
    at += raw.length + 1;
  }
  if (values.length !== cpeAttributes.length) {
    throw new CpeError(
      `a CPE 2.3 name has ${cpeAttributes.length} attributes, this one ${values.length}`,
      text.length,
    );
  }
  return cpeOf(values);
}

function splitUnquoted(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === ':') {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function cpeOf(values: readonly string[]): Cpe {
  const cpe = Object.fromEntries(
    cpeAttributes.map((attribute, i) => [attribute, values[i] ?? '*']),
  ) as Record<CpeAttribute, string>;
  if (!/^[aoh*-]$/.test(cpe.part)) throw new CpeError('the part of a CPE name is a, o or h', 0);
  return cpe;
}

/** The value in lower case with exactly the needed backslashes. */
function canonicalValue(raw: string, at: number): string {
  if (raw === '*' || raw === '-') return raw;
  if (raw === '') throw new CpeError('an attribute is empty', at);
  let value = '';
  for (let i = 0; i < raw.length; i++) {
    const isQuoted = raw[i] === '\\';
    if (isQuoted) i++;
    const c = raw[i];
    if (c === undefined) throw new CpeError('a backslash quotes nothing', at + raw.length - 1);
    if (c < '!' || c > '~')
      throw new CpeError('a CPE name is printable ASCII without spaces', at + i);
    if (!isQuoted && isWildcard(c)) value += wildcardAt(raw, i, at);
    else value += quoted(c);
  }
  return value === '-' ? '\\-' : value;
}

function isWildcard(c: string): boolean {
  return c === '*' || c === '?';
}

/** Wildcards stand at the ends only; question marks may be several. */
function wildcardAt(raw: string, i: number, at: number): string {
  const isAtStart = /^(?:\*|\?+)$/.test(raw.slice(0, i + 1));
  const isAtEnd = /^(?:\*|\?+)$/.test(raw.slice(i));
  if (!isAtStart && !isAtEnd) throw new CpeError('a wildcard stands inside a value', at + i);
  return raw[i] as string;
}

function quoted(c: string): string {
  return /[a-z0-9_.-]/i.test(c) ? c.toLowerCase() : `\\${c}`;
}

function readUri(text: string): Cpe {
  const values: string[] = [];
  let at = 'cpe:/'.length;
  const parts = text.slice(at).split(':');
  if (parts.length > 7) throw new CpeError('a CPE 2.2 URI has at most seven parts', text.length);
  for (const [i, part] of parts.entries()) {
    if (i === 5 && part.startsWith('~')) {
      values.push(...unpackedEdition(part, at));
    } else values.push(uriValue(part, at));
    at += part.length + 1;
  }
  // Unpacked, the edition brings four attributes that stand behind the language.
  if (values.length > 7 || parts[5]?.startsWith('~') === true) {
    const language = values[10] ?? '*';
    return cpeOf([...values.slice(0, 6), language, ...values.slice(6, 10)]);
  }
  return cpeOf(values);
}

/** `~edition~sw_edition~target_sw~target_hw~other` (NISTIR 7695, clause 6.1.2.1). */
function unpackedEdition(part: string, at: number): string[] {
  const fields = part.slice(1).split('~');
  if (fields.length !== 5) throw new CpeError('a packed edition has five fields', at);
  return fields.map((field) => uriValue(field, at));
}

function uriValue(part: string, at: number): string {
  if (part === '') return '*';
  if (part === '-') return '-';
  let value = '';
  for (let i = 0; i < part.length; i++) {
    let c = part[i] as string;
    if (c === '%') {
      const code = part.slice(i + 1, i + 3);
      if (!/^[0-9a-f]{2}$/i.test(code))
        throw new CpeError('this percent-encoding is not valid', at + i);
      i += 2;
      if (code === '01' || code === '02') {
        value += code === '01' ? '?' : '*';
        continue;
      }
      c = String.fromCharCode(Number.parseInt(code, 16));
    }
    if (c < '!' || c > '~') throw new CpeError('a CPE name is printable ASCII', at + i);
    value += quoted(c);
  }
  return canonicalValue(value, at);
}
