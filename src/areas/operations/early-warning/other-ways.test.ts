import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { completeTask } from '#work/tasks/complete-task.ts';
import { listTasks } from '#work/tasks/task-queries.ts';
import { createLoopPeople, type LoopPeople, osvAdvisory } from './fixtures/loop-people.ts';
import { LoopWorld, refusals } from './fixtures/loop-world.ts';

const allYes = { suitable: true, adequate: true, rational: true };

describe('the other ways of an early warning', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;
  let host: string;

  before(async () => {
    world = await createWorld();
    loop = new LoopWorld(world, catalogue, await world.organisation('TELCO'));
    people = await createLoopPeople(world, loop.organisation);
    const asset = await loop.create(people.assetManager, 'assets', { name: 'host', kind: 'host' });
    host = asset.id;
    await loop.inventory(people.assetManager, host, { relay: '3.0.0', parser: '1.0.0' });
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  const stateOf = async (id: string) => (await loop.read(people.lead, id)).case.state;
  const judgement = (imperative: boolean) => ({
    priority: 'scheduled',
    imperative,
    rationale: 'Weighed.',
  });

  async function analysed(title: string, fields: object = {}): Promise<string> {
    const opened = await loop.open(people.analyst, 'early-warning', title, {
      source: 'internal-incident',
      summary: title,
      ...fields,
    });
    await loop.act(people.analyst, opened.id, 'start-analysis');
    return opened.id;
  }

  async function judged(title: string, imperative: boolean): Promise<string> {
    const id = await analysed(title);
    await loop.act(people.analyst, id, 'record-impact', { impact: title, assets: [host] });
    await loop.act(people.lead, id, 'judge', judgement(imperative));
    return id;
  }

  async function tracked(title: string): Promise<string> {
    const id = await judged(title, true);
    const one = { kind: 'other', title, text: title, urgency: 'scheduled' };
    await loop.create(people.analyst, 'recommendations', one, id);
    await loop.act(people.analyst, id, 'submit');
    await loop.act(people.reviewer, id, 'approve', allYes);
    return id;
  }

  async function answerTaskOf(caseId: string, outcome: string): Promise<void> {
    const { items } = await runQuery(world.runner, listTasks, people.keeper, { caseId });
    await runCommand(world.runner, completeTask(catalogue), people.keeper, {
      taskId: items[0]?.id,
      fields: { outcome, answer: 'So it is.' },
    });
  }

  it('R-EW-4 releases a report when nothing is imperative, and not before it is issued', async () => {
    const id = await judged('Not imperative', false);
    assert.equal(await stateOf(id), 'reporting');
    assert.deepEqual(await refusals(loop.act(people.lead, id, 'release-report')), [
      'guard report-is-issued',
    ]);
    await world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      ({ client }) =>
        client.query(
          `insert into deliverable (owner_id, id, case_id, type, title, reference, state, created_at, updated_at)
           values ($1, $2, $3, 'early-warning-report', 'Report', 'EWR-1', 'issued', $4, $4)`,
          [loop.organisation, newId(), id, world.clock.now()],
        ),
    );
    await loop.act(people.lead, id, 'release-report');
    await loop.act(people.lead, id, 'close');
    assert.equal(await stateOf(id), 'closed');
  });

  it('closes without impact only with a reason, and merges a duplicate into another warning only', async () => {
    const first = await analysed('Rumour');
    assert.deepEqual(await refusals(loop.act(people.analyst, first, 'declare-no-impact')), [
      'comment',
    ]);
    const second = await analysed('The same rumour');
    assert.deepEqual(
      await refusals(
        loop.act(people.analyst, second, 'merge', { duplicateOf: second }, 'Known already.'),
      ),
      ['guard twin-is-another-warning'],
    );
    await assert.rejects(
      loop.act(people.analyst, second, 'merge', { duplicateOf: newId() }, 'Known already.'),
      { status: 422 },
    );
    await loop.act(people.analyst, second, 'merge', { duplicateOf: first }, 'Known already.');
    assert.equal(await stateOf(second), 'duplicate');
    await loop.act(people.analyst, first, 'declare-no-impact', {}, 'We have none of it.');
    assert.equal(await stateOf(first), 'no-impact');
  });

  it('R-EW-8 closes by itself when everything is back, and comes back to a person when something failed', async () => {
    const smooth = await tracked('Smooth');
    await answerTaskOf(smooth, 'achieved');
    assert.equal(await stateOf(smooth), 'closed');
    const failed = await tracked('Failed');
    await answerTaskOf(failed, 'not-achieved');
    assert.equal(await stateOf(failed), 'reconsidering');
    assert.deepEqual(await refusals(loop.act(people.analyst, failed, 'reconsider', {}, 'Again.')), [
      'role reconsider',
    ]);
    await loop.act(people.lead, failed, 'reconsider', {}, 'Try something else.');
    assert.deepEqual(await refusals(loop.act(people.analyst, failed, 'submit')), [
      'guard recommendations-are-there',
    ]);
    const other = { kind: 'other', title: 'Else', text: 'Else.', urgency: 'scheduled' };
    await loop.create(people.analyst, 'recommendations', other, failed);
    await loop.act(people.analyst, failed, 'submit');
    await loop.act(people.reviewer, failed, 'approve', allYes);
    await answerTaskOf(failed, 'achieved');
    assert.equal(await stateOf(failed), 'closed');
  });

  it('asks for an advisory where a patch is recommended, because a patch is verified against it', async () => {
    const id = await judged('Patch without advisory', true);
    const patch = { kind: 'patch', title: 'P', text: 'P', urgency: 'scheduled' };
    await loop.create(people.analyst, 'recommendations', patch, id);
    assert.deepEqual(await refusals(loop.act(people.analyst, id, 'submit')), [
      'guard recommendations-name-assets',
      'guard patches-have-an-advisory',
    ]);
  });

  it('R-EW-6 voids the review when a recommendation is withdrawn after it was submitted', async () => {
    const id = await judged('Withdrawn', true);
    const one = { kind: 'other', title: 'One', text: 'One.', urgency: 'scheduled' };
    await loop.create(people.analyst, 'recommendations', one, id);
    const two = await loop.create(people.analyst, 'recommendations', { ...one, title: 'Two' }, id);
    await loop.act(people.analyst, id, 'submit');
    await runCommand(world.runner, loop.register('recommendations').act, people.analyst, {
      id: two.id,
      action: 'withdraw',
      comment: 'Not needed.',
    });
    assert.deepEqual(await refusals(loop.act(people.reviewer, id, 'approve', allYes)), [
      'guard recommendations-are-as-submitted',
    ]);
  });

  it('R-EW-2 is raised again by a revision only when the remedy for its assets changed', async () => {
    const revision = (fixed: string | null, modified: string, more: object = {}) =>
      loop.advisory(people.keeper, osvAdvisory('OSV-2026-9', 'relay', fixed, modified, more));
    await revision('3.1.0', '2026-02-20T00:00:00Z');
    const warning = (await loop.cases('early-warning')).at(-1);
    assert.ok(warning);
    await loop.act(people.analyst, warning.id, 'start-analysis');
    await loop.act(people.analyst, warning.id, 'record-impact', { impact: 'Some.' });
    assert.equal(await stateOf(warning.id), 'judged');
    await revision('3.1.0', '2026-02-23T00:00:00Z', { details: 'Other words.' });
    assert.equal(await stateOf(warning.id), 'judged');
    await revision('3.2.0', '2026-02-25T00:00:00Z');
    assert.equal(await stateOf(warning.id), 'analysing', 'the fix is another one');
    const [{ n } = { n: 0 }] = await loop.rows(
      `select count(*)::int as n from procedure_case where procedure = 'early-warning' and fields->>'advisory' = $1`,
      [warning.fields['advisory']],
    );
    assert.equal(n, 1);
  });

  it('R-EW-2 opens one warning for two sources that name each other, and notes the second on the first', async () => {
    const said = (id: string, alias: string, name: string) =>
      loop.advisory(
        people.keeper,
        osvAdvisory(id, name, '4.0.0', '2026-02-20T00:00:00Z', { aliases: [alias] }),
      );
    const before = (await loop.cases('early-warning')).length;
    await said('GHSA-aaaa', 'OSV-2026-77', 'parser');
    await said('OSV-2026-77', 'GHSA-aaaa', 'parser');
    const [warning, ...others] = (await loop.cases('early-warning')).slice(before);
    assert.deepEqual(others, []);
    const [second] = await loop.rows(`select id from advisory where source_id = 'OSV-2026-77'`);
    const sources = warning?.fields['sources'] as { advisory: string }[];
    assert.deepEqual(
      sources.map(({ advisory }) => advisory),
      [second?.['id']],
    );
    const twin = await loop.open(people.analyst, 'early-warning', 'By hand', {
      ...{ source: 'vendor', summary: 'The same.', advisory: second?.['id'] },
    });
    await loop.act(people.analyst, warning?.id ?? '', 'start-analysis');
    assert.deepEqual(await refusals(loop.act(people.analyst, twin.id, 'start-analysis')), [
      'guard no-open-twin',
    ]);
    await loop.act(people.analyst, warning?.id ?? '', 'record-impact', { impact: 'Some.' });
    assert.equal(await stateOf(warning?.id ?? ''), 'judged');
    await said('PYSEC-2026-1', 'GHSA-aaaa', 'relay');
    assert.equal((await loop.cases('early-warning')).length, before + 2);
    const again = (await loop.read(people.lead, warning?.id ?? '')).case;
    assert.equal((again.fields['sources'] as object[]).length, 2);
    assert.equal(again.state, 'judged', 'its assets are known');
  });
});
