import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { readConfig } from '../config/config.ts';
import { createLog } from '../log/log.ts';
import { createHttpApp } from './http-app.ts';
import { webFiles } from './web-files.ts';

test('files of the web application come compressed to whoever understands it, and as they are to others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'commonward-web-'));
  const script = 'export const answer = 42;\n'.repeat(100);
  mkdirSync(join(folder, 'assets'));
  writeFileSync(
    join(folder, 'index.html'),
    '<script nonce="__CSP_NONCE__" src="/assets/a.js"></script>',
  );
  writeFileSync(join(folder, 'assets', 'a.js'), script);
  writeFileSync(join(folder, 'assets', 'a.js.br'), brotliCompressSync(script));
  const app = await createHttpApp({
    config: readConfig({ DATA_DIR: folder }),
    log: createLog('silent'),
    authenticate: async () => null,
  });
  try {
    await webFiles(app, folder);
    const get = (accept: string) =>
      app.inject({ url: '/assets/a.js', headers: { 'accept-encoding': accept } });
    const small = await get('gzip, br');
    assert.equal(small.headers['content-encoding'], 'br');
    assert.match(String(small.headers['content-type']), /javascript/);
    assert.match(String(small.headers['vary']), /accept-encoding/i);
    assert.equal(brotliDecompressSync(small.rawPayload).toString(), script);
    const plain = await get('identity');
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(plain.body, script);
    const page = await app.inject({ url: '/any/page' });
    const policy = String(page.headers['content-security-policy']);
    const nonce = /nonce="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const scripts = policy.split('; ').find((part) => part.startsWith('script-src '));
    assert.equal(scripts, `script-src 'nonce-${nonce}' 'strict-dynamic'`);
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
