/** The wider of Inter and Arial for the printable ASCII characters from U+0020, in hundredths of the font size. */
const ASCII = [
  29, 28, 41, 64, 64, 89, 67, 23, 37, 37, 50, 66, 28, 47, 28, 36, 63, 56, 61, 64, 65, 61, 63, 58,
  62, 63, 28, 28, 66, 66, 66, 56, 102, 68, 67, 73, 73, 67, 62, 78, 75, 28, 55, 67, 57, 89, 76, 78,
  67, 78, 73, 67, 65, 75, 68, 95, 67, 67, 63, 37, 36, 37, 47, 56, 50, 57, 63, 56, 63, 59, 37, 61,
  60, 24, 24, 55, 24, 87, 59, 60, 61, 61, 38, 53, 37, 59, 56, 82, 54, 56, 55, 37, 33, 37, 66,
];
const WIDE = 100;
const LATIN_EXTENDED = 80;

export const FONT_SIZE = 12;
export const LINE_HEIGHT = 14;

function characterWidth(code: number): number {
  if (code < 0x20) return 0;
  if (code < 0x7f) return ASCII[code - 0x20] ?? WIDE;
  if (code < 0xa0 || (code >= 0x300 && code < 0x370)) return 0;
  return code < 0x250 && code !== 0xc6 && code !== 0x152 && code !== 0x153 ? LATIN_EXTENDED : WIDE;
}

/** Width in pixels, never less than Inter or Arial need at the font size; letters beyond Latin count as one em. */
export function textWidth(text: string, fontSize = FONT_SIZE): number {
  let sum = 0;
  for (const character of text.normalize('NFC'))
    sum += characterWidth(character.codePointAt(0) ?? 0);
  return (sum * fontSize) / 100;
}

/** Pieces of a word that is wider than a line; the hyphen shows where it was cut. */
function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && textWidth(`${piece}${character}-`) > width) {
      pieces.push(`${piece}-`);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** Lines no wider than `width` pixels; words stay whole unless one is wider than a line by itself. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && textWidth(`${line} ${word}`) <= width) {
      line = `${line} ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = textWidth(word) <= width ? [word] : breakWord(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

/** The longest word for which a line is widened, in pixels; a longer one is cut. */
const WIDEST_WORD = 220;

/**
 * The narrowest wrapping that needs no more lines than `width` allows: lines of like length read better. A word that is wider than that by
 * itself widens the lines instead of being cut, as German ones do.
 */
export function wrapEvenly(text: string, width: number): string[] {
  const words = text.split(/\s+/).map((word) => textWidth(word));
  const room = Math.max(width, ...words.filter((word) => word <= WIDEST_WORD));
  const lines = wrap(text, room);
  let best = lines;
  for (let narrower = room - 6; narrower > 30; narrower -= 6) {
    const candidate = wrap(text, narrower);
    if (
      candidate.length > lines.length ||
      candidate.some((l) => l.endsWith('-') && !text.includes(l))
    )
      break;
    best = candidate;
  }
  return best;
}

/** Size in pixels of wrapped lines, rounded up. */
export function linesSize(lines: readonly string[]): { w: number; h: number } {
  return {
    w: Math.ceil(Math.max(0, ...lines.map((line) => textWidth(line)))),
    h: lines.length * LINE_HEIGHT,
  };
}
