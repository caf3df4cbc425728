import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { checkGolden } from '../fixtures/golden.ts';
import { HOSTILE, hostileReport } from '../fixtures/hostile-text.ts';
import { sampleReport } from '../fixtures/sample-report.ts';
import { escapeHtml } from './escape.ts';
import { documentCsp, documentCss } from './html-style.ts';
import { writeHtml } from './write-html.ts';

const style = { nonce: 'r4nd0m' };

/** Reads a page strictly, as XML, so that anything unescaped is an error; gives its elements and texts. */
function readPage(html: string): {
  elements: { name: string; attributes: Record<string, string> }[];
  text: string;
} {
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes }));
  parser.on('text', (part) => {
    text += part;
  });
  const voids = /<(meta|link|br|img|col)((?:\s[^<>]*)?)>/g;
  const body = html.replace(/^<!doctype html>\n/, '').replace(/<style.*?<\/style>/s, '');
  parser.write(body.replace(voids, '<$1$2/>')).close();
  return { elements, text };
}

test('R-DOC-8 the page has the structure of the document', () => {
  const { elements } = readPage(writeHtml(sampleReport(2), style));
  const shown = [
    'h1',
    'h2',
    'h3',
    'nav',
    'table',
    'caption',
    'th',
    'figure',
    'img',
    'header',
    'main',
    'footer',
  ];
  const lines = elements
    .filter(({ name }) => shown.includes(name))
    .map(({ name, attributes: { id, scope, alt } }) =>
      [name, id, scope, alt].filter(Boolean).join(' '),
    );
  checkGolden(new URL('write-html.golden.txt', import.meta.url), lines.join('\n'));
});

test('hostile text is printed as it is, in every place', () => {
  const html = writeHtml(hostileReport(), style);
  const { elements, text } = readPage(html);
  for (const line of HOSTILE) assert.ok(text.includes(line), line);
  assert.ok(elements.every(({ name }) => !['script', 'iframe', 'i', 'style'].includes(name)));
  assert.ok(
    elements.every(({ attributes }) =>
      Object.keys(attributes).every((a) => !/^(on|style$)/.test(a)),
    ),
  );
  assert.equal(html.match(/<\/style>/g)?.length, 1);
});

test('escaping leaves nothing that opens or ends markup, and loses nothing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.nat(0x2ff).map((code) => String.fromCharCode(code)) }),
      (text) => {
        assert.doesNotMatch(escapeHtml(text), /[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/);
      },
    ),
  );
});

test('the page fetches nothing and runs nothing: it works under its own strict policy', () => {
  const { elements } = readPage(writeHtml(sampleReport(2), style));
  for (const { name, attributes } of elements) {
    assert.ok(!('style' in attributes) && name !== 'script' && name !== 'link', name);
    if ('src' in attributes)
      assert.match(attributes.src ?? '', /^data:image\/(png|svg\+xml);base64,/);
  }
  assert.doesNotMatch(documentCss(sampleReport(2)), /url\(|@import/);
  assert.match(documentCsp('r4nd0m'), /default-src 'none'.*'nonce-r4nd0m'/);
});

test('a page may take its style sheet from an address instead', () => {
  const html = writeHtml(sampleReport(1), { href: '/documents/a.css?b=1&c=2' });
  assert.match(html, /<link rel="stylesheet" href="\/documents\/a\.css\?b=1&amp;c=2">/);
  assert.doesNotMatch(html, /<style/);
});
