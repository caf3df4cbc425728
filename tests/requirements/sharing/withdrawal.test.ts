import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { catalogue } from '#apps/catalogue.ts';
import {
  analysed,
  assessedHigh,
} from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Answer, Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

/** Tables whose records people open, each with the kind that its audience is written under. */
const kinds: ReadonlyMap<string, string> = new Map([
  ...[...catalogue.registers.values()]
    .filter(({ register }) => register.class === 'tenant')
    .map(({ register }): [string, string] => [register.table, register.id]),
  ['procedure_case', 'case'],
  ['deliverable', 'deliverable'],
  ['evidence', 'evidence'],
]);

const because = 'Sent to an administration that is not concerned.';

describe('withdrawal of what was told', () => {
  let world: IncidentWorld;
  let incident: string;
  let reference: string;
  let title: string;

  before(async () => {
    world = await createIncidentWorld();
    incident = (await analysed(world)).id;
    const { body } = await world.people.liso('GET', `/cases/${incident}`);
    ({ reference, title } = body['case'] as { reference: string; title: string });
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const withdraw = (
    who: Caller,
    kind: string,
    recordId: string,
    organisation: string,
    reason = because,
  ) => who('POST', '/withdrawals', { kind, recordId, organisation, reason });

  /** How many pairs of record and organisation were compared: an organisation's database role reads exactly what its audience says. */
  async function readableIsSaid(): Promise<number> {
    let compared = 0;
    for (const [table, kind] of kinds) {
      const rows = await world.http.query<{ id: string; owner: string }>(
        `select id, owner_id as owner from ${table} limit 300`,
      );
      if (rows.length === 0) continue;
      const said = await world.http.query<{ record: string; organisation: string }>(
        `select record_id as record, organisation_id as organisation from audience_entry
          where kind = $1 and (until is null or until > now())`,
        [kind],
      );
      for (const organisation of Object.values(world.ids)) {
        const readable = await readableIds(table, organisation);
        for (const { id, owner } of rows) {
          const isSaid =
            owner === organisation ||
            said.some((one) => one.record === id && one.organisation === organisation);
          assert.equal(readable.has(id), isSaid, `${kind} ${id} for ${organisation}`);
          compared += 1;
        }
      }
    }
    return compared;
  }

  async function readableIds(table: string, organisation: string): Promise<Set<string>> {
    return world.http.test.database.transaction(
      { role: 'app', scope: [organisation], person: null, readOnly: true },
      async ({ client }) => {
        const { rows } = await client.query<{ id: string }>(`select id from ${table} limit 1000`);
        return new Set(rows.map(({ id }) => id));
      },
    );
  }

  const withdrawalIn = ({ body }: Answer) =>
    body['withdrawal'] as { because: string; reference: string };

  it('is refused to others than the security officer of the owner, without a reason, and for whoever takes part', async () => {
    const { liso, manager, nisoY } = world.people;
    const { x, y, z } = world.ids;
    assert.equal((await withdraw(manager, 'case', incident, y)).status, 404, 'not its own record');
    assert.equal((await withdraw(nisoY, 'case', incident, x)).status, 404);
    assert.equal((await withdraw(liso, 'case', incident, y, ' ')).status, 422);
    const never = await withdraw(liso, 'case', incident, z);
    assert.equal(never.status, 404, never.text);
    const origin = await withdraw(liso, 'case', incident, x);
    assert.equal(origin.status, 409, origin.text);
    assert.equal(origin.body['code'], 'takes-part');
    assert.equal((await nisoY('GET', `/cases/${incident}`)).status, 200, 'nothing was withdrawn');
  });

  it('takes an incident from one administration: it reads when and why instead, everywhere, and keeps the fact', async () => {
    const { liso, nisoX, nisoY, nisoZ } = world.people;
    const { y } = world.ids;
    const path = `/cases/${incident}`;
    const before = (await nisoY('GET', '/cases')).body['items'] as { id: string }[];
    assert.ok(before.some(({ id }) => id === incident));
    const offered = await liso('GET', `${path}/audience?owner=${world.ids.central}`);
    const entries = offered.body['items'] as {
      organisationId: string;
      reason: string;
      mayWithdraw: boolean;
    }[];
    assert.ok(entries.some((one) => one.organisationId === y && one.mayWithdraw));
    assert.ok(entries.every((one) => one.reason !== 'party' || !one.mayWithdraw));

    const done = await withdraw(liso, 'case', incident, y);
    assert.equal(done.status, 200, done.text);

    for (const one of [path, `${path}/history`, `${path}/audience?owner=${world.ids.central}`]) {
      const gone = await nisoY('GET', one);
      assert.equal(gone.status, 410, `${one}: ${gone.text}`);
      assert.equal(withdrawalIn(gone).because, because);
      assert.equal(withdrawalIn(gone).reference, reference);
      assert.ok(!gone.text.includes(title), 'no content');
    }
    const acted = await nisoY('POST', `${path}/actions/give-evidence`, { fields: {} });
    assert.equal(acted.status, 410, acted.text);
    assert.equal((await nisoZ('GET', path)).status, 404, 'who was never told learns nothing');
    assert.equal((await nisoX('GET', path)).status, 200, 'others are told still');

    const listed = (await nisoY('GET', '/cases')).body['items'] as { id: string }[];
    assert.deepEqual(listed, []);
    const search = async (q: string) =>
      (await nisoY('GET', `/search?q=${encodeURIComponent(q)}`)).body['items'] as {
        kind: string;
      }[];
    assert.deepEqual(await search(title), []);
    assert.deepEqual(
      (await search(reference)).map(({ kind }) => kind),
      ['withdrawal'],
    );
    const exported = await nisoY('GET', '/exports/csv?register=cases');
    assert.ok(!exported.text.includes(title), exported.text);

    const { body } = await nisoY('GET', '/withdrawals');
    const [kept, ...more] = body['items'] as Record<string, unknown>[];
    assert.deepEqual(more, [], 'what hung on the case stands with it');
    assert.equal(kept?.['reference'], reference);
    assert.equal(kept?.['because'], because);
    assert.ok(Date.parse(String(kept?.['toldAt'])) < Date.parse(String(kept?.['withdrawnAt'])));
    assert.ok(!JSON.stringify(body).includes(title));
    assert.equal((await withdraw(liso, 'case', incident, y)).status, 404, 'once');
  });

  it('leaves nothing of the case readable to its database role, and everybody else reads what is said', async () => {
    const { y } = world.ids;
    const hanging = [...catalogue.registers.values()].filter(
      ({ register }) => register.ofCase === true,
    );
    for (const { register } of hanging) {
      const rows = await world.http.query<{ id: string }>(
        `select r.id from ${register.table} r where r.case_id = $1
          and not exists (select from person p where p.id = r.created_by and p.organisation_id = $2)`,
        [incident, y],
      );
      const readable = await readableIds(register.table, y);
      for (const { id } of rows) assert.ok(!readable.has(id), register.id);
    }
    assert.ok((await readableIsSaid()) > 50);
  });

  it('tells the recipient that it was withdrawn, not what it said, and earlier notices say no more than the reference', async () => {
    const { nisoY } = world.people;
    for (let tries = 0; ; tries += 1) {
      const { body } = await nisoY('GET', '/notifications');
      const items = body['items'] as { kind: string; about: string | null; title: string }[];
      const told = items.find(({ about }) => about === 'withdrawn');
      if (told === undefined && tries < 60) {
        await wait(250);
        continue;
      }
      assert.equal(told?.title, reference);
      assert.ok(
        items.every((one) => !one.title.includes(title)),
        JSON.stringify(items),
      );
      break;
    }
  });

  it('stays in the trail and in the audience of the owner, with who withdrew it and why', async () => {
    const entries = await world.http.query<{
      until: Date | null;
      detail: { withdrawn?: { because: string } };
    }>(
      `select until, detail from audience_entry where kind = 'case' and record_id = $1 and organisation_id = $2`,
      [incident, world.ids.y],
    );
    assert.ok(entries.length > 0, 'ended, not deleted');
    for (const { until, detail } of entries) {
      assert.ok(until !== null);
      assert.equal(detail.withdrawn?.because, because);
    }
    const { body } = await world.people.liso('GET', `/cases/${incident}/history`);
    const entry = (body['items'] as { action: string; details: { because?: string } }[]).find(
      ({ action }) => action === 'audience.narrow',
    );
    assert.equal(entry?.details.because, because);
  });

  it('takes a document back from quality assurance: page and files are gone, the owner keeps that it was given', async () => {
    const { liso, manager, nisoZ } = world.people;
    const { z } = world.ids;
    await assessedHigh(world, incident);
    const made = await manager('POST', `/cases/${incident}/deliverables`, {
      ...{ type: 'security-incident-report', language: 'en' },
    });
    const { id } = made.body['deliverable'] as { id: string };
    const given = await manager('POST', `/deliverables/${id}/actions/give-to-qac`, {
      fields: { organisation: z, reason: 'Assures the quality of reports.' },
    });
    assert.equal(given.status, 200, given.text);
    assert.equal((await nisoZ('GET', `/deliverables/${id}`)).status, 200);
    const done = await withdraw(liso, 'deliverable', id, z, 'Another office assures it.');
    assert.equal(done.status, 200, done.text);
    for (const path of [
      `/deliverables/${id}`,
      `/deliverables/${id}.pdf`,
      `/deliverables/${id}.docx`,
    ]) {
      const gone = await nisoZ('GET', path);
      assert.equal(gone.status, 410, `${path}: ${gone.text.slice(0, 200)}`);
    }
    assert.deepEqual((await nisoZ('GET', '/deliverables')).body['items'], []);
    const owned = await liso('GET', `/deliverables/${id}/audience?owner=${world.ids.central}`);
    const audience = owned.body['items'] as { organisationId: string }[];
    assert.ok(audience.every((one) => one.organisationId !== z));
    const { rows: readers } = {
      rows: await world.http.query('select from deliverable_reader where deliverable_id = $1', [
        id,
      ]),
    };
    assert.equal(readers.length, 1, 'that it was given stays');
    assert.ok((await readableIsSaid()) > 50);
  });
});
