import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { bringIn } from '#areas/collaboration/incident-coordination/fixtures/bring-in.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
  refusalsOf,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Caller, Person } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

interface Entry {
  readonly act: string;
  readonly personId: string | null;
  readonly organisationId: string | null;
  readonly sha256: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly at: string;
}

describe('the chain of custody of a file of evidence', () => {
  let world: IncidentWorld;
  let caseId: string;
  let manager: Person;
  let colleague: Caller;
  before(async () => {
    world = await createIncidentWorld();
    const { http, ids, people } = world;
    caseId = await world.report();
    await world.act(people.manager, caseId, 'accept', {
      ...{ commonDomainImpact: 'yes', originAdministration: ids.x },
    });
    const [found] = await http.query<Person>("select id from person where name = 'manager'");
    assert.ok(found);
    manager = found;
    const role = 'itsm-security-manager';
    colleague = await http.withSession(await http.person('colleague', ids.contractor, [role]));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const broughtIn = (bytes = randomBytes(4_000), who = world.people.nisoX): Promise<string> =>
    bringIn(who, bytes, { caseId, fileName: 'gateway.log' });
  const tryTo = (who: Caller, id: string, action: string, fields: object = {}, comment = 'Why.') =>
    who('POST', `/evidence/${id}/actions/${action}`, { comment, fields });
  async function does(...step: Parameters<typeof tryTo>): Promise<void> {
    const answer = await tryTo(...step);
    assert.equal(answer.status, 200, `${step[2]}: ${answer.text}`);
  }
  async function isRefused(why: readonly string[], ...step: Parameters<typeof tryTo>) {
    const answer = await tryTo(...step);
    assert.ok([403, 409, 422].includes(answer.status), `${step[2]}: ${answer.text}`);
    assert.deepEqual(refusalsOf(answer), why, step[2]);
  }
  async function read(id: string, who = world.people.liso) {
    const { body, status, text } = await who('GET', `/evidence/${id}`);
    assert.equal(status, 200, text);
    return {
      custody: body['custody'] as readonly Entry[],
      evidence: body['evidence'] as Readonly<Record<string, unknown>>,
      titles: body['titles'] as Readonly<Record<string, string>>,
    };
  }
  const actsOf = (custody: readonly Entry[]) => custody.map(({ act }) => act);
  const retentionIsOver = (id: string) =>
    world.http.query("update evidence set retained_until = '2020-01-01' where id = $1", [id]);

  it('R-INC-5 a copy for analysis, its way back and the return say who, when, for whom and why, in that order', async () => {
    const bytes = randomBytes(4_000);
    const id = await broughtIn(bytes);
    const { manager: keeper } = world.people;
    const begunAt = Date.now();
    await does(keeper, id, 'copy', { copyFor: 'Laboratory Nord' }, 'To be read by the laboratory.');
    const lab = { returnedBy: 'laboratory  nord' };
    await does(colleague, id, 'return-copy', lab, 'Came back, nothing was kept.');
    await does(keeper, id, 'return', {}, 'It was asked for by its owner.');
    const { custody, evidence, titles } = await read(id);
    assert.deepEqual(actsOf(custody), [
      ...['collect', 'send', 'receive'],
      ...['copy', 'return-copy', 'return'],
    ]);
    const [copy, back, returned] = custody.slice(3);
    const { contractor, x } = world.ids;
    assert.deepEqual([copy?.personId, copy?.organisationId], [manager.id, contractor]);
    assert.deepEqual(copy?.detail, {
      copyFor: 'Laboratory Nord',
      comment: 'To be read by the laboratory.',
    });
    assert.notEqual(back?.personId, manager.id);
    assert.deepEqual(back?.detail, { ...lab, comment: 'Came back, nothing was kept.' });
    assert.deepEqual(returned?.detail, {
      organisation: x,
      comment: 'It was asked for by its owner.',
    });
    assert.equal(titles[x], 'XX', 'to whom it went is named');
    for (const { sha256, at } of [copy, back, returned].filter((one) => one !== undefined)) {
      assert.equal(sha256, createHash('sha256').update(bytes).digest('hex'));
      assert.ok(Date.parse(at) >= begunAt - 1_000 && Date.parse(at) <= Date.now() + 1_000, at);
    }
    assert.ok(custody.every(({ at }, place) => at >= (custody[place - 1]?.at ?? '')));
    assert.deepEqual([evidence['state'], evidence['holderId']], ['returned', x]);
    await isRefused(['wrong-state'], keeper, id, 'copy', { copyFor: 'Laboratory Nord' });
    await isRefused(['wrong-state'], keeper, id, 'return');
  });

  it('R-INC-5 neither reason nor receiver is left out, and nobody but a custodian makes a copy or returns it', async () => {
    const id = await broughtIn();
    const { manager: keeper, nisoX, liso } = world.people;
    const noComment = await keeper('POST', `/evidence/${id}/actions/copy`, {
      fields: { copyFor: 'Laboratory' },
    });
    assert.deepEqual(refusalsOf(noComment), ['comment']);
    const noReceiver = await tryTo(keeper, id, 'copy');
    assert.equal(noReceiver.status, 422, noReceiver.text);
    assert.match(noReceiver.text, /copyFor/);
    for (const who of [nisoX, liso]) {
      await isRefused(['role'], who, id, 'copy', { copyFor: 'Laboratory' });
      await isRefused(['role'], who, id, 'return');
    }
    assert.deepEqual(actsOf((await read(id)).custody), ['collect', 'send', 'receive']);
  });

  it('R-INC-5 nothing is returned that nobody was given: no copy, no hand-over', async () => {
    const { manager: keeper, officer } = world.people;
    const id = await broughtIn();
    const back = { returnedBy: 'Laboratory Nord' };
    await isRefused(['such-a-copy-is-out'], keeper, id, 'return-copy', back);
    await does(keeper, id, 'copy', { copyFor: 'Laboratory Nord' });
    await isRefused(['such-a-copy-is-out'], keeper, id, 'return-copy', { returnedBy: 'Nobody' });
    await isRefused(['no-copy-is-out'], keeper, id, 'return');
    await does(keeper, id, 'return-copy', back);
    await isRefused(['such-a-copy-is-out'], keeper, id, 'return-copy', back);
    await does(keeper, id, 'transfer', { organisation: world.ids.contractor });
    await isRefused(['not-under-way'], keeper, id, 'return');
    await does(officer, id, 'receive');
    await does(keeper, id, 'return');

    // What the owner of the case brought in itself is in its own hands until it is handed over.
    const { http, ids } = world;
    const desk = await http.withSession(
      await http.person('desk-centre', ids.central, ['service-desk']),
    );
    const own = await broughtIn(randomBytes(10), desk);
    await isRefused(['is-in-other-hands'], keeper, own, 'return');
    await does(keeper, own, 'transfer', { organisation: world.ids.contractor });
    await does(officer, own, 'receive');
    await does(keeper, own, 'return');
    assert.equal((await read(own)).evidence['holderId'], world.ids.central);
  });

  it('R-INC-5 two persons destroy it, not one alone, not while a copy is out, and nothing follows a destruction', async () => {
    const { manager: keeper, nisoX } = world.people;
    const id = await broughtIn();
    await isRefused(['retention-is-over'], keeper, id, 'propose-destruction');
    await retentionIsOver(id);
    await isRefused(['wrong-state'], colleague, id, 'confirm-destruction');
    await does(keeper, id, 'copy', { copyFor: 'Laboratory Nord' });
    await isRefused(['no-copy-is-out'], keeper, id, 'propose-destruction');
    await does(keeper, id, 'return-copy', { returnedBy: 'Laboratory Nord' }, 'Deleted there.');
    await does(keeper, id, 'propose-destruction', {}, 'The case is over.');
    await isRefused(['segregation'], keeper, id, 'confirm-destruction');
    await does(colleague, id, 'confirm-destruction');
    const { custody, evidence } = await read(id);
    assert.equal(evidence['state'], 'destroyed');
    const [proposed, confirmed] = custody.slice(-2);
    assert.equal(proposed?.detail['comment'], 'The case is over.');
    assert.notEqual(proposed?.personId, confirmed?.personId);
    const later = [
      ...['transfer', 'receive', 're-hash', 'copy', 'return-copy', 'hold', 'release-hold'],
      ...['return', 'propose-destruction', 'keep', 'confirm-destruction'],
    ];
    for (const action of later) {
      await isRefused(['wrong-state'], action === 'receive' ? nisoX : keeper, id, action);
    }
    const bytes = await keeper('GET', `/evidence/${id}/bytes`);
    assert.deepEqual([bytes.status, bytes.body['code']], [409, 'evidence-destroyed']);
    assert.deepEqual(actsOf((await read(id)).custody), actsOf(custody), 'nothing was written');
  });

  it('R-INC-5 bytes that were changed on the disk are told in the custody, which stays readable', async () => {
    const bytes = randomBytes(4_000);
    const id = await broughtIn(bytes);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const { manager: keeper } = world.people;
    await does(keeper, id, 're-hash');
    const folder = join(world.http.dataDir, 'files', world.ids.central, hash.slice(0, 2));
    const place = join(folder, hash);
    const stored = readFileSync(place);
    stored[stored.length - 1] = (stored.at(-1) ?? 0) ^ 1;
    writeFileSync(place, stored);
    await does(keeper, id, 're-hash');
    const hashed = (await read(id)).custody.filter(({ act }) => act === 're-hash');
    assert.deepEqual(
      hashed.map(({ sha256, detail }) => [sha256, detail['intact']]),
      [
        [hash, true],
        ['unreadable', false],
      ],
    );
  });
});
