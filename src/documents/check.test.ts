import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertPrintable, checkDocument, UnprintableDocumentError } from './check.ts';
import { checkImage } from './check-image.ts';
import { sampleReport } from './fixtures/sample-report.ts';
import type { Block, DocumentModel, ImageData } from './model.ts';

function withBlocks(...blocks: Block[]): DocumentModel {
  return { ...sampleReport(1), sections: [{ title: 'One', mandatory: true, blocks }], annexes: [] };
}

function codes(model: DocumentModel): string[] {
  return checkDocument(model).map((fault) => `${fault.severity} ${fault.code} ${fault.path}`);
}

const svg = (text: string): ImageData => ({
  format: 'svg',
  base64: Buffer.from(text).toString('base64'),
});

test('a document fit for delivery has no faults', () => {
  assert.deepEqual(checkDocument(sampleReport()), []);
});

test('an empty mandatory section is named, also when it holds only blanks', () => {
  assert.deepEqual(codes(withBlocks()), ['incomplete section.empty /sections/0']);
  assert.deepEqual(codes(withBlocks({ kind: 'paragraph', text: ' \n' }, { kind: 'page-break' })), [
    'incomplete section.empty /sections/0',
  ]);
});

test('R-DOC-1 a cover without owner, reference or title is not fit for delivery', () => {
  const model = sampleReport(1);
  const cover = { ...model.cover, owner: '', reference: ' ', title: '', issueDate: '2026-02-30' };
  assert.deepEqual(codes({ ...model, cover }).sort(), [
    'error cover.date /cover/issueDate',
    'incomplete cover.missing /cover/owner',
    'incomplete cover.missing /cover/reference',
    'incomplete cover.missing /cover/title',
  ]);
});

test('R-DOC-2 the history has rows, in order, up to the version on the cover', () => {
  const model = sampleReport(1);
  assert.deepEqual(codes({ ...model, history: [] }), ['incomplete history.empty /history']);
  const short = model.history.slice(0, 3);
  assert.deepEqual(codes({ ...model, history: short }), ['incomplete history.version /history/2']);
  const turned = [...model.history.slice(0, 5), ...model.history.slice(4)];
  assert.deepEqual(codes({ ...model, history: turned }), ['incomplete history.order /history/5']);
});

test('what cannot be printed is an error and the writers refuse it', () => {
  const model = withBlocks(
    { kind: 'paragraph', text: [{ ref: 'nowhere' }, { text: 'x', href: 'javascript:alert(1)' }] },
    { kind: 'table', caption: 'T', columns: [{ head: 'A', width: 1 }], rows: [['1', '2']] },
  );
  const expected = [
    'error reference.unknown /sections/0/blocks/0/text/0',
    'error link.scheme /sections/0/blocks/0/text/1/href',
    'error table.columns /sections/0/blocks/1/rows/0',
  ];
  assert.deepEqual(codes(model), expected);
  assert.throws(() => assertPrintable(model), UnprintableDocumentError);
});

test('a figure without alternative text or caption is incomplete', () => {
  const image = svg('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>');
  const model = withBlocks({ kind: 'figure', caption: '', altText: '', image, width: 50 });
  assert.deepEqual(codes(model), [
    'incomplete figure.alt /sections/0/blocks/0/altText',
    'incomplete figure.caption /sections/0/blocks/0/caption',
  ]);
});

test('an SVG that acts or reaches out of itself is refused', () => {
  const inside = [
    '<script>1</script>',
    '<g onload="x()"/>',
    '<image href="file:///etc/passwd"/>',
    '<image xlink:href="https://example.org/x.png"/>',
    '<foreignObject></foreignObject>',
    '<rect fill="url(https://example.org/a.svg#b)"/>',
    '<style>@import "x"</style>',
    '<a href="javascript:x"/>',
  ];
  for (const part of inside) {
    assert.equal(
      checkImage(svg(`<svg viewBox="0 0 1 1">${part}</svg>`))?.code,
      'image.unsafe',
      part,
    );
  }
  const entity = '<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1">&a;</svg>';
  assert.equal(checkImage(svg(entity))?.code, 'image.unsafe');
  assert.equal(checkImage(svg('<svg viewBox="0 0 1 1"><use href="#a"/></svg>')), null);
  assert.equal(checkImage({ format: 'png', base64: 'AAAA' })?.code, 'image.data');
});
