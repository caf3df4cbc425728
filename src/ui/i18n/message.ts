/** Values of the placeholders of a message. */
export type Values = { readonly [name: string]: string | number };

type Part =
  | string
  | { readonly name: string }
  | { readonly pound: true }
  | { readonly name: string; readonly kind: 'plural' | 'select'; readonly cases: Cases };
type Cases = { readonly [key: string]: readonly Part[] };

/** The text of a catalogue that cannot be read: braces that do not match, or a plural without `other`. */
export class MessageSyntaxError extends Error {
  override name = 'MessageSyntaxError';
}

const parsed = new Map<string, readonly Part[]>();

/**
 * Fills a message in: `{name}`, `{count, plural, =0 {none} one {# item} other {# items}}`, `{x, select, a {…} other {…}}`; `#` is the
 * number in the form of the language. A value that is missing stays visible as `{name}`.
 * @throws MessageSyntaxError
 */
export function formatMessage(message: string, values: Values, language: string): string {
  let parts = parsed.get(message);
  if (parts === undefined) {
    parts = message.includes('{') ? new Reader(message).all() : [message];
    parsed.set(message, parts);
  }
  return write(parts, values, language, null);
}

/**
 * Names of the values that a message shows; one that only chooses between forms is left out, as languages differ in what they inflect.
 * @throws MessageSyntaxError
 */
export function valuesShown(message: string): ReadonlySet<string> {
  const shown = new Set<string>();
  const visit = (parts: readonly Part[], counted: string | null): void => {
    for (const part of parts) {
      if (typeof part === 'string') continue;
      if ('pound' in part) {
        if (counted !== null) shown.add(counted);
      } else if ('kind' in part) {
        const by = part.kind === 'plural' ? part.name : null;
        for (const words of Object.values(part.cases)) visit(words, by);
      } else shown.add(part.name);
    }
  };
  visit(new Reader(message).all(), null);
  return shown;
}

function write(
  parts: readonly Part[],
  values: Values,
  language: string,
  count: number | null,
): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if ('pound' in part) text += count === null ? '#' : number(count, language);
    else if ('kind' in part) text += choose(part, values, language);
    else {
      const value = values[part.name];
      text +=
        value === undefined
          ? `{${part.name}}`
          : typeof value === 'number'
            ? number(value, language)
            : value;
    }
  }
  return text;
}

function choose(
  part: { readonly name: string; readonly kind: 'plural' | 'select'; readonly cases: Cases },
  values: Values,
  language: string,
): string {
  const value = values[part.name];
  const cases = part.cases;
  const other = cases.other ?? [];
  if (part.kind === 'select') return write(cases[String(value)] ?? other, values, language, null);
  const count = Number(value);
  const category = rules(language).select(count);
  return write(cases[`=${count}`] ?? cases[category] ?? other, values, language, count);
}

const pluralRules = new Map<string, Intl.PluralRules>();
function rules(language: string): Intl.PluralRules {
  const known = pluralRules.get(language) ?? new Intl.PluralRules(language);
  pluralRules.set(language, known);
  return known;
}

const numberFormats = new Map<string, Intl.NumberFormat>();
function number(value: number, language: string): string {
  const known = numberFormats.get(language) ?? new Intl.NumberFormat(language);
  numberFormats.set(language, known);
  return known.format(value);
}

class Reader {
  readonly #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text;
  }

  all(): readonly Part[] {
    const parts = this.#parts(false);
    if (this.#at < this.#text.length) this.#fail('a brace closes that was not opened');
    return parts;
  }

  #fail(why: string): never {
    throw new MessageSyntaxError(`${why}, at ${this.#at} of "${this.#text}"`);
  }

  #parts(inCase: boolean): Part[] {
    const parts: Part[] = [];
    let plain = '';
    const flush = () => {
      if (plain !== '') parts.push(plain);
      plain = '';
    };
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at];
      if (char === '}') break;
      this.#at += 1;
      if (char === '{') {
        flush();
        parts.push(this.#placeholder());
      } else if (char === '#' && inCase) {
        flush();
        parts.push({ pound: true });
      } else plain += char;
    }
    flush();
    return parts;
  }

  #placeholder(): Part {
    const name = this.#until([',', '}']);
    if (this.#take() === '}') return { name };
    const kind = this.#until([',']);
    this.#take();
    if (kind !== 'plural' && kind !== 'select') this.#fail(`unknown kind "${kind}"`);
    const cases: Record<string, readonly Part[]> = {};
    for (;;) {
      const key = this.#until(['{', '}']);
      if (this.#take() === '}') break;
      cases[key] = this.#parts(kind === 'plural');
      if (this.#take() !== '}') this.#fail('a brace is not closed');
    }
    if (cases.other === undefined) this.#fail('"other" is missing');
    return { name, kind, cases };
  }

  #until(ends: readonly string[]): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !ends.includes(this.#text[this.#at] ?? ''))
      this.#at += 1;
    return this.#text.slice(start, this.#at).trim();
  }

  #take(): string {
    const char = this.#text[this.#at];
    if (char === undefined) this.#fail('a brace is not closed');
    this.#at += 1;
    return char;
  }
}
