import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDocument } from './check.ts';
import { checkTheme } from './check-theme.ts';
import { contrastOf } from './contrast.ts';
import { sampleReport } from './fixtures/sample-report.ts';
import type { Theme } from './model.ts';
import { specimen } from './specimen.ts';
import { PLAIN_THEME } from './theme.ts';

const told = (changes: Partial<Theme>) =>
  checkTheme({ ...PLAIN_THEME, ...changes }).map(({ path, code }) => `${code} ${path}`);

test('contrast is that of WCAG: 21 for black on white, 1 for the same, 4.54 for #767676', () => {
  assert.equal(contrastOf('#000000', '#ffffff'), 21);
  assert.equal(contrastOf('#336699', '#336699'), 1);
  assert.equal(contrastOf('#767676', '#ffffff').toFixed(2), '4.54');
  assert.equal(contrastOf('#ffffff', '#777777').toFixed(2), '4.48');
});

test('the plain look and the logo of the sample report are without fault', () => {
  assert.deepEqual(checkTheme(PLAIN_THEME), []);
  assert.deepEqual(checkTheme(sampleReport(1).theme), []);
});

test('colours that are none, and those that could not be read, are refused with the figure', () => {
  assert.deepEqual(told({ accent: 'red' }), ['theme.colour /accent']);
  assert.deepEqual(told({ accent: '#f5a623' }), ['theme.contrast /accent', 'theme.contrast /tint']);
  assert.deepEqual(told({ muted: '#9aa5b1' }), ['theme.contrast /muted']);
  assert.deepEqual([...new Set(told({ tint: '#33475b' }))], ['theme.contrast /tint']);
  const [fault] = checkTheme({ ...PLAIN_THEME, accent: '#777777' });
  assert.match(
    fault?.message ?? '',
    /contrast of 4\.47 to 1; WCAG 2\.2, 1\.4\.3 asks for 4\.5 to 1/,
  );
});

test('a logo is a PNG of bounded size with words for those who do not see it', () => {
  const { logo } = sampleReport(1).theme;
  assert.ok(logo !== null && logo.image.format === 'png');
  const svg = { format: 'svg', base64: Buffer.from('<svg/>').toString('base64') } as const;
  assert.deepEqual(told({ logo: { ...logo, image: svg } }), ['image.data /logo']);
  const long = { format: 'png', base64: 'AAAA'.repeat(70_000) } as const;
  assert.deepEqual(told({ logo: { ...logo, image: long } }), ['image.data /logo']);
  const text = { format: 'png', base64: Buffer.from('no picture').toString('base64') } as const;
  assert.deepEqual(told({ logo: { ...logo, image: text } }), ['image.data /logo']);
  assert.deepEqual(told({ logo: { ...logo, altText: ' ' } }), ['image.data /logo/altText']);
});

test('the specimen is fit for delivery in each language', () => {
  const given = { organisation: 'An organisation', code: 'ORG', issueDate: '2026-11-22' };
  for (const language of ['en', 'fr', 'de'] as const) {
    assert.deepEqual(checkDocument(specimen(PLAIN_THEME, { ...given, language })), []);
  }
});
