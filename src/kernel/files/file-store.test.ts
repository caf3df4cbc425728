import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { readConfig } from '#kernel/config/config.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { FileStore } from './file-store.ts';

let world: World;
let dataDir: string;
let store: FileStore;
let a: string;
let b: string;
before(async () => {
  world = await createWorld();
  a = await world.organisation('A');
  b = await world.organisation('B');
  dataDir = mkdtempSync(join(tmpdir(), 'commonward-files-'));
  store = newStore(1_000_000);
});
after(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await world.close();
  await stopTestServer();
});

function newStore(maxBytes: number): FileStore {
  const config = readConfig({ DATA_DIR: dataDir });
  return new FileStore({ database: world.test.database, clock: world.clock, config, maxBytes });
}

const put = (owner: string, bytes: Buffer) => store.putFile(owner, Readable.from([bytes]));
const get = async (owner: string, hash: string) => buffer(await store.openFile(owner, hash));
const placeOf = (owner: string, hash: string) =>
  join(dataDir, 'files', owner, hash.slice(0, 2), hash);

test('bytes of every size come back as they were given, and are unreadable on the disk', async () => {
  for (const size of [0, 1, 65_535, 65_536, 65_537, 131_072, 400_001]) {
    const bytes = randomBytes(size);
    const stored = await put(a, bytes);
    assert.deepEqual(stored, {
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: size,
    });
    assert.ok((await get(a, stored.sha256)).equals(bytes), `${size}`);
    assert.equal(await store.sizeOf(a, stored.sha256), size);
  }
  const text = Buffer.from('the evidence of an incident '.repeat(100));
  const { sha256 } = await put(a, text);
  assert.ok(!readFileSync(placeOf(a, sha256)).includes('evidence'));
  assert.equal(statSync(placeOf(a, sha256)).mode & 0o777, 0o600);
});

test('owners share nothing: the same bytes are stored for each, and one cannot reach those of the other', async () => {
  const bytes = Buffer.from('shared content');
  const { sha256 } = await put(a, bytes);
  await assert.rejects(store.openFile(b, sha256), { status: 404 });
  await put(b, bytes);
  assert.ok(!readFileSync(placeOf(a, sha256)).equals(readFileSync(placeOf(b, sha256))));
  writeFileSync(placeOf(b, sha256), readFileSync(placeOf(a, sha256)));
  await assert.rejects(get(b, sha256), /key of this file is gone/);
});

test('what is stored is never altered: the same bytes again leave the file as it is', async () => {
  const { sha256 } = await put(a, Buffer.from('once'));
  const before = readFileSync(placeOf(a, sha256));
  await put(a, Buffer.from('once'));
  assert.ok(readFileSync(placeOf(a, sha256)).equals(before));
});

test('a changed, moved, or cut byte on the disk is found and not handed out', async () => {
  const bytes = randomBytes(200_000);
  const { sha256 } = await put(a, bytes);
  const place = placeOf(a, sha256);
  const good = readFileSync(place);
  const flipped = Buffer.from(good);
  flipped[100_000] = (flipped[100_000] ?? 0) ^ 1;
  const other = await put(a, randomBytes(200_000));
  const damages = [
    flipped,
    good.subarray(0, 28 + 65_552 * 2),
    good.subarray(0, good.length - 1),
    good.subarray(0, 10),
    Buffer.concat([good, Buffer.from('more')]),
    readFileSync(placeOf(a, other.sha256)),
  ];
  for (const damage of damages) {
    writeFileSync(place, damage);
    await assert.rejects(get(a, sha256), { name: 'DamagedFileError' });
  }
});

test('a file beyond the limit, or whose stream breaks, leaves nothing behind', async () => {
  await assert.rejects(put(a, randomBytes(1_000_001)), { status: 413 });
  async function* breaking(): AsyncGenerator<Buffer> {
    yield randomBytes(100_000);
    throw new Error('the line broke');
  }
  await assert.rejects(store.putFile(a, breaking()), /line broke/);
  const left = readdirSync(join(dataDir, 'files', a)).filter((name) => name.startsWith('incoming'));
  assert.deepEqual(left, []);
});

test('rotation changes the master key, keeps every file readable, and destroys the old key', async () => {
  const { sha256 } = await put(a, Buffer.from('before'));
  const old = readFileSync(join(dataDir, 'keys', 'files.json'), 'utf8');
  assert.equal(await store.keys.rotateMasterKey(), 2);
  await store.keys.retireKey(a);
  const after = await put(a, Buffer.from('after'));
  assert.equal((await get(a, sha256)).toString(), 'before');
  assert.equal((await get(a, after.sha256)).toString(), 'after');
  const present = readFileSync(join(dataDir, 'keys', 'files.json'), 'utf8');
  assert.ok(!present.includes(JSON.parse(old).present));
  assert.equal(statSync(join(dataDir, 'keys', 'files.json')).mode & 0o777, 0o600);
});

test('destroyed bytes are gone', async () => {
  const { sha256 } = await put(a, Buffer.from('short-lived'));
  assert.equal(await store.removeFile(a, sha256), true);
  assert.equal(await store.removeFile(a, sha256), false);
  await assert.rejects(store.openFile(a, sha256), { status: 404 });
  assert.equal(await store.sizeOf(a, sha256), null);
});
