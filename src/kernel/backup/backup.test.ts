import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { readConfig } from '#kernel/config/config.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import { createHttpApp } from '#kernel/http/http-app.ts';
import {
  Browser,
  goodPassword,
  type IdentityWorld,
  identityWorld,
} from '#kernel/identity/fixtures/identity-world.ts';
import { createIdentity } from '#kernel/identity/identity.ts';
import { createLog } from '#kernel/log/log.ts';
import { exportTrail } from '#kernel/trail/export-trail.ts';
import { verifyTrail } from '#kernel/trail/verify-trail.ts';
import { stopTestServer } from '#tests/database.ts';
import { BackupError, type BackupFault } from './backup-error.ts';
import { createBackup } from './create-backup.ts';
import { fillWorld, rows, target } from './fixtures/backup-world.ts';
import type { Manifest } from './manifest.ts';
import { restoreBackup } from './restore-backup.ts';

after(stopTestServer);

const owner = { role: 'owner', scope: [], person: null } as const;

function refusal(fault: BackupFault, message = /./) {
  return (error: unknown) => {
    assert.ok(error instanceof BackupError, String(error));
    assert.equal(error.fault, fault, error.message);
    assert.match(error.message, message);
    return true;
  };
}

describe('backup and restore', () => {
  let world: IdentityWorld;
  let folder: string;
  let organisation: string;
  let stored: { sha256: string };
  let archive: string;
  let manifest: Manifest;

  const backup = (name: string, passphrase: string | null = null) =>
    createBackup({
      database: world.db.database,
      clock: world.clock,
      path: join(folder, name),
      filesFolder: join(world.dataDir, 'files'),
      keysFolder: join(world.dataDir, 'keys'),
      passphrase,
    });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'commonward-backup-'));
    world = await identityWorld();
    organisation = await world.organisation('CB');
    stored = await fillWorld(world, organisation);
    // More than one part of a table, and a reference to a row of the same table.
    await world.query(
      `insert into organisation (id, kind, code, name, parent_id, valid_from, created_at, updated_at)
       select gen_random_uuid(), 'third-party', 'T' || n, repeat(md5(n::text), 60), $1, '2026-01-01', $2, $2 from generate_series(1, 5000) n`,
      [organisation, world.clock.now()],
    );
    archive = join(folder, 'plain.tar');
    ({ manifest } = await backup('plain.tar'));
  });
  after(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('keeps everything: counts equal the manifest, the trail verifies, people sign in, files open', async () => {
    const into = await target('migrated');
    const report = await restoreBackup({ ...into.options, path: archive });
    assert.deepEqual(report.trailProblems, []);
    assert.ok(report.trailEntries > 5);
    const parts = manifest.tables.find((table) => table.name === 'public.organisation')?.parts;
    assert.ok((parts ?? 0) > 1, 'the test wants a table of several parts');
    for (const table of manifest.tables) {
      const [found] = await rows<{ n: number }>(
        into.db,
        `select count(*)::int as n from ${table.name}`,
      );
      assert.equal(found?.n, table.rows, table.name);
    }
    await usable(into);
    await into.close();
  });

  async function usable(into: Awaited<ReturnType<typeof target>>): Promise<void> {
    const verdict = await verifyTrail(
      exportTrail(
        (read) =>
          into.db.database.transaction({ ...owner, readOnly: true }, ({ client }) => read(client)),
        { organisations: null, details: true },
      ),
      [manifest.trailHead ?? assert.fail('no head')],
    );
    assert.deepEqual(verdict.problems, []);
    const config = readConfig({ DATA_DIR: into.dataDir });
    const runner = { database: into.db.database, clock: world.clock };
    const log = createLog('silent');
    const identity = createIdentity({ ...runner, config, log });
    const app = await createHttpApp({ config, log, authenticate: identity.authenticate });
    identity.routes(app, {
      meOf: async (principal) => ({
        person: { id: principal.personId ?? '', name: '', email: '', locale: 'en' },
        organisation: { id: organisation, code: 'CB', name: 'CB', kind: 'central-body' },
        roles: [],
        unread: 0,
        waiting: 0,
      }),
    });
    const browser = new Browser(app);
    assert.equal((await browser.signIn('mara@example.org')).status, 200);
    assert.equal(
      (await browser.signIn('mara@example.org', { password: `${goodPassword}x` })).status,
      401,
    );
    await app.close();
    const files = new FileStore({ ...runner, config });
    const bytes = await Array.fromAsync(await files.openFile(organisation, stored.sha256));
    assert.equal(Buffer.concat(bytes).length, 300_000);
    // Row security is back: without a scope nothing shows.
    const seen = await into.db.database.transaction(
      { role: 'app', scope: [], person: null },
      ({ client }) => client.query('select from procedure_case'),
    );
    assert.equal(seen.rowCount, 0);
    assert.equal(statSync(join(into.dataDir, 'keys')).mode & 0o077, 0);
  }

  test('restores into a database without any table, and what it restored gives the same backup', async () => {
    const into = await target('bare');
    await restoreBackup({ ...into.options, path: archive });
    const again = await createBackup({
      ...into.options,
      clock: world.clock,
      path: join(folder, 'again.tar'),
    });
    assert.deepEqual(again.manifest.tables, manifest.tables);
    assert.deepEqual(again.manifest.files, manifest.files);
    const references = `select count(*)::int as n from pg_constraint where contype = 'f' and convalidated`;
    assert.deepEqual(await rows(into.db, references), await rows(world.db, references));
    await into.close();
  });

  test('refuses an installation in use, and one that holds something else', async () => {
    const into = await target('migrated');
    await restoreBackup({ ...into.options, path: archive });
    await assert.rejects(
      restoreBackup({ ...into.options, path: archive }),
      refusal('not-empty', /folder of files/),
    );
    rmSync(into.options.filesFolder, { recursive: true });
    await assert.rejects(
      restoreBackup({ ...into.options, path: archive }),
      refusal('not-empty', /has rows/),
    );
    await into.close();
    const other = await target('bare');
    await rows(other.db, 'create table somebody_elses (id int)');
    await assert.rejects(
      restoreBackup({ ...other.options, path: archive }),
      refusal('not-empty', /something else/),
    );
    await other.close();
  });

  test('refuses an archive that was cut off or altered, with the place, and leaves nothing', async () => {
    const into = await target('migrated');
    const copy = join(folder, 'damaged.tar');
    const bytes = readFileSync(archive);
    const attempt = () => restoreBackup({ ...into.options, path: copy });
    copyFileSync(archive, copy);
    truncateSync(copy, Math.floor(bytes.length / 2));
    await assert.rejects(attempt(), refusal('damaged', /ends at byte \d+/));
    // One byte in every region of the archive.
    for (let at = 5; at < bytes.length - 2048; at += Math.floor(bytes.length / 23)) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      writeFileSync(copy, altered);
      await assert.rejects(attempt(), refusal('damaged', /byte \d+/));
    }
    const first = bytes.indexOf('tables/public/person/');
    const altered = Buffer.from(bytes);
    altered[first + 520] = (altered[first + 520] ?? 0) ^ 1;
    writeFileSync(copy, altered);
    await assert.rejects(
      attempt(),
      refusal('damaged', /tables\/public\/person\/000000.copy.zst at byte \d+ was altered/),
    );
    assert.deepEqual(await rows(into.db, 'select id from organisation'), []);
    assert.deepEqual(readdirSync(into.dataDir), []);
    await into.close();
  });

  test('takes everything back when the loaded trail does not verify', async () => {
    const [before] = await world.query<{ leaf_hash: Buffer }>(
      'select leaf_hash from trail_leaf where leaf_index = 2',
    );
    await world.query(
      `update trail_entry set header = header || '{"action":"nothing"}' where id = (select entry_id from trail_leaf where leaf_index = 2)`,
    );
    assert.ok(before !== undefined);
    await backup('forged.tar');
    const into = await target('migrated');
    const path = join(folder, 'forged.tar');
    await assert.rejects(
      restoreBackup({ ...into.options, path }),
      refusal('unverified', /trail does not verify/),
    );
    assert.deepEqual(await rows(into.db, 'select id from organisation'), []);
    assert.deepEqual(readdirSync(into.dataDir), []);
    const report = await restoreBackup({ ...into.options, path, acceptTrailProblems: true });
    assert.ok(report.trailProblems.length > 0);
    await into.close();
  });

  test('seals the keys with a passphrase', async () => {
    const { path, manifest: sealed } = await backup('sealed.tar', 'correct horse battery');
    assert.ok(sealed.keys.sealed);
    const secret = readFileSync(join(world.dataDir, 'keys', 'identity-1.key'));
    const encoded = Buffer.from(secret.toString('base64'));
    assert.ok(readFileSync(archive).includes(encoded), 'plain keys are readable');
    assert.ok(!readFileSync(path).includes(encoded));
    const into = await target('bare');
    const accept = { acceptTrailProblems: true, path };
    await assert.rejects(restoreBackup({ ...into.options, ...accept }), refusal('passphrase'));
    await assert.rejects(
      restoreBackup({ ...into.options, ...accept, passphrase: 'wrong' }),
      refusal('passphrase', /does not open/),
    );
    await restoreBackup({ ...into.options, ...accept, passphrase: 'correct horse battery' });
    assert.deepEqual(readFileSync(join(into.dataDir, 'keys', 'identity-1.key')), secret);
    await into.close();
  });

  test('never writes over a file, and leaves none behind when it fails', async () => {
    await assert.rejects(backup('plain.tar'), refusal('exists'));
    const missing = { ...world.db.database, connect: () => Promise.reject(new Error('no')) };
    await assert.rejects(
      createBackup({
        database: missing as never,
        clock: world.clock,
        path: join(folder, 'failed.tar'),
        filesFolder: join(world.dataDir, 'files'),
        keysFolder: join(world.dataDir, 'keys'),
        passphrase: null,
      }),
    );
    assert.ok(!existsSync(join(folder, 'failed.tar')));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('unfinished')),
      [],
    );
  });
});
