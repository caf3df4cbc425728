import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Answer,
  type Caller,
  createHttpWorld,
  type HttpWorld,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

const plan = {
  impactScope: 'Mail gateways of the region; customers see no interruption.',
  operationsProcess: 'Drain, install, restart, undrain.',
  effectivenessCheck: 'Version and a test mail.',
  rollbackProcess: 'Install the earlier package from the mirror.',
  continuityPlan: 'The other gateway carries the load.',
};
const care = {
  onsiteEnvironment: 'Gateway 2',
  onsiteSafeguards: 'Traffic drained first.',
  onsiteStopCriteria: 'Any bounce.',
  onsiteWayBack: 'Reinstall.',
};
const passed = { result: 'passed', environment: 'Laboratory A', observations: 'As expected.' };

describe('operations and maintenance through HTTP', () => {
  let world: HttpWorld;
  let manager: Caller;
  let tester: Caller;
  let operations: Caller;
  let implementer: Caller;
  let assetManager: Caller;
  let implementerId: string;
  let gateway: string;

  before(async () => {
    world = await createHttpWorld({ worker: true });
    const telco = await world.organisation('TELCO');
    const made = async (name: string, role: string): Promise<[Caller, string]> => {
      const person = await world.person(name, telco, [role]);
      return [await world.withToken(person), person.id];
    };
    [manager] = await made('mara', 'change-manager');
    [tester] = await made('timo', 'change-tester');
    [operations] = await made('olga', 'operations-management');
    [implementer, implementerId] = await made('ivo', 'change-implementer');
    [assetManager] = await made('ana', 'asset-manager');
    const fields = {
      name: 'Mail gateway',
      kind: 'equipment',
      vendor: 'Acme',
      product: 'MailGate',
      firmware: '1.0',
    };
    const asset = await assetManager('POST', '/assets', { fields });
    assert.equal(asset.status, 201, asset.text);
    gateway = String(asset.body['id']);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const act = (who: Caller, id: string, action: string, fields: object = {}): Promise<Answer> =>
    who('POST', `/cases/${id}/actions/${action}`, { fields });

  async function acted(
    who: Caller,
    id: string,
    action: string,
    fields: object = {},
  ): Promise<void> {
    const answer = await act(who, id, action, fields);
    assert.equal(answer.status, 200, `${action}: ${answer.text}`);
  }

  const stateOf = async (id: string): Promise<unknown> => {
    const { body } = await manager('GET', `/cases/${id}`);
    return (body['case'] as { readonly state: string }).state;
  };

  function refusalsOf(answer: Answer): string[] {
    assert.ok([409, 422].includes(answer.status), answer.text);
    const refusals = answer.body['refusals'] as { rule: string; name?: string }[];
    return refusals.map(({ rule, name }) =>
      rule === 'guard' || rule === 'form' ? (name ?? rule) : rule,
    );
  }

  async function requested(title: string): Promise<string> {
    const fields = { origin: 'other', reason: 'A vendor fix.' };
    const opened = await manager('POST', '/cases', { procedure: 'change', title, fields });
    assert.equal(opened.status, 201, opened.text);
    const id = idOf(opened);
    await acted(manager, id, 'formulate', {
      variant: 'normal',
      reason: 'A vendor fix.',
      assets: [gateway],
    });
    return id;
  }

  const window = () => ({
    implementer: implementerId,
    windowStart: new Date(Date.now() - 60_000).toISOString(),
    windowEnd: new Date(Date.now() + 3_600_000).toISOString(),
  });

  it('R-CH-2 a plan lacking any of its five parts is refused with each missing part named', async () => {
    const id = await requested('Without a way back');
    for (const part of Object.keys(plan)) {
      const rest = Object.fromEntries(Object.entries(plan).filter(([name]) => name !== part));
      const answer = await act(manager, id, 'plan', { ...rest, ...window() });
      assert.deepEqual(refusalsOf(answer), [part]);
    }
    assert.equal(await stateOf(id), 'request-for-change');
    await acted(manager, id, 'plan', { ...plan, ...window() });
    assert.equal(await stateOf(id), 'planned');
  });

  it('R-CH-3 R-CH-4 R-CH-5 R-CH-6 is tested in the laboratory, then with care on site, then authorised, then implemented, in no other order', async () => {
    const id = await requested('Patch the mail gateways');
    await acted(manager, id, 'plan', { ...plan, ...window() });
    assert.deepEqual(refusalsOf(await act(tester, id, 'record-onsite-test', passed)), [
      'wrong-state',
    ]);
    await acted(tester, id, 'record-lab-test', { ...passed, result: 'failed' });
    assert.equal(
      await stateOf(id),
      'planned',
      'a plan that failed in the laboratory goes no further',
    );
    await acted(tester, id, 'record-lab-test', passed);
    assert.deepEqual(refusalsOf(await act(tester, id, 'record-onsite-test', passed)), [
      'onsite-test-approved',
    ]);
    for (const precaution of Object.keys(care)) {
      const rest = Object.fromEntries(Object.entries(care).filter(([name]) => name !== precaution));
      const answer = await act(operations, id, 'approve-onsite-test', rest);
      assert.deepEqual(refusalsOf(answer), [precaution]);
    }
    await acted(operations, id, 'approve-onsite-test', care);
    assert.deepEqual(refusalsOf(await act(operations, id, 'authorise')), ['wrong-state']);
    await acted(tester, id, 'record-onsite-test', passed);
    assert.deepEqual(refusalsOf(await act(implementer, id, 'authorise')), ['role']);
    assert.deepEqual(refusalsOf(await act(implementer, id, 'start')), ['wrong-state']);
    await acted(operations, id, 'authorise');
    assert.deepEqual(refusalsOf(await act(operations, id, 'start')), ['role']);
    await acted(implementer, id, 'start');
    await acted(implementer, id, 'report-success', { implementationLog: 'Done at 09:10.' });
    assert.equal(await stateOf(id), 'implemented');
  });

  it('R-CH-7 an implemented change does not close before its reviews', async () => {
    const { body } = await manager('GET', '/cases?procedure=change&state=implemented');
    const [item] = body['items'] as { id: string }[];
    assert.ok(item !== undefined);
    const early = await act(manager, item.id, 'record-first-review', {
      effective: true,
      negativeImpact: false,
      observations: 'Too early to say.',
    });
    assert.deepEqual(refusalsOf(early), ['first-review-is-due']);
    assert.deepEqual(refusalsOf(await act(manager, item.id, 'close')), ['reviews-say-effective']);
  });

  it('R-OM-1 what changes on a system outside any authorised change is reported, with what changed', async () => {
    const fields = {
      name: 'Edge router',
      kind: 'equipment',
      vendor: 'Acme',
      product: 'Router',
      firmware: '7.1',
    };
    const made = await assetManager('POST', '/assets', { fields });
    const router = String(made.body['id']);
    const changed = await assetManager('PATCH', `/assets/${router}`, {
      fields: { firmware: '7.2' },
    });
    assert.equal(changed.status, 200, changed.text);
    const reported = await eventually(async () => {
      const { body } = await manager('GET', '/unauthorised-changes');
      return (body['items'] as { fields: Record<string, unknown> }[] | undefined)?.find(
        (item) => item.fields['asset'] === router || item.fields['assetId'] === router,
      );
    });
    assert.match(JSON.stringify(reported.fields), /7\.1.*7\.2/);
  });
});

const idOf = ({ body }: Answer): string => String((body['case'] as { readonly id: string }).id);

/** What `look` finds within ten seconds; the relay answers in the background. */
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(100);
  }
  return assert.fail('it did not appear within ten seconds');
}
