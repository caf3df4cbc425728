import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import {
  modelOf,
  outlineOf,
  table8,
} from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import { fillIncident } from '#areas/collaboration/incident-coordination/fixtures/real-size.ts';
import {
  events,
  exhibits,
} from '#areas/collaboration/incident-coordination/fixtures/real-size-data.ts';
import { stopTestServer } from '#tests/database.ts';

/** Where to put the PDF for people to read it page by page; absent: nowhere. */
const keepAt = process.env['KEEP_PDF'];
const language = process.env['KEEP_PDF_LANGUAGE'] ?? 'en';

const names = {
  TAXUD: 'Taxation and Customs Union DG',
  ITSM: 'ITSM Contractor',
  XX: 'National Administration of X',
  YY: 'National Administration of Y',
};

describe('a Security Incident Report of real size: 40 events, 30 log extracts', () => {
  let world: IncidentWorld;
  let reportId: string;

  before(async () => {
    world = await createIncidentWorld();
    for (const [code, name] of Object.entries(names)) {
      await world.http.query('update organisation set name = $2 where code = $1', [code, name]);
    }
    const { people, ids, report, act } = world;
    const id = await report({
      title: 'Transit messages of X do not leave the national gateway',
      summary:
        'Since 07:12 UTC no NCTS message leaves the national gateway of X. The queue towards the central hub is full. Customs offices of X can neither open nor close movements; Y reports missing answers.',
      ...{ ticketSystem: 'SMT', ticket: 'SD-2026-118842', originAdministration: ids.x },
    });
    await act(people.manager, id, 'accept', {
      ...{ commonDomainImpact: 'yes', affectedAdministrations: [ids.y] },
    });
    reportId = await fillIncident(world, id, language);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  it('R-SIR-3 R-SIR-4 has every event and extract in its section of Table 8', async () => {
    const { body } = await world.people.manager('GET', `/deliverables/${reportId}.json`);
    const printed = JSON.stringify(body);
    assert.equal(events.length, 40);
    assert.equal(exhibits.filter(({ kind }) => kind === 'log').length, 30);
    for (const { event } of events) assert.ok(printed.includes(event), event);
    for (const { excerpt } of exhibits) {
      assert.ok(printed.includes(JSON.stringify(excerpt).slice(1, -1)), excerpt);
    }
    if (language === 'en') assert.deepEqual(outlineOf(modelOf(body).sections), table8);
  });

  it('is issued and delivered, and prints as PDF, Word and HTML', async () => {
    const { manager, controller, liso } = world.people;
    const acts = async (who: typeof manager, action: string, fields: object = {}) => {
      const answer = await who('POST', `/deliverables/${reportId}/actions/${action}`, { fields });
      assert.equal(answer.status, 200, answer.text);
    };
    await acts(manager, 'submit-qc');
    const row = { description: 'Delivered for information', changes: ['insert'], pages: 'All' };
    await acts(controller, 'qc-pass', row);
    await acts(manager, 'deliver');
    for (const format of ['pdf', 'docx', 'html']) {
      const { status, text } = await liso('GET', `/deliverables/${reportId}.${format}`);
      assert.equal(status, 200, format);
      assert.ok(text.length > 20_000, format);
    }
    if (keepAt === undefined) return;
    const token = await tokenOf(world);
    const answer = await fetch(`${world.http.base}/api/v1/deliverables/${reportId}.pdf`, {
      headers: { authorization: `Bearer ${token}` },
    });
    writeFileSync(keepAt, Buffer.from(await answer.arrayBuffer()));
  });
});

async function tokenOf({ http }: IncidentWorld): Promise<string> {
  const [row] = await http.query<{ id: string }>(`select id from person where name = 'manager'`);
  const made = await http.identity.createToken({
    ...{ personId: row?.id ?? '', name: 'pictures', scopes: ['*'] },
    expiresAt: new Date(Date.now() + 86_400_000),
  });
  return made.token;
}
