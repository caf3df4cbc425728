import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { changeArea } from '#areas/operations/change/area.ts';
import { organisationArea } from '#areas/organisation/area.ts';
import { historyInDocx, historyInHtml, historyInPdf } from '#documents/fixtures/printed-history.ts';
import { PdfReader, textIn } from '#documents/fixtures/read-pdf.ts';
import { SECURITY_PLAN_HISTORY_CELLS } from '#documents/fixtures/security-plan-history.ts';
import { type Principal, systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createDesk, type Desk } from '#tests/documents/desk.ts';
import { catalogueOf } from '#work/catalogue.ts';
import type { DeliverableDetail, DeliverablePage } from '#work/deliverables/contract.ts';
import { addParties } from '#work/sharing/share-record.ts';
import { chapters, securityPlanArea, securityPlanCover } from './security-plan-document.ts';

const catalogue = catalogueOf([organisationArea, changeArea, securityPlanArea()]);
const asRequired = { changes: ['insert', 'replace'], pages: 'As required' };

describe('the document history of the Security Plan, replayed', () => {
  let desk: Desk;
  /** Who wrote it, who controlled it, who reviewed and approved it: in 2008, and in 2010. */
  let authors: readonly [Principal, Principal];
  let controllers: readonly [Principal, Principal];
  let lisos: readonly [Principal, Principal];
  let caseId: string;
  let first: string;

  before(async () => {
    desk = await createDesk(catalogue, '2008-11-20T08:00:00.000Z');
    const { world } = desk;
    const contractor = await world.organisation('ITSM', 'contractor');
    const centre = await world.organisation('TAXUD', 'central-body');
    const two = async (role: string, organisation: string) =>
      [
        await world.person(`${role} of 2008`, organisation, [role]),
        await world.person(`${role} of 2010`, organisation, [role]),
      ] as const;
    authors = await two('itsm-security-manager', contractor);
    controllers = await two('quality-controller', contractor);
    lisos = await two('liso', centre);
    const opener = await world.person('Opener', contractor, ['change-manager']);
    const opened = await desk.ask<{ case: { id: string } }>(opener, 'POST', '/cases', {
      procedure: 'change',
      title: 'W.P.8.5 Security Plan',
      fields: { origin: 'other', reason: 'Specific contract 06.' },
    });
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    caseId = opened.body.case.id;
    const scope = { organisations: [contractor] };
    const who = { principal: systemPrincipal('test'), scope, role: 'app' as const };
    await inWriteTransaction(world.runner, who, (context) =>
      addParties(context, { ownerId: contractor, id: caseId }, [
        { organisationId: centre, role: 'liso' },
      ]),
    );
  });
  after(async () => {
    await desk.close();
    await stopTestServer();
  });

  const on = (day: string) => desk.world.clock.set(`${day}T09:00:00.000Z`);

  async function write(who: Principal, id: string, body: object): Promise<void> {
    const edited = await desk.ask(who, 'PATCH', `/deliverables/${id}`, body);
    assert.equal(edited.status, 200, JSON.stringify(edited.body));
  }

  async function drafted(): Promise<string> {
    const [author] = authors;
    const type = 'security-plan';
    const made = await desk.ask(author, 'POST', `/cases/${caseId}/deliverables`, { type });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const { id, version } = made.body.deliverable;
    assert.equal(version, '0.01');
    const texts = Object.fromEntries(
      Object.entries(chapters).map(([chapter, words]) => [chapter, `What ${words} is about.`]),
    );
    const subject = securityPlanCover.subject;
    await write(author, id, { title: subject, cover: securityPlanCover, texts });
    return id;
  }

  /** 2008: draft, quality control, review, and a modification agreed with LISO before approval. */
  async function in2008(): Promise<DeliverableDetail> {
    const [author, quality, liso] = [authors[0], controllers[0], lisos[0]];
    on('2008-11-27');
    first = await drafted();
    await desk.act(author, first, 'submit-qc');
    on('2008-11-28');
    await desk.act(quality, first, 'qc-pass');
    on('2008-12-15');
    await desk.act(liso, first, 'review-ok');
    on('2008-12-17');
    await desk.act(liso, first, 'return', {}, 'Pages 20 and 21, as discussed.');
    await write(author, first, { texts: { incidents: 'What the coordination is about.' } });
    const agreed = { discussedOn: '2008-12-16', discussedWith: 'LISO' };
    await desk.act(author, first, 'resubmit-for-approval', agreed, 'Both pages rewritten.');
    on('2008-12-19');
    await desk.act(quality, first, 'qc-pass', {
      changes: ['replace'],
      pages: '20, 21',
      // The plan writes this day with its month as a word and two digits of the year.
      description: 'SfA; modify as discussed with LISO on 16 Dec 08',
    });
    return desk.act(liso, first, 'approve');
  }

  /** 2010: the next revision, after another discussion, delivered by others than in 2008. */
  async function in2010(reference: string): Promise<DeliverableDetail> {
    const [author, quality, liso] = [authors[1], controllers[1], lisos[1]];
    on('2010-03-24');
    await desk.act(author, first, 'revise', {}, 'As discussed with LISO.');
    const page = await desk.ask<DeliverablePage>(author, 'GET', `/deliverables?case=${caseId}`);
    const next = page.body.items.find((one) => one.id !== first && one.reference === reference);
    assert.ok(next);
    on('2010-04-02');
    await desk.act(author, next.id, 'submit-qc', {
      ...asRequired,
      discussedOn: '2010-03-22',
      discussedWith: 'LISO',
      description: 'Modify as discussed with LISO on 22 Mar 2010; internal QC',
    });
    on('2010-04-09');
    await desk.act(quality, next.id, 'qc-pass', { ...asRequired, description: 'SfR' });
    on('2010-04-30');
    return desk.act(liso, next.id, 'review-ok', { ...asRequired, description: 'SfA' });
  }

  it('R-DOC-2 R-DOC-3 R-DOC-4 R-DOC-5 R-DOC-6 its seven rows, 0.01 to 1.05, come from what people do, and print the same table', async () => {
    const approved = await in2008();
    assert.equal(approved.deliverable.version, '1.02');
    const submitted = await in2010(approved.deliverable.reference);
    assert.equal(submitted.deliverable.version, '1.05');
    assert.deepEqual(submitted.history.map(cellsOf), SECURITY_PLAN_HISTORY_CELLS);
    assert.equal(submitted.history[3]?.discussedOn, '2008-12-16');
    assert.equal(submitted.history[4]?.discussedWith, 'LISO');
    assert.equal(new Set(submitted.history.map((row) => row.personId)).size, 6);
    const stateOfFirst = async () =>
      (await desk.ask(authors[1], 'GET', `/deliverables/${first}`)).body.deliverable.state;
    assert.equal(await stateOfFirst(), 'approved', 'in force until the next is approved');
    const { id } = submitted.deliverable;
    await printsAt(id, 'as submitted');
    await desk.act(lisos[1], id, 'approve');
    assert.equal(await stateOfFirst(), 'superseded');
    await desk.work();
    const released = await desk.ask(authors[1], 'GET', `/deliverables/${id}`);
    assert.equal(released.body.renderings.length, 4);
    await printsAt(id, 'as released');
    await coverOf(id);
  });

  /** What a reader finds in the document, in each of its formats. */
  async function printsAt(id: string, when: string): Promise<void> {
    const bytesOf = async (format: string) =>
      (await desk.ask(lisos[1], 'GET', `/deliverables/${id}.${format}`)).bytes;
    const printed = {
      docx: await historyInDocx(await bytesOf('docx')),
      pdf: historyInPdf(await bytesOf('pdf')),
      html: historyInHtml((await bytesOf('html')).toString('utf8')),
    };
    for (const [format, rows] of Object.entries(printed)) {
      assert.deepEqual(rows, SECURITY_PLAN_HISTORY_CELLS, `${format} ${when}`);
    }
  }

  async function coverOf(id: string): Promise<void> {
    const pdf = await desk.ask(lisos[1], 'GET', `/deliverables/${id}.pdf`);
    const text = textIn(new PdfReader(pdf.bytes).structure()).replace(/[\s\u00ad-]+/g, '');
    for (const line of [
      ...Object.values(securityPlanCover),
      'ITS-IPLN-SEC-SC06-004',
      '30/04/2010',
      '1.05',
      ...Object.values(chapters),
    ]) {
      assert.ok(text.includes(line.replace(/[\s-]+/g, '')), line);
    }
  }

  function cellsOf(row: DeliverableDetail['history'][number]): string[] {
    const revision = String(row.revision).padStart(2, '0');
    const date = row.date.split('-').reverse().join('/');
    return [String(row.edition), revision, date, row.description, row.action, row.pages];
  }
});
