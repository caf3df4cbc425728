import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { changeArea } from '#areas/operations/change/area.ts';
import { organisationArea } from '#areas/organisation/area.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { stopTestServer } from '#tests/database.ts';
import { createDesk, type Desk } from '#tests/documents/desk.ts';
import { catalogueOf } from '#work/catalogue.ts';
import type { HistoryPage, Problem } from '#work/contract.ts';
import type {
  CommentView,
  DeliverableDetail,
  DeliverablePage,
} from '#work/deliverables/contract.ts';
import { chapters, securityPlanArea } from './security-plan-document.ts';

const catalogue = catalogueOf([organisationArea, changeArea, securityPlanArea('IPLN-{number}')]);

describe('the audience of the Security Plan: contractor, quality assurance contractor, DG TAXUD', () => {
  let desk: Desk;
  let author: Principal;
  let quality: Principal;
  let liso: Principal;
  let assurer: Principal;
  let colleague: Principal;
  let stranger: Principal;
  let caseId: string;
  let qac: string;

  before(async () => {
    desk = await createDesk(catalogue, '2026-03-02T08:00:00.000Z');
    const { world } = desk;
    const contractor = await world.organisation('ITSM', 'contractor');
    qac = await world.organisation('QAC', 'contractor');
    const elsewhere = await world.organisation('NA-AT', 'national-administration');
    author = await world.person('Ada Author', contractor, [
      'itsm-security-manager',
      'quality-controller',
      'change-manager',
    ]);
    quality = await world.person('Quinn Quality', contractor, ['quality-controller']);
    liso = await world.person('Lena Liso', contractor, ['liso']);
    assurer = await world.person('Anna Assurer', qac, ['qac']);
    colleague = await world.person('Carl Colleague', qac, ['security-manager']);
    stranger = await world.person('Sam Stranger', elsewhere, ['qac', 'liso']);
    const opened = await desk.ask<{ case: { id: string } }>(author, 'POST', '/cases', {
      procedure: 'change',
      title: 'W.P.8.5 Security Plan',
      fields: { origin: 'other', reason: 'Specific contract 06.' },
    });
    caseId = opened.body.case.id;
  });
  after(async () => {
    await desk.close();
    await stopTestServer();
  });

  async function written(): Promise<string> {
    const type = 'security-plan';
    const made = await desk.ask(author, 'POST', `/cases/${caseId}/deliverables`, { type });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const { id } = made.body.deliverable;
    const texts = Object.fromEntries(Object.keys(chapters).map((chapter) => [chapter, 'Text.']));
    await desk.ask(author, 'PATCH', `/deliverables/${id}`, { texts });
    return id;
  }

  const attempt = (who: Principal, id: string, action: string, fields = {}, comment?: string) =>
    desk.ask<Problem>(who, 'POST', `/deliverables/${id}/actions/${action}`, {
      fields,
      ...(comment === undefined ? {} : { comment }),
    });

  async function refusal(
    who: Principal,
    id: string,
    action: string,
    fields = {},
    comment?: string,
  ): Promise<string[]> {
    const answer = await attempt(who, id, action, fields, comment);
    assert.ok(answer.status === 409 || answer.status === 422, `it was ${answer.status}`);
    return (answer.body.refusals ?? []).map((one) => `${one.rule} ${one.name ?? ''}`.trim());
  }

  const commentsOf = async (who: Principal, id: string): Promise<readonly CommentView[]> =>
    (await desk.ask(who, 'GET', `/deliverables/${id}`)).body.comments;

  async function unseenBy(who: Principal, id: string): Promise<void> {
    for (const path of ['', '.pdf', '.docx', '.html', '/document-history', '/history']) {
      const answer = await desk.ask(who, 'GET', `/deliverables/${id}${path}`);
      assert.equal(answer.status, 404, path);
    }
    const page = await desk.ask<DeliverablePage>(who, 'GET', '/deliverables');
    assert.ok(!page.body.items.some((one) => one.id === id));
    assert.equal((await attempt(who, id, 'add-comment', {}, 'Me too.')).status, 404);
  }

  /** While it is written there is nothing to read yet, and nothing to write for whoever it was given to. */
  async function doesNotWrite(id: string): Promise<void> {
    const seen = await desk.ask(assurer, 'GET', `/deliverables/${id}`);
    assert.deepEqual([seen.status, seen.body.formats], [200, []]);
    const texts = { introduction: 'Mine.' };
    const edited = await desk.ask<Problem>(assurer, 'PATCH', `/deliverables/${id}`, { texts });
    assert.equal(edited.status, 409);
    assert.deepEqual(edited.body.refusals?.[0]?.rule, 'role');
  }

  /** Read by quality assurance: the whole document, and nothing but comments to do. */
  async function readsOnly(id: string): Promise<void> {
    const seen = await desk.ask(assurer, 'GET', `/deliverables/${id}`);
    assert.equal(seen.status, 200, JSON.stringify(seen.body));
    assert.equal(seen.body.may.edit, false);
    assert.deepEqual(
      seen.body.allowedActions.filter((one) => one.allowed).map((one) => one.action),
      ['add-comment', 'accept-answer', 'object-to-answer'],
    );
    const pdf = await desk.ask(assurer, 'GET', `/deliverables/${id}.pdf`);
    assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
    for (const action of ['qc-pass', 'qc-fail', 'withdraw', 'give-to-qac']) {
      assert.ok((await refusal(assurer, id, action, {}, 'No.')).join().includes('role'), action);
    }
    assert.equal((await desk.ask(assurer, 'GET', `/cases/${caseId}`)).status, 404);
  }

  it('R-GEN-4 quality assurance reads what is given to it, comments, and changes nothing; nobody else of outside sees it', async () => {
    const id = await written();
    await unseenBy(assurer, id);
    const given = { organisation: qac, reason: 'Quality review under the framework contract' };
    assert.deepEqual(await refusal(quality, id, 'give-to-qac', given), ['role give-to-qac']);
    const unknown = { ...given, organisation: '00000000-0000-4000-8000-000000000000' };
    assert.equal((await attempt(author, id, 'give-to-qac', unknown)).status, 422);
    await desk.act(author, id, 'give-to-qac', given);
    const told = (await desk.work()).filter((job) => job.kind === 'notify-roles');
    assert.ok(told.some(({ payload }) => payload['organisationId'] === qac));
    await doesNotWrite(id);
    await desk.act(author, id, 'submit-qc');
    await readsOnly(id);
    await unseenBy(stranger, id);
    assert.deepEqual(await refusal(colleague, id, 'add-comment', {}, 'A word.'), [
      'role add-comment',
    ]);
    const section = { section: 'introduction' };
    await desk.act(assurer, id, 'add-comment', section, 'The scope does not name the services.');
    const nowhere = { section: 'nowhere' };
    assert.equal((await attempt(assurer, id, 'add-comment', nowhere, 'Where?')).status, 422);
    const [comment] = await commentsOf(author, id);
    assert.equal(comment?.standing, 'open');
    assert.equal(comment?.said[0]?.personId, assurer.personId);
    const trail = await desk.ask<HistoryPage>(author, 'GET', `/deliverables/${id}/history`);
    assert.ok(!JSON.stringify(trail.body).includes('does not name'), 'the trail keeps its hash');
  });

  it('R-GEN-4 R-DOC-5 each comment is answered by an author before the document goes on, and judged by who made it', async () => {
    const id = await written();
    await desk.act(author, id, 'submit-qc');
    await desk.act(author, id, 'give-to-qac', { organisation: qac, reason: 'Quality review' });
    await desk.act(assurer, id, 'add-comment', {}, 'Say who reads it.');
    await desk.act(quality, id, 'add-comment', {}, 'A figure is missing.');
    assert.deepEqual(await refusal(author, id, 'add-comment', {}, 'I agree with myself.'), [
      'segregation open',
      'segregation edit',
      'segregation submit-qc',
    ]);
    await desk.act(quality, id, 'qc-pass');
    assert.deepEqual(await refusal(liso, id, 'review-ok'), ['guard comments-are-answered']);
    const [theirs, ours] = await commentsOf(author, id);
    assert.equal((await commentsOf(assurer, id)).length, 1, 'its own, not those of others');
    const about = { about: theirs?.id };
    assert.deepEqual(await refusal(assurer, id, 'answer-comment', about, 'So.'), [
      'role answer-comment',
    ]);
    await desk.act(author, id, 'answer-comment', about, 'Section 1.3 does.');
    assert.deepEqual(await refusal(author, id, 'answer-comment', about, 'Again.'), [
      'guard comment-is-open',
    ]);
    assert.deepEqual(await refusal(quality, id, 'accept-answer', about), [
      'guard comment-is-theirs',
    ]);
    await desk.act(assurer, id, 'object-to-answer', about, 'It names two of three.');
    await desk.act(author, id, 'answer-comment', { about: ours?.id }, 'Figure 1 is added.');
    assert.deepEqual(await refusal(liso, id, 'review-ok'), ['guard comments-are-answered']);
    await desk.act(author, id, 'answer-comment', about, 'All three now.');
    await desk.act(assurer, id, 'accept-answer', about);
    await approvedBy(liso, id);
    const settled = await commentsOf(author, id);
    assert.deepEqual(
      settled.map(({ standing, said }) => [standing, said.map(({ kind }) => kind)]),
      [
        ['accepted', ['comment', 'answer', 'objection', 'answer', 'acceptance']],
        ['answered', ['comment', 'answer']],
      ],
    );
  });

  async function approvedBy(who: Principal, id: string): Promise<void> {
    await desk.act(who, id, 'review-ok');
    const approved: DeliverableDetail = await desk.act(who, id, 'approve');
    assert.equal(approved.deliverable.state, 'approved');
    assert.deepEqual(await refusal(assurer, id, 'add-comment', {}, 'Late.'), [
      'wrong-state add-comment',
    ]);
  }

  it('R-DOC-6 the author is not its quality control, whatever roles the author holds', async () => {
    const id = await written();
    await desk.act(author, id, 'submit-qc');
    for (const action of ['qc-pass', 'qc-fail']) {
      const refusals = await refusal(author, id, action, {}, 'Good.');
      assert.ok(refusals.length > 0 && refusals.every((one) => one.startsWith('segregation')));
    }
    const passed = await desk.act(quality, id, 'qc-pass');
    assert.equal(passed.deliverable.state, 'submitted-for-review');
  });

  it('R-GEN-4 what is TLP:RED is given to no organisation', async () => {
    const id = await written();
    const red = await desk.ask(author, 'PATCH', `/deliverables/${id}`, { tlp: 'RED' });
    assert.equal(red.status, 200);
    const given = { organisation: qac, reason: 'Quality review' };
    assert.deepEqual(await refusal(author, id, 'give-to-qac', given), ['guard red-is-not-given']);
    await unseenBy(assurer, id);
  });
});
