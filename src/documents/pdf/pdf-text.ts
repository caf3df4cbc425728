import { cleanText } from '../clean-text.ts';
import { isCovered } from '../fonts.ts';

/**
 * Splits text where a line may be broken besides its spaces, so that paths, hashes and identifiers longer than
 * `longest` characters stay inside their column. The pieces joined are the cleaned text. Long words of letters are
 * left to hyphenation, unless they are longer than any word.
 */
export function breakablePieces(text: string, longest: number): string[] {
  const printable = spellUncovered(cleanText(text));
  if (printable.length <= longest) return [printable];
  const pieces: string[] = [];
  let plain = '';
  for (const part of printable.split(/(\s+)/)) {
    if (!isUnbreakable(part, longest)) {
      plain += part;
      continue;
    }
    const [first = '', ...rest] = breakToken(part);
    pieces.push(plain + first, ...rest.slice(0, -1));
    plain = rest.at(-1) ?? '';
  }
  return [...pieces, plain].filter((piece) => piece !== '');
}

const LONGEST_WORD = 45;

function isUnbreakable(token: string, longest: number): boolean {
  if (token.length <= longest || /^\s/.test(token)) return false;
  return (
    token.length > LONGEST_WORD || !/^[\p{L}\p{M}\p{P}]*$/u.test(token) || /[/\\._:@]/.test(token)
  );
}

/** Breaks after punctuation, and otherwise every eight characters, never inside a character with its accents. */
function breakToken(token: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let length = 0;
  for (const character of token.match(/\P{M}\p{M}{0,16}|\p{M}{1,16}/gu) ?? []) {
    piece += character;
    length += 1;
    if (length >= 8 || (length >= 3 && /[/\\._:@?&=,;|+-]/.test(character))) {
      pieces.push(piece);
      piece = '';
      length = 0;
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** PDF/UA allows no character without a glyph: what no shipped font has is spelt by its code, such as ⟨U+1F600⟩. */
function spellUncovered(text: string): string {
  if (ALWAYS_COVERED.test(text)) return text;
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const printable = code === 9 || code === 10 || isInvisible(code) || isCovered(code);
    out += printable ? character : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  }
  return out;
}

const ALWAYS_COVERED = /^[\n -~\u00a0-\u017f]*$/;

/** Spaces, joiners and marks that layout consumes without drawing a glyph. */
function isInvisible(code: number): boolean {
  return (
    code === 0xad ||
    (code >= 0x2000 && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202f) ||
    (code >= 0x205f && code <= 0x2064) ||
    (code >= 0x2066 && code <= 0x206f)
  );
}
