import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Answer } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

const twoGibibytes = 2 * 1024 ** 3;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('what is brought in as evidence, and how much of it', () => {
  let world: IncidentWorld;
  let caseId: string;
  before(async () => {
    world = await createIncidentWorld();
    caseId = await world.report();
    await world.act(world.people.manager, caseId, 'accept', {
      ...{ commonDomainImpact: 'yes', originAdministration: world.ids.x },
    });
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const announce = (bytes: number, hash = '0'.repeat(64)): Promise<Answer> =>
    world.people.nisoX('POST', '/uploads', {
      ...{ caseId, fileName: 'memory.img', bytes, sha256: hash },
    });
  const send = (id: string, offset: number, bytes: Uint8Array): Promise<Answer> =>
    world.people.nisoX('PATCH', `/uploads/${id}`, bytes, { 'upload-offset': String(offset) });
  const begun = async (bytes: Uint8Array): Promise<string> => {
    const answer = await announce(bytes.length, sha256(bytes));
    assert.equal(answer.status, 201, answer.text);
    return String(answer.body['id']);
  };
  const offsetOf = async (id: string): Promise<unknown> =>
    (await world.people.nisoX('GET', `/uploads/${id}`)).body['offset'];
  const takeIn = (uploadId: string, more: object = {}): Promise<Answer> =>
    world.people.nisoX('POST', '/evidence', {
      ...{ uploadId, kind: 'log', title: 'Log of the gateway', collectedBy: 'Hanna Vogt' },
      ...{ collectedAt: '2026-03-01T22:15:00.000Z', ...more },
    });
  /** Files of uploads that are on their way, on the disk. */
  const partsOf = (id: string): string[] => {
    const folder = join(world.http.dataDir, 'files', world.ids.central, 'uploads', id);
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  it('R-INC-5 more than 2 GiB is refused when it is announced, with the limit and before a byte is taken; 2 GiB is not', async () => {
    const count = async () => (await world.http.query('select id from upload')).length;
    const before = await count();
    const refused = await announce(twoGibibytes + 1);
    assert.equal(refused.status, 422, refused.text);
    assert.match(refused.headers.get('content-type') ?? '', /^application\/problem\+json/);
    const [fault] = refused.body['faults'] as { path: string; message: string }[];
    assert.equal(fault?.path, '/bytes');
    assert.match(fault.message, /2147483648 bytes \(2 GiB\)/);
    assert.equal(await count(), before, 'nothing was begun');
    const largest = await announce(twoGibibytes);
    assert.equal(largest.status, 201, largest.text);
    assert.equal(largest.body['bytes'], twoGibibytes);
  });

  it('R-INC-5 what grows beyond what was announced is refused, and nothing of it stays; the announced bytes are still taken', async () => {
    const bytes = randomBytes(100_000);
    const id = await begun(bytes);
    const refused = await send(id, 0, Buffer.concat([bytes, randomBytes(1)]));
    assert.equal(refused.status, 413, refused.text);
    assert.equal(refused.body['code'], 'too-large');
    assert.match(String(refused.body['detail']), /100000 bytes/);
    assert.equal(await offsetOf(id), 0);
    assert.deepEqual(partsOf(id), []);

    assert.equal((await send(id, 0, bytes.subarray(0, 60_000))).status, 200);
    const late = await send(id, 60_000, randomBytes(40_001));
    assert.equal(late.status, 413, late.text);
    assert.match(String(late.body['detail']), /40000 bytes/);
    assert.equal(await offsetOf(id), 60_000);
    assert.equal((await send(id, 60_000, bytes.subarray(60_000))).status, 200);
    const beyond = await send(id, 100_000, randomBytes(1));
    assert.equal(beyond.status, 413, beyond.text);
    const taken = await takeIn(id);
    assert.equal(taken.status, 201, taken.text);
    const { body } = await world.people.nisoX('GET', `/evidence/${taken.body['id']}`);
    assert.equal((body['evidence'] as { sha256: string }).sha256, sha256(bytes));
  });

  it('R-INC-5 says kind, who, when, where, how and of which day it tells, apart from when it was received, which nobody says', async () => {
    const said = {
      ...{ kind: 'network-capture', title: 'Traffic of the channel', collectedBy: 'Hanna Vogt' },
      ...{ collectedAt: '2026-03-01T22:15:00.000Z', collectedWhere: 'Bonn, rack 4' },
      ...{ effectiveOn: '2026-02-27', method: 'tcpdump on a mirrored port' },
    };
    const bytes = randomBytes(2_000);
    const id = await begun(bytes);
    assert.equal((await send(id, 0, bytes)).status, 200);
    const refusals = [
      [{ receivedAt: '2026-03-01T22:15:00.000Z' }, /receivedAt/],
      [{ effectiveOn: '2026-02-30' }, /effectiveOn/],
      [{ effectiveOn: '2999-01-01' }, /effectiveOn/],
      [{ collectedAt: '2026-03-01T22:15:00' }, /collectedAt/],
      [{ collectedAt: '2999-03-01T22:15:00.000Z' }, /collectedAt/],
      [{ kind: 'rumour' }, /kind/],
    ] as const;
    for (const [wrong, place] of refusals) {
      const refused = await takeIn(id, { ...said, ...wrong });
      assert.equal(refused.status, 422, refused.text);
      assert.match(JSON.stringify(refused.body['faults']), place);
    }
    const begunAt = Date.now();
    const taken = await takeIn(id, said);
    assert.equal(taken.status, 201, taken.text);
    const { nisoX, manager } = world.people;
    for (const who of [nisoX, manager]) {
      const { body } = await who('GET', `/evidence/${taken.body['id']}`);
      const read = body['evidence'] as Record<string, unknown>;
      assert.deepEqual(
        Object.fromEntries(Object.keys(said).map((name) => [name, read[name]])),
        said,
      );
      assert.ok(Math.abs(Date.parse(String(read['receivedAt'])) - begunAt) < 60_000);
      const [collect] = body['custody'] as { act: string; detail: Record<string, unknown> }[];
      assert.deepEqual([collect?.act, collect?.detail['effectiveOn']], ['collect', '2026-02-27']);
    }
  });
});
