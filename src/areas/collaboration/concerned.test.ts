import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loadReferenceData } from '#apps/reference-data.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inReadTransaction } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { readScope } from './concerned.ts';

describe('whom a scope concerns, with the threads, communities and memberships that the product ships', () => {
  let world: World;
  let body: string;

  const asOwner = <Row>(text: string, values: unknown[]): Promise<Row[]> =>
    world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => (await client.query(text, values)).rows as Row[],
    );

  before(async () => {
    world = await createWorld();
    await loadReferenceData(world.test.url, world.clock.now());
    body = await world.organisation('EU', 'central-body');
    for (const country of ['DE', 'FR', 'CH', 'NO', 'IS', 'BA']) {
      const id = await world.organisation(country, 'national-administration');
      await asOwner(`update organisation set country = $2 where id = $1`, [id, country]);
      await world.person(`npm ${country}`, id, ['npm']);
      if (country !== 'FR') await world.person(`niso ${country}`, id, ['niso']);
    }
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const idsOf = async (table: string, column: string, codes: readonly string[]) =>
    (
      await asOwner<{ id: string }>(`select id from ${table} where ${column} = any ($1)`, [codes])
    ).map(({ id }) => id);

  async function concerned(
    threads: readonly string[],
    communities: readonly string[],
    countries: readonly string[] = ['DE', 'FR', 'CH', 'NO', 'IS', 'BA'],
  ) {
    const scope = {
      threads: await idsOf('business_thread', 'code', threads),
      communities: await idsOf('user_community', 'code', communities),
      memberStates: await idsOf('membership', 'country', countries),
    };
    assert.equal(scope.threads.length, threads.length);
    assert.equal(scope.communities.length, communities.length);
    return inReadTransaction(
      world.runner,
      { principal: systemPrincipal('test'), scope: { organisations: [body] }, role: 'app' },
      (context) => readScope(context, scope),
    );
  }

  const codes = async (...scope: Parameters<typeof concerned>) =>
    (await concerned(...scope)).concerned.map(({ code }) => code);

  it('R-TOC-3 by its threads: excise is of the Union, customs of the transit countries too, and of no observer', async () => {
    assert.deepEqual(await codes(['EXC'], ['EMCS-NSD']), ['DE', 'FR']);
    assert.deepEqual(await codes(['CUST'], ['NCTS-NSD']), ['CH', 'DE', 'FR', 'IS', 'NO']);
    assert.deepEqual(await codes(['CUST', 'EXC'], ['NCTS-NSD', 'EMCS-NSD']), [
      ...['CH', 'DE', 'FR', 'IS', 'NO'],
    ]);
    assert.deepEqual(await codes(['COMMON'], ['CCN-LSA']), ['CH', 'DE', 'FR', 'IS', 'NO']);
  });

  it('R-TOC-3 by its communities: who takes part in NCTS alone has no users of ICS2 or of VIES', async () => {
    assert.deepEqual(await codes(['CUST'], ['ICS2-NPT']), ['CH', 'DE', 'FR', 'NO']);
    assert.deepEqual(await codes(['TAX'], ['VIES-CLO']), ['DE', 'FR']);
    assert.deepEqual(await codes(['CUST'], ['CCN-LSA']), ['CH', 'DE', 'FR', 'IS', 'NO']);
  });

  it('a community and a thread that have nothing in common concern nobody', async () => {
    const { concerned: found, leftOut } = await concerned(['TAX'], ['NCTS-NSD'], ['DE', 'IS']);
    assert.deepEqual(found, []);
    assert.deepEqual(leftOut, [
      { country: 'DE', name: 'Germany', because: 'community' },
      { country: 'IS', name: 'Iceland', because: 'thread' },
    ]);
  });

  it('says of each country that is left out why', async () => {
    const { leftOut } = await concerned(['CUST'], ['ICS2-NPT'], ['DE', 'IS', 'BA', 'ES', 'GB']);
    assert.deepEqual(
      leftOut.map(({ country, because }) => [country, because]),
      [
        ['BA', 'thread'],
        ['IS', 'community'],
        ['ES', 'no-administration'],
        ['GB', 'no-member'],
      ],
    );
  });

  it('a community that names its countries is found in these alone', async () => {
    const [only] = await idsOf('membership', 'country', ['FR']);
    const set = `update user_community set member_states = $2 where code = $1`;
    await asOwner(set, ['AES-NSD', [only]]);
    assert.deepEqual(await codes(['CUST'], ['AES-NSD']), ['FR']);
    assert.deepEqual(await codes(['CUST'], ['AES-NSD', 'NCTS-NPT'], ['DE', 'FR']), ['DE', 'FR']);
    await asOwner(set, ['AES-NSD', null]);
  });

  it('names who speaks for each, and says where nobody does', async () => {
    const { concerned: found } = await concerned(['EXC'], ['EMCS-NSD']);
    assert.deepEqual(
      found.map(({ code, npm, niso }) => [
        code,
        npm.map(({ name }) => name),
        niso.map(({ name }) => name),
      ]),
      [
        ['DE', ['npm DE'], ['niso DE']],
        ['FR', ['npm FR'], []],
      ],
    );
  });
});
