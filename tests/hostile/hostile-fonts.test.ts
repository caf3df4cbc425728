import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { organisationArea } from '#areas/organisation/area.ts';
import { latinOtf, ownFace, withTable, withUse } from '#documents/fixtures/own-font.ts';
import { dressFace } from '#documents/own-font/dress-face.ts';
import { readSfnt, writeSfnt } from '#documents/own-font/sfnt.ts';
import { rngOf } from '#engine/random.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { stopTestServer } from '#tests/database.ts';
import { createDesk, type Desk } from '#tests/documents/desk.ts';
import { catalogueOf } from '#work/catalogue.ts';
import type { Problem } from '#work/contract.ts';

const good = ownFace();

/** The good file with some bytes written over. */
function patched(offset: number, ...bytes: number[]): Buffer {
  const copy = Buffer.from(good);
  copy.set(bytes, offset);
  return copy;
}

/** Where the directory has the record of a table. */
function recordOf(tag: string): number {
  for (let at = 12; at < 12 + good.readUInt16BE(4) * 16; at += 16) {
    if (good.toString('latin1', at, at + 4) === tag) return at;
  }
  throw new RangeError(tag);
}

const noise = (tag: string) =>
  withTable(good, tag, (table) => {
    const rng = rngOf(7, tag.length);
    return Buffer.from(table.map(() => rng.int(256)));
  });

const named = (family: string, postscriptName = 'Name-Regular') =>
  dressFace(good, { family, face: 'regular', postscriptName });

/** A character map of format 12 that gives every number there is a glyph. */
function endlessMap(): Buffer {
  const map = Buffer.alloc(12 + 16 + 12);
  map.writeUInt16BE(1, 2);
  [3, 10].forEach((value, i) => {
    map.writeUInt16BE(value, 4 + i * 2);
  });
  map.writeUInt32BE(12, 8);
  map.writeUInt16BE(12, 12);
  map.writeUInt32BE(28, 16);
  map.writeUInt32BE(1, 24);
  map.writeUInt32BE(0, 28);
  map.writeUInt32BE(0xffffffff, 32);
  map.writeUInt32BE(1, 36);
  return withTable(good, 'cmap', () => map);
}

/** A WOFF whose one table would be 400 MB. */
function woffBomb(): Buffer {
  const packed = deflateSync(Buffer.alloc(400 * 1024 * 1024));
  const head = Buffer.alloc(44 + 20);
  head.write('wOFF', 0, 'latin1');
  head.writeUInt32BE(0x00010000, 4);
  head.writeUInt32BE(head.length + packed.length, 8);
  head.writeUInt16BE(1, 12);
  head.write('glyf', 44, 'latin1');
  head.writeUInt32BE(head.length, 48);
  head.writeUInt32BE(packed.length, 52);
  head.writeUInt32BE(400 * 1024 * 1024, 56);
  return Buffer.concat([head, packed]);
}

/** How each file is refused: the code, and words of the reason where several have the same. */
const attacks: Readonly<
  Record<string, readonly [code: string, make: () => Buffer, words?: RegExp]>
> = {
  'nothing at all': ['font.kind', () => Buffer.alloc(0)],
  'four bytes': ['font.damaged', () => good.subarray(0, 4)],
  'a picture': ['font.kind', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  'a program': ['font.kind', () => Buffer.concat([Buffer.from('MZ\x90\0'), randomBytes(5000)])],
  'a page': ['font.kind', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
  'a collection': [
    'font.collection',
    () => Buffer.concat([Buffer.from('ttcf\0\x01\0\0\0\0\0\x01\0\0\0\x10'), good]),
  ],
  'a WOFF bomb': ['font.packed', woffBomb],
  'a WOFF2': ['font.packed', () => Buffer.concat([Buffer.from('wOF2'), randomBytes(500)])],
  'cut in the directory': ['font.damaged', () => good.subarray(0, 40), /directory is not whole/],
  'cut in the middle': [
    'font.damaged',
    () => good.subarray(0, good.length >> 1),
    /reaches out of the file/,
  ],
  'cut by its last byte': ['font.damaged', () => good.subarray(0, good.length - 4)],
  '65,535 tables': ['font.damaged', () => patched(4, 0xff, 0xff), /directory is not whole/],
  'no tables': ['font.damaged', () => patched(4, 0, 0)],
  'a table beyond the end': [
    'font.damaged',
    () => patched(recordOf('glyf') + 8, 0x7f, 0xff, 0xff, 0xff),
    /"glyf" reaches out/,
  ],
  'a table that wraps around': [
    'font.damaged',
    () => patched(recordOf('glyf') + 8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    /"glyf" reaches out/,
  ],
  'a table in the directory': ['font.damaged', () => patched(recordOf('glyf') + 8, 0, 0, 0, 0)],
  'a table over another': [
    'font.damaged',
    () => {
      const copy = Buffer.from(good);
      copy.copy(copy, recordOf('loca') + 8, recordOf('glyf') + 8, recordOf('glyf') + 12);
      return copy;
    },
    /lies over another/,
  ],
  'a table twice': [
    'font.damaged',
    () => patched(recordOf('hhea'), ...Buffer.from('head', 'latin1')),
    /"head" twice/,
  ],
  'no outlines': ['font.damaged', () => withTable(good, 'glyf', () => null)],
  'no words on its use': [
    'font.damaged',
    () => withTable(good, 'OS/2', () => null),
    /no whole table "OS\/2"/,
  ],
  'half the words on its use': [
    'font.damaged',
    () => withTable(good, 'OS/2', (table) => table.subarray(0, 6)),
    /no whole table "OS\/2"/,
  ],
  'an endless character map': ['font.damaged', endlessMap, /characters that there are not/],
  'a character map of noise': ['font.damaged', () => noise('cmap')],
  'a variable font': [
    'font.variable',
    () => {
      const { format, tables } = readSfnt(good);
      return writeSfnt({ format, tables: new Map([...tables, ['fvar', Buffer.alloc(16)]]) });
    },
  ],
  'a maker who forbids it': ['font.restricted', () => withUse(good, 0x0002)],
  'a maker who forbids parts': ['font.no-subset', () => withUse(good, 0x0108)],
  'a maker who allows bitmaps': ['font.bitmap-only', () => withUse(good, 0x0204)],
  'a name that closes a style sheet': ['font.name', () => named('A</style><script>x()</script>')],
  'a name that ends a string': ['font.name', () => named('A";}body{display:none}')],
  'a name of controls': ['font.name', () => named('Ab\u0000\u202ecd')],
  'a name without an end': ['font.name', () => named('A'.repeat(16_000))],
  'no name': ['font.name', () => named('')],
  'a PostScript name that is a path': ['font.name', () => named('Plain', '/etc/passwd')],
  'letters that are missing': ['font.letters', () => latinOtf('Kurz', 'ßŒé')],
  'PostScript outlines of noise': [
    'font.damaged',
    () => withTable(latinOtf(), 'CFF ', (table) => Buffer.from(table.fill(0xff))),
  ],
  'no glyphs by its own count': [
    'font.damaged',
    () => withTable(good, 'maxp', (table) => Buffer.from(table.fill(0, 4, 6))),
  ],
};

describe('the own font of an organisation against hostile files', () => {
  let desk: Desk;
  let home: string;
  let administrator: Principal;

  before(async () => {
    desk = await createDesk(catalogueOf([organisationArea]), '2026-03-02T08:00:00.000Z');
    home = await desk.world.organisation('ITSM', 'contractor');
    administrator = await desk.world.person('Adam', home, ['system-administrator']);
  });
  after(async () => {
    await desk.close();
    await stopTestServer();
  });

  const send = <T = Problem>(name: string, bytes: Buffer | Readable, headers = {}) =>
    desk.ask<T>(
      administrator,
      'POST',
      `/house-styles/${home}/fonts?name=${encodeURIComponent(name)}`,
      bytes,
      { 'content-type': 'font/ttf', ...headers },
    );
  const written = () =>
    desk.world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => {
        const { rows } = await client.query<{ rows: number }>(
          `select ((select count(*) from house_font) + (select count(*) from trail_entry where kind = 'house-style'))::int as rows`,
        );
        return rows[0]?.rows;
      },
    );

  for (const [attack, [code, make, words = /./]] of Object.entries(attacks)) {
    it(`${attack}: is refused by the name of the file, and nothing is written`, async () => {
      const before = await written();
      const answer = await send('Amt & Haus.ttf', make());
      assert.equal(answer.status, 422, JSON.stringify(answer.body));
      assert.equal(answer.body.code, 'font-refused');
      assert.equal(answer.body.faults?.[0]?.code, code, String(answer.body.detail));
      assert.match(answer.body.detail ?? '', words);
      assert.match(answer.body.detail ?? '', /^Amt & Haus\.ttf: .{10,250}$/s);
      assert.equal(await written(), before);
    });
  }

  it('100 MB are refused by the name of the file as soon as they are too many, and not held', async () => {
    const before = await written();
    const chunk = Buffer.alloc(1024 * 1024);
    let sent = 0;
    async function* endless() {
      yield good;
      for (; sent < 100; sent += 1) yield chunk;
    }
    const atRest = process.memoryUsage.rss();
    const answer = await send('Riese.ttf', Readable.from(endless(), { objectMode: false }));
    assert.deepEqual(
      [answer.status, answer.body.faults?.[0]?.code, answer.body.detail],
      [422, 'font.size', 'Riese.ttf: A font file has 2 MB at most.'],
    );
    assert.ok(process.memoryUsage.rss() - atRest < 128 * 1024 * 1024);
    assert.equal(await written(), before);
  });

  it('a name that is none is refused with the input', async () => {
    assert.equal((await send('', good)).status, 422);
    assert.equal((await send('x'.repeat(121), good)).status, 422);
  });

  it('bytes turned at random are refused or can be printed with; no request fails and none is long', async () => {
    const rng = rngOf(58, 1);
    for (const source of [good, latinOtf()]) {
      const directory = 12 + source.readUInt16BE(4) * 16;
      for (let round = 0; round < 12; round += 1) {
        const copy = Buffer.from(source);
        for (let turned = 0; turned < 1 + round * 4; turned += 1) {
          const start = round % 3 === 0 ? 0 : directory;
          const end = round % 3 === 0 ? directory : copy.length;
          copy[start + rng.int(end - start)] = rng.int(256);
        }
        const began = performance.now();
        const answer = await send(`turned-${round}.ttf`, copy);
        assert.ok([201, 409, 422].includes(answer.status), JSON.stringify(answer.body));
        assert.ok(performance.now() - began < 30_000, `round ${round}`);
      }
    }
  });

  it('then takes the good file', async () => {
    assert.equal((await send('Amtsschrift-Regular.ttf', good)).status, 201);
  });
});
