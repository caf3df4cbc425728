import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { memberships } from '#areas/organisation/programme-registers.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { concernedAdministrations } from './concerned.ts';
import { centralBodyOf, contractorOf, isWholeScope, overlaps, scopeOf } from './scope.ts';

describe('the scope of collaboration', () => {
  let world: World;
  let body: string;
  let contractor: string;
  const ids = new Map<string, string>();
  const people = new Map<string, string | null>();

  const asBody = <T>(work: (context: WriteContext) => Promise<T>): Promise<T> =>
    inWriteTransaction(
      world.runner,
      { principal: systemPrincipal('test'), scope: { organisations: [body] }, role: 'app' },
      work,
    );

  before(async () => {
    world = await createWorld();
    body = await world.organisation('EU', 'central-body');
    await world.organisation('QAC', 'contractor');
    contractor = await world.organisation('SM', 'contractor');
    await world.person('smith', contractor, ['itsm-security-manager']);
    for (const country of ['DE', 'FR', 'HR', 'GB']) {
      const id = await world.organisation(country, 'national-administration');
      await world.test.database.transaction(
        { role: 'owner', scope: [], person: null },
        async ({ client }) => {
          await client.query(
            `update organisation set country = $2, valid_from = '1950-01-01' where id = $1`,
            [id, country],
          );
        },
      );
      const npm = await world.person(`npm ${country}`, id, ['npm']);
      await world.person(`niso ${country}`, id, ['niso']);
      people.set(country, npm.personId);
    }
    const rows: [string, string, string | null][] = [
      ['DE', '1958-01-01', null],
      ['FR', '1958-01-01', null],
      ['HR', '2013-07-01', null],
      ['GB', '1973-01-01', '2020-01-31'],
    ];
    await asBody(async (context) => {
      for (const [country, validFrom, validTo] of rows) {
        const fields = {
          country,
          name: country,
          kind: 'eu-member-state',
          validFrom,
          ...(validTo === null ? {} : { validTo }),
        };
        const made = await insertRecord(
          context,
          { register: memberships },
          { ownerId: null, fields },
        );
        ids.set(country, made.id);
      }
    });
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const named = (countries: readonly string[], onDate?: string) =>
    asBody(async (context) => {
      const memberStates = countries.map((country) => ids.get(country) ?? '');
      const found = await concernedAdministrations(context, scopeOf({ memberStates }), onDate);
      // The scope of the transaction is as it was: another organisation's roles stay out of sight.
      const { rows } = await context.client.query('select distinct owner_id from role_holding');
      assert.deepEqual(rows, []);
      return found;
    });

  it('R-TOC-3 a scope concerns the administrations of its Member States, with who speaks for each', async () => {
    const found = await named(['FR', 'DE']);
    assert.deepEqual(
      found.map(({ code, npm, niso }) => [code, npm.map((one) => one.name), niso.length]),
      [
        ['DE', ['npm DE'], 1],
        ['FR', ['npm FR'], 1],
      ],
    );
    assert.equal(found[0]?.npm[0]?.personId, people.get('DE'));
    assert.deepEqual(await named([]), []);
  });

  it('membership counts on the date: Croatia from 1 July 2013, the United Kingdom until 31 January 2020', async () => {
    const codes = async (date: string) => (await named(['HR', 'GB'], date)).map(({ code }) => code);
    assert.deepEqual(await codes('2013-06-30'), ['GB']);
    assert.deepEqual(await codes('2013-07-01'), ['GB', 'HR']);
    assert.deepEqual(await codes('2020-01-31'), ['GB', 'HR']);
    assert.deepEqual(await codes('2020-02-01'), ['HR']);
  });

  it('the central body, and of several contractors the one that has a security manager', async () => {
    await asBody(async (context) => {
      assert.equal((await centralBodyOf(context))?.organisationId, body);
      assert.equal((await contractorOf(context))?.organisationId, contractor);
    });
  });

  it('scopes overlap when every part has something in common, and are whole when no part is empty', () => {
    const one = scopeOf({ communities: ['a'], threads: ['t'], memberStates: ['x', 'y'] });
    assert.ok(overlaps(one, { ...one, memberStates: ['y'] }));
    assert.ok(!overlaps(one, { ...one, memberStates: ['z'] }));
    assert.ok(!overlaps(one, { ...one, communities: [] }));
    assert.ok(isWholeScope(one));
    assert.ok(!isWholeScope(scopeOf({ threads: 'no list' })));
  });
});
