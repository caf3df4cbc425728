import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { importBytes } from '#areas/operations/advisories/fixtures/import-run.ts';
import { documentPool, osvImporter } from '#areas/operations/advisories/intake/importers.ts';
import { reportWords } from '#areas/operations/early-warning/documents/words.ts';
import { readDocx, textOf } from '#documents/fixtures/read-docx.ts';
import { readCsaf } from '#formats/csaf/read-csaf.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { relayAll } from '#tests/relay-events.ts';
import type { DeliverablePage } from '#work/deliverables/contract.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { createDesk, type Desk } from './desk.ts';

const hosts = ['gateway-1', 'gateway-2', 'declarations-db', 'test-bench'];

const advisory = JSON.stringify({
  schema_version: '1.6.0',
  id: 'DSA-7001-1',
  modified: '2026-03-01T00:00:00Z',
  published: '2026-03-01T00:00:00Z',
  aliases: ['CVE-2026-10001', 'CVE-2026-10002'],
  summary: 'openssl: a short buffer in the handshake lets remote peers run commands',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    {
      package: { ecosystem: 'Debian:12', name: 'openssl' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '3.0.13-1' }] }],
    },
  ],
});

const stanza = (name: string, version: string, source: string) =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nSource: ${source}\nVersion: ${version}\n\n`;

describe('the early-warning report', () => {
  let desk: Desk;
  let isirt: Principal;
  let lead: Principal;
  let owner: Principal;
  let foreign: Principal;
  let caseId: string;

  before(async () => {
    desk = await createDesk(catalogue, '2026-03-02T08:00:00.000Z');
    const { world } = desk;
    const home = await world.organisation('Customs Administration', 'national-administration');
    const other = await world.organisation('Tax Administration', 'national-administration');
    isirt = await world.person('Ines Isirt', home, ['isirt', 'asset-manager', 'security-manager']);
    lead = await world.person('Lars Lead', home, ['isirt-lead']);
    owner = await world.person('Olga Owner', home, []);
    foreign = await world.person('Fred Foreign', other, [
      'isirt',
      'asset-manager',
      'security-manager',
    ]);
    const assets = registerOperations(catalogue, catalogue.registers.get('assets')!);
    for (const [who, names] of [
      [isirt, hosts],
      [foreign, ['secret-foreign-host']],
    ] as const) {
      for (const name of names) {
        const fields = {
          name,
          kind: 'host',
          hostname: name,
          ecosystem: 'Debian:12',
          environment: name === 'test-bench' ? 'test' : 'production',
          exposure: name.startsWith('gateway') ? 'internet' : 'internal',
        };
        const { id } = await runCommand(world.runner, assets.create, who, { fields });
        const dpkg = catalogue.importers.get('dpkg-status')!;
        const bytes =
          stanza('libssl3', '3.0.11-1', 'openssl') + stanza('openssl', '3.0.11-1', 'openssl');
        await importBytes(world, dpkg, who, bytes, { targetId: id });
      }
    }
    await asOwner(
      `update asset set value = 5, value_class = 'strategic' where name = 'declarations-db'`,
    );
    await asOwner(
      `update asset set value = 4, value_class = 'critical' where name like 'gateway%'`,
    );
    await asOwner(
      `update asset set owner = '${owner.personId}' where name in ('gateway-1', 'declarations-db')`,
    );
    const imported = await importBytes(world, osvImporter, isirt, advisory);
    assert.equal(imported.accepted, 1, JSON.stringify(imported.faults));
    // Matching follows the inventories as their reaction.
    await relayAll(world.runner, catalogue);
    caseId = await judgedWarning();
  });
  after(async () => {
    await documentPool.close();
    await desk.close();
    await stopTestServer();
  });

  const asOwner = (text: string) =>
    desk.world.test.database.transaction({ role: 'owner', scope: [], person: null }, ({ client }) =>
      client.query<{ id: string }>(text),
    );

  async function judgedWarning(): Promise<string> {
    const { rows } = await asOwner(`select id from advisory where source_id = 'DSA-7001-1'`);
    const opened = await desk.ask<{ case: { id: string } }>(isirt, 'POST', '/cases', {
      procedure: 'early-warning',
      title: 'Command execution through the TLS library',
      tlp: 'AMBER',
      fields: {
        source: 'vendor',
        summary:
          'A short buffer in the handshake of the TLS library lets a remote peer run commands before it has authenticated itself. Gateways that are reachable from the Internet are exposed at once; the fixed packages are available from the distribution.',
        advisory: rows[0]?.id,
      },
    });
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    const { id } = opened.body.case;
    const act = async (who: Principal, action: string, fields = {}) => {
      const done = await desk.ask(who, 'POST', `/cases/${id}/actions/${action}`, { fields });
      assert.equal(done.status, 200, JSON.stringify(done.body));
    };
    await act(isirt, 'start-analysis');
    await act(isirt, 'record-impact', {
      impact:
        'Two gateways of the declaration service face the Internet; the database behind them holds declarations of all traders.',
    });
    await act(lead, 'judge', {
      exploitation: 'poc',
      exposure: 'open',
      automatable: 'yes',
      humanImpact: 'high',
      priority: 'scheduled',
      imperative: false,
      rationale:
        'The gateways are already behind a filter that drops the malformed handshake; the update comes with the monthly maintenance.',
    });
    return id;
  }

  async function issued(language: string): Promise<string> {
    const made = await desk.ask(isirt, 'POST', `/cases/${caseId}/deliverables`, {
      type: 'early-warning-report',
      language,
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const { id } = made.body.deliverable;
    await desk.ask(isirt, 'PATCH', `/deliverables/${id}`, {
      cover: {
        programme: 'Security operations',
        project: 'EWR',
        frameworkContract: 'FC 2026/088',
        contractLine: 'W.P.8.5 / DLV.8.5.5',
      },
    });
    await desk.act(isirt, id, 'submit-qc');
    await desk.act(lead, id, 'qc-pass');
    await desk.work();
    return id;
  }

  it('R-EW-4 R-DOC-6 is issued after quality control by another person, in Word, PDF, HTML and as CSAF, each with its hash', async () => {
    const id = await issued('en');
    const detail = (await desk.ask(isirt, 'GET', `/deliverables/${id}`)).body;
    assert.equal(detail.deliverable.state, 'issued');
    assert.match(detail.deliverable.reference, /-EWR-2026-0001$/);
    assert.deepEqual(detail.renderings.map((one) => one.format).sort(), [
      'csaf.json',
      'docx',
      'html',
      'json',
      'pdf',
    ]);
    assert.deepEqual(
      detail.recipients.map((one) => one.personId),
      [owner.personId],
    );
    const docx = await desk.ask(isirt, 'GET', `/deliverables/${id}.docx`);
    const word = textOf(String((await readDocx(docx.bytes)).get('word/document.xml')));
    for (const host of hosts) assert.ok(word.includes(host), host);
    assert.ok(!word.includes('secret-foreign-host'), 'another organisation’s asset is named');
    const html = await desk.ask(isirt, 'GET', `/deliverables/${id}.html`);
    assert.match(String(html.headers['content-security-policy']), /default-src 'none'/);
    assert.equal(html.headers['x-frame-options'], 'SAMEORIGIN');
    assert.ok(!html.bytes.toString().includes('DRAFT'));
    assert.ok(html.bytes.toString().includes('The gateways are already behind a filter'));
    const csaf = await desk.ask(isirt, 'GET', `/deliverables/${id}.csaf.json`);
    const reading = readCsaf(csaf.bytes);
    assert.deepEqual(reading.faults, []);
    const text = csaf.bytes.toString();
    assert.match(text, /CVE-2026-10001/);
    assert.ok(!text.includes('gateway-1'), 'CSAF speaks of products, not of assets');
    const seen = await desk.ask<DeliverablePage>(foreign, 'GET', '/deliverables');
    assert.deepEqual(seen.body.items, []);
  });

  it('R-DOC-8 R-EW-4 reads the same in English, French and German, and as PDF', async () => {
    for (const language of ['en', 'fr', 'de'] as const) {
      const id = await issued(language);
      const pdf = await desk.ask(isirt, 'GET', `/deliverables/${id}.pdf`);
      const text = readPdfText(pdf.bytes, language);
      if (text === null) continue;
      const flat = text.replaceAll(/\s+/g, ' ');
      for (const key of Object.keys(reportWords[language])) {
        if (!key.startsWith('sections.')) continue;
        assert.ok(flat.includes(reportWords[language][key as 'title']), `${language} ${key}`);
      }
      assert.ok(flat.includes('TLP:AMBER'));
      assert.ok(flat.includes('gateway-1'));
    }
  });

  it('R-EW-4 lets the warning release its report once it is issued, and marks drafts as drafts', async () => {
    const draft = await desk.ask(isirt, 'POST', `/cases/${caseId}/deliverables`, {
      type: 'early-warning-report',
      language: 'de',
    });
    const page = await desk.ask(isirt, 'GET', `/deliverables/${draft.body.deliverable.id}.html`);
    assert.match(page.bytes.toString(), /ENTWURF – LIMITED/);
    const csaf = await desk.ask(
      isirt,
      'GET',
      `/deliverables/${draft.body.deliverable.id}.csaf.json`,
    );
    assert.deepEqual(readCsaf(csaf.bytes).faults, []);
    const done = await desk.ask(lead, 'POST', `/cases/${caseId}/actions/release-report`, {});
    assert.equal(done.status, 200, JSON.stringify(done.body));
  });
});

/** Text of a PDF by pdftotext when the machine has it; LOOK_AT names a folder that keeps the files for looking at. */
function readPdfText(bytes: Buffer, name: string): string | null {
  const { LOOK_AT: folder } = process.env;
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.pdf`), bytes);
  }
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  try {
    return execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes }).toString();
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return null;
    throw error;
  }
}
