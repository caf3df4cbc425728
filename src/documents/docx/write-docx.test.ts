import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SaxesParser } from 'saxes';
import { checkGolden } from '../fixtures/golden.ts';
import { HOSTILE, hostileReport } from '../fixtures/hostile-text.ts';
import { paragraphsOf, readDocx, tablesOf, textOf } from '../fixtures/read-docx.ts';
import { sampleReport } from '../fixtures/sample-report.ts';
import { writeDocx } from './write-docx.ts';

async function partsOf(model: Parameters<typeof writeDocx>[0]): Promise<Map<string, string>> {
  const parts = await readDocx(await writeDocx(model));
  const xml = [...parts].filter(([name]) => /\.(xml|rels)$/.test(name));
  return new Map(xml.map(([name, bytes]) => [name, bytes.toString('utf8')]));
}

test('R-DOC-1 R-DOC-7 R-DOC-8 the Word document has the structure of the document', async () => {
  const parts = await partsOf(sampleReport(2));
  const lines = paragraphsOf(parts.get('word/document.xml') ?? '');
  for (const name of ['word/header2.xml', 'word/footer2.xml', 'word/header3.xml']) {
    lines.push(`== ${name}`, ...paragraphsOf(parts.get(name) ?? ''));
  }
  checkGolden(new URL('write-docx.golden.txt', import.meta.url), lines.join('\n'));
});

test('R-DOC-8 contents, captions, section and page numbers are fields that Word keeps up to date', async () => {
  const parts = await partsOf(sampleReport(2));
  const body = parts.get('word/document.xml') ?? '';
  for (const field of [
    'TOC \\h \\o &quot;1-3&quot;',
    'TOC \\c &quot;Table&quot; \\h',
    'SEQ Table',
    'SEQ Figure',
    'PAGEREF',
  ]) {
    assert.ok(body.includes(field), field);
  }
  const header = parts.get('word/header3.xml') ?? '';
  assert.match(header, /STYLEREF 1 \\n/);
  assert.match(parts.get('word/footer3.xml') ?? '', /PAGE<.*NUMPAGES</s);
  assert.match(body, /<w:tblHeader\/>/);
  assert.match(parts.get('word/styles.xml') ?? '', /w:styleId="Heading1".*?<w:numPr>/s);
});

test('R-DOC-8 the label is in every header and footer, the cover has no running header', async () => {
  const parts = await partsOf(sampleReport(2));
  const furniture = [...parts].filter(([name]) => /word\/(header|footer)\d/.test(name));
  assert.equal(furniture.length, 6);
  for (const [name, xml] of furniture) assert.match(textOf(xml), /LIMITED.*TLP:AMBER/, name);
  assert.doesNotMatch(textOf(parts.get('word/header1.xml') ?? ''), /ITSM/);
});

test('language, metadata and fonts are in the file', async () => {
  const parts = await partsOf({ ...sampleReport(1), language: 'fr' });
  assert.match(parts.get('word/styles.xml') ?? '', /<w:lang w:val="fr-FR"\/>/);
  const core = parts.get('docProps/core.xml') ?? '';
  assert.match(core, /<dc:title>Security early-warning report/);
  assert.match(core, /ITS-RPT-EW-SC06-0417, LIMITED, TLP:AMBER/);
  assert.match(
    parts.get('word/fontTable.xml') ?? '',
    /embedRegular.*embedBold.*embedItalic.*embedBoldItalic/s,
  );
});

test('hostile text is printed as it is and every part is well formed', async () => {
  const parts = await partsOf(hostileReport());
  for (const [name, xml] of parts) {
    const parser = new SaxesParser({ fileName: name });
    parser.on('error', (error) => assert.fail(`${name}: ${error.message}`));
    parser.write(xml).close();
  }
  const text = textOf(parts.get('word/document.xml') ?? '');
  for (const line of HOSTILE) assert.ok(text.includes(line), line);
  const rows = tablesOf(parts.get('word/document.xml') ?? '')
    .at(-1)
    ?.slice(1);
  assert.deepEqual(
    rows,
    HOSTILE.map((line) => [line, line]),
  );
});

test('sections of the first level each begin a page under their own header when asked', async () => {
  const model = sampleReport(1);
  const parts = await partsOf({ ...model, options: { ...model.options, sectionsOnNewPage: true } });
  const headers = [...parts].filter(([name]) => /word\/header\d/.test(name));
  assert.equal(headers.length, 2 + 7);
  assert.match(headers.map(([, xml]) => textOf(xml)).join('\n'), /Recommendations/);
});

test('R-DOC-8 the back of the cover is left blank for duplex printing when asked', async () => {
  const model = sampleReport(1);
  const parts = await partsOf({ ...model, options: { ...model.options, duplex: true } });
  const body = parts.get('word/document.xml') ?? '';
  assert.match(textOf(body), /\[Blank for duplex printing\]/);
  assert.equal(body.match(/<w:type w:val="oddPage"\/>/g)?.length, 2);
});
