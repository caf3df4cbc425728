import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  analysed,
  assessedHigh,
} from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
  refusalsOf,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Answer } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

const idOf = ({ body }: Answer) =>
  String(body['id'] ?? (body['deliverable'] as { id: string } | undefined)?.id);

describe('the timeline of an incident', () => {
  let world: IncidentWorld;
  let id: string;

  before(async () => {
    world = await createIncidentWorld();
    ({ id } = await analysed(world));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const add = (more: object) =>
    world.people.manager('POST', `/cases/${id}/actions/add-event`, {
      fields: {
        ...{ at: '2026-01-14T09:14:00Z', zone: 'Europe/Lisbon', phase: 'detection' },
        ...{ event: 'The queue is full.', source: 'Monitoring', ...more },
      },
    });
  const events = async () => {
    const { body, text } = await world.people.manager('GET', `/incident-timeline?caseId=${id}`);
    assert.ok(Array.isArray(body['items']), text);
    return (body['items'] as { fields: Record<string, unknown> }[]).map(({ fields }) => fields);
  };

  it('R-SIR-4 keeps each instant in UTC with the zone that it was told in, in the order of the instants', async () => {
    const told = [
      // Half past midnight of the 30th in Berlin, after the clocks were put forward.
      { at: '2026-03-30T00:30:00+02:00', zone: 'Europe/Berlin', event: 'Second.' },
      { at: '2026-03-29T21:45:00Z', zone: 'UTC', event: 'First.' },
      { at: '2026-03-29T19:00:00-04:00', zone: 'America/New_York', event: 'Third.' },
    ];
    for (const one of told) {
      const answer = await add(one);
      assert.equal(answer.status, 200, answer.text);
    }
    assert.deepEqual(
      (await events()).map(({ at, zone, event }) => [at, zone, event]),
      [
        ['2026-03-29T21:45:00.000Z', 'UTC', 'First.'],
        ['2026-03-29T22:30:00.000Z', 'Europe/Berlin', 'Second.'],
        ['2026-03-29T23:00:00.000Z', 'America/New_York', 'Third.'],
      ],
    );
  });

  it('R-SIR-4 prints both in the report, with the day where it is another one there', async () => {
    await assessedHigh(world, id);
    const { manager } = world.people;
    const lines = {
      en: [
        ['29 Mar 2026, 21:45', 'UTC', 'First.'],
        ['29 Mar 2026, 22:30', '30 Mar 2026, 00:30 Europe/Berlin', 'Second.'],
        ['29 Mar 2026, 23:00', '19:00 America/New_York', 'Third.'],
      ],
      fr: [['29 mars 2026, 22:30', '30 mars 2026, 00:30 Europe/Berlin', 'Second.']],
      de: [['29. März 2026, 22:30', '30. März 2026, 00:30 Europe/Berlin', 'Second.']],
    };
    for (const [language, rows] of Object.entries(lines)) {
      const made = await manager('POST', `/cases/${id}/deliverables`, {
        ...{ type: 'security-incident-report', language },
      });
      assert.equal(made.status, 201, made.text);
      const printed = await manager('GET', `/deliverables/${idOf(made)}.json`);
      const all = JSON.stringify(printed.body);
      for (const row of rows) {
        const cells = JSON.stringify(row).slice(1, -1);
        assert.ok(all.includes(cells), `${cells} in ${all.slice(all.indexOf('Second.') - 300)}`);
      }
    }
  });

  it('R-SIR-4 refuses a zone that there is not, naming the field, and keeps nothing of it', async () => {
    const before = (await events()).length;
    for (const zone of ['Europe/Atlantis', 'half past nine', 'CET+1']) {
      const answer = await add({ zone });
      assert.equal(answer.status, 409, answer.text);
      assert.deepEqual(refusalsOf(answer), ['zone-is-known']);
      const faults = answer.body['faults'] as { path: string; code: string }[];
      assert.deepEqual(
        faults.map(({ path, code }) => [path, code]),
        [['/fields/zone', 'zone-is-known']],
        answer.text,
      );
    }
    const without = await add({ zone: undefined });
    assert.equal(without.status, 422, without.text);
    assert.equal((without.body['faults'] as { path: string }[])[0]?.path, '/fields/zone');
    assert.equal((await events()).length, before);
  });

  it('R-SIR-4 refuses it of a row in a table too: at that row, the others are kept', async () => {
    const { manager } = world.people;
    const row = (event: string, zone: string) => ({
      fields: { at: '2026-04-01T10:00:00Z', zone, phase: 'resolution', event },
    });
    const answer = await manager('POST', `/cases/${id}/actions/add-event/rows`, {
      rows: [row('Kept.', 'Europe/Lisbon'), row('Lost.', 'Europe/Atlantis')],
    });
    const [kept, lost] = answer.body['rows'] as {
      outcome: string;
      problem?: { faults: { path: string }[] };
    }[];
    assert.equal(kept?.outcome, 'done', answer.text);
    assert.equal(lost?.outcome, 'refused', answer.text);
    assert.deepEqual(
      lost?.problem?.faults.map(({ path }) => path),
      ['/fields/zone'],
    );
    const kinds = (await events()).map(({ event }) => event);
    assert.deepEqual([kinds.includes('Kept.'), kinds.includes('Lost.')], [true, false]);
  });
});
