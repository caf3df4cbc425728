import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import {
  createLoopPeople,
  type LoopPeople,
  osvAdvisory,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { LoopWorld } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import { runCommand } from '#kernel/command/command.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { documentPool } from './intake/importers.ts';
import { findingsOfAsset } from './queries/findings.ts';
import { setDispositions } from './set-dispositions.ts';

interface Row {
  asset_id: string;
  kind: string;
  requirement_id: string | null;
  due_at: Date;
}

describe('what is done about findings', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;
  let advisory: string;
  const hosts: string[] = [];

  before(async () => {
    world = await createWorld();
    loop = new LoopWorld(world, catalogue, await world.organisation('TELCO'));
    people = await createLoopPeople(world, loop.organisation);
    for (const name of ['host-1', 'host-2', 'host-3']) {
      const { id } = await loop.create(people.assetManager, 'assets', { name, kind: 'host' });
      hosts.push(id);
      await loop.inventory(people.assetManager, id, { relay: '3.0.0' });
    }
    await loop.advisory(
      people.keeper,
      osvAdvisory('OSV-2026-9', 'relay', '3.1.0', '2026-02-20T00:00:00Z'),
    );
    const [row] = await loop.rows('select id from advisory');
    advisory = String(row?.['id']);
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  const rows = async () =>
    (await loop.rows(
      'select asset_id, kind, requirement_id, due_at from disposition order by asset_id',
    )) as unknown as Row[];
  const kinds = async () => {
    const known = new Map((await rows()).map(({ asset_id, kind }) => [asset_id, kind]));
    return hosts.map((host) => known.get(host) ?? 'none');
  };
  const openPatch = async (assets: readonly string[]) => {
    const { id } = await loop.open(people.patchManager, 'patch', 'Update the relays', {
      requirement: 'Install relay 3.1.0.',
      origin: 'vendor',
      advisory,
      assets,
    });
    await loop.relay();
    return id;
  };

  it('R-PT-1 makes a patch the disposition of the findings that it names, and lets go of those it names no more', async () => {
    assert.deepEqual(await kinds(), ['none', 'none', 'none']);
    const patch = await openPatch(hosts.slice(0, 2));
    assert.deepEqual(await kinds(), ['requirement', 'requirement', 'none']);
    assert.ok((await rows()).every(({ requirement_id }) => requirement_id === patch));
    const due = (await loop.rows('select due_at from finding_group'))[0]?.['due_at'];
    assert.deepEqual((await rows())[0]?.due_at, due, 'due as its group until a priority is given');
    const requirement = 'Install relay 3.1.0.';
    await loop.act(people.patchManager, patch, 'revise-requirement', {
      requirement,
      assets: [hosts[0], hosts[2]],
    });
    await loop.relay();
    assert.deepEqual(await kinds(), ['requirement', 'waiting', 'requirement']);
    const trail = await loop.rows(
      `select details from trail_entry where action = 'dispositions.decide' order by id`,
    );
    assert.equal(trail.length, 4, 'two required, one let go, one more required');
    await loop.act(people.patchManager, patch, 'mark-not-applicable', {}, 'Not in use.');
    await loop.relay();
    assert.deepEqual(await kinds(), ['waiting', 'waiting', 'waiting']);
  });

  it('R-PT-3 is due when the priority of its patch says, and what a person or an exception decided stands', async () => {
    await runCommand(world.runner, setDispositions, people.patchManager, {
      advisoryId: advisory,
      assetIds: [hosts[2]],
      kind: 'not-affected',
      justification: 'vulnerable_code_not_present',
    });
    const patch = await openPatch(hosts);
    assert.deepEqual(await kinds(), ['requirement', 'requirement', 'not-affected']);
    await loop.act(people.patchTester, patch, 'record-test', {
      result: 'effective',
      environment: 'Lab',
      observations: 'Seen.',
    });
    await loop.act(people.patchManager, patch, 'prioritise', { cvssScore: 9.8 });
    await loop.relay();
    const { dueBy } = (await loop.read(people.patchManager, patch)).case.fields;
    const due = (await rows()).filter(({ kind }) => kind === 'requirement');
    assert.deepEqual(
      due.map(({ due_at }) => due_at.toISOString()),
      [dueBy, dueBy],
    );
    await loop.act(people.patchManager, patch, 'mark-not-applicable', {}, 'Another way.');
    await loop.relay();
  });

  it('R-PT-4 refuses an exception whose end is past, when it is asked for and when it is approved', async () => {
    const exception = (expiresAt: string) =>
      loop.create(people.patchManager, 'exceptions', {
        ...{ title: 'Until spring', advisoryId: advisory, assets: hosts, reason: 'No window.' },
        expiresAt,
      });
    for (const past of [loop.at(-1), loop.at(0)]) {
      await assert.rejects(exception(past), {
        status: 422,
        faults: [
          { path: '/expiresAt', code: 'past', message: 'The exception must end after now.' },
        ],
      });
    }
    const asked = await exception(loop.at(1));
    loop.passDays(2);
    const approve = { id: asked.id, action: 'approve', comment: 'Agreed.' };
    await assert.rejects(
      runCommand(world.runner, loop.register('exceptions').act, people.operations, approve),
      /expiry-is-ahead|refus/i,
    );
  });

  it('R-PT-4 gives each finding one disposition, and takes an exception back when it expires', async () => {
    const { id: host } = await loop.create(people.assetManager, 'assets', {
      ...{ name: 'host-4', kind: 'host' },
    });
    await loop.inventory(people.assetManager, host, { relay: '3.0.0' });
    const decide = (more: object) =>
      runCommand(world.runner, setDispositions, people.analyst, {
        ...{ advisoryId: advisory, assetIds: [host], ...more },
      });
    const finding = async () =>
      (
        await loop.inside(people.keeper, (context) =>
          findingsOfAsset(context, loop.organisation, host, { limit: 10 }),
        )
      ).items.find(({ advisoryId }) => advisoryId === advisory);
    assert.equal((await finding())?.disposition, 'waiting');
    assert.notEqual((await finding())?.dueAt, null);
    await assert.rejects(decide({ kind: 'not-affected' }), /justification/);
    const stranger = await world.person('Sten', await world.organisation('OTHER'), ['isirt']);
    await assert.rejects(
      runCommand(world.runner, setDispositions, stranger, {
        ...{ advisoryId: advisory, assetIds: [host], kind: 'waiting' },
      }),
    );
    const decided = { kind: 'not-affected', justification: 'vulnerable_code_not_present' };
    assert.deepEqual(await decide(decided), { changed: 1 });
    assert.equal((await finding())?.disposition, 'not-affected');
    const until = loop.at(30);
    const asked = await loop
      .create(people.operations, 'exceptions', {
        ...{
          title: 'Until the spring',
          advisoryId: advisory,
          assets: [host],
          reason: 'No window.',
        },
        expiresAt: until,
      })
      .catch(() => null);
    assert.equal(asked, null, 'who approves does not ask');
    const exception = await loop.create(people.keeper, 'exceptions', {
      ...{ title: 'Until the spring', advisoryId: advisory, assets: [host], reason: 'No window.' },
      expiresAt: until,
    });
    const approve = { id: exception.id, action: 'approve', comment: 'Agreed.' };
    const { act } = loop.register('exceptions');
    await assert.rejects(
      runCommand(world.runner, act, people.keeper, approve),
      'not by the one who asked',
    );
    await runCommand(world.runner, act, people.operations, approve);
    assert.deepEqual(
      [(await finding())?.disposition, (await finding())?.dueAt],
      ['exception', until],
    );
    loop.passDays(31);
    const log = createLog('silent');
    await sweepDeadlines({ runner: world.runner, catalogue, log });
    assert.equal((await finding())?.disposition, 'waiting');
  });

  it('R-PT-1 R-PT-4 takes for a requirement only an open patch of the advisory that names the asset, and no later day than the default', async () => {
    const decide = (more: object) =>
      runCommand(world.runner, setDispositions, people.analyst, {
        ...{ advisoryId: advisory, assetIds: [hosts[0]], ...more },
      });
    const requirement = (requirementId: string) => decide({ kind: 'requirement', requirementId });
    const [warning] = await loop.cases('early-warning');
    await assert.rejects(requirement(warning?.id ?? ''), { code: 'requirement' });
    const change = await loop.open(people.changeManager, 'change', 'Something else', {
      ...{ origin: 'other', reason: 'Another matter.', assets: [hosts[0]] },
    });
    await assert.rejects(requirement(change.id), { code: 'requirement' });
    const elsewhere = await openPatch([hosts[1] ?? '']);
    await assert.rejects(requirement(elsewhere), { code: 'requirement' }, 'names another asset');
    await loop.act(people.patchManager, elsewhere, 'mark-not-applicable', {}, 'No.');
    const patch = await openPatch([hosts[0] ?? '']);
    await decide({ kind: 'waiting' });
    assert.deepEqual(await requirement(patch), { changed: 1 });
    await loop.act(people.patchManager, patch, 'mark-not-applicable', {}, 'No.');
    await loop.relay();
    await assert.rejects(requirement(patch), { code: 'requirement' }, 'has ended');
    await assert.rejects(decide({ kind: 'waiting', dueAt: '2099-01-01T00:00:00.000Z' }), {
      code: 'due-too-late',
    });
  });

  it('R-GEN-3 keeps a trail entry for each finding that an exception covers and lets go', async () => {
    const exception = await loop.create(people.keeper, 'exceptions', {
      ...{ title: 'Two hosts', advisoryId: advisory, assets: hosts.slice(0, 2) },
      ...{ reason: 'No window.', expiresAt: loop.at(5) },
    });
    const { act } = loop.register('exceptions');
    const input = { id: exception.id, comment: 'Agreed.' };
    await runCommand(world.runner, act, people.operations, { ...input, action: 'approve' });
    await runCommand(world.runner, act, people.operations, { ...input, action: 'revoke' });
    const entries = await loop.rows(
      `select details->>'kind' as kind from trail_entry
       where action = 'dispositions.decide' and details->>'exceptionId' = $1 order by id`,
      [exception.id],
    );
    assert.deepEqual(
      entries.map(({ kind }) => kind),
      ['exception', 'exception', 'waiting', 'waiting'],
    );
  });

  it('R-PT-4 keeps advisories and decisions: nothing deletes an advisory, and a finding has one disposition', async () => {
    const log = createLog('silent');
    await sweepDeadlines({ runner: world.runner, catalogue, log });
    for (const register of ['advisories', 'dispositions', 'exceptions', 'vulnerabilities']) {
      const [row] = await loop.list(people.keeper, register);
      assert.ok(row, register);
      await assert.rejects(
        runCommand(world.runner, loop.register(register).remove, people.keeper, {
          id: row.id,
          version: null,
        }),
        { status: 403 },
        register,
      );
    }
    const before = await rows();
    await loop.advisory(
      people.keeper,
      osvAdvisory('OSV-2026-9', 'relay', '3.1.0', '2026-03-20T00:00:00Z', {
        withdrawn: '2026-03-20T00:00:00Z',
      }),
    );
    assert.deepEqual(await rows(), before, 'a withdrawn source takes no decision along');
    assert.equal((await loop.rows('select 1 from advisory')).length, 1);
    assert.equal((await loop.rows('select 1 from advisory_document')).length, 2);
    await assert.rejects(
      world.test.database.transaction(
        { role: 'owner', scope: [], person: null },
        async ({ client }) => {
          await client.query(
            `insert into disposition (owner_id, id, asset_id, advisory_id, kind, due_at, created_at, updated_at)
             select owner_id, gen_random_uuid(), asset_id, advisory_id, 'waiting', due_at, created_at, updated_at from disposition limit 1`,
          );
        },
      ),
      /duplicate key/,
    );
  });
});
