import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isServerSource } from './server-sources.ts';

test('the server starts again for what it runs, and not for what only the browser runs', () => {
  const restarts = (path: string): boolean =>
    isServerSource('/home/x/product', `/home/x/product/${path}`);
  for (const path of [
    'src/areas/assets/registers.ts',
    'src/areas/assets/contract.ts',
    'src/areas/assets/texts/fr.json',
    'src/ui/i18n/translator.ts',
    'src/web/texts/en.json',
    'src/apps/demo/data/parties.json',
    'db/migrations/0001-base.sql',
  ]) {
    assert.equal(restarts(path), true, path);
  }
  for (const path of [
    'src/ui/list/record-table.tsx',
    'src/ui/list/columns.ts',
    'src/web/router.tsx',
    'src/areas/assets/web/routes.tsx',
    'src/areas/assets/web/columns.ts',
    'src/areas/assets/assets.test.ts',
    'src/apps/dev.ts',
    'src/apps/dev/server-process.ts',
    'README.md',
  ]) {
    assert.equal(restarts(path), false, path);
  }
});
