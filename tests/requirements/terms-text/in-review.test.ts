import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { createTermsDesk, type Item, type TermsDesk } from '../terms-desk.ts';

interface Offered {
  readonly action: string;
  readonly allowed: boolean;
  readonly refusals: readonly { readonly rule: string; readonly clause: string }[];
}

describe('terms in review, where administrations agree: what the LISO may do there, and what it changes', () => {
  let desk: TermsDesk;
  let caseId: string;

  before(async () => {
    desk = await createTermsDesk();
    caseId = await desk.drafted('ToC in review', ['npmde']);
    await desk.act('manager', caseId, 'submit-review');
    await desk.act('npmde', caseId, 'agree');
  });
  after(async () => {
    await desk.world.close();
    await stopTestServer();
  });

  const caseOf = async (who: string) => (await desk.call(who)('GET', `/cases/${caseId}`)).body;
  const recordOf = async () => (await caseOf('liso'))['case'] as { state: string; fields: object };
  const listed = (who: string, register: string) =>
    desk.items(who, `/${register}?caseId=${caseId}&limit=50`);
  const standings = async () => {
    const { body } = await desk.call('liso')('GET', `/cases/${caseId}/terms-agreements`);
    const items = body['items'] as { name: string; standing: string }[];
    return Object.fromEntries(items.map(({ name, standing }) => [name, standing]));
  };
  const refusals = ({ body }: Answer) =>
    (body['refusals'] as { rule: string; name?: string; clause: string }[]).map(
      ({ rule, name, clause }) => `${rule} ${name ?? ''} ${clause}`,
    );
  const participant = async (organisation: string): Promise<Item> => {
    const found = (await listed('liso', 'terms-participants')).find(
      ({ fields }) => fields['organisation'] === organisation,
    );
    assert.ok(found, organisation);
    return found;
  };
  const waives = (who: string, { id }: Item, what: string, comment?: string) =>
    desk.call(who)('POST', `/terms-participants/${id}/actions/waive-${what}`, {
      ...(comment === undefined ? {} : { comment }),
    });

  it('R-TOC-16 is offered comments, plans, a return to the draft and the end, and of what others do is told whose it is', async () => {
    const offered = (await caseOf('liso'))['allowedActions'] as Offered[];
    const allowed = offered.filter((one) => one.allowed).map(({ action }) => action);
    assert.deepEqual(allowed.sort(), [
      ...['cancel', 'comment', 'provide-common-plan', 'request-changes', 'waive-common-plans'],
    ]);
    const others = offered.filter((one) => !one.allowed);
    assert.deepEqual(others.map(({ action }) => action).sort(), [
      ...['agree', 'answer-comment', 'assess-clause', 'contribute', 'submit-approval'],
    ]);
    for (const { action, refusals: why } of others) {
      assert.deepEqual(
        why.map(({ rule }) => rule),
        ['role'],
        action,
      );
    }
  });

  it('R-TOC-8 R-TOC-12 R-TOC-16 neither agrees for an administration nor drafts, hands on, approves or returns here: each is refused with its rule, and nothing changes', async () => {
    const before = await recordOf();
    const texts = await listed('liso', 'terms-clauses');
    const refused = {
      agree: 'role agree Security Plan §3.3',
      'answer-comment': 'role answer-comment Security Plan §3.3',
      'assess-clause': 'role assess-clause Security Plan §3.4',
      contribute: 'role contribute Security Plan §3.3',
      'submit-approval': 'role submit-approval Security Plan §3.2',
      'draft-clause': 'wrong-state draft-clause Security Plan §3.4',
      'redraft-clause': 'wrong-state redraft-clause Security Plan §3.4',
      'remove-clause': 'wrong-state remove-clause Security Plan §3.4',
      'submit-review': 'wrong-state submit-review Security Plan §3.2',
      approve: 'wrong-state approve Security Plan §3.2',
      return: 'wrong-state return Security Plan §3.2',
      'give-notice': 'wrong-state give-notice Security Plan §3.1',
      distribute: 'wrong-state distribute Security Plan §3.2',
    };
    for (const [action, why] of Object.entries(refused)) {
      const answer = await desk.act('liso', caseId, action, { comment: 'By the LISO.' }, 409);
      assert.deepEqual(refusals(answer), [why], action);
    }
    for (const action of ['request-changes', 'waive-common-plans', 'cancel']) {
      const answer = await desk.act('liso', caseId, action, {}, 409);
      assert.match(refusals(answer)[0] ?? '', /^comment /, `${action} without a reason`);
    }
    assert.deepEqual(await recordOf(), before);
    assert.deepEqual(await listed('liso', 'terms-clauses'), texts);
    assert.deepEqual(await standings(), { 'NA-DE': 'agreed', 'NA-FR': 'awaited' });
  });

  it('R-TOC-16 a comment of the LISO is for the central body and the contractor to read, and holds the approval up until it is answered', async () => {
    const fields = { text: 'The time to answer is the shortest of all terms.' };
    await desk.act('liso', caseId, 'comment', { fields });
    for (const who of ['npmde', 'npmfr']) {
      assert.deepEqual(await listed(who, 'clause-comments'), [], who);
    }
    const [said] = await listed('manager', 'clause-comments');
    assert.equal(said?.fields['text'], fields.text);
    assert.equal(said?.fields['organisation'], desk.organisations.body);
    const held = await desk.act('manager', caseId, 'submit-approval', {}, 409);
    assert.ok(refusals(held).includes('guard comments-are-answered Security Plan §3.2'));
    await desk.act('npmfr', caseId, 'comment', { fields: { text: 'Too short for us.' } });
    for (const { id } of await listed('liso', 'clause-comments')) {
      const path = `/clause-comments/${id}/actions/answer`;
      const answered = await desk.call('liso')('POST', path, { fields: { answer: 'Settled.' } });
      assert.equal(answered.status, 200, answered.text);
      const again = await desk.call('liso')('POST', path, { fields: { answer: 'Twice.' } });
      assert.equal(again.status, 409);
      assert.match(refusals(again)[0] ?? '', /^wrong-state answer /);
    }
    const [own] = await listed('npmfr', 'clause-comments');
    assert.deepEqual(
      [own?.state, own?.fields['answer'], own?.fields['answeredBy']],
      ['answered', 'Settled.', desk.people['liso']?.id],
    );
    const still = await desk.act('manager', caseId, 'submit-approval', {}, 409);
    assert.ok(!refusals(still).some((why) => why.includes('comments-are-answered')));
  });

  it('R-TOC-15 R-TOC-22 gives or waives the plans of the Common Domain, and waives those of one administration with a reason that no other reads', async () => {
    const plan = { planTitle: 'Capacity plan', planEdition: '2', planPlace: 'Store' };
    const period = { planFrom: '2026-01-01', planTo: '2090-12-31' };
    const fields = { plan: 'capacity', ...plan, ...period };
    await desk.act('liso', caseId, 'provide-common-plan', { fields });
    const common = (await listed('npmfr', 'terms-plans')).map(({ fields: one }) => one['domain']);
    assert.deepEqual(common, ['common'], 'every party reads a plan of the Common Domain');
    await desk.act('liso', caseId, 'waive-common-plans', { comment: 'Known from last year.' });
    const { fields: known } = await recordOf();
    assert.equal(Reflect.get(known, 'commonPlansWaived'), 'Known from last year.');
    const france = await participant(desk.organisations.fr);
    // What was shared with others is not theirs to act on.
    for (const who of ['manager', 'npmfr', 'npmde']) {
      const answer = await waives(who, france, 'plans', 'Not needed.');
      assert.equal(answer.status, 404, `${who}: ${answer.text}`);
    }
    const requester = await waives('requester', france, 'plans', 'Not needed.');
    assert.match(refusals(requester)[0] ?? '', /^role waive-plans /);
    assert.match(refusals(await waives('liso', france, 'plans'))[0] ?? '', /^comment /);
    const waived = await waives('liso', france, 'plans', 'Its plans are under review.');
    assert.equal(waived.status, 200, waived.text);
    const reasons = async (who: string) =>
      (await listed(who, 'terms-participants')).map(({ fields: one }) => one['plansWaived']);
    assert.deepEqual(await reasons('npmfr'), ['Its plans are under review.']);
    assert.deepEqual(await reasons('npmde'), [undefined]);
    const held = await desk.act('manager', caseId, 'submit-approval', {}, 409);
    assert.deepEqual(refusals(held), ['guard all-have-agreed Security Plan §3.2']);
  });

  it('R-TOC-12 takes the text back with a reason that the contractor reads; the same text handed out again stays agreed', async () => {
    const told = { comment: 'Name the whole ToC document.' };
    await desk.act('liso', caseId, 'request-changes', told);
    assert.equal(await desk.stateOf(caseId), 'drafting');
    const objections = async (who: string) =>
      (await listed(who, 'clause-comments')).filter(({ fields }) => fields['kind'] === 'objection');
    const [objection] = await objections('manager');
    assert.equal(objection?.fields['text'], told.comment);
    assert.deepEqual(await objections('npmde'), []);
    const held = await desk.act('manager', caseId, 'submit-review', {}, 409);
    assert.deepEqual(refusals(held), ['guard comments-are-answered Security Plan §3.2']);
    const fields = { answered: objection?.id, answer: 'It is named in 1.1.' };
    await desk.act('manager', caseId, 'answer-comment', { fields });
    await desk.act('manager', caseId, 'submit-review');
    assert.deepEqual(await standings(), { 'NA-DE': 'agreed', 'NA-FR': 'awaited' });
  });

  it('R-TOC-16 waives the agreement of one administration, which is asked no more, and the terms go on to the approval', async () => {
    const france = await participant(desk.organisations.fr);
    assert.equal((await waives('npmfr', france, 'agreement', 'Gone.')).status, 404);
    assert.match(refusals(await waives('liso', france, 'agreement'))[0] ?? '', /^comment /);
    const waived = await waives('liso', france, 'agreement', 'Its systems are replaced this year.');
    assert.equal(waived.status, 200, waived.text);
    const twice = await waives('liso', france, 'agreement', 'Again.');
    assert.match(refusals(twice)[0] ?? '', /^wrong-state waive-agreement /);
    assert.deepEqual(await standings(), { 'NA-DE': 'agreed', 'NA-FR': 'waived' });
    const late = await desk.act('npmfr', caseId, 'agree', {}, 409);
    assert.match(refusals(late)[0] ?? '', /^not-a-party agree /);
    await desk.act('manager', caseId, 'submit-approval');
    assert.equal(await desk.stateOf(caseId), 'in-approval');
  });

  it('R-TOC-16 ends a negotiation with its reason; nothing more is done there', async () => {
    const other = await desk.drafted('ToC given up', []);
    await desk.act('manager', other, 'submit-review');
    await desk.act('liso', other, 'cancel', { comment: 'The systems are replaced.' });
    assert.equal(await desk.stateOf(other), 'cancelled');
    const history = await desk.call('npmde')('GET', `/cases/${other}/history?limit=100`);
    assert.match(history.text, /The systems are replaced\./);
    const late = await desk.act('npmde', other, 'agree', {}, 409);
    assert.deepEqual(refusals(late), ['wrong-state agree Security Plan §3.3']);
  });
});
