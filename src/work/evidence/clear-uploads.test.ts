import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newId } from '#kernel/database/ids.ts';
import { Leftovers } from '#kernel/files/leftovers.ts';
import { stopTestServer } from '#tests/database.ts';
import { clearUploads } from './clear-uploads.ts';
import { createEvidenceDesk, type EvidenceDesk } from './fixtures/evidence-desk.ts';

describe('what uploads leave behind', () => {
  let desk: EvidenceDesk;
  before(async () => {
    desk = await createEvidenceDesk();
  });
  after(async () => {
    await desk.close();
    await stopTestServer();
  });
  const clear = () => {
    const config = { FILES_URL: undefined, dataDir: desk.dataDir };
    return clearUploads(desk.world.runner, desk.files, new Leftovers(config));
  };
  const folderOf = (upload: string) => join(desk.dataDir, 'files', desk.centre, 'uploads', upload);
  const progressOf = async (upload: string) =>
    (
      await desk.query<{ progress: string }>('select progress from upload where id = $1', [upload])
    )[0]?.progress;

  test('an upload is kept for a week, then it is over and its parts are gone', async () => {
    const upload = await desk.send(randomBytes(1000));
    assert.deepEqual(await clear(), { begun: 0, idle: 0, over: 0 });
    assert.ok(existsSync(folderOf(upload)));
    const now = desk.world.clock.now().getTime();
    desk.world.clock.set(new Date(now + 8 * 86_400_000).toISOString());
    assert.deepEqual(await clear(), { begun: 0, idle: 1, over: 1 });
    assert.equal(existsSync(folderOf(upload)), false);
    assert.equal(await progressOf(upload), 'refused');
    await assert.rejects(() => desk.takeIn(upload, null), /over/);
  });

  test('what a killed process had begun to write is removed after an hour; what is evidence stays', async () => {
    const evidence = await desk.takeIn(await desk.send(randomBytes(1000)), null);
    const upload = await desk.send(randomBytes(1000));
    const old = new Date(Date.now() - 2 * 3_600_000);
    const begun = [
      join(desk.dataDir, 'files', desk.centre, `incoming-${newId()}`),
      join(folderOf(upload), `8388608-${newId()}`),
      join(desk.dataDir, 'files', desk.centre, `incoming-${newId()}`),
    ];
    mkdirSync(folderOf(upload), { recursive: true });
    for (const path of begun) writeFileSync(path, 'a beginning');
    for (const path of begun.slice(0, 2)) utimesSync(path, old, old);
    assert.equal((await clear()).begun, 2);
    assert.deepEqual(
      begun.map((path) => existsSync(path)),
      [false, false, true],
    );
    await desk.open(evidence);
    await desk.takeIn(upload, null);
  });
});
