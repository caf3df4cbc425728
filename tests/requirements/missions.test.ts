import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sha256Hex } from '#engine/canonical.ts';
import { stopTestServer } from '#tests/database.ts';
import {
  answersOfAdministration,
  answersOfThirdParty,
  chosenControls,
  findings,
  interviews,
  minutesOf,
  objectives,
  questionnaire,
} from './mission-content.ts';
import { type Asked, createMissionDesk, type MissionDesk } from './mission-desk.ts';

let desk: MissionDesk;
let mission: string;

const today = new Date().toISOString().slice(0, 10);
const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

before(async () => {
  desk = await createMissionDesk();
});
after(async () => {
  await desk.world.close();
  await stopTestServer();
});

const refusals = (body: Record<string, unknown>) =>
  (body['refusals'] as { name?: string }[]).map(({ name }) => name);

const controlOf = (number: string) => {
  const found = desk.controls.get(number);
  assert.ok(found !== undefined, `control ${number} of the catalogue`);
  return found;
};

/** An earlier mission with a finding, an incident with Common Domain impact, and others that do not count. */
async function past(): Promise<void> {
  const { world, organisations } = desk;
  const incident = async (title: string, origin: string, impact: string) =>
    world.query(
      `insert into procedure_case (owner_id, id, procedure, definition_version, reference, title, state, label, tlp, fields, opened_at, updated_at)
       values ($1, gen_random_uuid(), 'incident-coordination', 1, $2, $2, 'closed', 'LIMITED', 'AMBER', $3::jsonb, $4, $4)`,
      [
        organisations.body,
        title,
        JSON.stringify({
          summary: title,
          originAdministration: origin,
          commonDomainImpact: impact,
        }),
        new Date('2026-03-14T09:00:00Z'),
      ],
    );
  await incident('Outage of the transit exchange', organisations.de, 'yes');
  await incident('Local virus', organisations.de, 'no');
  await incident('Leak at another administration', organisations.fr, 'yes');
  const policy = await desk.call('liso')('POST', '/common-standards', {
    fields: {
      code: 'NET-9',
      title: 'Network policy of the Common Domain',
      kind: 'policy',
      edition: '3',
      effectiveFrom: today,
    },
  });
  assert.equal(policy.status, 201, policy.text);
  const before = await desk.opened('Mission of last year', desk.scope);
  await world.query('update procedure_case set opened_at = $2 where id = $1', [
    before,
    new Date('2025-04-01T00:00:00Z'),
  ]);
  await world.query(
    `insert into mission_finding (owner_id, id, case_id, state, number, title, control, organisation, statement, assessment, severity,
       created_at, updated_at)
     values ($1, gen_random_uuid(), $2, 'open', 1, 'Rights are reviewed seldom', $3, $4, 'Once a year', 'partly-in-place', 'medium', $5, $5)`,
    [
      organisations.body,
      before,
      controlOf('11.2.4'),
      organisations.de,
      new Date('2025-05-05T00:00:00Z'),
    ],
  );
}

async function setUp(id: string): Promise<void> {
  const { act, organisations } = desk;
  const set = (action: string, fields: object) => act('manager', id, action, { fields });
  await set('set-objectives', { objectives });
  await set('set-controls', {
    controls: chosenControls.map(([number, whatToDocument, rationale, basis]) => ({
      ...{ control: controlOf(number), whatToDocument, rationale, basis },
    })),
  });
  const { de, host } = organisations;
  await set('set-contacts', {
    contacts: [
      {
        name: 'Stefan Krüger',
        contactRole: 'National project manager',
        organisation: de,
        hours: 24,
      },
      {
        name: 'Ralf Petersen',
        contactRole: 'National information security officer',
        organisation: de,
        hours: 32,
      },
      { name: 'Dr Anke Vogt', contactRole: 'Head of IT operations', organisation: de, hours: 16 },
      {
        name: 'Tobias Krämer',
        contactRole: 'Head of the data centre',
        organisation: host,
        thirdParty: 'hosting',
        hours: 12,
      },
    ],
  });
  await set('set-questions', { questions: questionnaire });
  await set('set-access', {
    access: [
      {
        kind: 'information',
        item: 'Security policy and register of exceptions',
        provider: 'Ralf Petersen',
        organisation: de,
        dueOn: inDays(10),
      },
      {
        kind: 'information',
        item: 'List of accounts with privileges',
        detail: 'Transit application and its servers, with the date of the last use.',
        provider: 'Dr Anke Vogt',
        dueOn: inDays(10),
      },
      {
        kind: 'asset',
        item: 'Console of the firewall of the gateway',
        detail: 'Read only, during the visit.',
        provider: 'Dr Anke Vogt',
        organisation: de,
        dueOn: inDays(20),
      },
      {
        kind: 'information',
        item: 'Report of the last audit',
        provider: 'Tobias Krämer',
        organisation: host,
        dueOn: inDays(15),
      },
    ],
  });
  await set('set-interviews', {
    interviews: interviews.map(([interviewee, topics], index) => ({
      ...{ interviewee, topics, organisation: index === 5 ? host : de },
      ...{ plannedAt: `${inDays(12 + index)}T09:00:00.000Z`, place: 'Bonn, and by video' },
    })),
  });
}

describe('scenario B: a fact-finding mission from its request to its meeting', () => {
  let programme: string;
  let report: string;

  it('R-FFM-4 R-FFM-5 R-FFM-3 starts on request of the central body, planned or ad hoc, and is executed by ITSM Security Management', async () => {
    await past();
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
    const until = new Date(Date.now() + 60 * 86_400_000).toISOString();
    const delegated = await desk.call('npmde')('POST', `/cases/${mission}/delegations`, {
      ...{ personId: desk.people['delegatede']?.id, role: 'npm', until },
    });
    assert.equal(delegated.status, 201, delegated.text);
    await desk.signInAgain('delegatede');
    const onBehalfOf = desk.people['npmde']?.id ?? '';
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
    const period = { startsOn: inDays(5), endsOn: inDays(40) };
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
    const control = controlOf('11.2.4');
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
    await setUp(mission);
    const controls = await desk.items('liso', `/mission-controls?caseId=${mission}&limit=50`);
    assert.equal(controls.length, chosenControls.length);
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
    const period = { startsOn: inDays(5), endsOn: inDays(40) };
    const early = {
      ...{
        caseId: mission,
        kind: 'questionnaire',
        subject: 'Early',
        text: 'Before approval',
        urgency: 'normal',
      },
      fields: { questions: [{ number: 1, section: 's', question: 'q', kind: 'text' }] },
      recipients: [{ organisationId: desk.organisations.de }],
    };
    const refused = await desk.call('manager')('POST', '/requests', early);
    assert.equal(refused.status, 409, refused.text);
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
    await act('liso', mission, 'return-programme', { comment: 'Add the audit report.' });
    await act('manager', mission, 'set-objectives', { fields: { objectives } });
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

  it('R-FFM-10 a questionnaire of 60 questions is typed into a draft of its own, version by version, and handed in whole', async () => {
    const [asked] = await desk.asked('npmde', mission, 'questionnaire');
    assert.ok(asked !== undefined);
    assert.equal((asked.fields['questions'] as unknown[]).length, 60);
    const [mine] = asked.recipients;
    const path = `/questionnaires/${mine?.id}/draft`;
    const put = (who: string, version: number, answers: unknown) =>
      desk.call(who)('PUT', path, { version, answers });
    const first = await put('npmde', 0, answersOfAdministration.slice(0, 7));
    assert.equal(first.status, 200, first.text);
    assert.equal((await put('delegatede', 0, [])).status, 412, 'a colleague typed meanwhile');
    assert.equal((await put('delegatede', 1, answersOfAdministration)).status, 200);
    for (const who of ['npmfr', 'hoster', 'manager', 'liso']) {
      assert.ok([403, 404].includes((await desk.call(who)('GET', path)).status), who);
    }
    const draft = await desk.call('npmde')('GET', path);
    assert.equal((draft.body['answers'] as unknown[]).length, 60);
    const part = { answers: answersOfAdministration.filter(({ number }) => number !== 5) };
    const refused = await desk.answer('npmde', asked, 'answer', { fields: part }, 422);
    assert.match(refused.text, /answers\/5/);
    const misfit = answersOfAdministration.map((one) =>
      one.number === 22 ? { ...one, value: 'many' } : one,
    );
    await desk.answer('npmde', asked, 'answer', { fields: { answers: misfit } }, 422);
    await desk.answer('npmde', asked, 'answer', { fields: { answers: answersOfAdministration } });
    assert.equal((await put('npmde', 2, [])).status, 409, 'it was handed in');
    const [ofHost] = await desk.asked('hoster', mission, 'questionnaire');
    assert.ok(ofHost !== undefined);
    assert.equal((ofHost.fields['questions'] as unknown[]).length, 10, 'its own part');
    await desk.answer('hoster', ofHost, 'answer', { fields: { answers: answersOfThirdParty } });
  });

  it('R-FFM-18 access is provided or refused with its reason, and whoever asked decides about both', async () => {
    const requests = await desk.asked('npmde', mission, 'access');
    assert.equal(requests.length, 3);
    const [policy, accounts, firewall] = requests as [Asked, Asked, Asked];
    const provided = { provided: 'documents-handed-over', where: 'Data room, folder 1' };
    await desk.answer('npmde', policy, 'answer', { fields: provided });
    await desk.answer('npmde', accounts, 'answer', { fields: provided });
    await desk.answer('npmde', firewall, 'decline', {}, 409);
    await desk.answer('npmde', firewall, 'decline', {
      comment: 'The console shows rules of other systems.',
    });
    const [ofHost] = await desk.asked('hoster', mission, 'access');
    assert.ok(ofHost !== undefined);
    await desk.answer('hoster', ofHost, 'answer', { fields: provided });
  });

  it('R-FFM-10 interviews are held, and their minutes confirmed or corrected by the interviewee', async () => {
    const planned = await desk.items('manager', `/mission-interviews?caseId=${mission}&limit=50`);
    const early = await desk.act('manager', mission, 'start-report', {}, 409);
    assert.ok(refusals(early.body).includes('interviews-are-held'));
    for (const { id, fields } of planned) {
      const attendees = `${fields['interviewee']}\nThomas Weber, ITSM Security Management`;
      const minutes = minutesOf(String(fields['interviewee']), String(fields['topics']));
      const heldAt = new Date(Date.now() - 3_600_000).toISOString();
      await desk.act('manager', mission, 'record-interview', {
        fields: { interview: id, heldAt, attendees, minutes },
      });
    }
    const owed = await desk.act('manager', mission, 'start-report', {}, 409);
    assert.deepEqual(refusals(owed.body), ['nothing-is-owed']);
    const minutes = await desk.asked('npmde', mission, 'minutes');
    assert.equal(minutes.length, 5);
    const confirmed = { fields: { confirmed: 'confirmed' } };
    const [first, ...others] = minutes as [Asked, ...Asked[]];
    const correction = 'The approval came the same day.';
    await desk.answer('npmde', first, 'answer', {
      fields: { confirmed: 'to-be-corrected', correction },
    });
    for (const one of others) await desk.answer('npmde', one, 'answer', confirmed);
    const [ofHost] = await desk.asked('hoster', mission, 'minutes');
    assert.ok(ofHost !== undefined);
    await desk.answer('hoster', ofHost, 'answer', confirmed);
    const after = await desk.items('manager', `/mission-interviews?caseId=${mission}&limit=50`);
    const corrected = after.find(({ fields }) => fields['correction'] !== undefined);
    assert.equal(corrected?.fields['correction'], correction);
    const { interviewee, topics, heldAt, attendees } = corrected?.fields ?? {};
    const again = `${minutesOf(String(interviewee), String(topics))}\n${correction}`;
    await desk.act('manager', mission, 'record-interview', {
      fields: { interview: corrected?.id, heldAt, attendees, minutes: again },
    });
    const [next] = (await desk.asked('npmde', mission, 'minutes')).filter(
      ({ fields }) => fields['minutesVersion'] === 2,
    );
    assert.ok(next !== undefined);
    await desk.answer('npmde', next, 'answer', confirmed);
    const last = await desk.items('liso', `/mission-interviews?caseId=${mission}&limit=50`);
    assert.ok(last.every(({ fields }) => fields['confirmedAt'] !== undefined));
  });

  it('R-FFM-11 R-FFM-28 R-FFM-29 R-FFM-30 findings with status, severity and evidence make the Mission Report, which the LISO approves', async () => {
    const { act } = desk;
    await act('manager', mission, 'start-report');
    const none = await act('manager', mission, 'submit-report', {}, 409);
    assert.ok(refusals(none.body).includes('findings-have-evidence'));
    for (const [
      index,
      [title, number, assessment, severity, statement, recommendation],
    ] of findings.entries()) {
      const evidence = [
        { kind: 'questionnaire', reference: `Questions ${index * 5 + 1} to ${index * 5 + 5}` },
        { kind: 'interview-minutes', reference: `Interview ${(index % 6) + 1}` },
        ...(index % 4 === 0
          ? [
              {
                kind: 'document',
                reference: 'Report of the audit of June 2024',
                digest: sha256Hex(title),
              },
            ]
          : []),
      ];
      await act('manager', mission, 'add-finding', {
        fields: {
          ...{
            title,
            control: controlOf(number),
            organisation: desk.organisations.de,
            assessment,
            severity,
            statement,
          },
          ...(recommendation === '' ? {} : { recommendation }),
          ...(index === 1 ? {} : { evidence }),
        },
      });
    }
    const bare = await act('manager', mission, 'submit-report', {}, 409);
    assert.ok(refusals(bare.body).includes('findings-have-evidence'));
    const kept = await desk.items('manager', `/mission-findings?caseId=${mission}&limit=50`);
    const second = kept.find(({ fields }) => fields['number'] === 2);
    const { number: _number, ...fields } = second?.fields ?? {};
    await act('manager', mission, 'change-finding', {
      fields: { ...fields, finding: second?.id, note: 'Seen on site.' },
    });
    const hidden = await desk.items('npmde', `/mission-findings?caseId=${mission}&limit=50`);
    assert.deepEqual(hidden, [], 'not before the report is approved');
    report = await desk.submitted(mission, 'mission-report');
    await act('manager', mission, 'submit-report');
    await act('manager', mission, 'approve-report', {}, 409);
    await desk.approved(report);
    await act('liso', mission, 'approve-report', { comment: 'Thank you.' });
    assert.equal(
      (await desk.items('npmde', `/mission-findings?caseId=${mission}&limit=50`)).length,
      12,
    );
    const { text } = await desk.call('liso')('GET', `/deliverables/${report}.html`);
    for (const part of [
      'Description of mission',
      'Findings',
      'Evidences',
      'Minutes of interviews',
      'Filled questionnaires',
      'Other relevant information',
      'Seen on site.',
      'recalls the Mission Programme',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it('R-FFM-12 R-FFM-22 the discussion with the CSIP Manager comes before closing, and creates improvements that are followed to their benefit', async () => {
    const { act } = desk;
    await act('manager', mission, 'close', { fields: { followUps: ['none'] } }, 409);
    const discussion = {
      heldOn: today,
      participants: 'Paula Nunes (CSIP)\nThomas Weber',
      outcome: 'Two services help.',
    };
    await act('npmde', mission, 'hold-csip-discussion', { fields: discussion }, 409);
    const neither = await act('csip', mission, 'hold-csip-discussion', { fields: discussion }, 409);
    assert.deepEqual(refusals(neither.body), ['improvements-or-reason']);
    const improvements = [
      {
        title: 'Recording gateway as a service',
        description: 'Offer the gateway of ITSM to administrations.',
        objective: 'Remote sessions of third parties are recorded.',
      },
      {
        title: 'Register of early warnings',
        description: 'Open the register to administrations.',
        objective: 'Patches in 14 days.',
      },
    ];
    await act('csip', mission, 'hold-csip-discussion', { fields: { ...discussion, improvements } });
    const kept = await desk.items('csip', '/csip-improvements?limit=10');
    assert.equal(kept.length, 2);
    assert.equal(
      (await desk.items('liso', '/csip-improvements?limit=10')).length,
      2,
      'the central body reads them',
    );
    assert.equal((await desk.call('npmde')('GET', '/csip-improvements')).status, 403);
    const path = `/csip-improvements/${kept[0]?.id}/actions`;
    const step = async (who: string, action: string, fields: object, status = 200) => {
      const answer = await desk.call(who)('POST', `${path}/${action}`, { fields });
      assert.equal(answer.status, status, answer.text);
      return answer.body['state'];
    };
    await step('manager', 'agree', {}, 409);
    assert.equal(await step('csip', 'agree', {}), 'agreed');
    const plan = {
      responsible: 'ITSM Operations',
      benefit: 'Evidence of what third parties do.',
      plannedFor: inDays(90),
    };
    assert.equal(await step('csip', 'plan', plan), 'in-progress');
    assert.equal(await step('csip', 'complete', { result: 'In service.' }), 'implemented');
    const judged = { objectiveReached: false, judgement: 'Two administrations of five use it.' };
    assert.equal(await step('csip', 'evaluate', judged), 'in-progress');
    await step('csip', 'complete', { result: 'All use it.' });
    assert.equal(await step('csip', 'evaluate', { ...judged, objectiveReached: true }), 'closed');
  });

  it('R-FFM-13 a meeting is spawned as outcome, and the mission closes when findings, answers and follow-ups are decided', async () => {
    const { act } = desk;
    await act('manager', mission, 'spawn-meeting', {
      fields: { part: 'outcome', purpose: 'Remote access of third parties.' },
    });
    const [meeting] = (await desk.call('liso')('GET', '/cases?procedure=meeting&limit=5')).body[
      'items'
    ] as { id: string }[];
    const { body } = await desk.call('liso')('GET', `/cases/${meeting?.id}`);
    const { fields } = body['case'] as { fields: Record<string, unknown> };
    assert.equal(fields['mission'], mission);
    assert.equal(fields['partOfMission'], 'outcome');
    assert.deepEqual(fields['administrations'], [desk.organisations.de]);
    const followUps = {
      followUps: ['meeting', 'terms-update'],
      followUpNote: 'New deadlines for patches.',
    };
    const open = await act('manager', mission, 'close', { fields: followUps }, 409);
    assert.deepEqual(refusals(open.body).sort(), ['findings-are-assigned', 'requests-are-decided']);
    for (const finding of await desk.items(
      'liso',
      `/mission-findings?caseId=${mission}&limit=50`,
    )) {
      const fields = {
        finding: finding.id,
        responsible: 'Head of IT operations',
        dueOn: inDays(120),
      };
      await act('liso', mission, 'assign-finding', { fields });
    }
    for (const kind of ['questionnaire', 'access']) {
      for (const request of await desk.asked('manager', mission, kind)) {
        for (const recipient of request.recipients) {
          const action = recipient.state === 'declined' ? 'release' : 'verify';
          await desk.answer('manager', { ...request, recipients: [recipient] }, action);
        }
      }
    }
    await act('manager', mission, 'close', { fields: followUps });
    assert.equal(await desk.stateOf(mission), 'closed');
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
