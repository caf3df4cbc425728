import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { FormatError } from '../format-error.ts';
import { type GunzipLimits, gunzipIfCompressed, limitedGunzip } from './limited-gunzip.ts';

async function* pieces(bytes: Uint8Array, size = 4096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function gunzip(bytes: Uint8Array, limits?: GunzipLimits): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of limitedGunzip(pieces(bytes), limits)) parts.push(piece);
  return Buffer.concat(parts);
}

const codeOf = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'accepted',
    (error: unknown) => (error instanceof FormatError ? error.code : `other: ${String(error)}`),
  );

const text = Buffer.from(
  Array.from({ length: 20_000 }, (_, k) => `line ${k} of a file\n`).join(''),
);

test('gzip comes back as it was, several members joined, plain input untouched', async () => {
  assert.deepEqual(await gunzip(gzipSync(text)), text);
  assert.deepEqual(await gunzip(Buffer.concat([gzipSync('a'), gzipSync('b')])), Buffer.from('ab'));
  for (const input of [gzipSync(text), text, Buffer.from('x'), Buffer.alloc(0)]) {
    const parts: Uint8Array[] = [];
    for await (const piece of gunzipIfCompressed(pieces(input, 1))) {
      parts.push(piece);
      if (parts.length > 50) break;
    }
    assert.equal(
      Buffer.concat(parts)[0],
      input.length === 0 ? undefined : input.length === 1 ? 0x78 : 0x6c,
    );
  }
});

test('a bomb is refused before it grows', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  const before = process.memoryUsage().arrayBuffers;
  assert.equal(await codeOf(gunzip(bomb)), 'gzip-bomb');
  assert.ok(process.memoryUsage().arrayBuffers - before < 40 * 1024 * 1024);
  assert.equal(
    await codeOf(gunzip(bomb, { maxRatio: 2000, maxBytes: 1_000_000 })),
    'gzip-too-large',
  );
});

test('truncated, corrupt and foreign input is named', async () => {
  const packed = gzipSync(text);
  assert.equal(await codeOf(gunzip(packed.subarray(0, packed.length - 20))), 'gzip-truncated');
  const corrupt = Buffer.from(packed);
  corrupt.fill(0xff, 100, 140);
  assert.equal(await codeOf(gunzip(corrupt)), 'gzip-invalid');
  assert.equal(await codeOf(gunzip(Buffer.from('PK\u0003\u0004 not gzip'))), 'gzip-invalid');
});

test('an error of the source comes through as it is', async () => {
  const own = new Error('the line broke');
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield gzipSync(text).subarray(0, 500);
    throw own;
  }
  await assert.rejects(
    async () => {
      for await (const _ of limitedGunzip(broken())) void _;
    },
    (error) => error === own,
  );
});
