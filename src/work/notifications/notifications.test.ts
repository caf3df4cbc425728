import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { change, functions } from '#engine/fixtures/change.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { readConfig } from '#kernel/config/config.ts';
import { newId } from '#kernel/database/ids.ts';
import { createHttpApp } from '#kernel/http/http-app.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { catalogueOf } from '#work/catalogue.ts';
import { deliverNotice, type NoticeSettings } from './deliver-notice.ts';
import { mailOfNotice } from './notice-texts.ts';
import {
  listNotifications,
  readAllNotifications,
  readNotification,
} from './notification-queries.ts';
import { notificationRoutes } from './notification-routes.ts';
import { noticeKinds, noticeSchema } from './notify.ts';

const catalogue = catalogueOf([{ procedures: [{ procedure: change, functions }] }]);
const settings: NoticeSettings = {
  mail: { maxTlp: 'GREEN', sends: false, domain: 'example.test' },
  baseUrl: 'https://cw.example.test',
};

let world: World;
let organisation: string;
let manager: Principal;
let chief: Principal;
before(async () => {
  world = await createWorld();
  organisation = await world.organisation('A');
  manager = await world.person('Mia', organisation, ['change-manager']);
  chief = await world.person('Ove', organisation, ['operations-manager']);
});
after(async () => {
  await world.close();
  await stopTestServer();
});

function asOwner(text: string, values?: unknown[]) {
  return world.test.database.transaction({ role: 'owner', scope: [], person: null }, ({ client }) =>
    client.query(text, values),
  );
}

test('a notice reaches the holders of now, in parties too, not the one who acted, once, and only its reader marks it read', async () => {
  const other = await world.organisation('C');
  const there = await world.person('Pia', other, ['security']);
  await world.person('Not', other, ['change-manager']);
  const opened = await runCommand(world.runner, caseCommands(catalogue).open, manager, {
    procedure: 'sample-change',
    title: 'A change',
    fields: { purpose: 'a purpose' },
  });
  const { id } = opened;
  await asOwner(
    `insert into case_party (owner_id, case_id, organisation_id, role, since) values ($1, $2, $3, 'security', $4)`,
    [organisation, id, other, world.clock.now()],
  );
  const payload = {
    ...{
      ownerId: organisation,
      recordKind: 'case',
      recordId: id,
      caseId: id,
      procedure: 'sample-change',
    },
    ...{
      reference: 'SC-2026-0001',
      title: 'A change',
      label: 'PUBLIC',
      tlp: 'GREEN',
      systemId: null,
    },
    ...{
      kind: 'case',
      about: 'plan',
      dueAt: null,
      organisationId: null,
      people: [],
      substitutesOnly: false,
    },
    ...{ roles: ['security', 'change-manager', 'operations-manager'], by: manager.personId },
  };
  const job = newId();
  assert.equal(await deliverNotice(world.runner, settings, job, payload), 2);
  assert.equal(await deliverNotice(world.runner, settings, job, payload), 0, 'twice is once');
  const page = await runQuery(world.runner, listNotifications, there, {});
  assert.equal(page.unread, 1);
  assert.equal(page.items[0]?.title, 'SC-2026-0001 A change');
  assert.equal(page.items[0]?.caseId, id);
  assert.deepEqual((await runQuery(world.runner, listNotifications, manager, {})).items, []);
  const mine = { id: page.items[0]?.id };
  await assert.rejects(runCommand(world.runner, readNotification, chief, mine), { status: 404 });
  await runCommand(world.runner, readNotification, there, mine);
  assert.equal((await runQuery(world.runner, listNotifications, there, {})).unread, 0);
  assert.deepEqual(await runCommand(world.runner, readAllNotifications, chief, {}), { read: 1 });
  const mails = await asOwner('select to_address, subject, neutral from mail order by to_address');
  assert.equal(mails.rows.length, 2);
  assert.ok(mails.rows.every((row) => !row.neutral && row.subject === 'SC-2026-0001 A change'));
});

test('unread notices come first and pages follow each other without gap or repetition', async () => {
  for (let i = 0; i < 7; i += 1) {
    await asOwner(
      `insert into notification (owner_id, id, person_id, kind, record_kind, record_id, created_at, read_at)
       values ($1, $2, $3, 'case', 'case', $2, $4, $5)`,
      [
        organisation,
        newId(),
        chief.personId,
        world.clock.now(),
        i % 2 === 0 ? world.clock.now() : null,
      ],
    );
  }
  await asOwner('delete from notification where person_id = $1 and values <> $2', [
    chief.personId,
    '{}',
  ]);
  const seen: (string | null)[] = [];
  const ids = new Set<string>();
  let next: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listNotifications.run>> = await runQuery(
      world.runner,
      listNotifications,
      chief,
      next === null ? { limit: 2 } : { limit: 2, after: next },
    );
    for (const item of page.items) {
      ids.add(item.id);
      seen.push(item.readAt === null ? 'unread' : 'read');
    }
    next = page.next;
  } while (next !== null);
  assert.equal(ids.size, 7);
  assert.deepEqual(seen, ['unread', 'unread', 'unread', 'read', 'read', 'read', 'read']);
});

test('the routes serve the person who asks, and nobody who is not signed in', async () => {
  let who: Principal | null = chief;
  const app = await createHttpApp({
    config: readConfig({ DATA_DIR: '/nowhere' }),
    log: createLog('silent'),
    authenticate: async () => who,
  });
  notificationRoutes(app, world.runner);
  const [first] = (await app.inject('/api/v1/notifications?unread=true')).json().items;
  const read = await app.inject({ method: 'POST', url: `/api/v1/notifications/${first.id}/read` });
  assert.equal(read.statusCode, 200);
  const all = await app.inject({ method: 'POST', url: '/api/v1/notifications/read-all' });
  assert.deepEqual(all.json(), { read: 2 });
  who = null;
  assert.equal((await app.inject('/api/v1/notifications')).statusCode, 401);
  await app.close();
});

test('every kind of notice has its mail in every language, with no placeholder left, and no content in the neutral one', () => {
  for (const kind of noticeKinds) {
    for (const locale of ['en', 'fr', 'de'] as const) {
      const notice = noticeSchema.parse({
        ...{ ownerId: newId(), recordKind: 'case', recordId: newId(), caseId: newId() },
        ...{
          procedure: 'p',
          reference: 'SC-1',
          title: 'Secret title',
          label: 'PUBLIC',
          tlp: 'RED',
        },
        ...{ systemId: null, kind, about: 'x', dueAt: '2026-03-02T08:00:00.000Z', roles: [] },
        ...{ organisationId: null, people: [], substitutesOnly: false, by: null },
      });
      const { full, neutral } = mailOfNotice(notice, { name: 'Ada', locale }, 'https://cw.test');
      assert.match(full.text, /Secret title[\s\S]*https:\/\/cw\.test\/cases\//);
      const texts = [full.subject, full.text, neutral.subject, neutral.text].join();
      assert.ok(!/[{}]/.test(texts), texts);
      assert.ok(!/SC-1|Secret|cases/.test(neutral.subject + neutral.text));
    }
  }
});
