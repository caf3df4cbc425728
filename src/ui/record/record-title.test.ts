import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordTitle } from './record-title.ts';

const names = { role: (id: string) => `the ${id}`, procedure: (id: string) => `to ${id}` };

test('a record is called by its title field, what is declared by its name', () => {
  const holdings = { title: 'role', fields: { role: { kind: 'text', of: 'role' } } } as const;
  const assets = { title: 'name', fields: { name: { kind: 'text' } } } as const;
  assert.equal(recordTitle(names, holdings, { role: 'isirt' }), 'the isirt');
  const asked = { title: 'of', fields: { of: { kind: 'text', of: 'procedure' } } } as const;
  assert.equal(recordTitle(names, asked, { of: 'change' }), 'to change');
  assert.equal(recordTitle(names, assets, { name: 'mx-3' }), 'mx-3');
  assert.equal(recordTitle(names, assets, {}), '');
});
