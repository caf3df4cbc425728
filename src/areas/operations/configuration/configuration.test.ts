import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import {
  createLoopPeople,
  type LoopPeople,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { LoopWorld, refusals } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { ConfigurationDesk, codeOf } from './fixtures/configuration-desk.ts';
import {
  itemOf,
  linuxHosts,
  linuxItems,
  linuxProfile,
  submittedVersion,
} from './fixtures/linux-profile.ts';

describe('security configuration management, from the items to assets that comply', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;
  let desk: ConfigurationDesk;
  let owner: Principal;
  let configurator: Principal;
  let profile: string;
  let items: string[];
  const hosts: string[] = [];

  before(async () => {
    world = await createWorld();
    const organisation = await world.organisation('TELCO');
    loop = new LoopWorld(world, catalogue, organisation);
    people = await createLoopPeople(world, organisation);
    configurator = people.configurator;
    desk = new ConfigurationDesk(loop, people);
    owner = await world.person('Olaf Owner', organisation, ['asset-owner']);
    hosts.push(...(await linuxHosts(loop, people.assetManager)));
    items = await linuxItems(loop, configurator);
    profile = await linuxProfile(loop, configurator);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const act = (...given: Parameters<LoopWorld['act']>) => loop.act(...given);
  const list = (...given: Parameters<LoopWorld['list']>) => loop.list(...given);

  it('R-XG-2 R-CF-2 refuses an item without one of its three parts, or without its source', async () => {
    for (const part of ['requirement', 'referenceMethod', 'checkConditions', 'source']) {
      const fields = Object.fromEntries(
        Object.entries(itemOf('LNX-99')).filter(([name]) => name !== part),
      );
      const made = loop.create(configurator, 'configuration-items', fields);
      assert.equal(await codeOf(made), 'invalid-input', part);
    }
  });

  it('R-XG-3 R-CF-3 holds items of one class of assets, and cannot be drafted with another’s', async () => {
    const router = await loop.create(
      configurator,
      'configuration-items',
      itemOf('RTR-01', { assetKind: 'equipment' }),
    );
    const opened = await loop.open(configurator, 'configuration', 'Mixed', {
      profile,
    });
    assert.deepEqual(await refusals(act(configurator, opened.id, 'draft-profile')), [
      'guard items-are-there',
    ]);
    const fields = { item: router.id };
    await loop.create(configurator, 'configuration-profile-items', fields, opened.id);
    const again = loop.create(configurator, 'configuration-profile-items', fields, opened.id);
    assert.equal(await codeOf(again), 'not-unique');
    assert.deepEqual(await refusals(act(configurator, opened.id, 'draft-profile')), [
      'guard items-suit-the-class',
    ]);
    await act(configurator, opened.id, 'withdraw', {}, 'Routers get a profile of their own.');
  });

  it('R-CF-4 sets a benchmark by importance and environment, which the owner of the assets approves and nobody who set it', async () => {
    const id = await submittedVersion(loop, configurator, profile, items);
    assert.deepEqual(await refusals(act(configurator, id, 'approve')), ['role approve']);
    const both = { ...configurator, holdings: [...configurator.holdings, ...owner.holdings] };
    assert.deepEqual(await refusals(act(both, id, 'approve')), [
      'segregation draft-profile',
      'segregation set-benchmark',
    ]);
    await act(owner, id, 'return-benchmark', {}, 'Tighter in production, please.');
    const line = { item: items[1], importance: 'any', environment: 'production' };
    const create = (fields: object) =>
      loop.create(configurator, 'configuration-benchmarks', fields, id);
    const empty = await create({ ...line, comparison: 'at-most' });
    const note = { changeNote: 'The first version.' };
    assert.deepEqual(await refusals(act(configurator, id, 'set-benchmark', note)), [
      'guard every-item-has-a-benchmark',
    ]);
    const [named] = await list(configurator, 'configuration-benchmarks', {
      caseId: id,
      environment: 'production',
    });
    assert.equal(named?.fields['code'], 'LNX-02');
    await desk.patch(configurator, 'configuration-benchmarks', named ?? empty, { expected: '20' });
    await act(configurator, id, 'set-benchmark', note);
    assert.equal(
      await codeOf(create({ ...line, environment: 'test', comparison: 'complies' })),
      'not-drafting',
    );
    await act(owner, id, 'approve');
    const [released] = await list(configurator, 'configuration-profiles');
    assert.deepEqual(
      [released?.state, released?.fields['number'], released?.fields['release']],
      ['released', 1, id],
    );
    const [item] = await list(configurator, 'configuration-items', {});
    assert.equal(
      await codeOf(
        desk.patch(configurator, 'configuration-items', item!, { requirement: 'Something else.' }),
      ),
      'item-is-approved',
    );
  });

  it('R-CF-5 is implemented by a change on every asset of the class, and by nothing else', async () => {
    const id = (await loop.cases('configuration'))[1]!.id;
    assert.deepEqual(
      (await refusals(act(configurator, id, 'conclude', {}, 'Done by hand.'))).sort(),
      ['guard no-asset-is-in-scope', 'hand-off-missing change'],
    );
    await act(configurator, id, 'implement');
    const change = await loop.onlyCase('change');
    assert.equal(change.fields['origin'], 'configuration');
    assert.deepEqual(change.fields['assets'], [...hosts].sort());
    assert.match(String(change.fields['reason']), /LNX-02/);
    assert.deepEqual(await refusals(act(configurator, id, 'implement')), [
      'guard no-change-is-open',
    ]);
    await desk.carryOut(0);
    assert.equal(await desk.stateOf('configuration', 1), 'verifying');
  });

  it('R-CF-6 checks each asset against its benchmark, and names what fails and since when', async () => {
    const { assetManager } = people;
    assert.equal((await loop.cases('configuration-check')).length, 2);
    const check = await desk.checkOf(hosts[0]!);
    const rows = await desk.resultsOf(check);
    assert.deepEqual(
      rows.map(({ fields }) => [fields['code'], fields['expected'] ?? null]),
      [
        ['LNX-01', null],
        ['LNX-02', '20'],
      ],
    );
    assert.deepEqual(await refusals(act(assetManager, check, 'record')), [
      'guard every-item-was-looked-at',
    ]);
    assert.equal(
      await codeOf(desk.enter(check, { 'LNX-02': { result: 'pass', observed: '90' } })),
      'invalid-input',
      'a value that does not meet the benchmark does not pass',
    );
    await desk.enter(check, {
      'LNX-01': { result: 'unknown' },
      'LNX-02': { result: 'fail', observed: '90' },
    });
    assert.deepEqual(await refusals(act(assetManager, check, 'record')), [
      'guard the-open-is-explained',
    ]);
    await desk.enter(check, {
      'LNX-01': { result: 'pass' },
      'LNX-02': { result: 'fail', observed: '90' },
    });
    await act(configurator, check, 'record');
    assert.deepEqual(await refusals(act(configurator, check, 'evaluate')), ['segregation record']);
    await act(people.keeper, check, 'evaluate');
    const failing = await list(people.keeper, 'configuration-results', {
      ...{ asset: hosts[0]!, current: 'true', standing: 'fails' },
    });
    assert.deepEqual(
      failing.map(({ fields }) => [fields['code'], fields['observed'], fields['failingSince']]),
      [['LNX-02', '90', world.clock.now().toISOString()]],
    );
    const [status] = await list(people.keeper, 'configuration-statuses', { asset: hosts[0]! });
    assert.deepEqual(
      [status?.fields['compliance'], status?.fields['failing']],
      ['non-compliant', 1],
    );
  });

  it('R-CF-6 mends what fails by a change, and looks again before it says so', async () => {
    const check = await desk.checkOf(hosts[0]!);
    await act(configurator, check, 'fix');
    const change = (await loop.cases('change'))[1];
    assert.deepEqual(change?.fields['assets'], [hosts[0]]);
    assert.match(String(change?.fields['reason']), /LNX-02.*90 → 20/);
    await desk.carryOut(1);
    assert.equal((await loop.read(configurator, check)).case.state, 'scheduled');
    await desk.enter(check, { 'LNX-02': { result: 'pass', observed: '15' } });
    await act(configurator, check, 'record');
    await act(people.keeper, check, 'evaluate');
    await loop.relay();
    assert.equal((await loop.read(configurator, check)).case.state, 'compliant');
    assert.equal(
      await desk.stateOf('configuration', 1),
      'verifying',
      'the other host is not checked',
    );
  });

  it('R-CF-6 bears a failure under an exception that another person approved, until its day', async () => {
    const { keeper } = people;
    const check = await desk.checkOf(hosts[1]!);
    await desk.enter(check, {
      'LNX-01': { result: 'fail' },
      'LNX-02': { result: 'pass', observed: '5' },
    });
    await act(configurator, check, 'record');
    await act(keeper, check, 'evaluate');
    assert.deepEqual(await refusals(act(configurator, check, 'except', {}, 'Until the move.')), [
      'guard exceptions-cover-failures',
    ]);
    const exception = await loop.create(configurator, 'configuration-exceptions', {
      title: 'Root over the network until the move',
      asset: hosts[1],
      items: [items[0]],
      reason: 'The old backup needs it.',
      expiresAt: loop.at(30),
    });
    const decide = (who: Principal, action: string) =>
      desk.actOn(who, 'configuration-exceptions', exception.id, action);
    const asking = { ...configurator, holdings: [...configurator.holdings, ...keeper.holdings] };
    assert.deepEqual(await refusals(decide(asking, 'approve')), ['segregation open']);
    await decide(keeper, 'approve');
    await act(configurator, check, 'except', {}, 'Until the move.');
    await loop.relay();
    assert.equal(await desk.stateOf('configuration', 1), 'in-force');
    await decide(keeper, 'revoke');
    await loop.relay();
    assert.equal((await loop.read(configurator, check)).case.state, 'non-compliant');
    const [status] = await list(keeper, 'configuration-statuses', { asset: hosts[1]! });
    assert.equal(status?.fields['compliance'], 'non-compliant');
  });

  it('R-CF-7 reviews a profile, and adjusts it by adding, removing and changing in a next version', async () => {
    const review = (outcome: string) =>
      desk.actOn(configurator, 'configuration-profiles', profile, 'review', {
        ...{ outcome, findings: 'Looked through.' },
      });
    const due = () =>
      loop.rows(`select due_at from record_deadline where record_id = $1 and state = 'running'`, [
        profile,
      ]);
    const [before] = await due();
    await review('fulfils');
    const [afterwards] = await due();
    assert.ok(
      String(afterwards?.['due_at']) !== String(before?.['due_at']),
      'due again in 6 months',
    );
    await review('adjust');
    const next = (await loop.cases('configuration')).at(-1);
    assert.equal(next?.fields['origin'], 'review');
    assert.equal(next?.fields['number'], 2);
    const id = String(next?.id);
    const lines = await list(configurator, 'configuration-profile-items', { caseId: id });
    assert.equal(lines.length, 2, 'what is in force is carried over');
    await desk.remove(configurator, 'configuration-profile-items', lines[0]!);
    const added = await loop.create(configurator, 'configuration-items', itemOf('LNX-03'));
    await loop.create(configurator, 'configuration-profile-items', { item: added.id }, id);
    const [production] = await list(configurator, 'configuration-benchmarks', {
      ...{ caseId: id, environment: 'production' },
    });
    await desk.patch(configurator, 'configuration-benchmarks', production!, { expected: '10' });
    await act(configurator, id, 'draft-profile');
    await act(configurator, id, 'set-benchmark', { changeNote: 'Tighter clocks.' });
    const { fields } = (await loop.read(configurator, id)).case;
    assert.deepEqual(
      [fields['addedItems'], fields['removedItems'], fields['changedItems']],
      [['LNX-03'], ['LNX-01'], ['LNX-02']],
    );
    await act(owner, id, 'approve');
    const [released] = await list(configurator, 'configuration-profiles');
    assert.equal(released?.fields['number'], 2);
  });

  it('R-CF-6 looks at every asset again when the monthly duty is done, against the version in force', async () => {
    const check = await desk.checkOf(hosts[1]!);
    await desk.actOn(configurator, 'configuration-profiles', profile, 'schedule-checks');
    await loop.relay();
    const { case: renewed } = await loop.read(configurator, check);
    assert.deepEqual([renewed.state, renewed.fields['number']], ['scheduled', 2]);
    assert.deepEqual(
      (await desk.resultsOf(check)).map(({ fields }) => [
        fields['code'],
        fields['expected'] ?? null,
      ]),
      [
        ['LNX-02', '10'],
        ['LNX-03', null],
      ],
    );
    assert.equal((await loop.cases('configuration-check')).length, 3, 'and one for the first host');
    const open = loop.open(configurator, 'configuration-check', 'Twice', {
      ...{ profile, asset: hosts[1] },
    });
    assert.equal(await codeOf(open), 'check-is-open');
  });
});
