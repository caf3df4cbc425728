import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SaxesParser } from 'saxes';
import { change, changeTexts } from './fixtures/change.ts';
import { toDiagram } from './to-diagram.ts';
import { darkTheme, escapeXml, lightTheme, toSvg } from './to-svg.ts';

test('the SVG is well-formed XML that shows every name and marks the current state', async () => {
  const texts = { ...changeTexts, states: { requested: `<b>&'"\u0000` } };
  const diagram = await toDiagram(change, texts);
  const svg = toSvg(diagram, { theme: lightTheme, current: 'tested', visited: ['requested'] });
  const parser = new SaxesParser({});
  let shown = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (text) => {
    shown += ` ${text}`;
  });
  parser.write(svg).close();
  for (const node of diagram.nodes)
    for (const line of node.lines)
      assert.ok(shown.includes(line.replace('\u0000', '\uFFFD')), line);
  for (const { label } of [...diagram.nodes, ...diagram.flows]) {
    for (const line of label?.lines ?? []) assert.ok(shown.includes(line), line);
  }
  assert.match(svg, /<g id="state_tested" aria-current="step">/);
  assert.equal(svg.match(/aria-current/g)?.length, 1);
  assert.match(svg, /class="task visited"/);
  assert.ok(!svg.includes('<b>'));
});

test('the dark theme changes colours only', async () => {
  const diagram = await toDiagram(change, changeTexts);
  const strip = (svg: string): string => svg.replace(/#[0-9a-f]{6}/g, '');
  assert.equal(
    strip(toSvg(diagram, { theme: darkTheme })),
    strip(toSvg(diagram, { theme: lightTheme })),
  );
});

test('characters that XML forbids are replaced', () => {
  assert.equal(
    escapeXml('a\u0001<&>"\'\u{1F600}\uFFFE'),
    'a\uFFFD&#60;&#38;&#62;&#34;&#39;\u{1F600}\uFFFD',
  );
});
