import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkGolden } from '../fixtures/golden.ts';
import { HOSTILE, hostileReport } from '../fixtures/hostile-text.ts';
import { elementsOf, type PdfElement, PdfReader, textIn } from '../fixtures/read-pdf.ts';
import { sampleReport } from '../fixtures/sample-report.ts';
import { breakablePieces } from './pdf-text.ts';
import { writePdf } from './write-pdf.ts';

/** An element a line; what holds only text is one line with it. */
function outline(element: PdfElement, depth = 0): string[] {
  const inner = element.children.filter((child) => typeof child !== 'string');
  const flat = inner.every((child) =>
    ['Span', 'Strong', 'Em', 'Code', 'Link'].includes(child.type),
  );
  const line = `${'  '.repeat(depth)}${element.type}${flat ? ` | ${textIn(element)}` : ''}`;
  return flat ? [line] : [line, ...inner.flatMap((child) => outline(child, depth + 1))];
}

function withoutSpaces(text: string): string {
  return text.replace(/[\s\u00ad\u2010-]+/g, '');
}

test('R-DOC-1 R-DOC-7 R-DOC-8 the PDF is tagged and reads in the order of the document', async () => {
  const reader = new PdfReader(await writePdf(sampleReport(2)));
  assert.match(reader.source, /\/Marked true/);
  assert.match(reader.source, /\/Lang \(en-GB\)/);
  assert.match(reader.source, /pdfuaid:part>1</);
  assert.match(reader.source, /\/Outlines \d+ 0 R/);
  checkGolden(
    new URL('write-pdf.golden.txt', import.meta.url),
    outline(reader.structure()).join('\n'),
  );
});

test('every font is embedded and pictures carry their alternative text', async () => {
  const reader = new PdfReader(await writePdf(sampleReport(2)));
  assert.ok(reader.fonts().length >= 4);
  assert.ok(reader.fonts().every(({ embedded }) => embedded));
  const alts = elementsOf(reader.structure(), 'Figure').map(({ alt }) => alt ?? '');
  assert.ok(alts.some((alt) => alt.includes('Four steps in a row')));
});

test('hostile text is printed as it is', async () => {
  const reader = new PdfReader(await writePdf(hostileReport()));
  const text = withoutSpaces(textIn(reader.structure()));
  for (const line of HOSTILE.slice(0, 6)) assert.ok(text.includes(withoutSpaces(line)), line);
});

test('control characters, emoji, a word of 100 kB and scripts without glyphs are printed, none is lost', async () => {
  const model = sampleReport(1);
  const word = 'Xy7'.repeat(33_334);
  const blocks = [
    'a\u0000b\u001bc',
    'ok 😀🚨 漢字',
    word,
    'שלום مرحبا',
    'e\u0301\u0323 \u{1d54f}',
  ].map((text) => ({ kind: 'paragraph', text }) as const);
  const reader = new PdfReader(
    await writePdf({ ...model, sections: [{ title: 'T', blocks }], annexes: [] }),
  );
  const text = withoutSpaces(textIn(reader.structure()));
  assert.ok(text.includes('a␀b␛c'));
  assert.ok(text.includes('ok⟨U+1F600⟩⟨U+1F6A8⟩⟨U+6F22⟩⟨U+5B57⟩'));
  assert.ok(text.includes(word));
});

test('pieces of breakable text joined are the text', () => {
  const text =
    'see /usr/lib/x86_64-linux-gnu/libtls-common.so.3.0.10 and Donaudampfschifffahrtsgesellschaft';
  assert.equal(breakablePieces(text, 20).join(''), text);
  assert.ok(breakablePieces(text, 20).every((piece) => !/\S*\d\S{20,}/.test(piece)));
});

test('the same document gives the same bytes; PDF/A-2a can be had instead', async () => {
  const model = sampleReport(2);
  assert.deepEqual(await writePdf(model), await writePdf(model));
  const archive = new PdfReader(await writePdf(model, 'a-2a'));
  assert.match(archive.source, /pdfaid:conformance>A</);
});

test('R-DOC-8 duplex printing leaves the back of the cover and of the front matter blank', async () => {
  const model = sampleReport(2);
  const single = new PdfReader(await writePdf(model)).pageCount();
  const duplex = new PdfReader(
    await writePdf({ ...model, options: { ...model.options, duplex: true } }),
  );
  assert.ok(duplex.pageCount() > single);
  assert.match(textIn(duplex.structure()), /\[Blank for duplex printing\]/);
});
