import opentype from 'opentype.js';
import { readCoverage } from '../font-coverage.ts';
import type { FontEmbedding } from '../model.ts';
import { FontFault } from './font-fault.ts';
import { damaged, readSfnt } from './sfnt.ts';

/** What a font file says of itself. */
export interface FaceFacts {
  /** By its name table; the typographic family (16) before the family (1). */
  readonly family: string;
  readonly postscriptName: string;
  readonly format: 'ttf' | 'otf';
  readonly embedding: FontEmbedding;
  /** The shipped family that stands in where this one has no glyph. */
  readonly kin: 'sans' | 'serif';
  /** 1 to 1000; 400 is regular, 700 bold. */
  readonly weight: number;
  readonly italic: boolean;
  /** Whether all letters of the script are there; what is not is printed in the shipped family. */
  readonly greek: boolean;
  readonly cyrillic: boolean;
}

/** What is printed in English, French and German; a font without one of them would print words in two typefaces. */
const letters =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !"#$%&\'()*+,-./:;<=>?@[]_{}|' +
  'ÄÖÜäöüßÀÂÆÇÉÈÊËÎÏÔŒÙÛŸàâæçéèêëîïôœùûüÿ«»“”„‘’–—…•§°€';
const greekLetters = 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψωάέήίόύώ';
const cyrillicLetters = 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯабвгдежзийклмнопрстуфхцчшщъьюя';

/** Names go into style sheets, Word's font table and pages: plain words only. */
const familyName = /^[\p{L}\p{N}][\p{L}\p{N} ._&+'-]{0,62}$/u;
const postscriptName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

interface Names {
  readonly [id: string]: Readonly<Record<string, string>> | undefined;
}

/**
 * Reads a font file and says what it is, after the outer structure was checked here and the tables were read by the library.
 * It may take long for a hostile file: run it where it can be ended.
 * @throws FontFault naming why it cannot be printed with
 */
export function readFace(bytes: Uint8Array): FaceFacts {
  const sfnt = readSfnt(bytes);
  if (sfnt.tables.has('fvar')) {
    throw new FontFault(
      'font.variable',
      'This is a variable font: send each face as a file of its own.',
    );
  }
  refuseWideMap(bytes);
  const font = parsed(bytes);
  const os2 = font.tables['os2'];
  if (os2 === undefined || font.numGlyphs === 0) throw damaged('it says nothing of its use');
  const names = namesOf(font);
  const family = nameIn(names, 'preferredFamily') ?? nameIn(names, 'fontFamily') ?? '';
  const postscript = nameIn(names, 'postScriptName') ?? '';
  if (!familyName.test(family) || !postscriptName.test(postscript)) {
    const told = family.replace(/[^\p{L}\p{N}\p{P} ]/gu, '?').slice(0, 60);
    const message = `Its name table gives no plain name of a family ("${told}").`;
    throw new FontFault('font.name', message, told);
  }
  const lacking = [...letters].filter((one) => font.charToGlyphIndex(one) === 0);
  if (lacking.length > 0) {
    const told = lacking.slice(0, 20).join(' ');
    const message = `It lacks characters of English, French and German: ${told}`;
    throw new FontFault('font.letters', message, told);
  }
  const hasAll = (script: string) => [...script].every((one) => font.charToGlyphIndex(one) !== 0);
  return {
    family,
    postscriptName: postscript,
    format: sfnt.format,
    embedding: embeddingOf(os2.fsType),
    kin: isSerif(os2.sFamilyClass, os2.panose) ? 'serif' : 'sans',
    weight: os2.usWeightClass,
    italic: (os2.fsSelection & 1) !== 0 || (os2.fsSelection & 0x200) !== 0,
    greek: hasAll(greekLetters),
    cyrillic: hasAll(cyrillicLetters),
  };
}

/** The library writes each character of a range down by itself: a range of four thousand million would never end. */
function refuseWideMap(bytes: Uint8Array): void {
  let ranges: [number, number][];
  try {
    ranges = readCoverage(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw damaged('its character map is not whole');
    throw error;
  }
  const mapped = ranges.reduce((sum, [first, last]) => sum + Math.max(0, last - first + 1), 0);
  if (mapped > 0x110000 || ranges.some(([first, last]) => first > last || last > 0x10ffff)) {
    throw damaged('its character map names characters that there are not');
  }
}

interface ParsedFont {
  readonly numGlyphs: number;
  readonly names: unknown;
  readonly tables: {
    readonly os2?: {
      readonly fsType: number;
      readonly sFamilyClass: number;
      readonly panose: readonly number[];
      readonly usWeightClass: number;
      readonly fsSelection: number;
    };
  };
  charToGlyphIndex(character: string): number;
}

function parsed(bytes: Uint8Array): ParsedFont {
  try {
    const copy = Uint8Array.from(bytes);
    return opentype.parse(copy.buffer) as unknown as ParsedFont;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw damaged(why.replace(/[^ -~]/g, '?').slice(0, 120));
  }
}

/** Those for Windows before those of other platforms. */
function namesOf({ names }: ParsedFont): readonly Names[] {
  const given = names as { windows?: Names; unicode?: Names; macintosh?: Names };
  return [given.windows, given.unicode, given.macintosh].filter((one) => one !== undefined);
}

function nameIn(all: readonly Names[], id: string): string | undefined {
  const found = all.map((names) => names[id]).find((name) => name !== undefined);
  return found === undefined ? undefined : (found['en'] ?? Object.values(found)[0])?.trim();
}

/**
 * What the maker of the font allows (OpenType 1.9, OS/2, fsType). Where several of the first bits are set, the least restrictive counts, as
 * the older versions of the table say.
 */
function embeddingOf(fsType: number): FontEmbedding {
  const usage = fsType & 0x000e;
  if (usage === 0x0002) {
    const message =
      'Its maker forbids embedding it in documents (OS/2 fsType: restricted licence embedding).';
    throw new FontFault('font.restricted', message);
  }
  if ((fsType & 0x0100) !== 0) {
    const message =
      'Its maker forbids embedding a part of it (OS/2 fsType: no subsetting), as a PDF does.';
    throw new FontFault('font.no-subset', message);
  }
  if ((fsType & 0x0200) !== 0) {
    const message =
      'Its maker allows embedding bitmaps only, not outlines (OS/2 fsType: bitmap embedding only).';
    throw new FontFault('font.bitmap-only', message);
  }
  if (usage === 0) return 'installable';
  return (usage & 0x0008) !== 0 ? 'editable' : 'print';
}

/** By the family class of IBM (1 to 5 and 7 have serifs), otherwise by PANOSE (second digit, 2 to 10). */
function isSerif(familyClass: number, panose: readonly number[]): boolean {
  const kind = familyClass >> 8;
  if (kind >= 1 && kind <= 7) return kind !== 6;
  if (kind !== 0) return false;
  const [family = 0, serifs = 0] = panose;
  return family === 2 && serifs >= 2 && serifs <= 10;
}
