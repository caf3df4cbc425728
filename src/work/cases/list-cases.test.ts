import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runQuery } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { searchEverything } from '#work/search.ts';
import { waitingStates } from './case-filters.ts';
import { listCases } from './list-cases.ts';

const list = listCases(catalogue);
const procedures = [...catalogue.procedures.values()].map(({ procedure }) => procedure);

describe('waiting states', () => {
  it('name the states that a role can lead on, and none for a role that acts nowhere', () => {
    const holding = { role: 'change-manager', organisationId: 'o', caseId: null };
    const states = waitingStates(procedures, [holding]);
    assert.ok(states.some(({ procedure }) => procedure === 'change'));
    assert.deepEqual(waitingStates(procedures, [{ ...holding, role: 'nobody' }]), []);
    assert.deepEqual(waitingStates(procedures, [{ ...holding, caseId: 'one case' }]), []);
  });
});

describe('list of cases', () => {
  let world: World;
  let own: string;
  let other: string;
  let reader: Principal;
  before(async () => {
    world = await createWorld();
    own = await world.organisation('OWN');
    other = await world.organisation('OTHER');
    reader = await world.person('reader', own, ['change-manager']);
    const titles = ['delta', 'alpha', 'echo', 'charlie', 'bravo'];
    for (const [at, title] of titles.entries()) await insert(own, title, at);
    await insert(other, 'hidden', 9);
    await insert(other, 'golf', 7, { share: true });
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const asOwner = (text: string, values: unknown[]) =>
    world.test.database.transaction({ role: 'owner', scope: [], person: null }, ({ client }) =>
      client.query(text, values),
    );

  async function insert(owner: string, title: string, at: number, also: { share?: true } = {}) {
    const id = newId();
    const day = (days: number) => new Date(world.clock.now().getTime() + days * 86_400_000);
    const state = at % 2 === 0 ? 'requested' : 'recorded-elsewhere';
    await asOwner(
      `insert into procedure_case (owner_id, id, procedure, definition_version, reference, title, state, audience, due_at, opened_at, updated_at)
       values ($1, $2, 'change', 1, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[owner, id, `CH-${at}`, title, state, also.share === true ? [own] : []],
        ...[at === 2 ? null : day(at - 1), day(at), day(20 - at)],
      ],
    );
    if (also.share !== true) return;
    await asOwner(
      `insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since) values ($1, 'case', $2, $3, $4, $5)`,
      [own, id, id, owner, world.clock.now()],
    );
  }

  async function titles(input: Record<string, string>): Promise<string[]> {
    const found: string[] = [];
    let next: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list.run>> = await runQuery(
        world.runner,
        list,
        reader,
        { ...input, limit: 2, ...(next === null ? {} : { after: next }) },
      );
      found.push(...page.items.map(({ title }) => title));
      next = page.next;
    } while (next !== null);
    return found;
  }

  it('shows the newest first with what was shared, each once over all pages, and nothing of others', async () => {
    const newest = ['golf', 'bravo', 'charlie', 'echo', 'alpha', 'delta'];
    assert.deepEqual(await titles({}), newest);
    assert.deepEqual(await titles({ sort: 'openedAt' }), [...newest].reverse());
  });

  it('sorts by title, reference, last change and due date, cases without one last, whatever the page size', async () => {
    const byName = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'golf'];
    assert.deepEqual(await titles({ sort: 'title' }), byName);
    assert.deepEqual(await titles({ sort: '-title' }), [...byName].reverse());
    assert.deepEqual((await titles({ sort: 'reference' })).at(0), 'delta');
    assert.deepEqual((await titles({ sort: 'updatedAt' })).at(0), 'golf');
    const due = ['delta', 'alpha', 'charlie', 'bravo', 'golf'];
    assert.deepEqual(await titles({ sort: 'dueAt' }), [...due, 'echo']);
    assert.deepEqual(await titles({ sort: '-dueAt' }), [...due].reverse().concat('echo'));
    const oldest = ['delta', 'alpha', 'echo', 'charlie', 'bravo', 'golf'];
    assert.deepEqual(await titles({ sort: 'procedure' }), oldest);
  });

  it('filters by owner, states, words, lateness, and counts what the filters leave', async () => {
    assert.deepEqual(await titles({ organisation: other }), ['golf']);
    assert.deepEqual(await titles({ overdue: 'true' }), ['delta']);
    assert.deepEqual(await titles({ q: 'LPH' }), ['alpha']);
    assert.deepEqual(await titles({ q: 'alp  CH-1' }), ['alpha'], 'words of several fields');
    assert.deepEqual(await titles({ q: 'alp CH-3' }), []);
    assert.deepEqual(await titles({ state: 'requested,closed' }), ['bravo', 'echo', 'delta']);
    assert.deepEqual(await titles({ open: 'false' }), []);
    const counted = await runQuery(world.runner, list, reader, { count: 'true', limit: 1 });
    assert.deepEqual(counted.total, { count: 6, bounded: false });
  });

  it('finds by every word also what was shared, and nothing of others', async () => {
    const search = searchEverything(catalogue);
    const found = async (q: string) =>
      (await runQuery(world.runner, search, reader, { q })).items.map(({ title }) => title);
    assert.deepEqual(await found('gol CH-7'), ['CH-7 golf']);
    assert.deepEqual(await found('hidden'), []);
    assert.deepEqual(await found('golf alpha'), []);
  });

  it('keeps for me only cases in whose state one of my roles can act, at their owner', async () => {
    assert.deepEqual(await titles({ assignee: 'me' }), ['bravo', 'echo', 'delta']);
    const stranger = await world.person('stranger', own, ['asset-owner']);
    const none = await runQuery(world.runner, list, stranger, { assignee: 'me', count: 'true' });
    assert.deepEqual([none.items, none.total?.count], [[], 0]);
  });

  it('refuses an order that is not declared and a key of another list', async () => {
    const refused = { status: 422 };
    await assert.rejects(runQuery(world.runner, list, reader, { sort: 'fields' }), refused);
    await assert.rejects(runQuery(world.runner, list, reader, { after: 'eyJ4Ijox' }), refused);
    const page = await runQuery(world.runner, list, reader, { limit: 1 });
    await assert.rejects(
      runQuery(world.runner, list, reader, { sort: 'title', after: page.next ?? '' }),
      refused,
    );
  });

  it('keeps for me what others shared where my role takes part, and not what is only shared', async () => {
    await insert(other, 'hotel', 8, { share: true });
    assert.ok(!(await titles({ assignee: 'me' })).includes('hotel'));
    await asOwner(
      `insert into case_party (owner_id, case_id, organisation_id, role, since)
       select owner_id, id, $2, 'change-manager', $3 from procedure_case where owner_id = $1 and title = 'hotel'`,
      [other, own, world.clock.now()],
    );
    assert.deepEqual(await titles({ assignee: 'me' }), ['hotel', 'bravo', 'echo', 'delta']);
    assert.ok(!(await titles({ assignee: 'me' })).includes('golf'));
    assert.ok(!(await titles({})).includes('hidden'));
  });
});
