import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { BackupError } from './backup-error.ts';
import { TarReader, TarWriter } from './tar.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonward-tar-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const long = `files/${'1'.repeat(36)}/ab/${'c'.repeat(64)}`;

async function sample(name: string): Promise<string> {
  const path = join(folder, name);
  const tar = await TarWriter.create(path, new Date('2026-03-02T08:00:00Z'));
  await tar.add('empty', 0, []);
  await tar.add(long, 5, [Buffer.from('hel'), Buffer.from('lo')]);
  await tar.add('block', 512, [Buffer.alloc(512, 7)]);
  await tar.end();
  return path;
}

async function listing(path: string): Promise<[string, string][]> {
  const tar = await TarReader.open(path);
  try {
    const found: [string, string][] = [];
    for await (const entry of tar.entries()) {
      const content = Buffer.concat(await Array.fromAsync(tar.content(entry, 2)));
      found.push([entry.name, content.toString('latin1')]);
    }
    return found;
  } finally {
    await tar.close();
  }
}

function refusal(message: RegExp) {
  return (error: unknown) =>
    error instanceof BackupError && error.fault === 'damaged' && message.test(error.message);
}

describe('archives', () => {
  test('give back what was put in, long names included', async () => {
    assert.deepEqual(await listing(await sample('whole.tar')), [
      ['empty', ''],
      [long, 'hello'],
      ['block', '\x07'.repeat(512)],
    ]);
  });

  test('are what POSIX says of ustar', async () => {
    const bytes = readFileSync(await sample('ustar.tar'));
    assert.equal(bytes.length % 512, 0);
    assert.equal(bytes.subarray(257, 265).toString('latin1'), 'ustar\x0000');
    const sum = bytes.subarray(0, 512).reduce((all, byte) => all + byte, 0);
    const field = Number.parseInt(bytes.subarray(148, 154).toString('latin1'), 8);
    const fieldSum = bytes.subarray(148, 156).reduce((all, byte) => all + byte, 0);
    assert.equal(field, sum - fieldSum + 8 * 0x20);
  });

  test('are refused with the place wherever they were cut off', async () => {
    const path = await sample('cut.tar');
    const { length } = readFileSync(path);
    for (let size = length - 1; size > 0; size -= 97) {
      truncateSync(path, size);
      await assert.rejects(listing(path), refusal(new RegExp(`ends at byte ${size}`)));
    }
  });

  test('are refused when a header was altered or something follows the end', async () => {
    const path = await sample('altered.tar');
    const bytes = readFileSync(path);
    bytes[3] = 0x41;
    writeFileSync(path, bytes);
    await assert.rejects(listing(path), refusal(/byte 0 does not begin an entry/));
    bytes[3] = 'empty'.charCodeAt(3);
    writeFileSync(path, Buffer.concat([bytes, Buffer.from('more')]));
    await assert.rejects(listing(path), refusal(/follows its end/));
    bytes[512 + 512 + 100] = 1;
    writeFileSync(path, bytes);
    await assert.rejects(listing(path), refusal(/something was written at byte 1029/));
  });

  test('refuse a source of another size than was said', async () => {
    const tar = await TarWriter.create(join(folder, 'sizes.tar'), new Date(0));
    await assert.rejects(tar.add('short', 3, [Buffer.from('ab')]), /changed its size/);
    await assert.rejects(tar.add('longer', 1, [Buffer.from('ab')]), /changed its size/);
    await tar.abandon();
  });
});
