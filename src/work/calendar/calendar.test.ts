import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { newId } from '#kernel/database/ids.ts';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { daysOf, momentOf } from './case-dates.ts';
import type { CalendarPage } from './contract.ts';

const march = 'from=2099-03-01T00:00:00.000Z&to=2099-04-01T00:00:00.000Z';

describe('the calendar', () => {
  let world: HttpWorld;
  let body: string;
  let german: string;
  let liso: Caller;
  let npm: Caller;
  let lisoId: string;
  before(async () => {
    world = await createHttpWorld({ worker: false });
    body = await world.organisation('DGX');
    german = await world.organisation('DEX');
    const people = [
      await world.person('lorenzo', body, ['liso']),
      await world.person('dagmar', german, ['npm']),
    ] as const;
    lisoId = people[0].id;
    liso = await world.withSession(people[0]);
    npm = await world.withSession(people[1]);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function list(who: Caller, query: string): Promise<CalendarPage> {
    const answer = await who('GET', `/calendar?${query}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body as unknown as CalendarPage;
  }

  /** A case with what the calendar looks at. */
  async function seed(
    title: string,
    more: { dates?: unknown[]; dueAt?: string; state?: string; sharedWith?: string },
  ): Promise<string> {
    const id = newId();
    const dates = (more.dates ?? []) as { startsAt: string; endsAt: string | null }[];
    await world.query(
      `insert into procedure_case (owner_id, id, procedure, definition_version, reference, title, state, audience, due_at, dates, dates_from,
          dates_to, opened_at, updated_at)
        values ($1, $2, 'meeting', 1, $3, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $10)`,
      [
        ...[body, id, title, more.state ?? 'requested'],
        ...[more.sharedWith === undefined ? [] : [more.sharedWith], more.dueAt ?? null],
        dates.length === 0 ? null : JSON.stringify(dates),
        dates.map((date) => date.startsAt).sort()[0] ?? null,
        dates
          .map((date) => date.endsAt ?? date.startsAt)
          .sort()
          .at(-1) ?? null,
        new Date(),
      ],
    );
    if (more.sharedWith !== undefined) {
      await world.query(
        `insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since) values ($1, 'case', $2::text, $2::uuid, $3, $4)`,
        [more.sharedWith, id, body, new Date()],
      );
    }
    return id;
  }

  const titles = (page: CalendarPage) => page.items.map(({ kind, title }) => `${kind} ${title}`);

  it('shows what touches the interval, in order, to those who may see it', async () => {
    await seed('shared', {
      dates: [momentOf('startsAt', '2099-03-10T09:00:00.000Z', '2099-03-10T11:00:00.000Z')],
      sharedWith: german,
    });
    await seed('own', {
      dates: [daysOf('startsAt', '2099-02-20', '2099-03-02'), daysOf('startsAt', '2099-05-01')],
      dueAt: '2099-03-15T00:00:00.000Z',
      state: 'setup-in-approval',
    });
    await seed('elsewhere', { dates: [daysOf('startsAt', '2099-06-01')] });
    const mine = await list(liso, march);
    assert.deepEqual(titles(mine), ['event own', 'event shared', 'deadline own']);
    const [first] = mine.items;
    assert.deepEqual(
      [first?.startsAt, first?.endsAt, first?.allDay, first?.owner, first?.name],
      [
        '2099-02-20T00:00:00.000Z',
        '2099-03-02T00:00:00.000Z',
        true,
        'procedure.meeting',
        'startsAt',
      ],
    );
    assert.deepEqual(titles(await list(npm, `${march}&of=all`)), ['event shared']);
    assert.deepEqual(titles(await list(liso, `${march}&kind=deadline,task`)), ['deadline own']);
  });

  it('shows under "mine" only what waits for one of the roles of the reader', async () => {
    await seed('not mine', { dueAt: '2099-03-20T00:00:00.000Z', state: 'set-up' });
    const mine = titles(await list(liso, `${march}&kind=deadline`));
    // Whoever may change the invitation is waited for, too.
    assert.deepEqual(mine, ['deadline own', 'deadline not mine']);
    await seed('reporting', { dueAt: '2099-03-21T00:00:00.000Z', state: 'reporting' });
    assert.deepEqual(titles(await list(liso, `${march}&kind=deadline`)), mine);
    assert.equal((await list(liso, `${march}&kind=deadline&of=all`)).items.length, 3);
  });

  it('shows under "mine" what waits for a party in the role in which it takes part, and nothing else that was shared', async () => {
    const july = 'from=2099-07-01T00:00:00.000Z&to=2099-08-01T00:00:00.000Z&kind=deadline';
    const due = { dueAt: '2099-07-20T00:00:00.000Z', state: 'agenda-consultation' };
    const asked = await seed('asked of us', { ...due, sharedWith: german });
    await seed('only shown', { ...due, sharedWith: german });
    await world.query(
      `insert into case_party (owner_id, case_id, organisation_id, role, since) values ($1, $2, $3, 'npm', $4)`,
      [body, asked, german, new Date()],
    );
    assert.deepEqual(titles(await list(npm, july)), ['deadline asked of us']);
    assert.equal((await list(npm, `${july}&of=all`)).items.length, 2);
  });

  it('shows tasks and action points of the person, and those of nobody in particular', async () => {
    const caseId = await seed('with points', {});
    const point = async (title: string, owner: string | null, organisation: string | null) => {
      await world.query(
        `insert into action_point (owner_id, id, case_id, state, title, organisation, owner, due_date, created_at, updated_at)
          values ($1, $2, $3, 'open', $4, $5, $6, '2099-03-31', $7, $7)`,
        [body, newId(), caseId, title, organisation, owner, new Date()],
      );
    };
    await point('mine', lisoId, body);
    await point('of my organisation', null, body);
    await point('of another', null, german);
    await world.query(
      `insert into task (owner_id, id, procedure, task, organisation_id, role, subject, state, clause, due_at, created_at)
        values ($1, $2, 'meeting', 'check', $1, 'liso', 'a task', 'open', '-', '2099-03-31T00:00:00Z', $4),
          ($1, $3, 'meeting', 'check', $1, 'npm', 'of another role', 'open', '-', '2099-03-31T00:00:00Z', $4)`,
      [body, newId(), newId(), new Date()],
    );
    const found = titles(await list(liso, `${march}&kind=record,task`));
    assert.deepEqual(found.sort(), ['record mine', 'record of my organisation', 'task a task']);
    assert.equal((await list(liso, `${march}&kind=record,task&of=all`)).items.length, 5);
    assert.deepEqual(titles(await list(npm, `${march}&kind=record,task&of=all`)), []);
  });

  it('comes in pages by key, without a gap or a repetition between its sources', async () => {
    const whole = await list(liso, `${march}&of=all&limit=500`);
    assert.ok(whole.items.length > 8);
    for (const limit of [1, 2, 3]) {
      const found: string[] = [];
      let after = '';
      for (;;) {
        const page = await list(liso, `${march}&of=all&limit=${limit}${after}`);
        assert.ok(page.items.length <= limit);
        found.push(...page.items.map(({ id }) => id));
        if (page.next === null) break;
        after = `&after=${encodeURIComponent(page.next)}`;
      }
      assert.deepEqual(
        found,
        whole.items.map(({ id }) => id),
      );
    }
  });

  it('refuses an interval that is none or too long, kinds and keys that it does not know, and whoever is nobody', async () => {
    const bad = [
      'from=2099-03-01T00:00:00.000Z&to=2099-03-01T00:00:00.000Z',
      'from=2099-01-01T00:00:00.000Z&to=2100-01-01T00:00:00.000Z',
      'from=2099-03-01&to=2099-04-01',
      `${march}&kind=everything`,
      `${march}&after=abc`,
      `${march}&of=you`,
    ];
    for (const query of bad)
      assert.equal((await liso('GET', `/calendar?${query}`)).status, 422, query);
    assert.equal((await world.nobody('GET', `/calendar?${march}`)).status, 401);
  });

  it('reads every date by an index', async () => {
    for (const { register, dates } of catalogue.registers.values()) {
      for (const { field } of dates ?? []) {
        const column = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
        const indexes = await world.query<{ def: string }>(
          'select indexdef as def from pg_indexes where tablename = $1',
          [register.table],
        );
        const served = indexes.some(({ def }) => def.includes(`(owner_id, ${column}`));
        assert.ok(served, `${register.id} has no index of owner_id and ${column}`);
      }
    }
  });
});
