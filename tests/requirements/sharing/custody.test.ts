import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { bringIn } from '#areas/collaboration/incident-coordination/fixtures/bring-in.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

interface Entry {
  readonly act: string;
  readonly organisationId: string;
  readonly sha256: string;
  readonly detail: { readonly intact?: boolean };
}

describe('custody of evidence', () => {
  let world: IncidentWorld;
  let path: string;
  const bytes = randomBytes(5_000);

  before(async () => {
    world = await createIncidentWorld();
    const { manager, nisoX } = world.people;
    const caseId = await world.report();
    await world.act(manager, caseId, 'accept', {
      ...{ commonDomainImpact: 'yes', originAdministration: world.ids.x },
    });
    const id = await bringIn(nisoX, bytes, { caseId, fileName: 'gateway.log' });
    path = `/evidence/${id}`;
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const act = (who: Caller, action: string, input: object = {}) =>
    who('POST', `${path}/actions/${action}`, input);
  const transfer = (organisation: string) =>
    act(world.people.manager, 'transfer', {
      ...{ comment: 'To be analysed', fields: { organisation } },
    });
  const rules = ({ body }: Awaited<ReturnType<Caller>>) =>
    ((body['refusals'] ?? []) as { rule: string; name?: string }[]).map(
      ({ rule, name }) => name ?? rule,
    );
  async function read() {
    const { body, text } = await world.people.liso('GET', path);
    assert.ok(body['evidence'], text);
    return {
      evidence: body['evidence'] as { holderId: string; state: string },
      custody: body['custody'] as Entry[],
    };
  }

  it('R-INC-5 is handed over to who may see it, stays with its holder until it is received there, and is hashed on both sides', async () => {
    const { manager, liso, officer, nisoX } = world.people;
    const { contractor, central, z } = world.ids;
    assert.deepEqual(rules(await transfer(z)), ['receiver-sees-it']);
    assert.deepEqual(rules(await act(officer, 'receive')), ['receive']);
    const sent = await transfer(contractor);
    assert.equal(sent.status, 200, sent.text);
    assert.equal((await read()).evidence.holderId, central);
    assert.deepEqual(rules(await transfer(contractor)), ['not-under-way']);
    assert.deepEqual(rules(await act(liso, 'receive')), ['receive']);
    assert.deepEqual(rules(await act(nisoX, 'receive')), ['receive']);
    const received = await act(officer, 'receive');
    assert.equal(received.status, 200, received.text);
    const { evidence, custody } = await read();
    assert.equal(evidence.holderId, contractor);
    const hash = createHash('sha256').update(bytes).digest('hex');
    assert.deepEqual(
      custody.slice(-2).map((one) => [one.act, one.sha256, one.detail.intact]),
      [
        ['transfer', hash, undefined],
        ['receive', hash, true],
      ],
    );
    const returned = await act(manager, 'return', { comment: 'It was analysed.' });
    assert.equal(returned.status, 200, returned.text);
    assert.equal((await read()).evidence.state, 'returned');
  });
});
