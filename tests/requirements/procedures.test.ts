import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { procedureCategories } from '#engine/management-areas.ts';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

interface Described {
  readonly id: string;
  readonly clause: string;
  readonly category?: string;
  readonly roles: Readonly<Record<string, unknown>>;
  readonly states: Readonly<Record<string, { readonly kind: string }>>;
  readonly actions: Readonly<Record<string, { readonly clause?: string; readonly by: unknown }>>;
  readonly deadlines?: Readonly<Record<string, { readonly clause?: string }>>;
}

interface DescribedAspect {
  readonly id: string;
  readonly clause: string;
  readonly areas: readonly { readonly id: string; readonly activities: readonly object[] }[];
}

describe('procedures as the API describes them', () => {
  let world: HttpWorld;
  let everybody: Caller;
  let procedures: Described[];

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const telco = await world.organisation('TELCO');
    const roles = ['change-manager', 'isirt', 'isirt-lead', 'patch-manager', 'asset-manager'];
    everybody = await world.withToken(await world.person('eva', telco, roles));
    const { body } = await everybody('GET', '/procedures');
    procedures = body['items'] as Described[];
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  it('R-XG-6 what controls risk is described step by step: each action and deadline by its clause, and drawn', async () => {
    assert.ok(procedures.length >= 4);
    for (const { id, clause, actions, deadlines = {} } of procedures) {
      assert.match(clause, /§/, id);
      for (const [name, action] of Object.entries(actions)) {
        assert.match(action.clause ?? '', /§/, `${id} ${name}`);
      }
      for (const [name, deadline] of Object.entries(deadlines)) {
        assert.match(deadline.clause ?? '', /§/, `${id} ${name}`);
      }
      const drawn = await everybody('GET', `/procedures/${id}/bpmn`);
      assert.equal(drawn.status, 200);
      assert.match(drawn.text, /<bpmn:definitions|<definitions/);
    }
  });

  it('R-XG-7 groups seven management areas by the three aspects of X.1052, every procedure and register in one of them', async () => {
    const { body } = await everybody('GET', '/definitions');
    const aspects = body['aspects'] as DescribedAspect[];
    const areasOf = (clause: string) =>
      aspects.filter((each) => each.clause.startsWith(clause)).flatMap(({ areas }) => areas);
    assert.deepEqual(
      ['a', 'b', 'c'].map((part) => areasOf(`X.1052 §6.2 ${part}`).map(({ id }) => id)),
      [
        ['organisation', 'assets'],
        ['policy', 'risk'],
        ['acquisition', 'operations', 'incidents'],
      ],
    );
    const known = new Set(aspects.flatMap(({ areas }) => areas.map(({ id }) => id)));
    const declared = [...(body['procedures'] as { area: string }[])];
    assert.ok(declared.every(({ area }) => known.has(area)));
    const registers = body['registers'] as { id: string; area: string }[];
    const strangers = registers.filter(({ area }) => area !== 'platform' && !known.has(area));
    assert.deepEqual(strangers, []);
    const operations = areasOf('X.1052 §6.2 c').find(({ id }) => id === 'operations');
    assert.equal(operations?.activities.length, 8, 'the activities of §12.2');
  });

  it('R-XG-11 names procedures that are strongly related to security by their kind', () => {
    const kinds = new Map(procedures.map(({ id, category }) => [id, category]));
    assert.equal(kinds.get('change'), 'change-control');
    assert.equal(kinds.get('patch'), 'change-control');
    assert.equal(kinds.get('early-warning'), 'monitoring');
    const named = [...kinds.values()].filter((kind) => kind !== undefined);
    assert.deepEqual([...new Set(named).difference(new Set<string>(procedureCategories))], []);
  });

  it('R-XG-6 nothing is done on a case but what its procedure describes', async () => {
    const fields = { origin: 'other', reason: 'A vendor fix.' };
    const opened = await everybody('POST', '/cases', {
      procedure: 'change',
      title: 'A change',
      fields,
    });
    assert.equal(opened.status, 201, opened.text);
    const { id, state } = opened.body['case'] as { readonly id: string; readonly state: string };
    const path = `/cases/${id}/actions`;
    const described = procedures.find((each) => each.id === 'change');
    assert.ok(described?.states[state] !== undefined, state);
    const unknown = await everybody('POST', `${path}/skip-to-the-end`, { fields: {} });
    assert.ok([404, 409, 422].includes(unknown.status), unknown.text);
    const outOfOrder = await everybody('POST', `${path}/close`, { fields: {} });
    assert.equal(outOfOrder.status, 409, outOfOrder.text);
    const patched = await everybody('PATCH', `/cases/${id}`, {
      state: 'closed',
    });
    assert.ok([404, 405, 422].includes(patched.status), patched.text);
  });
});
