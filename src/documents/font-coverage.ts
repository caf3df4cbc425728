/**
 * The characters that a TrueType font has glyphs for, read from its character map (OpenType `cmap`, formats 4 and 12),
 * as pairs of first and last code point. Throws a RangeError for a file without a Unicode map.
 */
export function readCoverage(font: Uint8Array): [number, number][] {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = findTable(view, 'cmap');
  const subtables = view.getUint16(cmap + 2);
  let found: [number, number][] | null = null;
  for (let i = 0; i < subtables; i += 1) {
    const offset = cmap + view.getUint32(cmap + 4 + i * 8 + 4);
    const format = view.getUint16(offset);
    if (format === 12) return readFormat12(view, offset);
    if (format === 4) found ??= readFormat4(view, offset);
  }
  if (found === null) throw new RangeError('The font has no Unicode character map');
  return found;
}

function findTable(view: DataView, name: string): number {
  for (let i = 0; i < view.getUint16(4); i += 1) {
    const record = 12 + i * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((j) => view.getUint8(record + j)));
    if (tag === name) return view.getUint32(record + 8);
  }
  throw new RangeError(`The font has no ${name} table`);
}

function readFormat4(view: DataView, offset: number): [number, number][] {
  const segments = view.getUint16(offset + 6) / 2;
  const ranges: [number, number][] = [];
  for (let i = 0; i < segments; i += 1) {
    const last = view.getUint16(offset + 14 + i * 2);
    const first = view.getUint16(offset + 16 + segments * 2 + i * 2);
    if (first !== 0xffff) ranges.push([first, last]);
  }
  return ranges;
}

function readFormat12(view: DataView, offset: number): [number, number][] {
  const groups = view.getUint32(offset + 12);
  const ranges: [number, number][] = [];
  for (let i = 0; i < groups; i += 1) {
    const group = offset + 16 + i * 12;
    ranges.push([view.getUint32(group), view.getUint32(group + 4)]);
  }
  return ranges;
}
