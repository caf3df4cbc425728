import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { catalogue } from '#apps/catalogue.ts';
import { osvAdvisory } from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { exampleCsafInput } from '#formats/csaf/fixtures/example-input.ts';
import { writeCsaf } from '#formats/csaf/write-csaf.ts';
import { readConfig } from '#kernel/config/config.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { type BackgroundWork, createBackgroundWork } from '#work/background/background-work.ts';
import type { BackgroundParts } from '#work/catalogue.ts';
import { documentPool } from '../intake/importers.ts';
import { watchedFolder } from './watched-folder.ts';

const csaf = JSON.stringify(writeCsaf({ ...exampleCsafInput(), tlp: 'CLEAR' }).document);
const osv = (id: string) =>
  JSON.stringify(osvAdvisory(id, 'relay', '3.1.0', '2026-02-20T00:00:00Z'));
const epss =
  '#model_version:v2025.03.14,score_date:2026-01-05T00:00:00+0000\ncve,epss,percentile\nCVE-2026-10001,0.5,0.9\n';

describe('the watched folder', () => {
  let world: World;
  let dataDir: string;
  let root: string;
  let parts: BackgroundParts;
  let background: BackgroundWork;

  before(async () => {
    world = await createWorld();
    dataDir = mkdtempSync(join(tmpdir(), 'commonward-watch-'));
    root = join(dataDir, 'incoming');
    mkdirSync(root);
    await world.organisation('CENTRAL', 'central-body');
    parts = partsFor({});
    background = worker(parts);
  });
  after(async () => {
    await background.stop();
    await documentPool.close();
    rmSync(dataDir, { recursive: true, force: true });
    await world.close();
    await stopTestServer();
  });

  function partsFor(more: Record<string, string>): BackgroundParts {
    const config = readConfig({ DATA_DIR: dataDir, WATCH_DIR: root, ...more });
    const { database } = world.test;
    const log = createLog('silent');
    const files = new FileStore({ database, clock: world.clock, config });
    return { runner: world.runner, catalogue, files, config, log };
  }

  function worker({ config, files, log }: BackgroundParts): BackgroundWork {
    const { database } = world.test;
    return createBackgroundWork({ config, database, clock: world.clock, log, catalogue, files });
  }

  const put = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(root, `.${name}.part`), content);
    mkdirSync(join(root, name, '..'), { recursive: true });
    renameSync(join(root, `.${name}.part`), join(root, name));
  };
  const names = (folder: string) => readdirSync(join(root, folder)).sort();
  const reportOf = (path: string) =>
    JSON.parse(readFileSync(join(root, `${path}.report.json`), 'utf8')) as Record<string, unknown>;
  const rows = <T extends object>(text: string) =>
    world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => (await client.query<T>(text)).rows,
    );
  const isThere = async (path: string) => {
    for (let tries = 0; tries < 300; tries += 1) {
      if (existsSync(join(root, path))) return;
      await delay(100);
    }
    throw new Error(`${path} does not come; there are ${names('done')} and ${names('refused')}`);
  };

  it('R-EW-1 imports what is put into it, each by its format, and puts it away with its report', async () => {
    put('advisory.json', csaf);
    put('GHSA.json', osv('OSV-2026-1'));
    put('epss_scores-current.csv.gz', gzipSync(epss));
    put('broken.json', csaf.slice(0, -40));
    put('holiday.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]));
    symlinkSync('/etc/hosts', join(root, 'link.json'));
    await background.start();
    for (const name of ['advisory.json', 'GHSA.json', 'epss_scores-current.csv.gz']) {
      await isThere(`done/${name}`);
      const report = reportOf(`done/${name}`);
      assert.deepEqual(
        [report['state'], report['rows'], report['faults']],
        ['done', { read: 1, accepted: 1, unchanged: 0, refused: 0 }, []],
        name,
      );
    }
    await isThere('refused/broken.json');
    const broken = reportOf('refused/broken.json');
    assert.equal(broken['format'], 'csaf');
    assert.match(JSON.stringify(broken['faults']), /"path":"\/vulnerabilities/);
    await isThere('refused/holiday.jpg');
    assert.match(String(reportOf('refused/holiday.jpg')['failure']), /none of the formats/);
    assert.ok(existsSync(join(root, 'link.json')), 'links are left alone');
    rmSync(join(root, 'link.json'));
    const sources = await rows<{ source: string }>('select source from advisory order by 1');
    assert.deepEqual(
      sources.map(({ source }) => source),
      ['csaf', 'osv'],
    );
    assert.equal((await rows('select 1 from vulnerability where epss = 0.5')).length, 1);
  });

  it('waits until a file is complete, whether it grows or has the name of one that is written', async () => {
    const text = osv('OSV-2026-2');
    writeFileSync(join(root, 'slow.json'), text.slice(0, 100));
    for (let at = 100; at < text.length; at += 200) {
      await delay(500);
      assert.ok(existsSync(join(root, 'slow.json')));
      appendFileSync(join(root, 'slow.json'), text.slice(at, at + 200));
    }
    writeFileSync(join(root, 'later.json.part'), osv('OSV-2026-3'));
    await isThere('done/slow.json');
    assert.equal(
      (reportOf('done/slow.json')['rows'] as { accepted: number }).accepted,
      1,
      'whole, not in part',
    );
    assert.ok(existsSync(join(root, 'later.json.part')));
    renameSync(join(root, 'later.json.part'), join(root, 'later.json'));
    await isThere('done/later.json');
  });

  it('takes nothing twice: not after a crash between any two steps, not with two workers, not when it comes again', async () => {
    await background.stop();
    mkdirSync(join(root, 'osv'), { recursive: true });
    writeFileSync(join(root, 'osv', 'once.json'), osv('OSV-2026-4'));
    const before = (await rows('select 1 from import_run')).length;
    // Each a process of its own that dies after it took the file in.
    const loops = [watchedFolder(), watchedFolder(), watchedFolder()];
    await Promise.all(loops.map((loop) => loop.run(parts)));
    await delay(2_100);
    await Promise.all(loops.map((loop) => loop.run(parts)));
    assert.equal((await rows('select 1 from import_run')).length, before + 1);
    assert.ok(existsSync(join(root, 'osv', 'once.json')), 'it stays until it is read');
    background = worker(parts);
    await background.start();
    await isThere('done/once.json');
    assert.equal((await rows('select 1 from import_run')).length, before + 1);
    put('once.json', osv('OSV-2026-4'));
    for (
      let tries = 0;
      names('done').filter((name) => name.includes('once')).length < 4;
      tries += 1
    ) {
      assert.ok(tries < 300, String(names('done')));
      await delay(100);
    }
    const revisions = await rows(
      `select 1 from advisory_revision r join advisory a on a.id = r.advisory_id where a.source_id = 'OSV-2026-4'`,
    );
    assert.equal(revisions.length, 1, 'what came again is unchanged');
  });

  it('says what is missing when there are several organisations and none is named', async () => {
    await background.stop();
    await world.organisation('OTHER');
    put('waits.json', osv('OSV-2026-5'));
    const loop = watchedFolder();
    await loop.run(parts);
    await delay(2_100);
    await assert.rejects(loop.run(parts), /WATCH_ORGANISATION/);
    await assert.rejects(loop.run(partsFor({ WATCH_ORGANISATION: 'NOBODY' })), /NOBODY/);
    // An administrator sees it, without the log.
    background = worker(parts);
    await background.start();
    const watched = async () =>
      (await background.loops()).find(({ name }) => name === 'watched-folder');
    for (let tries = 0; ((await watched())?.trouble ?? null) === null; tries += 1) {
      assert.ok(tries < 100);
      await delay(100);
    }
    const state = await watched();
    assert.match(state?.trouble?.error ?? '', /WATCH_ORGANISATION/);
    assert.deepEqual(state?.counts, { waiting: 1, refused: 2 });
    await background.stop();
    parts = partsFor({ WATCH_ORGANISATION: 'CENTRAL' });
    background = worker(parts);
    await background.start();
    await isThere('done/waits.json');
    assert.equal((await watched())?.trouble, null);
  });

  it('lets no file that it cannot put away hold up the others', async () => {
    mkdirSync(join(root, 'done', 'stuck.json.report.json', 'in the way'), { recursive: true });
    put('stuck.json', osv('OSV-2026-6'));
    put('zz.json', osv('OSV-2026-7'));
    await isThere('done/zz.json');
    rmSync(join(root, 'done', 'stuck.json.report.json'), { recursive: true });
    await isThere('done/stuck.json');
  });
});
