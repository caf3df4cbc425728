import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { Procedure } from '#engine/procedure.ts';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

/** The four processes by which the ITSM Contractor manages the security of what it provides (Security Plan §2). */
const processes = [
  'terms-of-collaboration',
  'fact-finding-mission',
  'meeting',
  'incident-coordination',
] as const;

describe('the programme of the Security Plan, whose processes are the same for all', () => {
  let world: HttpWorld;
  let centre: Caller;
  let contractor: Caller;
  let germany: Caller;
  let france: Caller;
  let administrations: string[];
  let contractorId: string;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const organisation = async (code: string, kind: string, country: string | null = null) => {
      const id = await world.organisation(code);
      await world.query('update organisation set kind = $2, country = $3 where id = $1', [
        id,
        kind,
        country,
      ]);
      return id;
    };
    const caller = async (name: string, at: string, roles: string[]) =>
      world.withToken(await world.person(name, at, roles));
    centre = await caller('requester', await organisation('EU', 'central-body'), [
      'taxud-requester',
    ]);
    contractorId = await organisation('ITSM', 'contractor');
    contractor = await caller('manager', contractorId, ['itsm-security-manager']);
    administrations = [
      await organisation('NA-DE', 'national-administration', 'DE'),
      await organisation('NA-FR', 'national-administration', 'FR'),
    ];
    germany = await caller('npmde', administrations[0] ?? '', ['npm']);
    france = await caller('npmfr', administrations[1] ?? '', ['npm']);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  it('R-GEN-1 has three kinds of actors: the contractor carries out, the Commission asks and decides, administrations take part', async () => {
    for (const id of processes) {
      const answer = await centre('GET', `/procedures/${id}`);
      const described = (answer.body['procedure'] ?? answer.body) as unknown as Procedure;
      const parties = new Set(Object.values(described.roles).map(({ party }) => party));
      for (const kind of ['contractor', 'central-body', 'national-administration']) {
        assert.ok(parties.has(kind), `${id} has no ${kind}`);
      }
    }
    const opened = await centre('POST', '/cases', {
      procedure: 'meeting',
      title: 'Security of transit',
      fields: { purpose: 'Security', administrations, contractor: contractorId },
    });
    assert.equal(opened.status, 201, opened.text);
    const { id } = opened.body['case'] as { id: string };
    // An administration does not carry out what the contractor does, even where it sees the case.
    for (const other of [germany, france, centre]) {
      const { status } = await other('POST', `/cases/${id}/actions/accept`, { fields: {} });
      assert.ok(status === 409 || status === 403 || status === 404, String(status));
    }
    const accepted = await contractor('POST', `/cases/${id}/actions/accept`, { fields: {} });
    assert.equal(accepted.status, 200, accepted.text);
  });

  it('R-GEN-7 gives every administration the same definition of each process: one, without variants by country', async () => {
    const ids = [...catalogue.procedures.keys()];
    for (const id of ids) {
      const [ours, theirs] = await Promise.all(
        [germany, france].map(async (call) => (await call('GET', `/procedures/${id}`)).text),
      );
      assert.equal(ours, theirs, id);
    }
    const countries = await world.query<{ country: string }>(
      'select distinct country from organisation where country is not null',
    );
    const codes = new Set(countries.map(({ country }) => country.toLowerCase()));
    for (const { procedure } of catalogue.procedures.values()) {
      const named = [
        ...Object.keys(procedure.states),
        ...Object.keys(procedure.actions),
        ...Object.values(procedure.actions).flatMap((action) => [...(action.guards ?? [])]),
        ...Object.values(procedure.actions).flatMap(({ to }) =>
          typeof to === 'string' ? [] : to.flatMap(({ when }) => when ?? []),
        ),
      ];
      const national = named.filter((name) => name.split('-').some((word) => codes.has(word)));
      // "de" and "fr" are codes; no state, action or guard is named by one.
      assert.deepEqual(national, [], procedure.id);
    }
    const twice = await germany('GET', '/procedures');
    const listed = (twice.body['items'] ?? twice.body) as unknown as readonly { id: string }[];
    const names = (Array.isArray(listed) ? listed : []).map((one) => one.id);
    assert.equal(new Set(names).size, names.length);
  });
});
