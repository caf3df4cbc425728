import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Request } from 'playwright-core';
import { isAccessible } from '../accessibility.ts';
import { withoutBrowser } from '../browser.ts';
import {
  type Collaborator,
  contractor,
  germany,
  joinCollaboration,
  nameOf,
} from '../collaboration-stage.ts';
import type { Desk } from '../desk.ts';
import { fillForm } from '../form-at-desk.ts';
import { byPointer } from '../hand.ts';
import {
  type Behind,
  behindStage,
  organisationId,
  reportedIncident,
} from '../incident/reported-incident.ts';
import { inOrder, type Stage } from '../stage.ts';

const mega = 1024 ** 2;
const title = 'The gateway refuses messages';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What is filled in, by the words of the form, beside what the API says of it. */
const capture = {
  form: {
    'What it is': 'Traffic of the channel',
    Kind: 'Network capture',
    'Collected by': 'Hanna Vogt, network operations',
    'Collected on': '2026-03-01T22:15',
    'Effective date': '2026-02-27',
    Where: 'Bonn, rack 4',
    How: 'tcpdump on a mirrored port',
  },
  said: {
    ...{ title: 'Traffic of the channel', kind: 'network-capture' },
    ...{ collectedBy: 'Hanna Vogt, network operations', effectiveOn: '2026-02-27' },
    ...{ collectedAt: '2026-03-01T22:15:00.000Z', collectedWhere: 'Bonn, rack 4' },
    method: 'tcpdump on a mirrored port',
  },
} as const;

describe('evidence with custody in the browser', { skip: withoutBrowser }, () => {
  const collaboration = joinCollaboration();
  const step = inOrder();
  const folder = mkdtempSync(join(tmpdir(), 'commonward-files-'));
  let stage: Stage<Collaborator>;
  let call: Behind;
  let caseId: string;
  let captured: string;

  before(async () => {
    stage = await collaboration.open();
    call = behindStage(stage);
  });
  after(async () => {
    await collaboration.leave();
    rmSync(folder, { recursive: true, force: true });
  });

  const at = async (who: Collaborator): Promise<Desk> => {
    const desk = await stage.at(who);
    await desk.visit(`/cases/${caseId}/file`, title);
    return desk;
  };
  /** A file on the disk, as large files are chosen. */
  const fileOf = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  /** Opens the form beside the file of the case. */
  async function openForm(desk: Desk) {
    await desk.press(
      desk.section('Evidence').getByRole('button', { name: 'Bring in evidence' }).first(),
    );
    const form = desk.page.getByRole('dialog', { name: 'Bring in evidence' });
    await form.waitFor();
    return form;
  }
  const factsOf = (desk: Desk) => desk.main.locator('dl').first().innerText();

  it('R-INC-5 an NISO adds a file by form; page and API say what was said, and its SHA-256 is that of the file', () =>
    step(async () => {
      const summary = 'Messages of transit get no answer.';
      caseId = await reportedIncident(call, { title, summary });
      const bytes = randomBytes(300_000);
      const niso = await at('nisoDe');
      const form = await openForm(niso);
      await isAccessible(niso.page);
      await fillForm(byPointer, form, capture.form);
      // More than 2 GiB is told at once, before it is hashed or sent; the file on the disk is one hole.
      const huge = fileOf('huge.img', Buffer.alloc(0));
      truncateSync(huge, 2 * 1024 ** 3 + 1);
      const begun: string[] = [];
      niso.page.on('request', (request) => begun.push(request.url()));
      await form.locator('input[type="file"]').setInputFiles(huge);
      await form.getByText(/has 2,147,483,649 bytes; at most 2,147,483,648 are taken/).waitFor();
      await niso.press(form.getByRole('button', { name: 'Bring in evidence', exact: true }));
      await isAccessible(niso.page);
      assert.deepEqual(
        begun.filter((url) => url.includes('/uploads')),
        [],
      );
      await form.locator('input[type="file"]').setInputFiles(fileOf('channel.pcap', bytes));
      const begunAt = Date.now();
      await niso.press(form.getByRole('button', { name: 'Bring in evidence', exact: true }));
      await niso.toast(/The evidence was taken in/);
      await form.waitFor({ state: 'hidden' });
      await niso.follow(capture.said.title);
      await niso.heading(capture.said.title);
      captured = niso.page.url().slice(-36);
      const { evidence } = (await call.get('nisoDe', `/evidence/${captured}`)) as {
        evidence: Record<string, unknown>;
      };
      assert.deepEqual(
        Object.fromEntries(Object.keys(capture.said).map((name) => [name, evidence[name]])),
        capture.said,
      );
      assert.equal(evidence['sha256'], sha256(bytes));
      assert.ok(Math.abs(Date.parse(String(evidence['receivedAt'])) - begunAt) < 120_000);
      const facts = await factsOf(niso);
      const words = [
        ...['channel.pcap', 'Network capture', `SHA-256 ${sha256(bytes)}`, 'Bonn, rack 4'],
        ...['1 Mar 2026', '22:15', 'UTC', 'Hanna Vogt, network operations', '27 Feb 2026'],
        ...['tcpdump on a mirrored port', germany],
      ];
      for (const word of words) assert.ok(facts.includes(word), `${word} in ${facts}`);
      await isAccessible(niso.page);
      assert.equal(sha256(await niso.download('Download')), sha256(bytes));
    }));

  it('R-INC-5 an upload that a reload of the page cuts off goes on at the byte that is there, and the hash holds', () =>
    step(async () => {
      const bytes = randomBytes(40 * mega);
      const path = fileOf('memory.img', bytes);
      const niso = await at('nisoDe');
      const { page } = niso;
      const sent: Request[] = [];
      page.on('requestfinished', (request) => {
        if (/\/api\/v1\/uploads/.test(request.url())) sent.push(request);
      });
      const first = await openForm(niso);
      const more = { 'What it is': 'Memory of the gateway', Kind: 'Memory image' };
      await fillForm(byPointer, first, { ...capture.form, ...more });
      await first.locator('input[type="file"]').setInputFiles(path);
      const network = await niso.window.context.newCDPSession(page);
      const slow = (uploadThroughput: number) =>
        network.send('Network.emulateNetworkConditions', {
          ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput },
        });
      await network.send('Network.enable');
      await slow(6 * mega);
      await niso.press(first.getByRole('button', { name: 'Bring in evidence', exact: true }));
      const parts = () => sent.filter((request) => request.method() === 'PATCH');
      await niso.page.waitForFunction(() =>
        Object.keys(localStorage).some((key) => key.startsWith('cw-upload ')),
      );
      const uploadId = await page.evaluate(() => {
        const key = Object.keys(localStorage).find((one) => one.startsWith('cw-upload '));
        return key === undefined ? '' : localStorage.getItem(key);
      });
      while (parts().length < 2) await page.waitForEvent('requestfinished');
      // The third part is under way.
      await page.waitForTimeout(400);
      await page.reload();
      await slow(-1);
      await niso.heading(title);
      const stood = Number((await call.get('nisoDe', `/uploads/${uploadId}`))['offset']);
      assert.ok(stood >= 16 * mega && stood < bytes.length, `${stood} bytes are there`);

      sent.length = 0;
      const second = await openForm(niso);
      assert.equal(
        await second.getByLabel('What it is').inputValue(),
        'Memory of the gateway',
        'what was typed is there still',
      );
      await second.locator('input[type="file"]').setInputFiles(path);
      await niso.press(second.getByRole('button', { name: 'Bring in evidence', exact: true }));
      await niso.toast(/The evidence was taken in/);
      const bodies = await Promise.all(
        parts().map(async (one) => Number((await one.allHeaders())['content-length'])),
      );
      assert.equal(Number(parts()[0]?.headers()['upload-offset']), stood);
      assert.equal(
        bodies.reduce((sum, one) => sum + one, 0),
        bytes.length - stood,
        'no byte that was there is sent again',
      );
      assert.deepEqual(
        sent.filter((request) => request.method() === 'POST'),
        [],
        'nothing was begun anew',
      );
      await niso.follow('Memory of the gateway');
      await niso.heading('Memory of the gateway');
      await niso.sees(`SHA-256 ${sha256(bytes)}`);
      assert.equal(sha256(await niso.download('Download')), sha256(bytes));
      const left = await page.evaluate(() =>
        Object.keys(localStorage).filter((key) => key.startsWith('cw-upload ')),
      );
      assert.deepEqual(left, []);
    }));

  it('R-INC-5 the page shows the chain of custody in order: who, for whom, and why', () =>
    step(async () => {
      const manager = await stage.at('manager');
      await manager.visit(`/evidence/${captured}`, capture.said.title);
      await manager.act('Copy for analysis', {
        'Copy for': 'Laboratory Nord',
        Comment: 'To be read by the laboratory.',
      });
      // A name that has no copy is refused at its field.
      const back = 'Take a copy back';
      const offered = manager.section('What you can do now');
      await manager.press(offered.getByRole('button', { name: back }));
      const form = manager.page.getByRole('dialog', { name: back });
      await fillForm(byPointer, form, { 'Returned by': 'Laboratory', Comment: 'Came back.' });
      await manager.press(form.getByRole('button', { name: back, exact: true }));
      await form
        .getByRole('alert')
        .getByText(/Nobody of this name has a copy/)
        .waitFor();
      await manager.answer(back, { 'Returned by': 'Laboratory Nord' });
      await manager.toast(`Done: ${back}`);
      await manager.act('Return to the giver', { Comment: 'Asked for by its owner.' });
      await manager.sees('Returned', manager.main.locator('header'));

      const custody = manager.section('Custody');
      const rows = (await custody.getByRole('row').allInnerTexts()).map((row) =>
        row.replace(/\s+/g, ' '),
      );
      const keeper = nameOf('manager');
      const wanted = [
        [capture.said.collectedBy, 'collected'],
        [nameOf('nisoDe'), 'sent it', germany],
        ['received it'],
        [nameOf('nisoDe'), 'read the bytes'],
        [keeper, 'made a copy for analysis', 'Copy for: Laboratory Nord', 'To be read by the'],
        [keeper, 'took a copy back', 'Returned by: Laboratory Nord', 'Came back.'],
        [keeper, 'returned it to the giver', `Handed to: ${germany}`, 'Asked for by its owner.'],
      ];
      assert.equal(rows.length, wanted.length, rows.join('\n'));
      assert.ok(rows[0]?.startsWith('1 Mar 2026, 22:15 UTC'), `when it was collected: ${rows[0]}`);
      for (const [place, words] of wanted.entries()) {
        for (const word of words) assert.ok(rows[place]?.includes(word), `${word}: ${rows[place]}`);
      }
      await isAccessible(manager.page);
    }));

  it('R-MTG-13 a document of an agenda is asked for by title and who provides it; nothing is asked of how evidence is collected', () =>
    step(async () => {
      const administrations = [await organisationId(call, germany)];
      const facilitator = await organisationId(call, contractor);
      const purpose = 'Security of the transit systems between the administrations.';
      const id = await call.post('requester', '/cases', {
        ...{ procedure: 'meeting', title: 'Review of the gateway' },
        fields: { purpose, series: 'Transit', administrations, contractor: facilitator },
      });
      await call.post('manager', `/cases/${id}/actions/accept`, {});
      const desk = await stage.at('npmDe');
      await desk.visit(`/meetings/${id}`, 'Review of the gateway');
      const section = desk.section('Documents of the agenda');
      await desk.press(section.getByRole('button', { name: 'Add a document' }));
      const form = desk.page.getByRole('dialog', { name: 'Add a document' });
      await form.waitFor();
      const asked = await form.getByRole('textbox').count();
      assert.equal(asked, 2, await form.innerText());
      for (const word of ['Collected by', 'Collected on', 'Kind', 'Effective date']) {
        assert.equal(await form.getByLabel(word).count(), 0, word);
      }
      await fillForm(byPointer, form, {
        'What it is': 'Results of the mission',
        'Provided by': nameOf('npmDe'),
      });
      const bytes = randomBytes(9_000);
      await form.locator('input[type="file"]').setInputFiles(fileOf('results.pdf', bytes));
      await isAccessible(desk.page);
      await desk.press(form.getByRole('button', { name: 'Add a document', exact: true }));
      await desk.toast(/The document is here/);
      await desk.follow('Results of the mission');
      await desk.heading('Results of the mission');
      await desk.sees(`SHA-256 ${sha256(bytes)}`);
      const facts = await factsOf(desk);
      assert.match(facts, new RegExp(`Provided by\\s+${nameOf('npmDe')}`));
      assert.doesNotMatch(facts, /Collected/);
    }));
});
