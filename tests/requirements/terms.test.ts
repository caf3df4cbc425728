import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { stopTestServer } from '#tests/database.ts';
import type { Asked } from './mission-desk.ts';
import { handOver } from './mission-steps.ts';
import { createTermsDesk, type Item, slaFields, type TermsDesk } from './terms-desk.ts';

describe('Terms of Collaboration through HTTP, scenario A', () => {
  let desk: TermsDesk;
  let caseId: string;

  before(async () => {
    desk = await createTermsDesk();
  });
  after(async () => {
    await desk.world.close();
    await stopTestServer();
  });

  const clauses = (who: string) => desk.items(who, `/terms-clauses?caseId=${caseId}&limit=50`);
  const named = async (number: string): Promise<Item> => {
    const found = (await clauses('manager')).find(({ fields }) => fields['number'] === number);
    assert.ok(found, number);
    return found;
  };

  it('R-TOC-1 R-TOC-4 R-TOC-6 starts on a request of the central body and is carried out by ITSM Security Management', async () => {
    const refused = await desk.call('manager')('POST', '/cases', {
      procedure: 'terms-of-collaboration',
      title: 'By somebody else',
      organisation: desk.organisations.body,
      fields: {},
    });
    assert.equal(refused.status, 403, refused.text);
    caseId = await desk.opened('ToC NCTS service desks');
    await desk.act('requester', caseId, 'accept', {}, 409);
    await desk.act('manager', caseId, 'accept');
    assert.equal(await desk.stateOf(caseId), 'scoping');
  });

  it('R-TOC-3 R-TOC-5 nothing is drafted before communities, threads and Member States are named', async () => {
    const { communities, threads } = desk.scope;
    const part = { communities, threads, memberStates: [] };
    await desk.act('requester', caseId, 'set-scope', { fields: part }, 422);
    await desk.act('manager', caseId, 'draft-clause', { fields: {} }, 409);
    await desk.act('requester', caseId, 'set-scope', { fields: desk.scope });
    assert.equal(await desk.stateOf(caseId), 'drafting');
    assert.ok((await clauses('npmde')).length >= 12, 'every party sees the clauses');
  });

  it('R-TOC-10 R-TOC-14 a project manager nominates a delegate with the same authority for this case', async () => {
    const { npmfr, delegatefr } = desk.people;
    const delegated = await desk.call('npmfr')('POST', `/cases/${caseId}/delegations`, {
      role: 'npm',
      personId: delegatefr?.id,
      until: new Date(Date.now() + 90 * 86_400_000).toISOString(),
    });
    assert.equal(delegated.status, 201, delegated.text);
    const id = delegatefr?.id ?? '';
    assert.ok(npmfr !== undefined && delegatefr !== undefined);
    // A new session has the delegation.
    Object.assign(desk.as, { delegatefr: await desk.world.withSession(delegatefr) });
    const comment = { text: 'The delegate speaks for France.' };
    const input = { fields: comment, onBehalfOf: npmfr.id };
    await desk.act('delegatefr', caseId, 'comment', input);
    const [trail] = await desk.world.query<{ person_id: string; on_behalf_of: string }>(
      `select person_id, on_behalf_of from trail_entry where record_id = $1 and action = 'terms-of-collaboration.comment'`,
      [caseId],
    );
    assert.deepEqual(trail, { person_id: id, on_behalf_of: npmfr.id });
  });

  it('R-TOC-15 the four plans are asked of each administration, and Germany never sees what France answers', async () => {
    const listed = await desk.call('npmde')('GET', `/requests?caseId=${caseId}&limit=1`);
    const [asked] = listed.body['items'] as Pick<Asked, 'recipients'>[];
    assert.ok(asked);
    await handOver(desk, caseId, asked, 'capacity-plan.csv', 'the plan itself');
    const files = async (who: string) =>
      (await desk.items(who, `/cases/${caseId}/evidence`)).map(({ id }) => id).length;
    assert.deepEqual([await files('npmde'), await files('liso'), await files('npmfr')], [1, 1, 0]);
    await desk.givePlans('npmde', caseId);
    await desk.givePlans('delegatefr', caseId, desk.people['npmfr']?.id);
    const path = `/terms-plans?caseId=${caseId}&limit=50`;
    const titles = async (who: string) =>
      (await desk.items(who, path)).map(({ fields }) => String(fields['title'])).sort();
    assert.equal((await titles('liso')).length, 8);
    assert.equal((await titles('manager')).length, 8);
    assert.deepEqual((await titles('npmde')).length, 4);
    assert.ok((await titles('npmde')).every((title) => title.endsWith('npmde')));
    assert.ok((await titles('npmfr')).every((title) => title.endsWith('delegatefr')));
  });

  it('R-TOC-16 R-TOC-18 comments and answers stand by clause and party, seen by nobody else; expertise is recorded', async () => {
    const clause = await named('4.1.3');
    const text = 'France needs 48 hours for logs of the gateway.';
    await desk.act('npmfr', caseId, 'comment', { fields: { termsClause: clause.id, text } });
    const path = `/clause-comments?caseId=${caseId}&limit=50`;
    assert.deepEqual(await desk.items('npmde', path), []);
    const seen = await desk.items('manager', path);
    assert.equal(seen.length, 2);
    for (const who of ['npmde', 'nisode']) {
      for (const { id } of seen) {
        for (const place of [`/clause-comments/${id}`, `/clause-comments/${id}/history`]) {
          assert.equal((await desk.call(who)('GET', place)).status, 404, place);
        }
      }
    }
    const history = await desk.call('npmde')('GET', `/cases/${caseId}/history?limit=100`);
    assert.doesNotMatch(history.text, /48 hours|delegate speaks/);
    await desk.act('manager', caseId, 'submit-review', {}, 409);
    const [one, other] = seen;
    const answer = 'Discussed and settled.';
    await desk.act('manager', caseId, 'answer-comment', { fields: { answered: one?.id, answer } });
    // The LISO answers on the comment itself: what he did on the case would be read by all parties.
    const place = `/clause-comments/${other?.id}/actions/answer`;
    for (const [who, status] of [
      ['npmfr', 404],
      ['npmde', 404],
      ['liso', 200],
    ] as const) {
      const given = await desk.call(who)('POST', place, { fields: { answer } });
      assert.equal(given.status, status, `${who}: ${given.text}`);
    }
    const own = (await desk.items('npmfr', path)).map(({ fields }) => fields['answer']);
    assert.deepEqual(own, ['Discussed and settled.', 'Discussed and settled.']);
    const fields = { subject: 'Gateway logs', contribution: 'They rotate after 36 hours.' };
    await desk.act('manager', caseId, 'contribute', { fields });
    const contributions = `/expert-contributions?caseId=${caseId}`;
    assert.equal((await desk.items('liso', contributions)).length, 1);
    assert.equal((await desk.items('npmde', contributions)).length, 0);
  });

  it('R-TOC-11 R-TOC-21 a clause enforces a common standard; compliance is stated by each administration and against both service level agreements', async () => {
    await desk.act('manager', caseId, 'submit-review', {}, 409);
    await desk.act('manager', caseId, 'state-sla-compliance', { fields: slaFields });
    const clause = await named('4.2.1');
    const [standard] = await desk.items('manager', '/common-standards?q=27002');
    const { number, position, ...fields } = clause.fields;
    assert.ok(number !== undefined && position !== undefined);
    await desk.act('manager', caseId, 'redraft-clause', {
      fields: { ...fields, termsClause: clause.id, standard: standard?.id },
    });
    assert.equal((await named('4.2.1')).fields['standard'], standard?.id);
    const stated = (against: string, status: string) => ({
      fields: { termsClause: clause.id, against, status },
    });
    await desk.act('npmde', caseId, 'assess-clause', stated('administration', 'compliant'));
    await desk.act('npmfr', caseId, 'assess-clause', stated('administration', 'partly'));
    await desk.act('npmfr', caseId, 'assess-clause', stated('sla-to-central', 'compliant'), 409);
    await desk.act('manager', caseId, 'assess-clause', stated('sla-to-central', 'compliant'));
    const path = `/clause-assessments?caseId=${caseId}`;
    const statuses = async (who: string) =>
      (await desk.items(who, path)).map(({ fields: one }) => one['status']).sort();
    assert.deepEqual(await statuses('liso'), ['compliant', 'compliant', 'partly']);
    assert.deepEqual(await statuses('npmde'), ['compliant', 'compliant']);
  });

  it('R-TOC-11 R-TOC-20 R-TOC-22 R-TOC-23 R-TOC-19 every part is there, or left out with the reason that all agree to, and each clause names its standard', async () => {
    const only = (await clauses('manager')).filter(({ fields }) => fields['part'] === 'awareness');
    assert.equal(only.length, 1);
    const fields = { termsClause: only[0]?.id };
    await desk.act('manager', caseId, 'remove-clause', { fields, comment: 'To be tried without' });
    await desk.act('manager', caseId, 'submit-review', {}, 409);
    const omitted = { omittedParts: ['awareness'] };
    await desk.act('manager', caseId, 'submit-review', { fields: omitted }, 409);
    const { part, title, text, standard } = only[0]?.fields ?? {};
    const unfounded = { part, title, text };
    await desk.act('manager', caseId, 'draft-clause', { fields: unfounded });
    // Each clause names the common standard that it enforces (R-TOC-11).
    const refused = await desk.act('manager', caseId, 'submit-review', {}, 409);
    assert.match(refused.text, /"clauses-name-standards"/);
    const [again] = (await clauses('manager')).filter(({ fields }) => fields['part'] === part);
    await desk.act('manager', caseId, 'redraft-clause', {
      fields: { ...unfounded, termsClause: again?.id, standard },
    });
    await desk.act('manager', caseId, 'submit-review');
    assert.equal(await desk.stateOf(caseId), 'in-review');
  });

  it('R-TOC-17 the coordinator and the parties see by when each step is due; nothing waits unseen', async () => {
    const { body } = await desk.call('manager')('GET', `/cases/${caseId}`);
    const deadlines = body['deadlines'] as { deadline: string; state: string; dueAt: string }[];
    const standing = new Map(deadlines.map((one) => [one.deadline, one]));
    assert.equal(standing.get('drafting')?.state, 'met');
    const review = standing.get('review');
    assert.equal(review?.state, 'running');
    const days = (Date.parse(review?.dueAt ?? '') - Date.now()) / 86_400_000;
    assert.ok(days > 19 && days <= 20, String(days));
    const reminders = await desk.world.query<{ count: number }>(
      `select cardinality(remind_at) as count from record_deadline where record_id = $1 and deadline = 'review'`,
      [caseId],
    );
    assert.deepEqual(reminders, [{ count: 1 }]);
    const asked = await desk.call('npmde')('GET', `/requests?caseId=${caseId}&limit=10`);
    assert.match(asked.text, /"dueAt":"20/);
  });

  it('R-TOC-12 each administration agrees for itself; a redraft voids what was agreed', async () => {
    await desk.act('npmde', caseId, 'agree');
    await desk.act('npmde', caseId, 'agree', {}, 409);
    await desk.act('liso', caseId, 'agree', {}, 409);
    await desk.act('manager', caseId, 'submit-approval', {}, 409);
    const objection = { comment: 'The time to answer is too short for us.' };
    await desk.act('npmfr', caseId, 'request-changes', objection);
    assert.equal(await desk.stateOf(caseId), 'drafting');
    const path = `/clause-comments?caseId=${caseId}&kind=objection`;
    const [kept] = await desk.items('manager', path);
    assert.equal(kept?.fields['text'], objection.comment);
    assert.deepEqual(await desk.items('npmde', path), []);
    const due = await named('4.1.3');
    const { number: _, position: __, ...fields } = due.fields;
    await desk.act('manager', caseId, 'redraft-clause', {
      fields: { ...fields, termsClause: due.id, within: 'P2D' },
    });
    await desk.act('manager', caseId, 'answer-comment', {
      fields: { answered: kept?.id, answer: 'Two days now.' },
    });
    const [voided] = await desk.world.query<{ voided: boolean }>(
      `select voided_at is not null as voided from case_approval where case_id = $1`,
      [caseId],
    );
    assert.equal(voided?.voided, true);
    await desk.act('manager', caseId, 'submit-review');
    await desk.act('npmde', caseId, 'agree');
    await desk.act('delegatefr', caseId, 'agree', { onBehalfOf: desk.people['npmfr']?.id ?? '' });
    const visible = await desk.call('npmde')('GET', `/cases/${caseId}`);
    const approvals = visible.body['approvals'] as { personId: string }[];
    assert.ok(approvals.every(({ personId }) => personId === desk.people['npmde']?.id));
  });

  it('R-TOC-8 R-TOC-13 review and approval are two gates; plans must be complete; only the LISO returns and approves', async () => {
    const refused = await desk.act('manager', caseId, 'submit-approval', {}, 409);
    assert.match(refused.text, /plans-are-complete/);
    await desk.giveCommonPlans(caseId);
    await desk.act('manager', caseId, 'submit-approval');
    for (const who of ['manager', 'npmde', 'requester'] as const) {
      await desk.act(who, caseId, 'approve', {}, 409);
    }
    await desk.act('liso', caseId, 'return', {}, 409);
    await desk.act('liso', caseId, 'return', { comment: 'Name the whole ToC document.' });
    assert.equal(await desk.stateOf(caseId), 'drafting');
    await desk.act('manager', caseId, 'submit-review');
    // The text is the same: what was agreed stands.
    await desk.act('manager', caseId, 'submit-approval');
    await desk.act('liso', caseId, 'approve');
    assert.equal(await desk.stateOf(caseId), 'approved');
  });

  it('R-TOC-9 R-TOC-22 R-TOC-23 the approved part has its four sections and goes to the LISO and every administration, with receipts, and shows nobody the plans of another', async () => {
    await desk.act('manager', caseId, 'distribute', {}, 409);
    const id = await desk.distributed(caseId);
    assert.equal(await desk.stateOf(caseId), 'in-force');
    const printed = (await desk.call('liso')('GET', `/deliverables/${id}.html`)).text;
    for (const heading of [
      ...['Roles and responsibilities', 'Compliance with the service level agreements'],
      ...['Applicable plans', 'Coordination of risk management', 'Harmonised security controls'],
      ...['Awareness of information security', 'Best practices', 'SLA NA-TAXUD 3.1'],
      ...['SLA TAXUD-NA 2.0', 'security plan of common', 'Given by 2 of 2 administrations'],
    ]) {
      assert.ok(printed.includes(heading), heading);
    }
    for (const who of ['liso', 'npmde', 'npmfr']) {
      const html = await desk.call(who)('GET', `/deliverables/${id}.html`);
      assert.equal(html.status, 200, html.text);
      if (who !== 'npmfr') assert.doesNotMatch(html.text, /plan of (npmfr|delegatefr)/);
      assert.doesNotMatch(html.text, /48 hours/);
      const ack = await desk.call(who)('POST', `/deliverables/${id}/actions/acknowledge`, {});
      assert.equal(ack.status, 200, ack.text);
    }
    const receipts = await desk.world.query<{ organisation_id: string }>(
      `select organisation_id from deliverable_recipient where deliverable_id = $1 and acknowledged_at is not null`,
      [id],
    );
    const { body, de, fr } = desk.organisations;
    assert.deepEqual(receipts.map((one) => one.organisation_id).sort(), [body, de, fr].sort());
  });

  it('R-TOC-2 R-TOC-7 a request with an overlapping scope updates the same terms, from their text, and supersedes them', async () => {
    const update = await desk.drafted('ToC NCTS service desks, update');
    const { body } = await desk.call('liso')('GET', `/cases/${update}`);
    const { fields } = body['case'] as { fields: Record<string, unknown> };
    assert.deepEqual([fields['kind'], fields['updates']], ['update', caseId]);
    const begun = await desk.items('manager', `/terms-clauses?caseId=${update}&limit=50`);
    const due = begun.find((one) => one.fields['number'] === '4.1.3');
    assert.equal(due?.fields['within'], 'P2D', 'begins as the version in force');
  });
});
