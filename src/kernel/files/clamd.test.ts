import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { readConfig } from '#kernel/config/config.ts';
import { type Clamd, prepareClamd, skipWithoutClamd, testVirus } from '#tests/clamd.ts';
import { type Scanner, ScannerAwayError, scannerOf } from './clamd.ts';

const mega = 1024 ** 2;

async function* bytes(count: number, end: Uint8Array = Buffer.alloc(0)) {
  for (let left = count; left > 0; left -= mega) yield Buffer.alloc(Math.min(mega, left), 'a');
  yield end;
}

function scannerAt(url: string): Scanner {
  const scanner = scannerOf({ CLAMD_URL: url, CLAMD_MAX_BYTES: 1024 * mega });
  assert.ok(scanner);
  return scanner;
}

test('without CLAMD_URL there is no scanner; an address of another form is refused at start', () => {
  assert.equal(scannerOf(readConfig({ DATA_DIR: '/nowhere' })), null);
  for (const url of ['tcp://127.0.0.1:3310', 'tcp://[::1]:3310', 'unix:/run/clamav/clamd.ctl']) {
    assert.equal(readConfig({ DATA_DIR: '/nowhere', CLAMD_URL: url }).CLAMD_URL, url);
  }
  for (const url of ['http://scanner', 'tcp://scanner', '127.0.0.1:3310', 'unix:clamd.ctl']) {
    assert.throws(() => readConfig({ DATA_DIR: '/nowhere', CLAMD_URL: url }), /CLAMD_URL.*tcp:/);
  }
});

describe('a scanner that is away', () => {
  test('is told as such, not as a finding', async () => {
    await assert.rejects(scannerAt('tcp://127.0.0.1:9').scan(bytes(10)), ScannerAwayError);
    await assert.rejects(scannerAt('unix:/nowhere/clamd.ctl').scan(bytes(10)), ScannerAwayError);
  });
});

describe('a real clamd', () => {
  let clamd: Clamd | undefined;
  const started = async (): Promise<Scanner> => {
    clamd ??= await prepareClamd(8 * mega);
    await clamd.start();
    return scannerAt(clamd.url);
  };
  after(() => clamd?.remove());

  test('finds what it knows, at the start of a file and after megabytes of others, and says which engine looked', async (t) => {
    if (skipWithoutClamd(t)) return;
    const scanner = await started();
    for (const before of [0, 5 * mega + 17]) {
      const { result, signature, engine } = await scanner.scan(bytes(before, testVirus));
      assert.equal(result, 'infected');
      assert.match(signature ?? '', /^Eicar-Test-Signature/);
      assert.match(engine, /^ClamAV \d/);
    }
    assert.equal((await scanner.scan(bytes(5 * mega))).result, 'clean');
    assert.equal((await scanner.scan(bytes(0))).result, 'clean');
  });

  test('says of a file beyond its limit that it is too large, never that it is clean', async (t) => {
    if (skipWithoutClamd(t)) return;
    const scanner = await started();
    for (let round = 0; round < 5; round += 1) {
      const report = await scanner.scan(bytes(64 * mega)).catch((error: unknown) => error);
      // Its refusal may be lost with the connection that it closes: then it is tried again.
      if (!(report instanceof ScannerAwayError)) {
        assert.equal((report as { result: string }).result, 'too-large');
      }
    }
  });

  test('a stream that breaks is thrown as it is, and time that is over ends the scan', async (t) => {
    if (skipWithoutClamd(t)) return;
    const scanner = await started();
    async function* breaking() {
      yield Buffer.from('begin');
      throw new RangeError('the disk broke');
    }
    await assert.rejects(scanner.scan(breaking()), RangeError);
    await assert.rejects(scanner.scan(bytes(mega), AbortSignal.abort()), ScannerAwayError);
  });
});
