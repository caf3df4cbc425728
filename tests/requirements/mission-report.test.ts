import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { stopTestServer } from '#tests/database.ts';
import { answersOfAdministration, answersOfThirdParty, minutesOf } from './mission-content.ts';
import { type Asked, createMissionDesk, type MissionDesk } from './mission-desk.ts';
import {
  collecting,
  delegated,
  findingsOf,
  handOver,
  inDays,
  refusals,
  today,
} from './mission-steps.ts';

let desk: MissionDesk;
let mission: string;

before(async () => {
  desk = await createMissionDesk();
  [mission] = await collecting(desk, 'Review of the national transit service, Germany');
  await delegated(desk, mission);
});
after(async () => {
  await desk.world.close();
  await stopTestServer();
});

describe('scenario B: what a mission collects, reports and leads to', () => {
  let report: string;

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
    assert.equal((draft.body['answers'] as unknown[]).length, 59);
    const part = { answers: answersOfAdministration.filter(({ number }) => number !== 5) };
    const refused = await desk.answer('npmde', asked, 'answer', { fields: part }, 422);
    assert.match(refused.text, /answers\/5/);
    const misfit = answersOfAdministration.map((one) =>
      one.number === 22 ? { ...one, value: 'many' } : one,
    );
    await desk.answer('npmde', asked, 'answer', { fields: { answers: misfit } }, 422);
    const withFile = (value: string) => ({
      fields: { answers: [...answersOfAdministration, { number: 28, value }] },
    });
    for (const none of ['shared-accounts.csv', 'EV-1 shared-accounts.csv']) {
      const unknown = await desk.answer('npmde', asked, 'answer', withFile(none), 422);
      assert.match(unknown.text, /answers\/28.*not-a-file/);
    }
    const list = 'account,reason\nop1,night shift\nop2,night shift\n';
    const reference = await handOver(desk, mission, asked, 'shared-accounts.csv', list);
    await desk.answer('npmde', asked, 'answer', withFile(`${reference} shared-accounts.csv`));
    assert.equal((await put('npmde', 2, [])).status, 409, 'it was handed in');
    const [ofHost] = await desk.asked('hoster', mission, 'questionnaire');
    assert.ok(ofHost !== undefined);
    assert.equal((ofHost.fields['questions'] as unknown[]).length, 10, 'its own part');
    await desk.answer('hoster', ofHost, 'answer', { fields: { answers: answersOfThirdParty } });
  });

  it('R-FFM-18 access is provided or refused with its reason, and whoever asked decides about both', async () => {
    const requests = await desk.asked('npmde', mission, 'access');
    assert.equal(requests.length, 3);
    const about = (word: string): Asked => {
      const found = requests.find(({ subject }) => subject.includes(word));
      assert.ok(found !== undefined, word);
      return found;
    };
    const [policy, accounts, firewall] = [about('policy'), about('accounts'), about('firewall')];
    const provided = { provided: 'documents-handed-over', where: 'Data room, folder 1' };
    await desk.answer('npmde', policy, 'answer', { fields: provided });
    await desk.answer('npmde', accounts, 'answer', { fields: provided });
    await desk.answer('npmde', firewall, 'decline', {}, 409);
    await desk.answer('npmde', firewall, 'decline', {
      comment: 'The console shows rules of other systems.',
    });
    await handOver(desk, mission, accounts, 'accounts.csv', 'name;rights\nvogt;admin\n');
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
    const named = others.find(({ recipients }) => typeof recipients[0]?.personId === 'string');
    assert.ok(named !== undefined, 'an interviewee who signs in here is asked himself');
    await desk.answer('npmde', named, 'answer', confirmed, 409);
    await desk.answer('delegatede', named, 'answer', confirmed);
    for (const one of others) {
      if (one !== named) await desk.answer('npmde', one, 'answer', confirmed);
    }
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
    for (const fields of findingsOf(desk)) await act('manager', mission, 'add-finding', { fields });
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
      'accounts.csv',
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
    const ended = await desk.call('liso')('GET', `/cases/${mission}`);
    const links = ended.body['links'] as { handOff: string; handOffState: string }[];
    assert.deepEqual(
      links.filter(({ handOff }) => handOff !== 'meeting').map(({ handOff }) => handOff),
      ['terms-of-collaboration'],
      'the update of terms is offered to whoever asks for terms',
    );
  });
});
