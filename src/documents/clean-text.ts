/**
 * Makes text safe to print without hiding what was in it: a control character becomes its picture (U+2400 block),
 * what no file format can carry (lone surrogates, non-characters) and what would reorder its neighbours unseen
 * (embeddings and overrides of writing direction) becomes U+FFFD. Line ends become \n. Nothing else changes.
 */
export function cleanText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text
    .replace(/\r\n?/g, '\n')
    .toWellFormed()
    .replace(CONTROLS, (character) => controlPicture(character.codePointAt(0) ?? 0))
    .replace(UNPRINTABLE, '\ufffd');
}

const SURROGATES_AND_NONCHARACTERS = '\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff';
const C1_AND_DIRECTION = '\\u0080-\\u009f\\u202a-\\u202e';
const C0 = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f';
const CONTROLS = new RegExp(`[${C0}]`, 'g');
const UNPRINTABLE = new RegExp(`[${C1_AND_DIRECTION}\\ufdd0-\\ufdef\\ufffe\\uffff]`, 'g');
const SUSPECT = new RegExp(`[${C0}\\r${C1_AND_DIRECTION}${SURROGATES_AND_NONCHARACTERS}]`);

function controlPicture(code: number): string {
  return String.fromCodePoint(code === 0x7f ? 0x2421 : 0x2400 + code);
}
