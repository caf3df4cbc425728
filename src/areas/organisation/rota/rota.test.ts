import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isOpen } from '#engine/office-hours.ts';
import type { Principal } from '#kernel/access/principal.ts';
import {
  inReadTransaction,
  inWriteTransaction,
  runCommand,
  runQuery,
} from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { assertSound, assertTextsBelong } from '#tests/definitions/definitions.ts';
import { createWorld, type World } from '#tests/world.ts';
import { catalogueOf } from '#work/catalogue.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { deliverNotice } from '#work/notifications/deliver-notice.ts';
import { notify } from '#work/notifications/notify.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { organisationArea } from '../area.ts';
import { contactsArea } from '../contacts/area.ts';
import { rotaArea } from './area.ts';
import { gapsOf, type RotaTimes } from './cover.ts';
import { dutyRotasModule, dutyShiftsModule } from './plan.ts';
import { dutiesNow } from './queries/on-duty.ts';

const brussels: RotaTimes = {
  cover: 'outside-office-hours',
  zone: 'Europe/Brussels',
  opensAt: '09:00',
  closesAt: '17:00',
  workdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
};

test('office hours go by the clock of the place, on both sides of a change of the clock', () => {
  assert.equal(isOpen(brussels, '2026-03-27T08:30:00.000Z'), true, 'CET: 9:30');
  assert.equal(isOpen(brussels, '2026-03-30T07:30:00.000Z'), true, 'CEST: 9:30');
  assert.equal(isOpen(brussels, '2026-03-30T15:00:00.000Z'), false, 'CEST: 17:00');
  assert.equal(isOpen(brussels, '2026-03-29T10:00:00.000Z'), false, 'Sunday');
  const night = { ...brussels, opensAt: '22:00', closesAt: '06:00' };
  assert.equal(isOpen(night, '2026-03-28T04:00:00.000Z'), true, 'began on Friday');
});

test('gaps are what has to be covered and is by nobody', () => {
  const week = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-04T00:00:00.000Z' };
  const turns = [
    { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T06:00:00.000Z' },
    { from: '2026-03-02T16:00:00.000Z', to: '2026-03-03T04:00:00.000Z' },
  ];
  assert.deepEqual(gapsOf({ ...brussels, cover: 'around-the-clock' }, turns, week), [
    { from: '2026-03-02T06:00:00.000Z', to: '2026-03-02T16:00:00.000Z' },
    { from: '2026-03-03T04:00:00.000Z', to: '2026-03-04T00:00:00.000Z' },
  ]);
  assert.deepEqual(gapsOf(brussels, turns, week), [
    { from: '2026-03-02T06:00:00.000Z', to: '2026-03-02T08:00:00.000Z' },
    { from: '2026-03-03T04:00:00.000Z', to: '2026-03-03T08:00:00.000Z' },
    { from: '2026-03-03T16:00:00.000Z', to: '2026-03-04T00:00:00.000Z' },
  ]);
});

const catalogue = catalogueOf([organisationArea, contactsArea, rotaArea]);
const rotas = registerOperations(catalogue, dutyRotasModule);
const shifts = registerOperations(catalogue, dutyShiftsModule);
const log = createLog('silent');
const settings = {
  mail: { maxTlp: 'GREEN', sends: false, domain: 'example.test' },
  baseUrl: 'https://cw.example.test',
  onDuty: catalogue.onDuty,
} as const;

let world: World;
let here: string;
let there: string;
let mia: Principal;
let ove: Principal;
let rota: string;
before(async () => {
  // A Monday morning.
  world = await createWorld('2026-03-02T07:30:00.000Z');
  here = await world.organisation('A');
  there = await world.organisation('B');
  mia = await world.person('Mia', here, ['niso']);
  ove = await world.person('Ove', here, ['niso', 'npm']);
});
after(async () => {
  await world.close();
  await stopTestServer();
});

function rows<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  return world.test.database.transaction(
    { role: 'owner', scope: [], person: null },
    async ({ client }) => (await client.query(text, values)).rows as Row[],
  );
}

const turn = (person: Principal, startsAt: string, endsAt: string) =>
  runCommand(world.runner, shifts.create, mia, {
    fields: { rota, person: person.personId, startsAt, endsAt },
  });

async function dueAt(): Promise<string | undefined> {
  const [row] = await rows<{ due_at: Date }>(
    `select due_at from record_deadline where record_id = $1 and state = 'running'`,
    [rota],
  );
  return row?.due_at.toISOString();
}

test('definitions and texts are sound in three languages', () => {
  const texts = new URL('./texts/', import.meta.url);
  assertSound(rotaArea, texts);
  assertTextsBelong(rotaArea, texts, /^duty\.|^nav\./);
});

test('the deadline of a duty is the next time without anybody; planners are reminded a week and a day before', async () => {
  const fields = { name: 'NISO', role: 'niso', ...brussels, cover: 'around-the-clock' };
  const strange = { ...fields, name: 'Elsewhere', zone: 'Europe/Atlantis' };
  await assert.rejects(runCommand(world.runner, rotas.create, mia, { fields: strange }), {
    status: 422,
  });
  rota = (
    await runCommand(world.runner, rotas.create, mia, {
      fields: { ...fields, sharedWith: [there] },
    })
  ).id;
  await turn(mia, '2026-03-02T08:00:00.000Z', '2026-03-09T08:00:00.000Z');
  await turn(ove, '2026-03-09T08:00:00.000Z', '2026-03-16T08:00:00.000Z');
  assert.equal(await dueAt(), '2026-03-16T08:00:00.000Z');
  await rows('truncate job_request');
  world.clock.set('2026-03-09T08:00:01.000Z');
  assert.equal(await sweepDeadlines({ runner: world.runner, catalogue, log }), 1);
  const [asked] = await rows<{ payload: { kind: string; roles: string[] } }>(
    'select payload from job_request',
  );
  assert.equal(asked?.payload.kind, 'reminder');
  assert.ok(asked.payload.roles.includes('niso'));
});

test('a turn is for a holder of the office who is there, once at a time', async () => {
  const pia = await world.person('Pia', here, ['lsa']);
  const week = ['2026-03-16T08:00:00.000Z', '2026-03-23T08:00:00.000Z'] as const;
  await assert.rejects(turn(pia, ...week), { status: 422 });
  await assert.rejects(turn(mia, '2026-03-08T08:00:00.000Z', '2026-03-10T08:00:00.000Z'), {
    code: 'turn-overlaps',
  });
  await rows(
    `insert into absence (owner_id, id, person, note, starts_at, ends_at, created_at, updated_at)
     values ($1, $2, $3, 'On leave', '2026-03-18', '2026-03-20', $4, $4)`,
    [here, newId(), mia.personId, world.clock.now()],
  );
  await assert.rejects(turn(mia, ...week), { code: 'person-absent' });
});

test('who is on duty is seen by the own organisation and by whom it is shared with, and by nobody else', async () => {
  const look = (organisation: string) =>
    inReadTransaction(
      world.runner,
      { principal: mia, scope: { organisations: [organisation] }, role: 'app' },
      (context) => dutiesNow(context, { organisationId: here }),
    );
  for (const organisation of [here, there]) {
    const [duty] = await look(organisation);
    assert.deepEqual(
      duty?.now.map(({ person, endsAt }) => [person, endsAt]),
      [['Ove', '2026-03-16T08:00:00.000Z']],
    );
    assert.equal(duty.gaps[0]?.from, '2026-03-16T08:00:00.000Z');
  }
  assert.deepEqual(await look(await world.organisation('C')), []);
  const row = await runQuery(world.runner, rotas.read, mia, { id: rota });
  await runCommand(world.runner, rotas.update, mia, {
    ...{ id: rota, version: row.record.version, fields: { sharedWith: [] } },
  });
  assert.deepEqual(await look(there), [], 'withdrawn');
});

test('what is urgent goes outside office hours to the person on duty alone, inside them to the whole office', async () => {
  const tell = async (at: string): Promise<string[]> => {
    world.clock.set(at);
    await rows('truncate job_request, notification');
    const who = { principal: mia, scope: { organisations: [here] }, role: 'app' as const };
    await inWriteTransaction(
      world.runner,
      { ...who, principal: { ...mia, personId: null } },
      async (context) =>
        notify(context, {
          ...{ ownerId: here, recordKind: 'request', recordId: newId(), title: 'Urgent' },
          ...{ label: 'LIMITED', tlp: 'AMBER', kind: 'request', about: 'evidence' },
          ...{ roles: ['niso'], urgent: true },
        }),
    );
    for (const { id, payload } of await rows<{ id: string; payload: unknown }>(
      'select id, payload from job_request',
    )) {
      await deliverNotice(world.runner, settings, id, payload);
    }
    const told = await rows<{ name: string }>(
      'select p.name from notification n join person p on p.id = n.person_id order by p.name',
    );
    return told.map(({ name }) => name);
  };
  assert.deepEqual(await tell('2026-03-10T22:00:00.000Z'), ['Ove']);
  assert.deepEqual(await tell('2026-03-11T10:00:00.000Z'), ['Mia', 'Ove']);
  assert.deepEqual(await tell('2026-03-20T22:00:00.000Z'), ['Mia', 'Ove'], 'nobody has a turn');
});
