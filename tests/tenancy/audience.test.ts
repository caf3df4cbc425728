import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  analysed,
  assessedHigh,
} from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import { stopTestServer } from '#tests/database.ts';
import { ceiling, tells } from '../requirements/terms-stage/terms-in-force.ts';
import { createTermsWorld, type TermsWorld } from '../requirements/terms-stage/terms-world.ts';
import { bringEvidence } from './bring-evidence.ts';
import { compareAudience } from './compare-audience.ts';

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
    await bringEvidence(nisoX, {
      ...{ caseId: id, fileName: 'a.log', title: 'A log', content: 'a log' },
    });
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

  it('names, for every record and organisation, exactly those whose database role can read it', async () => {
    const compared = await compareAudience(world.http, Object.values(world.ids));
    const asked = compared.reduce((sum, one) => sum + one.asked, 0);
    assert.ok(asked > 50, `${asked} answers of the product`);
    const seen = new Set(compared.map(({ kind }) => kind));
    const told = ['warning-answers', 'finding-tellings', 'mission-findings', 'terms-rules'];
    for (const kind of [
      ...['case', 'deliverable', 'request', 'request-recipient', 'evidence', ...told],
    ]) {
      assert.ok(seen.has(kind), kind);
    }
  });
});
