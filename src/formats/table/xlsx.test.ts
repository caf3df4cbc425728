import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FormatError } from '../format-error.ts';
import { type BuiltEntry, buildZip, workbookParts } from './fixtures/build-zip.ts';
import { readTable, type TableOptions } from './read-table.ts';
import { readXlsx, type XlsxOptions } from './read-xlsx.ts';
import type { TableCell, TableItem } from './table.ts';
import { sheetName, writeXlsx } from './write-xlsx.ts';
import { columnOf, dateOfSerial } from './xlsx-rows.ts';

async function* pieces(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function read(bytes: Uint8Array, options?: XlsxOptions): Promise<TableItem[]> {
  const items: TableItem[] = [];
  for await (const item of readXlsx(pieces(bytes), options)) items.push(item);
  return items;
}

const brief = (items: TableItem[]): unknown[] =>
  items.map((item) => [
    item.place.path,
    item.place.line,
    item.kind === 'fault' ? item.code : item.cells.join('·'),
  ]);

const built = (...parts: Parameters<typeof workbookParts>): Buffer =>
  buildZip(workbookParts(...parts));

async function codeOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
    return 'accepted';
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return error.code;
  }
}

test('text, numbers, dates, formulas and gaps come as they show', async () => {
  const rows = `
<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>b</t></is></c><c t="str"><v>d</v></c></row>
<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4"><v>4.7000000000000002</v></c><c r="C4" s="1"><v>45000</v></c><c r="D4" s="2"><v>45000.75</v></c></row>
<row r="5"/>
<row r="6"><c t="b"><v>1</v></c><c><f>1+1</f><v>2</v></c><c t="e"><v>#REF!</v></c><c s="3"><v>7</v></c></row>`;
  const shared = [
    '<t>a</t>',
    '<r><t>ri</t></r><r><rPr/><t>ch &amp; </t></r><rPh><t>phonetic</t></rPh>',
  ];
  assert.deepEqual(brief(await read(built({ One: rows }, shared))), [
    ['One', 2, 'a··b·d'],
    ['One', 4, 'rich &·4.7·2023-03-15·2023-03-15T18:00:00'],
    ['One', 6, 'TRUE·2·#REF!·7'],
  ]);
});

test('day numbers follow both calendars of Excel', () => {
  assert.equal(dateOfSerial(1, false), '1900-01-01');
  assert.equal(dateOfSerial(59, false), '1900-02-28');
  assert.equal(dateOfSerial(61, false), '1900-03-01');
  assert.equal(dateOfSerial(0.5, false), '12:00:00');
  assert.equal(dateOfSerial(0, true), '1904-01-01');
  assert.equal(dateOfSerial(2_958_465, false), '9999-12-31');
  for (const bad of [-1, 2_958_466, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.equal(dateOfSerial(bad, false), null);
  }
  assert.deepEqual(
    ['A1', 'Z9', 'AA1', 'XFD1', 'XFE1', '1', 'AAAA1'].map(columnOf),
    [0, 25, 26, 16_383, -1, -1, -1],
  );
});

test('sheets come in order, hidden ones only when asked for', async () => {
  const row = (text: string): string => `<row><c t="str"><v>${text}</v></c></row>`;
  const bytes = built({ First: row('a') + row('1'), Hidden: row('h'), Last: row('z') });
  assert.deepEqual(brief(await read(bytes)), [
    ['First', 1, 'a'],
    ['First', 2, '1'],
    ['Last', 1, 'z'],
  ]);
  assert.deepEqual(brief(await read(bytes, { sheets: ['Hidden'] })), [['Hidden', 1, 'h']]);
});

test('a bad row or sheet costs no good one', async () => {
  const head = '<row r="1"><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>';
  const rows = `${head}
<row r="2"><c t="s"><v>9</v></c></row><row r="3"><c><v>x</v></c></row><row r="4"><c><f>NOW()</f></c></row>
<row r="x"><c><v>1</v></c></row><row r="6"><c r="ZZZZ6"><v>1</v></c></row><row r="7"><c r="XFD7"><v>1</v></c></row>
<row r="8"><c t="str"><v>${'x'.repeat(200)}</v></c></row><row r="9"><c r="C9"><v>1</v></c></row><row r="10"><c><v>1</v></c></row>`;
  const bytes = built({ Bad: `${head}<row><c></row>`, Rows: rows });
  assert.deepEqual(brief(await read(bytes, { limits: { maxCellCharacters: 100 } })), [
    ['Bad', 1, 'xml-invalid'],
    ['Rows', 1, 'a·b'],
    ['Rows', 2, 'xlsx-shared-string'],
    ['Rows', 3, 'xlsx-number'],
    ['Rows', 4, 'xlsx-no-result'],
    ['Rows', 5, 'xlsx-row-number'],
    ['Rows', 6, 'xlsx-cell-reference'],
    ['Rows', 7, 'xlsx-too-many-cells'],
    ['Rows', 8, 'xlsx-cell-too-long'],
    ['Rows', 9, 'table-columns'],
    ['Rows', 10, '1·'],
  ]);
});

test('entities, document types and endless tokens are refused', async () => {
  const sheet = (content: string): Promise<unknown[]> => {
    const parts = workbookParts({ S: '' });
    return read(
      buildZip(
        parts.map((part) => (part.name.endsWith('sheet0.xml') ? { ...part, content } : part)),
      ),
    ).then((items) => items.map((item) => item.kind === 'fault' && item.code));
  };
  assert.deepEqual(
    await sheet('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    ['xml-markup'],
  );
  assert.deepEqual(await sheet('<worksheet>&a;</worksheet>'), ['xml-invalid']);
  assert.deepEqual(await sheet('<worksheet><![CDATA[x]]></worksheet>'), ['xml-markup']);
  assert.deepEqual(await sheet('<worksheet>'.repeat(80)), ['xml-too-deep']);
  assert.deepEqual(await sheet(`<worksheet a="${randomText(1_300_000)}"/>`), ['xml-too-long']);
  const broken = buildZip([
    ...workbookParts({}).filter((part) => !part.name.includes('workbook.xml')),
    { name: 'xl/workbook.xml', content: '<!DOCTYPE a><a/>' },
  ]);
  assert.equal(await codeOf(read(broken)), 'zip-missing-entry');
});

function randomText(length: number): string {
  let state = 1;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += state.toString(36);
  }
  return text;
}

test('bombs, lies, doubles and passwords in the archive are refused', async () => {
  const parts = workbookParts({ S: '<row><c t="str"><v>a</v></c></row>' });
  const withEntry = (entry: BuiltEntry): Promise<string> =>
    codeOf(read(buildZip([...parts, entry])));
  const bomb = { name: 'xl/media/a', content: new Uint8Array(20_000_000) };
  assert.equal(await withEntry(bomb), 'zip-bomb');
  assert.equal(await withEntry({ ...bomb, declaredSize: 4_000_000_000 }), 'zip-bomb');
  assert.equal(await withEntry({ name: 'xl/workbook.xml', content: 'x' }), 'zip-duplicate-entry');
  assert.equal(await withEntry({ name: 'x', content: 'x', flags: 1 }), 'zip-encrypted');
  assert.equal(await withEntry({ name: '../x', content: 'x' }), 'zip-invalid');
  const many = Array.from({ length: 6000 }, (_, k) => ({ name: `n${k}`, content: '' }));
  assert.equal(await codeOf(read(buildZip(many))), 'zip-too-many-entries');
  // A sheet that says it is small and is not is stopped where it passes what it said.
  const lying = parts.map((part) =>
    part.name.includes('worksheets')
      ? { ...part, content: `<a>${' '.repeat(5_000_000)}</a>`, declaredSize: 100 }
      : part,
  );
  assert.deepEqual(brief(await read(buildZip(lying))), [['S', undefined, 'zip-invalid']]);
  const limits = { zipLimits: { maxUnpackedBytes: 500 } };
  assert.equal(await codeOf(read(buildZip(parts), limits)), 'zip-too-large');
  assert.equal(await codeOf(read(buildZip(parts), { zipLimits: { maxBytes: 500 } })), 'too-large');
});

test('what is no workbook is refused by name', async () => {
  assert.equal(await codeOf(read(Buffer.from('a,b\n'))), 'xlsx-format');
  assert.equal(await codeOf(read(Buffer.alloc(0))), 'xlsx-format');
  assert.match(String(await read(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])).catch(String)), /password/);
  assert.equal(
    await codeOf(read(buildZip([{ name: 'word/document.xml', content: '' }]))),
    'xlsx-format',
  );
  assert.match(
    String(await read(buildZip([{ name: 'xl/workbook.bin', content: '' }])).catch(String)),
    /xlsb/,
  );
  const whole = built({ S: '<row><c t="str"><v>a</v></c></row>' });
  for (let length = 0; length < whole.length; length += 1) {
    assert.notEqual(await codeOf(read(whole.subarray(0, length))), 'accepted');
  }
});

test('damaged archives give items or a FormatError, nothing else', async () => {
  const whole = built({ S: '<row><c t="s"><v>0</v></c></row><row><c s="1"><v>5</v></c></row>' }, [
    '<t>a</t>',
  ]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        await codeOf(read(bytes));
      },
    ),
    { numRuns: 400 },
  );
});

async function written(rows: TableCell[][], options = {}): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of writeXlsx(rows, options)) parts.push(piece);
  return Buffer.concat(parts);
}

test('what is written comes back, formulas as text', async () => {
  const rows: TableCell[][] = [
    ['name', 'n', 'when', 'yes', 'none'],
    ['=1+1', 1.5, new Date('2026-03-01T10:20:30Z'), true, null],
    ['<é & "😀">\u0001', -3, new Date('1999-12-31T00:00:00Z'), false, 'x'],
    ['line\nbreak', 0, undefined, '@SUM(1)', ' x '],
  ];
  const bytes = await written(rows, { sheet: 'Équipement [2026]/x' });
  assert.deepEqual(brief(await read(bytes)), [
    ['Équipement  2026  x', 1, 'name·n·when·yes·none'],
    ['Équipement  2026  x', 2, '=1+1·1.5·2026-03-01T10:20:30·TRUE·'],
    ['Équipement  2026  x', 3, '<é & "😀">\ufffd·-3·1999-12-31·FALSE·x'],
    ['Équipement  2026  x', 4, 'line\nbreak·0··@SUM(1)·x'],
  ]);
  assert.equal(await codeOf(written([['x'.repeat(32_768)]])), 'xlsx-cell-too-long');
  assert.equal(sheetName("'[]'"), 'Data');
});

test('50,000 rows are written and read, and writing can be given up', async () => {
  function* rows(): Generator<TableCell[]> {
    yield ['vendor', 'product', 'firmware', 'serial', 'note'];
    for (let k = 0; k < 50_000; k += 1) yield ['Acme', `P${k}`, `1.${k}`, `S${k}`, 'x'.repeat(50)];
  }
  const parts: Uint8Array[] = [];
  for await (const piece of writeXlsx(rows())) parts.push(piece);
  let count = 0;
  for await (const item of readXlsx(pieces(Buffer.concat(parts))))
    count += item.kind === 'row' ? 1 : 0;
  assert.equal(count, 50_000);
  for await (const _ of writeXlsx(rows())) break;
  const own = new Error('the rows broke');
  async function* broken(): AsyncGenerator<TableCell[]> {
    yield ['a'];
    throw own;
  }
  await assert.rejects(
    async () => {
      for await (const _ of writeXlsx(broken())) void _;
    },
    (error) => error === own,
  );
});

test('the kind of table is told by its first bytes', async () => {
  const kinds = async (bytes: Uint8Array, options?: TableOptions): Promise<string[]> => {
    const found: string[] = [];
    for await (const item of readTable(pieces(bytes, 3), options)) found.push(item.kind);
    return found;
  };
  assert.deepEqual(await kinds(await written([['a'], ['b']])), ['header', 'row']);
  assert.deepEqual(await kinds(Buffer.from('a\nb\n')), ['header', 'row']);
  assert.equal(await codeOf(kinds(Buffer.from('a\n'), { format: 'xlsx' })), 'xlsx-format');
});
