import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import {
  analysed,
  assessedHigh,
} from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { ceiling, tells } from '../requirements/terms-stage/terms-in-force.ts';
import { createTermsWorld, type TermsWorld } from '../requirements/terms-stage/terms-world.ts';

/** Tables whose records people open, each with the kind that its audience is written under. */
const kinds: ReadonlyMap<string, string> = new Map([
  ...[...catalogue.registers.values()]
    .filter(({ register }) => register.class === 'tenant')
    .map(({ register }): [string, string] => [register.table, register.id]),
  ['procedure_case', 'case'],
  ['deliverable', 'deliverable'],
  ['request', 'request'],
  ['request_recipient', 'request-recipient'],
  ['evidence', 'evidence'],
]);

/** Organisations that the product names to the owner, sorted; null for what has no page of its own. */
async function toldBy(
  readers: ReadonlyMap<string, Caller>,
  kind: string,
  id: string,
  owner: string,
): Promise<string[] | null> {
  const reader = readers.get(owner);
  if (kind === 'request-recipient' || reader === undefined) return null;
  const path = paths.get(kind) ?? kind;
  const { status, body, text } = await reader('GET', `/${path}/${id}/audience?owner=${owner}`);
  assert.equal(status, 200, `${kind}: ${text}`);
  const items = body['items'] as { organisationId: string }[];
  return [...new Set(items.map(({ organisationId }) => organisationId))].sort();
}

const paths = new Map([
  ['case', 'cases'],
  ['deliverable', 'deliverables'],
  ['request', 'requests'],
]);

interface Row {
  readonly id: string;
  readonly owner: string;
}

describe('who can see it, and why', () => {
  let world: TermsWorld;

  before(async () => {
    world = await createTermsWorld();
    const { id, ncts } = await analysed(world);
    const { manager, nisoX } = world.people;
    const sent = await manager('POST', '/requests', {
      ...{
        caseId: id,
        kind: 'emergency-action',
        urgency: 'high',
        subject: 'Stop',
        text: 'Stop it.',
      },
      fields: { system: ncts, impact: 'Transit is down.' },
      recipients: [world.ids.x, world.ids.y].map((one) => ({ organisationId: one, role: 'niso' })),
    });
    assert.equal(sent.status, 201, sent.text);
    await broughtIn(nisoX, id);
    await assessedHigh(world, id);
    const made = await manager('POST', `/cases/${id}/deliverables`, {
      ...{ type: 'security-incident-report', language: 'en' },
    });
    assert.equal(made.status, 201, made.text);
    await toldByTerms();
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  /** Warnings, their report and findings that terms let some see and others not, and one that was withdrawn. */
  async function toldByTerms(): Promise<void> {
    const { ids, people, leadX, isirtX } = world;
    const events = [tells('allow', 'early-warning'), tells('allow', 'mission-findings')];
    const warned = async () => {
      const id = await world.warning();
      const told = await leadX('POST', `/cases/${id}/tellings`, { organisations: [ids.y] });
      assert.equal(told.status, 200, told.text);
      return id;
    };
    const found = async () => {
      const { id, finding } = await world.mission();
      const path = `/cases/${id}/finding-tellings`;
      const told = await people.liso('POST', path, { finding, organisations: [ids.y] });
      assert.equal(told.status, 200, told.text);
    };
    await world.under(events, async () => {
      const id = await warned();
      await isirtX('POST', `/deliverables/${await world.issued(id)}/actions/deliver`, {});
      await found();
      const withdrawn = await warned();
      const { body } = await leadX('GET', `/warning-answers?caseId=${withdrawn}`);
      const [record] = body['items'] as { id: string }[];
      const path = `/warning-answers/${record?.id}/actions/withdraw`;
      const answer = await leadX('POST', path, { comment: 'Sent by mistake.' });
      assert.equal(answer.status, 200, answer.text);
    });
    await world.under([...events, ceiling('GREEN')], async () => {
      await isirtX(
        'POST',
        `/deliverables/${await world.issued(await warned())}/actions/deliver`,
        {},
      );
      await found();
    });
  }

  /** A small file as evidence, through an upload. */
  async function broughtIn(who: typeof world.people.nisoX, caseId: string): Promise<void> {
    const sent = 'a log';
    const sha256 = createHash('sha256').update(sent).digest('hex');
    const begun = await who('POST', '/uploads', {
      ...{ caseId, fileName: 'a.log', mediaType: 'text/plain', bytes: sent.length, sha256 },
    });
    assert.equal(begun.status, 201, begun.text);
    const uploadId = String(begun.body['id']);
    const part = await who('PATCH', `/uploads/${uploadId}`, sent, { 'upload-offset': '0' });
    assert.equal(part.status, 200, part.text);
    const taken = await who('POST', '/evidence', {
      ...{ uploadId, kind: 'log', title: 'A log', collectedBy: 'NISO' },
      collectedAt: new Date().toISOString(),
    });
    assert.equal(taken.status, 201, taken.text);
  }

  it('names, for every record and organisation, exactly those whose database role can read it', async () => {
    const { http, ids } = world;
    const readers = new Map<string, Caller>();
    for (const [name, organisation] of Object.entries(ids)) {
      const reader = await http.person(`reader-${name}`, organisation, []);
      readers.set(organisation, await http.withSession(reader));
    }
    let compared = 0;
    let asked = 0;
    const seen = new Set<string>();
    for (const [table, kind] of kinds) {
      // Which ones is chance, and the same in every run.
      const rows = await http.query<Row>(
        `select id, owner_id as owner from ${table} order by md5(id::text || '20261123') limit 200`,
      );
      if (rows.length === 0) continue;
      seen.add(kind);
      const explained = await http.query<{ record: string; organisation: string }>(
        'select record_id as record, organisation_id as organisation from audience_entry where kind = $1 and (until is null or until > now())',
        [kind],
      );
      for (const organisation of Object.values(ids)) {
        const readable = await http.test.database.transaction(
          { role: 'app', scope: [organisation], person: null, readOnly: true },
          async ({ client }) => {
            const found = await client.query<{ id: string }>(`select id from ${table} limit 1000`);
            return new Set(found.rows.map(({ id }) => id));
          },
        );
        for (const { id, owner } of rows) {
          const answered = owner === organisation ? await toldBy(readers, kind, id, owner) : null;
          if (answered !== null) {
            const known = explained.filter(({ record }) => record === id);
            const expected = [owner, ...known.map((one) => one.organisation)];
            assert.deepEqual(answered, [...new Set(expected)].sort(), `${kind} ${id}, as told`);
            asked += 1;
          }
          const said =
            owner === organisation ||
            explained.some((one) => one.record === id && one.organisation === organisation);
          assert.equal(readable.has(id), said, `${kind} ${id} for ${organisation}`);
          compared += 1;
        }
      }
    }
    assert.ok(compared > 100, `${compared} pairs`);
    assert.ok(asked > 50, `${asked} answers of the product`);
    const told = ['warning-answers', 'finding-tellings', 'mission-findings', 'terms-rules'];
    for (const kind of [
      ...['case', 'deliverable', 'request', 'request-recipient', 'evidence', ...told],
    ]) {
      assert.ok(seen.has(kind), kind);
    }
  });
});
