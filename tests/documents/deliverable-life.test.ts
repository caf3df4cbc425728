import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { changeArea } from '#areas/operations/change/area.ts';
import { organisationArea } from '#areas/organisation/area.ts';
import { textKeysOf } from '#engine/text-keys.ts';
import { validateLifeCycle } from '#engine/validation/validate.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { stopTestServer } from '#tests/database.ts';
import { catalogueOf } from '#work/catalogue.ts';
import type { CaseDetail, Problem } from '#work/contract.ts';
import { deliverableEffects } from '#work/deliverables/act-on-deliverable.ts';
import type { DeliverableDetail, DeliverablePage } from '#work/deliverables/contract.ts';
import { deliverableFunctions } from '#work/deliverables/deliverable-guards.ts';
import { lifeCycleOf } from '#work/deliverables/life-cycles.ts';
import de from '#work/texts/de.json' with { type: 'json' };
import en from '#work/texts/en.json' with { type: 'json' };
import fr from '#work/texts/fr.json' with { type: 'json' };
import { createDesk, type Desk } from './desk.ts';
import { sampleArea } from './sample-deliverables.ts';

const receivers: string[] = [];
const catalogue = catalogueOf([organisationArea, changeArea, sampleArea(() => receivers)]);

describe('deliverables', () => {
  let desk: Desk;
  let author: Principal;
  let quality: Principal;
  let liso: Principal;
  let receiver: Principal;
  let stranger: Principal;
  let both: Principal;
  let caseId: string;

  before(async () => {
    desk = await createDesk(catalogue, '2008-11-20T08:00:00.000Z');
    const { world } = desk;
    const home = await world.organisation('ITS', 'contractor');
    const there = await world.organisation('NA-AT', 'national-administration');
    author = await world.person('Ada Author', home, ['change-manager', 'change-tester']);
    quality = await world.person('Quinn Quality', home, ['change-tester']);
    liso = await world.person('Lena Liso', home, ['operations-management']);
    both = await world.person('Boris Both', home, ['change-manager', 'operations-management']);
    receiver = await world.person('Rita Receiver', there, ['security-manager']);
    stranger = await world.person('Sam Stranger', await world.organisation('OTHER'), [
      'change-manager',
    ]);
    receivers.push(there);
    const opened = await desk.ask<{ case: { id: string } }>(author, 'POST', '/cases', {
      procedure: 'change',
      title: 'IT services of trans-European systems',
      fields: { origin: 'other', reason: 'The systems cross borders.' },
    });
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    caseId = opened.body.case.id;
  });
  after(async () => {
    await desk.close();
    await stopTestServer();
  });

  async function make(type: string, text: string | null = 'What this is about.'): Promise<string> {
    const made = await desk.ask(author, 'POST', `/cases/${caseId}/deliverables`, { type });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const { id } = made.body.deliverable;
    if (text !== null) await write(id, { introduction: text });
    return id;
  }

  async function write(id: string, texts: object) {
    const edited = await desk.ask(author, 'PATCH', `/deliverables/${id}`, { texts });
    assert.equal(edited.status, 200, JSON.stringify(edited.body));
    return edited.body;
  }

  async function refusal(
    who: Principal,
    id: string,
    action: string,
    fields = {},
    comment?: string,
  ): Promise<string[]> {
    const answer = await desk.ask<Problem>(who, 'POST', `/deliverables/${id}/actions/${action}`, {
      fields,
      ...(comment === undefined ? {} : { comment }),
    });
    assert.ok(answer.status === 409 || answer.status === 422, `it was ${answer.status}`);
    return (answer.body.refusals ?? []).map((one) => `${one.rule} ${one.name ?? ''}`.trim());
  }

  it('R-DOC-5 R-DOC-6 has life cycles without faults, with words in three languages', () => {
    for (const module of catalogue.deliverables.values()) {
      const cycle = lifeCycleOf(module.definition);
      const names = { guards: deliverableFunctions.guards, effects: deliverableEffects };
      const fields = { frozenHash: { kind: 'text', computed: true } } as const;
      assert.deepEqual(validateLifeCycle(cycle, names, fields), []);
      const register = {
        id: 'deliverables',
        table: 'deliverable',
        lifeCycle: cycle,
        fields: {},
        access: { read: [], create: [], update: [], delete: [] },
      };
      for (const [language, texts] of Object.entries({ en, fr, de })) {
        const keys = textKeysOf(register as never).filter((key) => !key.startsWith('role.change'));
        const missing = keys.filter(
          (key) => !Object.hasOwn(texts, key) && key !== 'role.operations-management',
        );
        assert.deepEqual(missing, [], language);
      }
    }
  });

  it('R-DOC-5 an approval is bound to the hash of the frozen copy, and a return voids what it was given for', async () => {
    const id = await make('security-plan');
    await desk.act(author, id, 'submit-qc');
    await desk.act(quality, id, 'qc-pass');
    await desk.act(liso, id, 'review-ok');
    const approved = await desk.act(liso, id, 'approve');
    assert.equal(approved.approvals.length, 1);
    assert.equal(approved.approvals[0]?.frozenHash, approved.deliverable.frozenHash);
    const { database } = desk.world.test;
    await database.transaction({ role: 'owner', scope: [], person: null }, ({ client }) =>
      client.query(
        `update deliverable set frozen = jsonb_set(frozen, '{model,cover,title}', '"Another"') where id = $1`,
        [id],
      ),
    );
    assert.deepEqual(await refusal(author, id, 'distribute'), ['guard frozen-copy-is-intact']);
    await assert.rejects(desk.work(), /was altered/);
  });

  it('R-DOC-6 refuses quality control by the author, approval by the author, and hand-in without mandatory sections', async () => {
    const id = await make('security-plan', null);
    assert.deepEqual(await refusal(author, id, 'submit-qc'), [
      'guard mandatory-sections-are-filled',
    ]);
    await write(id, { introduction: 'Text.' });
    await desk.act(author, id, 'submit-qc');
    assert.deepEqual(
      (await refusal(author, id, 'qc-pass')).map((one) => one.split(' ')[0]),
      ['segregation', 'segregation', 'segregation'],
    );
    assert.deepEqual(await refusal(quality, id, 'qc-fail'), ['comment']);
    const frozen = await desk.ask<Problem>(author, 'PATCH', `/deliverables/${id}`, {
      texts: { introduction: 'Later.' },
    });
    assert.deepEqual(frozen.body.refusals?.[0]?.rule, 'wrong-state');
    const back = await desk.act(quality, id, 'qc-fail', {}, 'The scope is missing.');
    assert.equal(back.deliverable.state, 'draft');
    const again = await desk.act(author, id, 'submit-qc');
    assert.equal(again.deliverable.version, '0.02');
    assert.deepEqual(await refusal(liso, id, 'approve'), ['wrong-state approve']);
    // Who wrote it and may approve as well: held back by what he did, and not for want of a role.
    const own = await desk.ask(both, 'POST', `/cases/${caseId}/deliverables`, {
      type: 'security-plan',
    });
    assert.equal(own.status, 201, JSON.stringify(own.body));
    const { id: written } = own.body.deliverable;
    const texts = { introduction: 'Text.' };
    const edited = await desk.ask(both, 'PATCH', `/deliverables/${written}`, { texts });
    assert.equal(edited.status, 200, JSON.stringify(edited.body));
    await desk.act(both, written, 'submit-qc');
    await desk.act(quality, written, 'qc-pass');
    await desk.act(liso, written, 'review-ok');
    const refused = (await refusal(both, written, 'approve')).map((one) => one.split(' ')[0]);
    assert.deepEqual([...new Set(refused)], ['segregation']);
    assert.equal((await desk.act(liso, written, 'approve')).deliverable.state, 'approved');
  });

  it('says of each case which documents I may write in it and who does otherwise, and of each document its case', async () => {
    const writableTo = async (who: Principal) =>
      (await desk.ask<CaseDetail>(who, 'GET', `/cases/${caseId}`)).body.writable.map(
        ({ type, allowed, roles }) => [type, allowed, roles],
      );
    assert.deepEqual((await writableTo(author))[0], ['security-plan', true, ['change-manager']]);
    assert.deepEqual((await writableTo(quality))[0], ['security-plan', false, ['change-manager']]);
    const document = await desk.ask(author, 'GET', `/deliverables/${await make('security-plan')}`);
    assert.match(document.body.titles[caseId] ?? '', /^CH-2008-\d+ IT services/);
  });

  it('R-DOC-1 refuses EU classified text, unknown sections and stale versions', async () => {
    const id = await make('security-notice');
    const patch = (body: object, version?: string) =>
      desk.ask<Problem>(
        author,
        'PATCH',
        `/deliverables/${id}`,
        body,
        version === undefined ? {} : { 'if-match': version },
      );
    const classified = await patch({ texts: { introduction: 'RESTREINT UE/EU RESTRICTED' } });
    assert.equal(classified.status, 422);
    assert.equal(classified.body.code, 'eu-classified');
    assert.equal((await patch({ texts: { nowhere: 'x' } })).status, 422);
    assert.equal((await patch({ title: 'New' }, '"1"')).status, 412);
    const changed = await desk.ask(author, 'PATCH', `/deliverables/${id}`, {
      label: 'SENSITIVE',
      cover: { frameworkContract: 'TAXUD/2007/CC/088', contractLine: 'W.P.8.5 / DLV.8.5.5' },
    });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    assert.equal(changed.body.cover.contractLine, 'W.P.8.5 / DLV.8.5.5');
  });

  it('R-DOC-5 R-DOC-6 information is issued without approval, delivered to listed recipients, and acknowledged by a member', async () => {
    const id = await make('security-notice');
    await desk.act(author, id, 'submit-qc');
    const empty = receivers.splice(0);
    const issuedTo = await make('security-notice');
    await desk.act(author, issuedTo, 'submit-qc');
    assert.deepEqual(await refusal(quality, issuedTo, 'qc-pass'), ['guard recipients-are-listed']);
    receivers.push(...empty);
    await unseen(receiver, id);
    const issued = await desk.act(quality, id, 'qc-pass');
    assert.equal(issued.deliverable.version, '1.00');
    await unseen(receiver, id);
    const jobs = await desk.work();
    assert.ok(jobs.some((job) => job.kind === 'render-deliverable'));
    const stored = await desk.ask(author, 'GET', `/deliverables/${id}`);
    assert.deepEqual(stored.body.renderings.map((one) => one.format).sort(), [
      'docx',
      'html',
      'json',
      'pdf',
    ]);
    await desk.act(author, id, 'deliver');
    const told = (await desk.work()).filter((job) => job.kind === 'notify-roles');
    assert.ok(told.some((job) => job.payload['organisationId'] === receivers[0]));
    await received(id);
    await unseen(stranger, id);
  });

  async function unseen(who: Principal, id: string): Promise<void> {
    for (const path of ['', '.pdf', '.html', '/document-history']) {
      const answer = await desk.ask(who, 'GET', `/deliverables/${id}${path}`);
      assert.equal(answer.status, 404, path);
    }
    const page = await desk.ask<DeliverablePage>(who, 'GET', '/deliverables');
    assert.ok(!page.body.items.some((one) => one.id === id));
    const acted = await desk.ask(who, 'POST', `/deliverables/${id}/actions/acknowledge`, {});
    assert.equal(acted.status, 404);
  }

  async function received(id: string): Promise<void> {
    const seen = await desk.ask(receiver, 'GET', `/deliverables/${id}`);
    assert.equal(seen.status, 200);
    assert.deepEqual(
      seen.body.allowedActions.filter((one) => one.allowed).map((one) => one.action),
      ['acknowledge'],
    );
    assert.equal(seen.body.recipients[0]?.readAt, null);
    const pdf = await desk.ask(receiver, 'GET', `/deliverables/${id}.pdf`);
    assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
    const own = await desk.ask<DeliverableDetail>(author, 'GET', `/deliverables/${id}`);
    assert.ok(own.body.recipients[0]?.readAt);
    const acknowledged = await desk.act(receiver, id, 'acknowledge');
    assert.equal(acknowledged.deliverable.state, 'acknowledged');
    const [receipt] = acknowledged.recipients;
    assert.equal(receipt?.acknowledgedBy, receiver.personId);
    assert.deepEqual(await refusal(receiver, id, 'acknowledge'), ['wrong-state acknowledge']);
  }
});
