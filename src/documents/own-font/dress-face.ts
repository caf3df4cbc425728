import type { FaceName } from '../model.ts';
import { readSfnt, writeSfnt } from './sfnt.ts';

const looks: Readonly<Record<FaceName, { style: string; weight: number; italic: boolean }>> = {
  regular: { style: 'Regular', weight: 400, italic: false },
  bold: { style: 'Bold', weight: 700, italic: false },
  italic: { style: 'Italic', weight: 400, italic: true },
  boldItalic: { style: 'Bold Italic', weight: 700, italic: true },
};

/**
 * A copy of a font that says to be a certain face of a family, and nothing else of itself: typesetters and word processors choose a face by
 * the words of the file, and a family sold as Book and Medium would be regular and bold for nobody. Outlines, metrics and the PostScript
 * name stay. The same file gives the same bytes.
 */
export function dressFace(
  bytes: Uint8Array,
  as: { readonly family: string; readonly face: FaceName; readonly postscriptName: string },
): Buffer {
  const { format, tables } = readSfnt(bytes);
  const { style, weight, italic } = looks[as.face];
  const copies = new Map<string, Buffer>(
    [...tables].map(([tag, table]) => [tag, Buffer.from(table)]),
  );
  copies.delete('DSIG');
  copies.set(
    'name',
    nameTable([
      [1, as.family],
      [2, style],
      [4, `${as.family} ${style}`],
      [6, as.postscriptName],
    ]),
  );
  const os2 = copies.get('OS/2');
  if (os2 !== undefined && os2.length >= 64) {
    os2.writeUInt16BE(weight, 4);
    os2.writeUInt16BE(5, 6);
    const bold = weight > 400;
    // ITALIC, BOLD and REGULAR anew, WWS and OBLIQUE off; the others speak of metrics.
    const kept = os2.readUInt16BE(62) & ~0x0361;
    const said = (italic ? 0x01 : 0) | (bold ? 0x20 : 0) | (!italic && !bold ? 0x40 : 0);
    os2.writeUInt16BE(kept | said, 62);
  }
  const head = copies.get('head');
  if (head !== undefined && head.length >= 46) {
    head.writeUInt16BE((weight > 400 ? 1 : 0) | (italic ? 2 : 0), 44);
  }
  underlined(copies.get('post'), head);
  return writeSfnt({ format, tables: copies });
}

/** A font that gives its underline no thickness would leave links to be told by their colour alone. */
function underlined(post: Buffer | undefined, head: Buffer | undefined): void {
  if (post === undefined || head === undefined || post.readInt16BE(10) > 0) return;
  const unitsPerEm = head.readUInt16BE(18);
  post.writeInt16BE(-Math.round(unitsPerEm / 10), 8);
  post.writeInt16BE(Math.round(unitsPerEm / 20), 10);
}

/** A name table of format 0 with English names for Windows (OpenType 1.9, name). */
function nameTable(names: readonly (readonly [id: number, text: string])[]): Buffer {
  const head = Buffer.alloc(6 + names.length * 12);
  head.writeUInt16BE(names.length, 2);
  head.writeUInt16BE(head.length, 4);
  const texts: Buffer[] = [];
  let offset = 0;
  for (const [i, [id, text]] of names.entries()) {
    const encoded = Buffer.from(text, 'utf16le').swap16();
    [3, 1, 0x409, id, encoded.length, offset].forEach((value, j) => {
      head.writeUInt16BE(value, 6 + i * 12 + j * 2);
    });
    texts.push(encoded);
    offset += encoded.length;
  }
  return Buffer.concat([head, ...texts]);
}
