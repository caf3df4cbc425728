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

const parts = {
  requirement: 'Root cannot sign in over the network.',
  referenceMethod: 'PermitRootLogin no',
  checkConditions: 'sshd -T reports permitrootlogin no.',
};
const item = {
  code: 'LNX-01',
  title: 'No root over the network',
  ...parts,
  assetKind: 'host',
  source: 'specification',
  ruleIds: ['rule-root'],
};
const scan = `<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" id="run" end-time="${new Date().toISOString()}">
  <benchmark id="bench"/><target>gw-1.example.test</target>
  <rule-result idref="rule-root"><result>fail</result></rule-result></TestResult>`;

describe('security configuration management through HTTP', () => {
  let world: HttpWorld;
  let manager: Caller;
  let owner: Caller;
  let security: Caller;
  let assetManager: Caller;
  let both: Caller;
  let profile: string;
  let host: string;

  before(async () => {
    world = await createHttpWorld({ worker: true });
    const telco = await world.organisation('TELCO');
    const made = async (name: string, ...roles: string[]): Promise<Caller> =>
      world.withToken(await world.person(name, telco, roles));
    manager = await made('carl', 'configuration-manager');
    owner = await made('olaf', 'asset-owner');
    security = await made('eva', 'security-manager');
    assetManager = await made('ana', 'asset-manager');
    both = await made('bo', 'configuration-manager', 'asset-owner');
    const fields = { name: 'Gateway', kind: 'host', hostname: 'gw-1.example.test' };
    host = idOf(await assetManager('POST', '/assets', { fields }));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const idOf = ({ body, status, text }: Answer): string => {
    assert.ok(status === 201 || status === 200, text);
    const opened = body['case'] as { readonly id: string } | undefined;
    return String(opened?.id ?? body['id']);
  };
  const act = (who: Caller, id: string, action: string, more: object = {}) =>
    who('POST', `/cases/${id}/actions/${action}`, more);
  const acted = async (who: Caller, id: string, action: string, more: object = {}) => {
    const answer = await act(who, id, action, more);
    assert.equal(answer.status, 200, `${action}: ${answer.text}`);
  };
  const refused = async (attempt: Promise<Answer>): Promise<string[]> => {
    const answer = await attempt;
    assert.ok([403, 409, 422].includes(answer.status), answer.text);
    const refusals = (answer.body['refusals'] ?? []) as { rule: string; name?: string }[];
    return refusals.map(({ rule, name }) => (rule === 'guard' ? (name ?? rule) : rule));
  };
  const items = async (path: string) =>
    (await manager('GET', path)).body['items'] as {
      readonly id: string;
      readonly state: string;
      readonly version: number;
      readonly fields: Readonly<Record<string, unknown>>;
    }[];
  const eventually = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const found = await look();
      if (found !== undefined) return found;
      await delay(100);
    }
    return assert.fail('it did not appear within ten seconds');
  };

  it('R-XG-2 R-CF-2 an item without description, method, check conditions or source is refused with its place', async () => {
    for (const part of [...Object.keys(parts), 'source']) {
      const fields = Object.fromEntries(Object.entries(item).filter(([name]) => name !== part));
      const answer = await manager('POST', '/configuration-items', { fields });
      assert.equal(answer.status, 422, answer.text);
      assert.match(answer.text, new RegExp(`"/${part}"`));
    }
    const strange = await owner('POST', '/configuration-items', { fields: item });
    assert.equal(strange.status, 403);
  });

  it('R-XG-3 R-CF-1 R-CF-3 R-CF-4 a profile of one class gets a benchmark that its owner approves, and nobody who set it', async () => {
    const root = idOf(await manager('POST', '/configuration-items', { fields: item }));
    const fields = { name: 'Linux servers', assetKind: 'host' };
    profile = idOf(await manager('POST', '/configuration-profiles', { fields }));
    const version = idOf(
      await manager('POST', '/cases', {
        ...{ procedure: 'configuration', title: 'Linux servers', fields: { profile } },
      }),
    );
    assert.deepEqual(await refused(act(manager, version, 'draft-profile')), ['items-are-there']);
    const line = { caseId: version, fields: { item: root } };
    idOf(await manager('POST', '/configuration-profile-items', line));
    await acted(both, version, 'draft-profile');
    const note = { fields: { changeNote: 'The first version.' } };
    await acted(both, version, 'set-benchmark', note);
    const late = await manager('POST', '/configuration-benchmarks', {
      caseId: version,
      fields: { item: root, importance: 'critical', environment: 'any', comparison: 'complies' },
    });
    assert.equal(late.status, 409, late.text);
    assert.deepEqual(await refused(act(both, version, 'approve')), ['segregation', 'segregation']);
    assert.deepEqual(await refused(act(manager, version, 'approve')), ['role']);
    await acted(owner, version, 'approve');
    const [released] = await items('/configuration-profiles');
    assert.deepEqual([released?.state, released?.fields['number']], ['released', 1]);
  });

  it('R-CF-5 a released version is carried out by a change, and cannot be declared in force without it', async () => {
    const [version] = await items('/cases?procedure=configuration&state=released');
    const id = String(version?.id);
    const alone = await refused(act(manager, id, 'conclude', { comment: 'Done by hand.' }));
    assert.ok(alone.includes('no-asset-is-in-scope'), alone.join());
    await acted(manager, id, 'implement');
    const { body } = await manager('GET', `/cases/${id}`);
    const links = body['links'] as { handOff: string; direction?: string }[];
    assert.deepEqual(
      links.map(({ handOff }) => handOff),
      ['change'],
    );
    const waiting = await refused(act(manager, id, 'abandon', { comment: 'Never mind.' }));
    assert.ok(waiting.includes('no-change-is-open'), waiting.join());
  });

  it('R-CF-6 a scan names what fails on the asset, which another person’s exception or a change answers', async () => {
    const taken = await manager('POST', '/imports/xccdf?fileName=gw-1.xml', scan);
    assert.equal(taken.status, 202, taken.text);
    const check = await eventually(async () => {
      const found = await items('/cases?procedure=configuration-check&state=non-compliant');
      return found?.[0];
    });
    const failing = await items(`/configuration-results?asset=${host}&current=true&standing=fails`);
    assert.deepEqual(
      failing.map(({ fields }) => [fields['code'], fields['result']]),
      [['LNX-01', 'fail']],
    );
    const bare = await refused(act(manager, check.id, 'except', { comment: 'Borne.' }));
    assert.deepEqual(bare, ['exceptions-cover-failures']);
    const asked = await manager('POST', '/configuration-exceptions', {
      fields: {
        title: 'Root until the move',
        asset: host,
        items: [failing[0]?.fields['item']],
        reason: 'The old backup needs it.',
        expiresAt: new Date(Date.now() + 864e5).toISOString(),
      },
    });
    const exception = `/configuration-exceptions/${idOf(asked)}/actions/approve`;
    assert.equal((await manager('POST', exception, { comment: 'Yes.' })).status, 409);
    assert.equal((await security('POST', exception, { comment: 'Until then.' })).status, 200);
    await acted(manager, check.id, 'except', { comment: 'Until the move.' });
    const [status] = await items(`/configuration-statuses?asset=${host}`);
    assert.equal(status?.fields['compliance'], 'excepted');
    await acted(manager, check.id, 'look-again');
    const [result] = await items(`/configuration-results?caseId=${check.id}&current=true`);
    const entered = await assetManager('PATCH', `/configuration-results/${result?.id}`, {
      fields: { result: 'fail' },
    });
    assert.equal(entered.status, 200, entered.text);
    await acted(assetManager, check.id, 'record');
    assert.deepEqual(await refused(act(assetManager, check.id, 'evaluate')), ['role']);
    await acted(security, check.id, 'evaluate');
    await acted(manager, check.id, 'fix');
    const changes = await items('/cases?procedure=change');
    assert.equal(changes.length, 2, 'one for the version, one for what fails');
  });

  it('R-CF-7 a review that asks for an adjustment opens the next version with what is in force', async () => {
    const path = `/configuration-profiles/${profile}/actions/review`;
    const strange = await owner('POST', path, { fields: { outcome: 'adjust', findings: 'No.' } });
    assert.equal(strange.status, 409, strange.text);
    const without = await manager('POST', path, { fields: { outcome: 'adjust' } });
    assert.equal(without.status, 422, 'what was found is said');
    const reviewed = await manager('POST', path, {
      fields: { outcome: 'adjust', findings: 'Clocks are missing.' },
    });
    assert.equal(reviewed.status, 200, reviewed.text);
    const [next] = await items('/cases?procedure=configuration&state=collecting-items');
    const lines = await items(`/configuration-profile-items?caseId=${next?.id}`);
    assert.deepEqual(
      lines.map(({ fields }) => fields['code']),
      ['LNX-01'],
    );
  });
});
