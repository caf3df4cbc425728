import { readFileSync } from 'node:fs';
import { readCoverage } from './font-coverage.ts';

/** A family as the writers name it, with the files of its faces. */
export type FontFamily = {
  readonly name: string;
  readonly regular: string;
  readonly bold: string;
  readonly italic: string | null;
  readonly boldItalic: string | null;
};

export const FAMILIES: Readonly<Record<'sans' | 'serif' | 'mono', FontFamily>> = {
  sans: family('Noto Sans', 'NotoSans', true),
  serif: family('Noto Serif', 'NotoSerif', true),
  mono: family('Noto Sans Mono', 'NotoSansMono', false),
};

/** Families asked for characters that the text's family lacks, in this order. */
export const FALLBACK_FAMILIES = [
  ['Noto Sans Math', 'NotoSansMath-Regular.ttf'],
  ['Noto Sans Symbols', 'NotoSansSymbols-Regular.ttf'],
  ['Noto Sans Symbols2', 'NotoSansSymbols2-Regular.ttf'],
  ['Noto Sans Arabic', 'NotoSansArabic-Regular.ttf'],
  ['Noto Sans Hebrew', 'NotoSansHebrew-Regular.ttf'],
] as const;

const files = new Map<string, Buffer>();

/** The bytes of a shipped file beside this module: the only reading from disk in this room. */
export function shippedFile(path: string): Buffer {
  let bytes = files.get(path);
  if (bytes === undefined) {
    bytes = readFileSync(new URL(path, import.meta.url));
    files.set(path, bytes);
  }
  return bytes;
}

/** The bytes of a shipped font. */
export function fontFile(name: string): Buffer {
  return shippedFile(`fonts/${name}`);
}

/** Every shipped font. */
export function allFonts(): Buffer[] {
  const faces = Object.values(FAMILIES).flatMap((f) => [f.regular, f.bold, f.italic, f.boldItalic]);
  const names = [...faces.filter((name) => name !== null), ...FALLBACK_FAMILIES.map(([, f]) => f)];
  return names.map(fontFile);
}

let covered: Set<number> | null = null;

/** Whether a character can be printed with the shipped fonts, whatever the family and face of the text. */
export function isCovered(codePoint: number): boolean {
  covered ??= new Set(
    [FAMILIES.sans.bold, ...FALLBACK_FAMILIES.map(([, file]) => file)]
      .flatMap((file) => readCoverage(fontFile(file)))
      .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i)),
  );
  return covered.has(codePoint);
}

function family(name: string, file: string, italics: boolean): FontFamily {
  return {
    name,
    regular: `${file}-Regular.ttf`,
    bold: `${file}-Bold.ttf`,
    italic: italics ? `${file}-Italic.ttf` : null,
    boldItalic: italics ? `${file}-BoldItalic.ttf` : null,
  };
}
