import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Compares with a checked-in list beside the tests; `UPDATE=1` writes it anew, to be read before it is committed. */
export function assertGolden(name: string, text: string): void {
  const path = fileURLToPath(new URL(name, import.meta.url));
  if (process.env['UPDATE'] === '1') writeFileSync(path, text);
  const known = existsSync(path) ? readFileSync(path, 'utf8') : '';
  assert.deepEqual(
    text.split('\n'),
    known.split('\n'),
    `tests/access/${name} says otherwise. If the change is meant: UPDATE=1, read the difference, commit it.`,
  );
}
