import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { mine } from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import { stopTestServer } from '#tests/database.ts';
import {
  type Clause,
  ceiling,
  deadline,
  evidence,
  tells,
  termsInForce,
  type Under,
} from './terms-in-force.ts';

describe('terms that execute: pairs of journeys that differ in one clause only', () => {
  let world: IncidentWorld;
  let under: Under;

  before(async () => {
    world = await createIncidentWorld();
    const { http, ids } = world;
    const { central, contractor } = ids;
    under = termsInForce(http, { central, contractor, bound: [ids.x, ids.y] });
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const reported = () => world.report({ originAdministration: world.ids.x }, 'undecided');
  const accepting = (id: string) =>
    world.people.manager('POST', `/cases/${id}/actions/accept`, {
      fields: { commonDomainImpact: 'yes', affectedAdministrations: [world.ids.y] },
    });
  const seenByY = async (id: string) => (await world.people.nisoY('GET', `/cases/${id}`)).status;
  const reasonOfY = async (id: string) => {
    const { body } = await world.people.liso(
      'GET',
      `/cases/${id}/audience?owner=${world.ids.central}`,
    );
    const items = body['items'] as { organisationId: string; reason: string; detail: object }[];
    const found = items.find(({ organisationId }) => organisationId === world.ids.y);
    return found === undefined ? null : { reason: found.reason, detail: found.detail };
  };

  it('told or not: what a clause allows happens without asking, what it forbids is refused with terms, version and clause', async () => {
    const told = await under([tells('allow')], async () => {
      const id = await reported();
      const { status, text } = await accepting(id);
      assert.equal(status, 200, text);
      return id;
    });
    assert.equal(await seenByY(told), 200);
    const reason = await reasonOfY(told);
    assert.equal(reason?.reason, 'terms');
    assert.match(JSON.stringify(reason?.detail), /TOC-2026-0001.*4\.1\.1/);
    await under([tells('forbid')], async () => {
      const id = await reported();
      const { status, body } = await accepting(id);
      assert.equal(status, 409);
      assert.equal(body['code'], 'forbidden-by-terms');
      assert.match(String(body['detail']), /TOC-2026-0002 version 1, clause 4\.1\.1/);
      assert.equal(await seenByY(id), 404);
      // Other terms neither grant what was nor take away what was told under the earlier ones.
      assert.equal(await seenByY(told), 200);
    });
  });

  it('what no terms cover needs a decision of the LISO that stands with the case', async () => {
    const id = await reported();
    const refused = await accepting(id);
    assert.equal(refused.body['code'], 'decision-needed', refused.text);
    const fields = { about: 'tell', organisations: [world.ids.y], reason: 'It is their gateway.' };
    const decide = (who: typeof world.people.liso, ruling: string) =>
      who('POST', '/liso-decisions', { caseId: id, fields: { ...fields, ruling } });
    assert.equal((await decide(world.people.nisoX, 'allow')).status, 403);
    assert.equal((await decide(world.people.liso, 'forbid')).status, 201);
    assert.match(String((await accepting(id)).body['detail']), /decided against/);
    assert.equal((await decide(world.people.liso, 'allow')).status, 201);
    assert.equal((await accepting(id)).status, 200);
    assert.equal((await reasonOfY(id))?.reason, 'decision');
  });

  it('masked or shown: above what a clause lets it see, an administration is told that there is something, and nothing of it', async () => {
    const open = async (clauses: readonly Clause[]) =>
      under(clauses, async () => {
        const id = await reported();
        const { status, text } = await accepting(id);
        assert.equal(status, 200, text);
        return id;
      });
    const shown = await open([tells('allow'), ceiling('AMBER')]);
    const masked = await open([tells('allow'), ceiling('GREEN')]);
    assert.deepEqual([await seenByY(shown), await seenByY(masked)], [200, 404]);
    const { body } = await world.people.nisoY('GET', '/tasks?assignee=me');
    const tasks = (body['items'] as { task: string; subject: string }[]).filter(
      ({ task }) => task === 'ask-about-incident',
    );
    assert.equal(tasks.length, 1);
    assert.match(String(tasks[0]?.subject), /^INC-\d{4}-\d{4}$/);
  });

  const asking = async (clauses: readonly Clause[]) =>
    under([tells('allow'), ...clauses], async () => {
      const id = await reported();
      await world.act(world.people.manager, id, 'accept', { commonDomainImpact: 'yes' });
      await world.act(world.people.manager, id, 'note-analysis', { analysis: 'Queues grow.' });
      const answer = await world.people.manager('POST', `/cases/${id}/actions/request-evidence`, {
        fields: { subject: 'Logs', items: 'Logs of the gateway.', urgency: 'high' },
      });
      return { id, answer };
    });

  it('asked or refused: a clause lets evidence be asked for, or forbids it by name', async () => {
    const allowed = await asking([evidence('allow')]);
    assert.equal(allowed.answer.status, 200, allowed.answer.text);
    assert.ok(await mine(world.people.nisoX, allowed.id, 'evidence'));
    const forbidden = await asking([evidence('forbid')]);
    assert.equal(forbidden.answer.body['code'], 'forbidden-by-terms', forbidden.answer.text);
    const silent = await asking([]);
    assert.equal(silent.answer.body['code'], 'decision-needed', silent.answer.text);
  });

  it('4 hours or 24: a clause on deadlines says until when an administration answers', async () => {
    const hours: number[] = [];
    for (const within of ['PT4H', 'PT24H']) {
      const { id, answer } = await asking([evidence('allow'), deadline(within)]);
      assert.equal(answer.status, 200, answer.text);
      const { body } = await world.people.nisoX('GET', `/requests?caseId=${id}`);
      const [sent] = body['items'] as { sentAt: string; recipients: { dueAt: string }[] }[];
      const due = Date.parse(sent?.recipients[0]?.dueAt ?? '');
      hours.push(Math.round((due - Date.parse(sent?.sentAt ?? '')) / 3_600_000));
    }
    assert.deepEqual(hours, [4, 24]);
  });
});
