import { FontFault } from './font-fault.ts';

/** The tables of a TrueType or OpenType file by tag, each a view of its bytes. */
export interface Sfnt {
  readonly format: 'ttf' | 'otf';
  readonly tables: ReadonlyMap<string, Buffer>;
}

/** Every font has fewer (OpenType 1.9 registers some seventy). */
const mostTables = 100;

/** A font file of a house style; the faces of text families have some hundred kilobytes. */
export const mostFontBytes = 2_000_000;

/**
 * What has to be there to print with it, and the bytes that each has at least (OpenType 1.9, required tables). Readers take fields by their
 * place: in a table that is cut short they would read the next one, such as what its maker allows.
 */
const needed = { cmap: 4, head: 54, hhea: 36, hmtx: 4, maxp: 6, name: 6, 'OS/2': 78, post: 32 };
const outlines = { ttf: { glyf: 1, loca: 4 }, otf: { 'CFF ': 4 } };

/**
 * Reads the table directory of a single TrueType or OpenType font (OpenType 1.9, organization of an OpenType font). Nothing of the tables
 * themselves is read, so that a hostile file costs no more than its size.
 * @throws FontFault for another kind of file, and for tables that are missing, reach out of the file or overlap
 */
export function readSfnt(bytes: Uint8Array): Sfnt {
  if (bytes.length > mostFontBytes) {
    throw new FontFault('font.size', 'A font file has 2 MB at most.');
  }
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = formatOf(file);
  const count = file.length < 12 ? 0 : file.readUInt16BE(4);
  if (count === 0 || count > mostTables || 12 + count * 16 > file.length) {
    throw damaged('its table directory is not whole');
  }
  const tables = new Map<string, Buffer>();
  const places: [number, number, string][] = [];
  for (let i = 0; i < count; i += 1) {
    const record = 12 + i * 16;
    const tag = file.toString('latin1', record, record + 4);
    const offset = file.readUInt32BE(record + 8);
    const length = file.readUInt32BE(record + 12);
    if (tables.has(tag)) throw damaged(`it names its table "${printable(tag)}" twice`);
    if (offset < 12 + count * 16 || offset + length > file.length) {
      throw damaged(`its table "${printable(tag)}" reaches out of the file`);
    }
    tables.set(tag, file.subarray(offset, offset + length));
    places.push([offset, offset + length, tag]);
  }
  // A hundred names for the same two megabytes would be two hundred as soon as they are copied.
  places.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const [i, [start, , tag]] of places.entries()) {
    if (start < (places[i - 1]?.[1] ?? 0)) {
      throw damaged(`its table "${printable(tag)}" lies over another one`);
    }
  }
  for (const [tag, least] of Object.entries({ ...needed, ...outlines[format] })) {
    const length = tables.get(tag)?.length ?? 0;
    if (length < least) throw damaged(`it has no whole table "${tag.trim()}"`);
  }
  return { format, tables };
}

export function damaged(why: string): FontFault {
  return new FontFault('font.damaged', `The font file is damaged: ${why}.`, why);
}

/** By the first four bytes, never by the name of the file. */
function formatOf(file: Buffer): Sfnt['format'] {
  const magic = file.toString('latin1', 0, 4);
  if (magic === '\0\x01\0\0' || magic === 'true') return 'ttf';
  if (magic === 'OTTO') return 'otf';
  if (magic === 'ttcf') {
    throw new FontFault('font.collection', 'This is a collection of fonts: send one file a face.');
  }
  if (magic === 'wOFF' || magic === 'wOF2') {
    throw new FontFault(
      'font.packed',
      'This is a font packed for the web (WOFF): send it as TTF or OTF.',
    );
  }
  throw new FontFault('font.kind', 'This is no TrueType or OpenType font.');
}

function printable(tag: string): string {
  return tag.replace(/[^ -~]/g, '?');
}

/** Puts tables together to a file, with their checksums; the same tables give the same bytes. */
export function writeSfnt({ format, tables }: Sfnt): Buffer {
  const tags = [...tables.keys()].sort();
  const power = 2 ** Math.floor(Math.log2(tags.length));
  const head = Buffer.alloc(12 + tags.length * 16);
  head.writeUInt32BE(format === 'otf' ? 0x4f54544f : 0x00010000, 0);
  head.writeUInt16BE(tags.length, 4);
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE(tags.length * 16 - power * 16, 10);
  const parts: Buffer[] = [head];
  let offset = head.length;
  for (const [i, tag] of tags.entries()) {
    const table = tables.get(tag) ?? Buffer.alloc(0);
    const padded = Buffer.alloc(Math.ceil(table.length / 4) * 4);
    table.copy(padded);
    // Of the whole file: set below.
    if (tag === 'head' && padded.length >= 12) padded.writeUInt32BE(0, 8);
    const record = 12 + i * 16;
    head.write(tag, record, 4, 'latin1');
    head.writeUInt32BE(sumOf(padded), record + 4);
    head.writeUInt32BE(offset, record + 8);
    head.writeUInt32BE(table.length, record + 12);
    parts.push(padded);
    offset += padded.length;
  }
  const file = Buffer.concat(parts);
  const place = file.readUInt32BE(12 + tags.indexOf('head') * 16 + 8);
  file.writeUInt32BE((0xb1b0afba - sumOf(file)) >>> 0, place + 8);
  return file;
}

function sumOf(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 4) sum = (sum + bytes.readUInt32BE(i)) >>> 0;
  return sum;
}
