import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { change, functions } from '#engine/fixtures/change.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { readConfig } from '#kernel/config/config.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { catalogueOf } from '#work/catalogue.ts';
import { listNotifications } from '#work/notifications/notification-queries.ts';
import { type BackgroundWork, createBackgroundWork } from './background-work.ts';

const reacted: string[] = [];
const catalogue = catalogueOf([
  {
    procedures: [{ procedure: change, functions }],
    reactions: [
      {
        id: 'sees-openings',
        on: 'sample-change.open',
        run: async (_context, event) => void reacted.push(event.recordId),
      },
    ],
  },
]);

let world: World;
let dataDir: string;
let manager: Principal;
let background: BackgroundWork;
before(async () => {
  world = await createWorld();
  dataDir = mkdtempSync(join(tmpdir(), 'commonward-background-'));
  manager = await world.person('Mia', await world.organisation('A'), ['change-manager']);
  const config = readConfig({ DATA_DIR: dataDir });
  const { database } = world.test;
  background = createBackgroundWork({
    config,
    database,
    files: new FileStore({ database, clock: world.clock, config }),
    clock: world.clock,
    log: createLog('silent'),
    catalogue,
    sweepEveryMs: 100,
  });
});
after(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await world.close();
  await stopTestServer();
});

async function until(what: () => Promise<boolean>, ms = 30_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await delay(100);
  }
}

test('what a command leaves behind is sealed, answered, swept and told by the worker, which stops cleanly', async () => {
  await background.start();
  assert.ok(background.running());
  const opened = await runCommand(world.runner, caseCommands(catalogue).open, manager, {
    procedure: 'sample-change',
    title: 'A change',
    fields: { purpose: 'a purpose' },
  });
  await until(async () => reacted.includes(opened.id));
  world.clock.advance(25 * 86_400_000);
  await until(async () => {
    const page = await runQuery(world.runner, listNotifications, manager, {});
    return page.items.some((item) => item.kind === 'reminder' && item.caseId === opened.id);
  });
  await until(async () => {
    const { rows } = await world.test.database.transaction(
      { role: 'system', scope: [], person: null },
      ({ client }) =>
        client.query(
          'select (select count(*) from trail_pending) as pending, (select count(*) from trail_head) as heads, (select count(*) from mail) as mails',
        ),
    );
    return rows[0].pending === 0 && rows[0].heads > 0 && rows[0].mails === 1;
  });
  await background.stop();
  assert.ok(!background.running());
});
