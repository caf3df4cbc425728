import { formattingLocales, type Locale } from './locale.ts';
import { formatMessage, type Values } from './message.ts';

/** Texts by key; a file may nest (`{"procedure": {"change": {"title": …}}}`) or write keys with dots, or both. */
export type TextTree = { readonly [key: string]: string | TextTree };
export type Catalogue = ReadonlyMap<string, string>;

/** One catalogue of many files. A later file wins, so that an installation may overrule a text. */
export function catalogueOf(trees: readonly TextTree[]): Catalogue {
  const catalogue = new Map<string, string>();
  const add = (tree: TextTree, prefix: string) => {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value === 'string') catalogue.set(prefix + key, value);
      else add(value, `${prefix}${key}.`);
    }
  };
  for (const tree of trees) add(tree, '');
  return catalogue;
}

export interface Translator {
  readonly locale: Locale;
  /** Text of the first of the keys that exists; otherwise `onMissing` is told and the identifier is written in plain words. */
  t(key: string | readonly string[], values?: Values): string;
  /** Text of the first of the keys that exists, or null. */
  find(key: string | readonly string[], values?: Values): string | null;
}

export interface TranslatorOptions {
  /** Told once for each key without text. */
  readonly onMissing?: (key: string) => void;
  /** Show the key itself instead of plain words, as in development. */
  readonly showMissing?: boolean;
}

/** An identifier in plain words: `authorise-change` and `dueAt` become `Authorise change` and `Due at`. */
export function plainWords(identifier: string): string {
  const words = identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_\s]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The part of a key that names something: of `register.assets.title` it is `assets`. */
function lastPart(key: string): string {
  const parts = key.split('.');
  const last = parts.at(-1) ?? '';
  return ['title', 'one', 'done'].includes(last) ? (parts.at(-2) ?? last) : last;
}

export function createTranslator(
  locale: Locale,
  catalogue: Catalogue,
  options: TranslatorOptions = {},
): Translator {
  const told = new Set<string>();
  const language = formattingLocales[locale];
  const find = (key: string | readonly string[], values: Values = {}): string | null => {
    for (const one of typeof key === 'string' ? [key] : key) {
      const message = catalogue.get(one);
      if (message !== undefined) return formatMessage(message, values, language);
    }
    return null;
  };
  return {
    locale,
    find,
    t(key, values) {
      const text = find(key, values);
      if (text !== null) return text;
      const first = (typeof key === 'string' ? key : key[0]) ?? '';
      if (!told.has(first)) {
        told.add(first);
        options.onMissing?.(first);
      }
      return options.showMissing === true ? `⟦${first}⟧` : plainWords(lastPart(first));
    },
  };
}
