import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { configurationGuide } from './configuration-guide.ts';

test('the guide to the configuration says what the settings are', () => {
  const guide = new URL('../../../docs/guide/configuration.md', import.meta.url);
  assert.equal(
    readFileSync(guide, 'utf8'),
    configurationGuide(),
    'Run: node bin/commonward.mjs config guide > docs/guide/configuration.md',
  );
});
