import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sha256Hex } from '#engine/canonical.ts';
import { stopTestServer } from '#tests/database.ts';
import { past } from './collaboration/mission-past.ts';
import { content } from './mission-content.ts';
import { createMissionDesk, type MissionDesk } from './mission-desk.ts';
import { controlOf, delegated, period, plan, refusals } from './mission-steps.ts';

let desk: MissionDesk;
let mission: string;

before(async () => {
  desk = await createMissionDesk();
});
after(async () => {
  await desk.world.close();
  await stopTestServer();
});

/** A questionnaire before the approval is refused with the rule. */
async function refusesQuestions(): Promise<void> {
  const early = {
    ...{ caseId: mission, kind: 'questionnaire', subject: 'Early' },
    ...{ text: 'Before approval', urgency: 'normal' },
    fields: { questions: [{ number: 1, section: 's', question: 'q', kind: 'text' }] },
    recipients: [{ organisationId: desk.organisations.de }],
  };
  const refused = await desk.call('manager')('POST', '/requests', early);
  assert.equal(refused.status, 409, refused.text);
  assert.match(refused.text, /"rule":"wrong-state"/);
}

/** Files are collected no earlier than answers: the rule is named. */
async function refusesFiles(): Promise<void> {
  for (const who of ['npmde', 'manager']) {
    const upload = await desk.call(who)('POST', '/uploads', {
      ...{ caseId: mission, recipientId: null, fileName: 'early.csv', mediaType: 'text/csv' },
      ...{ bytes: 5, sha256: sha256Hex('early') },
    });
    assert.equal(upload.status, 409, `${who}: ${upload.text}`);
    assert.match(upload.text, /"rule":"wrong-state","name":"evidence"/);
  }
}

/** An administration corrects its workload while the LISO has the programme to approve. */
async function correctLate(): Promise<void> {
  const [contact] = await desk.items('npmde', `/mission-contacts?caseId=${mission}&limit=1`);
  const late = { contact: contact?.id, hours: 6, reason: 'Known since yesterday.' };
  await desk.act('npmde', mission, 'correct-workload', { fields: late });
}

describe('scenario B: a fact-finding mission from its request to its meeting', () => {
  let programme: string;

  it('R-FFM-4 R-FFM-5 R-FFM-3 starts on request of the central body, planned or ad hoc, and is executed by ITSM Security Management', async () => {
    await past(desk);
    const refused = await desk.call('manager')('POST', '/cases', {
      procedure: 'fact-finding-mission',
      title: 'On our own',
      fields: { description: 'Nobody asked.' },
    });
    assert.equal(refused.status, 403, refused.text);
    const odd = await desk.call('requester')('POST', '/cases', {
      procedure: 'fact-finding-mission',
      title: 'Odd',
      fields: { description: 'x', missionKind: 'secret' },
    });
    assert.equal(odd.status, 422);
    mission = await desk.opened('Review of the national transit service, Germany', {
      missionKind: 'ad-hoc',
    });
    await desk.act('liso', mission, 'accept', {}, 409);
    await desk.act('manager', mission, 'accept');
    assert.equal(await desk.stateOf(mission), 'set-up');
  });

  it('R-FFM-1 R-FFM-2 R-FFM-14 concerns a scope whose administrations take part, and third parties of them', async () => {
    const { act, scope, organisations } = desk;
    const nowhere = { ...scope, memberStates: [], targets: ['administration'] };
    await act('liso', mission, 'set-scope', { fields: nowhere }, 422);
    const targets = ['administration', 'third-party'];
    await act('liso', mission, 'set-scope', { fields: { ...scope, targets } });
    assert.equal((await desk.call('npmde')('GET', `/cases/${mission}`)).status, 200);
    const { body } = await desk.call('liso')('GET', `/cases/${mission}`);
    const { parties } = body as { parties: { organisationId: string; role: string }[] };
    const roles = parties.map(({ role }) => role).sort();
    assert.deepEqual(roles, [
      ...['csip-manager', 'itsm-security-manager', 'liso', 'npm', 'quality-controller'],
      'taxud-requester',
    ]);
    assert.ok(parties.some(({ organisationId }) => organisationId === organisations.de));
    assert.equal(
      (await desk.call('npmfr')('GET', `/cases/${mission}`)).status,
      404,
      'not in the scope',
    );
  });

  it('R-FFM-19 R-FFM-20 the administration is asked to cooperate, and its delegate acts with the same authority', async () => {
    const [asked] = await desk.asked('npmde', mission, 'cooperation');
    assert.ok(asked !== undefined);
    const onBehalfOf = await delegated(desk, mission);
    await desk.answer('delegatede', asked, 'answer', {
      onBehalfOf,
      fields: { contactPerson: 'Stefan Krüger' },
    });
  });

  it('R-FFM-16 R-FFM-8 shows the four inputs: priorities of the LISO, incidents by origin and Common Domain impact, past findings, changes', async () => {
    await desk.act(
      'manager',
      mission,
      'give-input',
      { fields: { priorities: [{ priority: 'x' }] } },
      409,
    );
    await desk.act('liso', mission, 'give-input', {
      fields: {
        priorities: [
          { priority: 'Third parties', reason: 'Two incidents' },
          { priority: 'Privileged access' },
        ],
      },
    });
    await desk.act('liso', mission, 'refresh-inputs');
    const inputs = await desk.items('manager', `/mission-inputs?caseId=${mission}&limit=100`);
    const of = (kind: string) =>
      inputs.filter(({ fields }) => fields['kind'] === kind).map(({ fields }) => fields['title']);
    assert.deepEqual(of('priority'), ['Third parties', 'Privileged access']);
    assert.deepEqual(of('incident'), ['Outage of the transit exchange'], 'origin and impact count');
    assert.deepEqual(of('finding'), ['Rights are reviewed seldom']);
    assert.ok(of('change').includes('Network policy of the Common Domain'));
    const hidden = await desk.call('npmde')('GET', `/mission-inputs?caseId=${mission}`);
    assert.equal(hidden.status, 403, 'an administration does not read what speaks against it');
  });

  it('R-FFM-6 R-FFM-7 R-FFM-15 R-FFM-23 objectives, controls with their reasons, contacts, questions and requests make the programme; without them it is not submitted', async () => {
    const { act } = desk;
    const { body } = await act('manager', mission, 'submit-programme', { fields: period }, 409);
    for (const guard of [
      'objectives-are-set',
      'controls-are-chosen',
      'contacts-are-named',
      'workload-is-estimated',
      'information-is-listed',
    ]) {
      assert.ok(refusals(body).includes(guard), guard);
    }
    const control = controlOf(desk, '11.2.4');
    const withoutReason = { controls: [{ control, whatToDocument: 'x' }] };
    await act('manager', mission, 'set-controls', { fields: withoutReason }, 422);
    const twice = { control, whatToDocument: 'x', rationale: 'y' };
    await act('manager', mission, 'set-controls', { fields: { controls: [twice, twice] } }, 422);
    const question = {
      number: 1,
      section: 's',
      question: 'q',
      kind: 'single-choice',
      options: 'only one',
    };
    await act('manager', mission, 'set-questions', { fields: { questions: [question] } }, 422);
    await plan(desk, mission);
    const controls = await desk.items('liso', `/mission-controls?caseId=${mission}&limit=50`);
    assert.equal(controls.length, content.controls.length);
    assert.ok(controls.every(({ fields }) => String(fields['rationale']) !== ''));
    const strange = {
      contacts: [
        {
          name: 'x',
          contactRole: 'y',
          organisation: desk.organisations.host,
          hours: 1,
          thirdParty: 'bakery',
        },
      ],
    };
    await act('manager', mission, 'set-contacts', { fields: strange }, 422);
  });

  it('R-FFM-27 an administration corrects the workload of its own people, and nobody else does', async () => {
    const contacts = await desk.items('npmde', `/mission-contacts?caseId=${mission}&limit=50`);
    assert.equal(contacts.length, 3, 'its own');
    const contact = contacts.find(({ fields }) => fields['name'] === 'Ralf Petersen')?.id;
    const correction = { contact, hours: 20, reason: 'He is on leave for a week.' };
    await desk.act('manager', mission, 'correct-workload', { fields: correction }, 409);
    await desk.act('npmde', mission, 'correct-workload', { fields: correction });
    const all = await desk.items('manager', `/mission-contacts?caseId=${mission}&limit=50`);
    const foreign = all.find(({ fields }) => fields['thirdParty'] === 'hosting')?.id;
    const other = { contact: foreign, hours: 1, reason: 'Not mine.' };
    const refused = await desk.call('npmde')('POST', `/cases/${mission}/actions/correct-workload`, {
      fields: other,
    });
    assert.ok([404, 422].includes(refused.status), refused.text);
  });

  it('R-FFM-9 R-FFM-17 R-FFM-21 R-FFM-24 R-FFM-25 R-FFM-26 nothing is collected before the LISO approved the Mission Programme, which is generated from the set-up', async () => {
    const { act } = desk;
    await refusesQuestions();
    await refusesFiles();
    const held = {
      interview: desk.organisations.de,
      heldAt: new Date().toISOString(),
      attendees: 'x',
      minutes: 'x',
    };
    await act('manager', mission, 'record-interview', { fields: held }, 422);
    const without = await act('manager', mission, 'submit-programme', { fields: period }, 409);
    assert.deepEqual(refusals(without.body), ['programme-document-is-submitted']);
    programme = await desk.submitted(mission, 'mission-programme');
    await act('manager', mission, 'submit-programme', { fields: period });
    await act('liso', mission, 'return-programme', {}, 409);
    await correctLate();
    await act('liso', mission, 'return-programme', { comment: 'Add the audit report.' });
    const corrected = await act('manager', mission, 'submit-programme', { fields: period }, 409);
    assert.deepEqual(
      refusals(corrected.body),
      ['programme-document-is-submitted'],
      'a correction is in the document that is approved',
    );
    await act('manager', mission, 'set-objectives', { fields: { objectives: content.objectives } });
    const stale = await act('manager', mission, 'submit-programme', { fields: period }, 409);
    assert.deepEqual(
      refusals(stale.body),
      ['programme-document-is-submitted'],
      'the document shows the plan as it was',
    );
    const withdrawn = await desk.call('manager')(
      'POST',
      `/deliverables/${programme}/actions/withdraw`,
      { comment: 'Planned anew.' },
    );
    assert.equal(withdrawn.status, 200, withdrawn.text);
    programme = await desk.submitted(mission, 'mission-programme');
    await act('manager', mission, 'submit-programme', { fields: period });
    const unapproved = await act('liso', mission, 'approve-programme', {}, 409);
    assert.deepEqual(refusals(unapproved.body), ['programme-document-is-approved']);
    await act('manager', mission, 'approve-programme', {}, 409);
    await desk.approved(programme);
    assert.equal(
      (await desk.asked('npmde', mission, 'questionnaire')).length,
      0,
      'nothing is asked yet',
    );
    await act('liso', mission, 'approve-programme');
    assert.equal(await desk.stateOf(mission), 'collecting');
    const { text } = await desk.call('liso')('GET', `/deliverables/${programme}.html`);
    for (const part of [
      'Mission subject',
      'Key objectives',
      'Scope of mission',
      'Planning',
      'Estimate of the workload',
      'He is on leave for a week.',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });
});

describe('a mission at two administrations', () => {
  it('hides from each what the other is asked and answers, in lists, by id, in the case and in documents', async () => {
    const states = await desk.world.query<{ id: string }>(
      'select id from membership where country = any ($1)',
      [['DE', 'FR']],
    );
    const scope = {
      ...desk.scope,
      memberStates: states.map(({ id }) => id),
      targets: ['administration'],
    };
    const id = await desk.opened('Review at two');
    await desk.act('manager', id, 'set-scope', { fields: scope });
    await desk.act('manager', id, 'accept');
    const [forDe] = await desk.asked('npmde', id, 'cooperation');
    const [forFr] = await desk.asked('npmfr', id, 'cooperation');
    assert.ok(forDe !== undefined && forFr !== undefined);
    assert.equal(forFr.recipients.length, 1);
    assert.equal(forFr.recipients[0]?.organisationId, desk.organisations.fr);
    await desk.answer('npmde', forDe, 'answer', { fields: { contactPerson: 'Secret Mole' } });
    await desk.act('manager', id, 'set-contacts', {
      fields: {
        contacts: [
          { name: 'Only in Bonn', contactRole: 'x', organisation: desk.organisations.de, hours: 1 },
          {
            name: 'Only in Paris',
            contactRole: 'x',
            organisation: desk.organisations.fr,
            hours: 1,
          },
        ],
      },
    });
    const contacts = await desk.items('npmfr', `/mission-contacts?caseId=${id}&limit=50`);
    assert.deepEqual(
      contacts.map(({ fields }) => fields['name']),
      ['Only in Paris'],
    );
    const all = await desk.items('manager', `/mission-contacts?caseId=${id}&limit=50`);
    const foreign = all.find(({ fields }) => fields['name'] === 'Only in Bonn')?.id;
    assert.equal((await desk.call('npmfr')('GET', `/mission-contacts/${foreign}`)).status, 404);
    for (const path of [
      `/cases/${id}`,
      `/cases/${id}/history`,
      `/requests?caseId=${id}&limit=50`,
      `/requests/${forFr.id}`,
      '/search?q=Mole',
    ]) {
      const { text } = await desk.call('npmfr')('GET', path);
      assert.ok(!text.includes('Secret Mole') && !text.includes('Only in Bonn'), path);
    }
    await desk.act('requester', id, 'cancel', { comment: 'Another year.' });
    assert.equal(await desk.stateOf(id), 'cancelled');
  });
});
