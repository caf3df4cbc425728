import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CsvOptions, readCsv } from './read-csv.ts';
import type { TableCell, TableItem } from './table.ts';
import { writeCsv } from './write-csv.ts';

async function* pieces(bytes: Uint8Array, size = 4096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function read(input: string | Uint8Array, options?: CsvOptions, size?: number) {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const items: TableItem[] = [];
  for await (const item of readCsv(pieces(bytes, size), options)) items.push(item);
  return items;
}

const brief = (items: TableItem[]): unknown[] =>
  items.map((item) => [item.place.line, item.kind === 'fault' ? item.code : item.cells.join('·')]);

test('quotes, line ends and empty rows read as RFC 4180 says, however cut', async () => {
  const text =
    '\ufeffa,"b ""x""",c\r\n1,"two\r\nlines, and more",3\r\n\r\n4,5" disk,\n"7",8,"9"\r10,11,12';
  for (const size of [1, 2, 3, 7, 1000]) {
    assert.deepEqual(brief(await read(text, {}, size)), [
      [1, 'a·b "x"·c'],
      [2, '1·two\r\nlines, and more·3'],
      [5, '4·5" disk·'],
      [6, '7·8·9'],
      [7, '10·11·12'],
    ]);
  }
  assert.deepEqual(await read(''), []);
  assert.deepEqual(await read('\n\n ,, \n'), []);
});

test('delimiter and encoding are found', async () => {
  const rows = (separator: string): string =>
    `naïve${separator}b\nx${separator}y, z; w\n1${separator}2\n`;
  for (const separator of [',', ';', '\t', '|']) {
    const items = await read(rows(separator).replace('y, z; w', 'yz'));
    assert.deepEqual(items[0]?.kind === 'header' && items[0].cells, ['naïve', 'b'], separator);
  }
  const named = await read('sep=|\r\na|b,c,d\r\n1|2,3,4\r\n');
  assert.deepEqual(brief(named), [
    [2, 'a·b,c,d'],
    [3, '1·2,3,4'],
  ]);
  const text = 'Gerät;Größe\r\nRouter;5 €\r\n';
  for (const input of [
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  ]) {
    assert.deepEqual(brief(await read(input, {}, 5)), [
      [1, 'Gerät·Größe'],
      [2, 'Router·5 €'],
    ]);
  }
  const windows = Buffer.from(text.replace('€', '\u0080'), 'latin1');
  assert.deepEqual(brief(await read(windows)), [
    [1, 'csv-encoding-guessed'],
    [1, 'Gerät·Größe'],
    [2, 'Router·5 €'],
  ]);
  const bare = await read(Buffer.from('a;b\r\nc;d\r\n', 'utf16le'));
  assert.deepEqual(brief(bare), [
    [1, 'csv-encoding-guessed'],
    [1, 'a·b'],
    [2, 'c·d'],
  ]);
});

test('a bad row costs no good one', async () => {
  const text = 'a,b\n1,2,3\n"x"y,2\n\0,2\n3\n"4,5\n6,7\n';
  assert.deepEqual(brief(await read(text, { delimiter: ',' })), [
    [1, 'a·b'],
    [2, 'table-columns'],
    [3, 'csv-quote'],
    [4, 'table-nul'],
    [5, '3·'],
    [6, 'csv-unclosed-quote'],
  ]);
  const limits = { maxCells: 3, maxCellCharacters: 10, maxRowCharacters: 15, maxRows: 4 };
  const long =
    'a,b\n1,2,3,4,5\n12345678901,2\n"1234567890\n1",2\n123456789,1234567\nx,y\n1,1\n2,2\n3,3\n4,4\n';
  for (const size of [1, 6, 1000]) {
    assert.deepEqual(brief(await read(long, { limits }, size)), [
      [1, 'a·b'],
      [2, 'csv-too-many-cells'],
      [3, 'csv-cell-too-long'],
      [4, 'csv-cell-too-long'],
      [6, 'csv-row-too-long'],
      [7, 'x·y'],
      [8, '1·1'],
      [9, '2·2'],
      [10, '3·3'],
      [11, 'table-too-many-rows'],
    ]);
  }
  const late = Buffer.concat([
    Buffer.from(`a,b\n${'x,y\n'.repeat(20_000)}`),
    Buffer.from([0xe9, 0x0a]),
    Buffer.from('é,1\n'),
  ]);
  const items = await read(late);
  assert.deepEqual(brief(items).slice(-2), [
    [20_002, 'csv-encoding'],
    [20_003, 'é·1'],
  ]);
  await assert.rejects(read('a,b\n1,2', { limits: { maxBytes: 5 } }), { code: 'too-large' });
});

test('a line of 100 MB is refused with bounded memory, quoted or not', async () => {
  for (const opening of ['', '"', 'x,']) {
    async function* hostile(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`a,b\n${opening}`);
      const piece = new Uint8Array(1024 * 1024).fill(0x61);
      for (let k = 0; k < 100; k += 1) yield piece;
      yield Buffer.from('\n1,2\n');
    }
    const before = process.memoryUsage();
    let peak = 0;
    const items: TableItem[] = [];
    for await (const item of readCsv(hostile())) {
      items.push(item);
      const now = process.memoryUsage();
      peak = Math.max(peak, now.rss - before.rss);
    }
    assert.deepEqual(brief(items), [
      [1, 'a·b'],
      [2, 'csv-cell-too-long'],
      [3, '1·2'],
    ]);
    assert.ok(peak < 96 * 1024 * 1024, `${peak} bytes`);
  }
});

async function written(rows: TableCell[][], options = {}): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const piece of writeCsv(rows, options)) parts.push(piece);
  return Buffer.concat(parts).toString();
}

test('what is written is no formula to a spreadsheet', async () => {
  const rows: TableCell[][] = [
    ['=1+1', '+33 1 23', '-2', -2, '@SUM(A1)', ' =x', '\tx', '＝x', 'a=b'],
    [true, null, undefined, new Date('2026-01-02T03:04:05Z'), 'x"y', 'a,b', 'l\nm', '+1,5', 0.5],
  ];
  const text = await written(rows);
  assert.equal(
    text,
    "\ufeff'=1+1,'+33 1 23,-2,-2,'@SUM(A1),' =x,'\tx,'＝x,a=b\r\n" +
      'true,,,2026-01-02T03:04:05.000Z,"x""y","a,b","l\nm","+1,5",0.5\r\n',
  );
  const semicolon = await written([['a;b', 'c']], { delimiter: ';', byteOrderMark: false });
  assert.equal(semicolon, '"a;b";c\r\n');
});

test('what is written comes back', async () => {
  const cell = fc
    .string({ unit: 'grapheme', maxLength: 8 })
    .filter(
      (text) =>
        text.trim() === text &&
        text !== '' &&
        !/^[=+\-@＝＋－＠\t\r\n]|\0|\ufffd|\ufeff/u.test(text),
    );
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }).chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
          minLength: 1,
          maxLength: 6,
        }),
      ),
      fc.integer({ min: 1, max: 9 }),
      async (rows, size) => {
        const text = await written(rows);
        const items = await read(text, { delimiter: ',' }, size);
        assert.deepEqual(
          items.map((item) => item.kind !== 'fault' && item.cells),
          rows,
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('random bytes give items and never an error', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 80 }),
      fc.integer({ min: 1, max: 9 }),
      async (bytes, size) => {
        await read(bytes, {}, size);
      },
    ),
    { numRuns: 800 },
  );
});
