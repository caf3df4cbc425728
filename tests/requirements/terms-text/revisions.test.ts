import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { createTermsDesk, type Item, type TermsDesk } from '../terms-desk.ts';

interface Clause {
  readonly number: string;
  readonly within?: string;
  readonly text: string;
}

describe('the text of terms, revision by revision, and what was stated of each wording', () => {
  let desk: TermsDesk;
  let caseId: string;
  let outsider: Caller;

  before(async () => {
    desk = await createTermsDesk();
    const italy = await desk.world.organisation('NA-IT');
    await desk.world.query(
      `update organisation set kind = 'national-administration', country = 'IT' where id = $1`,
      [italy],
    );
    outsider = await desk.world.withSession(await desk.world.person('npmit', italy, ['npm']));
    caseId = await desk.drafted('ToC of revisions');
  });
  after(async () => {
    await desk.world.close();
    await stopTestServer();
  });

  const named = async (number: string): Promise<Item> => {
    const clauses = await desk.items('manager', `/terms-clauses?caseId=${caseId}&limit=50`);
    const found = clauses.find(({ fields }) => fields['number'] === number);
    assert.ok(found, number);
    return found;
  };
  const redraft = async (number: string, change: object) => {
    const { id, fields } = await named(number);
    const { number: _, position: __, ...known } = fields;
    await desk.act('manager', caseId, 'redraft-clause', {
      fields: { ...known, termsClause: id, ...change },
    });
  };
  const handedOut = () => desk.items('npmde', `/terms-texts?caseId=${caseId}&limit=50`);
  const clauseIn = (text: Item | undefined, number: string) =>
    ((text?.fields['clauses'] ?? []) as Clause[]).find((one) => one.number === number);

  /** An objection takes the text back; it is answered, so that the next revision can be handed out. */
  async function objected(): Promise<void> {
    await desk.act('npmfr', caseId, 'request-changes', { comment: 'Too short for us.' });
    const said = await desk.items('manager', `/clause-comments?caseId=${caseId}&limit=50`);
    for (const { id } of said.filter(({ state }) => state === 'open')) {
      const fields = { answered: id, answer: 'Two days now.' };
      await desk.act('manager', caseId, 'answer-comment', { fields });
    }
  }

  it('R-TOC-12 R-TOC-16 each revision that was handed out stays readable as it was, beside its redraft', async () => {
    assert.deepEqual(await handedOut(), [], 'a draft is not handed out');
    const earlier = (await named('4.1.3')).fields;
    await desk.act('manager', caseId, 'submit-review');
    await objected();
    const text = 'Evidence that is not urgent is given within two days.';
    await redraft('4.1.3', { within: 'P2D', text });
    const [gone] = (
      await desk.items('manager', `/terms-clauses?caseId=${caseId}&part=best-practice`)
    ).slice(-1);
    const { part, title, standard } = gone?.fields ?? {};
    await desk.act('manager', caseId, 'remove-clause', {
      fields: { termsClause: gone?.id },
      comment: 'Said elsewhere.',
    });
    const [first, ...none] = await handedOut();
    assert.deepEqual(none, [], 'a redraft is not handed out yet');
    assert.equal(clauseIn(first, '4.1.3')?.text, earlier['text']);
    const fields = { part, title, text: 'Practices are shared each year.', standard };
    await desk.act('manager', caseId, 'draft-clause', { fields });
    await desk.act('manager', caseId, 'submit-review');
    const texts = await handedOut();
    assert.deepEqual(
      texts.map(({ fields: one }) => one['revision']),
      [1, 2],
    );
    const [one, two] = texts;
    assert.equal(clauseIn(one, '4.1.3')?.within, earlier['within']);
    assert.deepEqual([clauseIn(two, '4.1.3')?.within, clauseIn(two, '4.1.3')?.text], ['P2D', text]);
    assert.equal(
      clauseIn(one, String(gone?.fields['number']))?.text,
      gone?.fields['text'],
      'a clause that was taken out is still in the text that had it',
    );
    const { body } = await desk.call('npmde')('GET', `/cases/${caseId}`);
    const { fields: present } = body['case'] as { fields: Record<string, unknown> };
    assert.equal(two?.fields['textDigest'], present['textDigest']);
    assert.notEqual(one?.fields['textDigest'], present['textDigest']);
  });

  it('R-TOC-16 texts are for the parties: an administration outside the scope finds none, by list or by name', async () => {
    const mine = await handedOut();
    assert.equal(mine.length, 2);
    for (const who of ['npmfr', 'manager', 'liso']) {
      const seen = await desk.items(who, `/terms-texts?caseId=${caseId}&limit=50`);
      assert.deepEqual(
        seen.map(({ id }) => id),
        mine.map(({ id }) => id),
        who,
      );
    }
    const { body } = await outsider('GET', `/terms-texts?caseId=${caseId}&limit=50`);
    assert.deepEqual(body['items'] ?? [], []);
    for (const { id } of mine) {
      for (const path of [`/terms-texts/${id}`, `/terms-texts/${id}/history`]) {
        assert.equal((await outsider('GET', path)).status, 404, path);
      }
      const changed = await desk.call('manager')('PATCH', `/terms-texts/${id}`, {
        fields: { revision: 9 },
      });
      assert.ok(changed.status >= 400, 'what was handed out is never changed');
    }
  });

  const state = (who: string, number: string, against: string, status: string) =>
    named(number).then(({ id }) =>
      desk.act(who, caseId, 'assess-clause', { fields: { termsClause: id, against, status } }),
    );
  const statements = async (who: string, number: string) => {
    const path = `/clause-assessments?caseId=${caseId}&limit=50`;
    return (await desk.items(who, path))
      .filter(({ fields }) => fields['clauseNumber'] === number)
      .map(({ fields }) => [fields['status'], fields['revision'], fields['outdated']]);
  };
  /** What the document that would be written now prints of a clause in its table of compliance. */
  async function printed(number: string): Promise<string[]> {
    const made = await desk.call('manager')('POST', `/cases/${caseId}/deliverables`, {
      ...{ type: 'terms-of-collaboration-security-part', language: 'en' },
    });
    assert.equal(made.status, 201, made.text);
    const { id } = made.body['deliverable'] as { id: string };
    const { text } = await desk.call('manager')('GET', `/deliverables/${id}.html`);
    const withdrawn = await desk.call('manager')('POST', `/deliverables/${id}/actions/withdraw`, {
      comment: 'Written to be looked at.',
    });
    assert.equal(withdrawn.status, 200, withdrawn.text);
    const [, table = ''] = text.split('Compliance clause by clause</caption>');
    const row = (/<tbody.*?<\/tbody>/s.exec(table)?.[0] ?? text)
      .split('<tr')
      .find((one) => one.includes(`>${number} `));
    assert.ok(row, text);
    return [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) =>
      cell.replace(/<[^>]+>/g, '').trim(),
    );
  }

  it('R-TOC-11 R-TOC-21 what was stated of a clause is printed by its number: administrations counted, and both agreements on service levels', async () => {
    await state('npmde', '4.2.1', 'administration', 'compliant');
    await state('npmfr', '4.2.1', 'administration', 'partly');
    await state('manager', '4.2.1', 'sla-to-central', 'compliant');
    await state('manager', '4.2.1', 'sla-from-central', 'not-compliant');
    assert.deepEqual(await printed('4.2.1'), [
      'Compliant: 1, Partly: 1',
      'Compliant',
      'Not compliant',
    ]);
    assert.deepEqual(await printed('4.1.1'), ['Not stated', 'Not stated', 'Not stated']);
  });

  it('R-TOC-11 what was stated for an earlier wording is marked with its revision, counts no more, and is asked for again', async () => {
    assert.deepEqual(await statements('npmde', '4.2.1'), [
      ['compliant', 2, false],
      ['compliant', 2, false],
      ['not-compliant', 2, false],
    ]);
    await objected();
    const { fields } = await named('4.2.1');
    await redraft('4.2.1', {});
    assert.ok((await statements('npmde', '4.2.1')).every(([, , outdated]) => outdated === false));
    await redraft('4.1.3', { within: 'P3D' });
    assert.ok((await statements('npmde', '4.2.1')).every(([, , outdated]) => outdated === false));
    await redraft('4.2.1', { text: 'Rights are reviewed every month.' });
    for (const who of ['npmde', 'npmfr', 'liso', 'manager']) {
      const stated = await statements(who, '4.2.1');
      assert.ok(stated.length >= 3, who);
      assert.ok(
        stated.every(([, revision, outdated]) => revision === 2 && outdated === true),
        JSON.stringify(stated),
      );
    }
    assert.deepEqual(await printed('4.2.1'), ['Not stated', 'Not stated', 'Not stated']);
    await state('npmde', '4.2.1', 'administration', 'not-applicable');
    assert.deepEqual(await printed('4.2.1'), ['Not applicable: 1', 'Not stated', 'Not stated']);
    // Back at the wording for which the others stated it: that is what they stated, and the new statement was for another.
    await redraft('4.2.1', { text: fields['text'] });
    assert.deepEqual(await printed('4.2.1'), ['Partly: 1', 'Compliant', 'Not compliant']);
    const [own] = (await statements('npmde', '4.2.1')).filter(
      ([status]) => status === 'not-applicable',
    );
    assert.deepEqual(own, ['not-applicable', 2, true]);
  });
});
