import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Email } from 'postal-mime';
import type { SMTPServer } from 'smtp-server';
import { SettableClock } from '#kernel/clock/clock.ts';
import { startMailServer } from '#kernel/mail/fixtures/mail-server.ts';
import { stopTestServer } from '#tests/database.ts';
import { leave, substitute } from '../presence/leave.ts';
import { createTermsDesk, type TermsDesk } from '../terms-desk.ts';
import { type AgreementDesk, agreementDesk, until } from './agreement-desk.ts';
import { leftBy, redraft, settle, textOfCase, waive } from './agreement-steps.ts';

const hour = 3_600_000;

describe('agreement to Terms of Collaboration is asked of each administration, and answered in the case or at the request', () => {
  const received: Email[] = [];
  const clock = new SettableClock(new Date().toISOString());
  let server: SMTPServer;
  let desk: TermsDesk;
  let stage: AgreementDesk;

  before(async () => {
    const started = await startMailServer(received);
    server = started.server;
    const settings = { SMTP_URL: started.url, PUBLIC_URL: 'https://cw.example.test' };
    desk = await createTermsDesk({ worker: true, clock, settings });
    stage = await agreementDesk(desk);
  });
  after(async () => {
    await desk.world.close();
    await new Promise<void>((resolve) => server.close(resolve));
    await stopTestServer();
  });

  const person = (name: string) => {
    const found = desk.people[name];
    assert.ok(found, name);
    return found;
  };

  it('R-TOC-12 handing out the text asks each of the 27 administrations to agree to exactly it; nobody reads what another is asked', async () => {
    await desk.act('manager', stage.caseId, 'submit-review', { fields: { urgency: 'high' } });
    const [asked, ...none] = await stage.board('manager');
    assert.ok(asked);
    assert.deepEqual(none, []);
    assert.deepEqual(
      asked.recipients.map(({ organisationId }) => organisationId).sort(),
      Object.values(stage.at).sort(),
    );
    const { textRevision, textDigest } = await textOfCase(stage);
    assert.deepEqual(asked.fields, { textRevision, textDigest });
    assert.equal(textRevision, 1);
    assert.deepEqual(await stage.standing(), { sent: 27 });
    const days = (Date.parse(asked.recipients[0]?.dueAt ?? '') - clock.now().getTime()) / hour / 24;
    assert.ok(days > 2.9 && days <= 3, String(days));
    const [own] = await stage.board('npmde');
    assert.deepEqual(
      own?.recipients.map((one) => one.organisationId),
      [stage.at['DE']],
    );
    const waiting = await desk.items('npmde', '/requests?assignee=me&kind=agreement');
    assert.ok(waiting.some(({ id }) => id === asked.id));
    // It is the case that asks: nobody sends or takes back such a question by hand.
    const byHand = await desk.call('manager')('POST', '/requests', {
      ...{
        caseId: stage.caseId,
        kind: 'agreement',
        subject: 'Again',
        text: 'Again',
        urgency: 'normal',
      },
      fields: { textRevision, textDigest },
      recipients: [{ organisationId: stage.at['DE'] }],
    });
    assert.equal(byHand.status, 409, byHand.text);
    const { body } = await desk.call('manager')('GET', `/cases/${stage.caseId}`);
    const offered = body['requests'] as { kind: string }[];
    assert.deepEqual(
      offered.map(({ kind }) => kind),
      ['plans'],
    );
    const path = `/requests/${asked.id}/recipients/${own?.recipients[0]?.id}/actions/withdraw`;
    const taken = await desk.call('manager')('POST', path, { comment: 'Never mind.' });
    assert.equal(taken.status, 409, taken.text);
  });

  it('R-INC-9 the one-time link of its mail acknowledges and agrees to nothing', async () => {
    const link = await until(async () =>
      received
        .filter((mail) => mail.to?.[0]?.address === 'npmes@example.test')
        .map((mail) => /\/acknowledge#(\S+)/.exec(mail.text ?? '')?.[1])
        .find((token) => token !== undefined),
    );
    const done = await desk.world.nobody('POST', '/acknowledgements', { token: link });
    assert.equal(done.status, 200, done.text);
    const { state, open } = await stage.of('ES');
    assert.deepEqual([state, open], ['acknowledged', true]);
    const [given] = await desk.world.query<{ count: number }>(
      'select count(*)::int as count from case_approval where case_id = $1',
      [stage.caseId],
    );
    assert.equal(given?.count, 0);
  });

  it('R-TOC-12 agreeing at the request and agreeing in the case leave the same state, trail and join', async () => {
    const { allowedActions, request } = await stage.page('npmde');
    const offers = allowedActions[request.recipients[0]?.id ?? ''] ?? [];
    const can = (action: string) => offers.find((one) => one.action === action);
    assert.deepEqual([can('answer')?.allowed, can('decline')?.allowed], [true, true]);
    assert.equal(can('decline')?.comment, 'required', 'as the case asks for it');
    assert.deepEqual(Object.keys(can('decline')?.form ?? {}), ['termsClause']);
    await stage.respond('npmde', 'answer');
    await desk.act('npmfr', stage.caseId, 'agree');
    const atRequest = await leftBy(stage, 'npmde', 'DE');
    assert.deepEqual(atRequest, await leftBy(stage, 'npmfr', 'FR'));
    assert.deepEqual([atRequest.state, atRequest.byHim], ['done', true]);
    assert.equal(atRequest.approvals.length, 1);
    assert.equal(atRequest.trail.length, 2);
    for (const who of ['npmde', 'npmfr']) {
      await stage.respond(who, 'answer', {}, 409);
      await stage.respond(who, 'decline', { comment: 'After all not' }, 409);
      await desk.act(who, stage.caseId, 'agree', {}, 409);
    }
    // The contractor answers for no administration.
    const of = await stage.of('ES');
    const path = `/requests/${request.id}/recipients/${of.id}/actions/answer`;
    const foreign = await desk.call('manager')('POST', path, {});
    assert.equal(foreign.status, 409, foreign.text);
    assert.deepEqual(await stage.standing(), { acknowledged: 1, done: 2, sent: 24 });
  });

  it('R-TOC-14 the board says where nobody is there to agree; whoever stands in agrees on behalf of him', async () => {
    const [npmit, standin] = [person('npmit'), person('standin')];
    await leave(desk.call('npmit'), npmit);
    assert.ok((await stage.of('IT')).away, 'absent without a substitute');
    await substitute(desk.world, standin, 'npm', npmit);
    Object.assign(desk.as, { standin: await desk.world.withSession(standin) });
    await stage.respond('standin', 'answer', { onBehalfOf: npmit.id });
    const { state, answeredBy } = await stage.of('IT');
    assert.deepEqual([state, answeredBy], ['done', standin.id]);
    const [approval] = await desk.world.query(
      'select person_id, on_behalf_of from case_approval where case_id = $1 and organisation_id = $2',
      [stage.caseId, stage.at['IT']],
    );
    assert.deepEqual(approval, { person_id: standin.id, on_behalf_of: npmit.id });
  });

  it('R-TOC-17 who owes an answer is reminded and told of as overdue; who gave one is left alone', async () => {
    for (const country of ['AT', 'DE']) {
      const asked = [...new Set(await stage.told(country))];
      assert.deepEqual(asked, [`request npm${country.toLowerCase()}`]);
    }
    clock.advance(4 * hour + 60_000);
    // Nobody acknowledged: the NPM is the first of the ladder. Spain did, by its link.
    await until(async () =>
      (await stage.told('AT')).includes('escalation npmat') ? true : undefined,
    );
    await stage.told('ES');
    clock.advance(68 * hour);
    await until(async () =>
      (await stage.told('ES')).includes('escalation npmes') ? true : undefined,
    );
    clock.advance(24 * hour);
    await until(async () => {
      const [told] = await desk.world.query<{ count: number }>(
        `select count(*)::int as count from notification where person_id = $1 and kind = 'escalation' and record_kind = 'request'`,
        [person('liso').id],
      );
      return (told?.count ?? 0) > 0 ? true : undefined;
    });
    for (const country of ['DE', 'FR', 'IT']) {
      const told = await stage.told(country);
      assert.ok(!told.some((one) => one.startsWith('escalation')), `${country}: ${told}`);
    }
    for (const [name, one] of Object.entries(desk.people)) {
      Object.assign(desk.as, { [name]: await desk.world.withSession(one) });
    }
  });

  it('R-TOC-15 whose agreement is waived is no longer asked, with the reason, and cannot agree to it any more', async () => {
    await waive(stage, 'ES', 'Spain joins next year.');
    const { state, comment } = await stage.of('ES');
    assert.deepEqual([state, comment], ['withdrawn', 'Spain joins next year.']);
    await stage.respond('npmes', 'answer', {}, 409);
    await desk.act('npmes', stage.caseId, 'agree', {}, 409);
    const { steps } = await stage.page('npmde');
    assert.doesNotMatch(JSON.stringify(steps), /Spain/);
  });

  it('R-TOC-12 an objection at the request sends the text back as in the case; the others are no longer waited for', async () => {
    await stage.respond('npmat', 'decline', {}, 409);
    assert.equal((await stage.of('AT')).open, true);
    await stage.respond('npmat', 'decline', { comment: 'Two days are too short.' });
    assert.equal(await desk.stateOf(stage.caseId), 'drafting');
    const { state, comment } = await stage.of('AT');
    assert.deepEqual([state, comment], ['declined', 'Two days are too short.']);
    const path = `/clause-comments?caseId=${stage.caseId}&kind=objection`;
    const kept = (await desk.items('manager', path)).map(({ fields }) => [
      fields['organisation'],
      fields['text'],
    ]);
    assert.deepEqual(kept, [[stage.at['AT'], 'Two days are too short.']]);
    assert.deepEqual(await stage.standing(), { declined: 1, done: 3, withdrawn: 23 });
    for (const who of ['npmde', 'npmfr']) {
      const seen = await desk.call(who)('GET', `/requests?caseId=${stage.caseId}&limit=20`);
      assert.doesNotMatch(seen.text, /too short/);
    }
    await stage.respond('npmat', 'answer', {}, 409);
  });

  it('R-TOC-12 a redraft makes void what was agreed; the new text is asked for anew, of all but whom it was waived for', async () => {
    await settle(stage);
    await redraft(stage, '4.1.3');
    assert.deepEqual(await stage.standing(), { declined: 1, void: 3, withdrawn: 23 });
    await desk.act('manager', stage.caseId, 'submit-review');
    assert.deepEqual(await stage.standing(), { sent: 26 });
    const [second, first] = await stage.board('manager');
    const { textRevision, textDigest } = await textOfCase(stage);
    assert.deepEqual(second?.fields, { textRevision: 2, textDigest });
    assert.equal(textRevision, 2);
    assert.notEqual(first?.fields['textDigest'], textDigest);
    assert.ok(!second?.recipients.some(({ organisationId }) => organisationId === stage.at['ES']));
    // What the first request asked is over: its page answers nothing.
    const of = await stage.of('DE', 1);
    const old = await desk.call('npmde')(
      'POST',
      `/requests/${first?.id}/recipients/${of.id}/actions/answer`,
      {},
    );
    assert.equal(old.status, 409, old.text);
    assert.equal((await stage.of('DE')).state, 'sent');
  });

  it('R-TOC-12 an objection in the case answers the request as well; without a redraft those who agreed are not asked again', async () => {
    await stage.respond('npmde', 'answer');
    await desk.act('npmfr', stage.caseId, 'request-changes', { comment: 'Logs rotate sooner.' });
    const { state, comment, answeredBy } = await stage.of('FR');
    assert.deepEqual(
      [state, comment, answeredBy],
      ['declined', 'Logs rotate sooner.', person('npmfr').id],
    );
    await settle(stage);
    await desk.act('manager', stage.caseId, 'submit-review');
    assert.deepEqual(await stage.standing(), { sent: 25 });
    assert.equal((await stage.of('DE', 1)).state, 'done');
  });

  it('R-TOC-8 R-TOC-12 the join is complete when nobody is asked any more', async () => {
    await desk.giveCommonPlans(stage.caseId);
    await stage.respond('npmat', 'answer');
    await desk.act('npmfr', stage.caseId, 'agree');
    const early = await desk.act('manager', stage.caseId, 'submit-approval', {}, 409);
    assert.match(early.text, /all-have-agreed/);
    await desk.act('standin', stage.caseId, 'agree', { onBehalfOf: person('npmit').id });
    const heard = ['DE', 'FR', 'AT', 'IT', 'ES'];
    for (const country of Object.keys(stage.at).filter((one) => !heard.includes(one))) {
      await waive(stage, country, `${country} takes part later.`);
    }
    assert.deepEqual(await stage.standing(), { done: 3, withdrawn: 22 });
    const refused = await desk.act('manager', stage.caseId, 'submit-approval', {}, 409);
    assert.doesNotMatch(refused.text, /all-have-agreed/);
    assert.match(refused.text, /plans-are-complete/);
  });

  it('a case that is cancelled waits for no agreement', async () => {
    const other = await desk.drafted('ToC that is given up');
    await desk.act('manager', other, 'submit-review');
    await desk.act('liso', other, 'cancel', { comment: 'Not needed.' });
    const [open] = await desk.world.query<{ count: number }>(
      `select count(*)::int as count from request_recipient where case_id = $1 and kind = 'agreement' and open`,
      [other],
    );
    assert.equal(open?.count, 0);
  });
});
