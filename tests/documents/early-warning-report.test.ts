import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { documentPool } from '#areas/operations/advisories/intake/importers.ts';
import { reportWords } from '#areas/operations/early-warning/documents/words.ts';
import { readDocx, textOf } from '#documents/fixtures/read-docx.ts';
import { readCsaf } from '#formats/csaf/read-csaf.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { stopTestServer } from '#tests/database.ts';
import type { DeliverablePage } from '#work/deliverables/contract.ts';
import type { Desk } from './desk.ts';
import { hosts, judgedWarning } from './judged-warning.ts';

describe('the early-warning report', () => {
  let desk: Desk;
  let isirt: Principal;
  let lead: Principal;
  let owner: Principal;
  let foreign: Principal;
  let caseId: string;

  before(async () => {
    ({ desk, caseId, isirt, lead, owner, foreign } = await judgedWarning());
  });
  after(async () => {
    await documentPool.close();
    await desk.close();
    await stopTestServer();
  });

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
