import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { tells } from './terms-stage/terms-in-force.ts';
import { createTermsWorld, type TermsWorld } from './terms-stage/terms-world.ts';

const allowed = [tells('allow', 'early-warning'), tells('allow', 'mission-findings')];
const forbidden = [tells('forbid', 'early-warning'), tells('forbid', 'mission-findings')];

describe('what terms decided lasts: other terms neither grant nor take away, and withdrawal is an act of its own', () => {
  let world: TermsWorld;

  before(async () => {
    world = await createTermsWorld();
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const status = async (who: Caller, path: string) => (await who('GET', path)).status;

  /** A warning of X whose report is released: its relevant parties are told then, as the terms say. */
  async function released(): Promise<{ id: string; report: string }> {
    const id = await world.warning();
    const report = await world.issued(id);
    const answer = await world.leadX('POST', `/cases/${id}/actions/release-report`, {});
    assert.equal(answer.status, 200, answer.text);
    return { id, report };
  }

  const delivered = (report: string) =>
    world.isirtX('POST', `/deliverables/${report}/actions/deliver`, {});

  async function standing(caseId: string) {
    const { body, text } = await world.leadX('GET', `/warning-answers?caseId=${caseId}`);
    type Told = { id: string; state: string; fields: { ground?: string; organisation: string } };
    const told = body['items'] as Told[];
    const record = told.find(({ fields }) => fields.organisation === world.ids.y);
    assert.ok(record, text);
    return record;
  }

  async function audience(caseId: string) {
    const { body } = await world.leadX('GET', `/cases/${caseId}/audience?owner=${world.ids.x}`);
    const items = body['items'] as { organisationId: string; reason: string; detail: object }[];
    return items.filter(({ organisationId }) => organisationId === world.ids.y);
  }

  async function until(what: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 20_000;
    while (!(await what())) {
      assert.ok(Date.now() < end, 'it did not come about');
      await new Promise((later) => setTimeout(later, 150));
    }
  }

  it('R-EW-8 a relevant party is told without asking where a clause allows it, and the clause stands with the case and its report', async () => {
    const { id, report } = await world.under(allowed, async () => {
      const made = await released();
      assert.equal((await delivered(made.report)).status, 200);
      return made;
    });
    assert.equal(await status(world.informedY, `/cases/${id}`), 200);
    const [because] = await audience(id);
    assert.equal(because?.reason, 'terms');
    assert.match(JSON.stringify(because?.detail), /TOC-\d{4}-\d{4}.*4\.1\.2/);
    const { state, fields } = await standing(id);
    assert.equal(state, 'told');
    assert.match(fields.ground ?? '', /^TOC-\d{4}-\d{4} version \d+, clause 4\.1\.2$/);
    await world.under(forbidden, async () => {
      assert.equal(await status(world.informedY, `/cases/${id}`), 200, 'it stays told');
      assert.equal(await status(world.informedY, `/deliverables/${report}.html`), 200);
    });
  });

  it('a warning of the contractor, whose systems serve all, is told to every administration that a clause names, and to no other', async () => {
    const { id, seen } = await world.under(allowed, async () => {
      const made = await world.warningOfContractor();
      return { id: made, seen: await status(world.informedY, `/cases/${made}`) };
    });
    assert.equal(seen, 200);
    const told = await world.http.query<{ organisation: string }>(
      `select organisation from warning_answer where case_id = $1 and state = 'told'`,
      [id],
    );
    const { x, y } = world.ids;
    assert.deepEqual(told.map(({ organisation }) => organisation).sort(), [x, y].sort());
    const onlyX = tells('allow', 'early-warning', { toOrganisations: [x] });
    const other = await world.under([onlyX], () => world.warningOfContractor());
    assert.equal(await status(world.informedY, `/cases/${other}`), 404);
  });

  it('a clause that forbids holds a party back and nothing else; later terms do not grant what was', async () => {
    const { id, report } = await world.under(forbidden, async () => {
      const made = await released();
      assert.equal((await delivered(made.report)).status, 200);
      return made;
    });
    const before = await standing(id);
    assert.equal(before.state, 'held-back');
    assert.match(before.fields.ground ?? '', /clause 4\.1\.2/);
    await world.under(allowed, async () => {
      const seen = [
        await status(world.informedY, `/cases/${id}`),
        await status(world.informedY, `/deliverables/${report}.html`),
      ];
      assert.deepEqual(seen, [404, 404], 'new terms tell nothing of before');
      const again = await world.leadX('POST', `/cases/${id}/tellings`, {
        organisations: [world.ids.y],
      });
      assert.equal(again.status, 200, again.text);
      assert.equal(await status(world.informedY, `/cases/${id}`), 200, 'a person tells it');
      assert.equal(await status(world.informedY, `/deliverables/${report}.html`), 404);
      const added = await world.isirtX('POST', `/deliverables/${report}/actions/add-recipient`, {
        fields: { organisation: world.ids.y, reason: 'The terms allow it now.' },
      });
      assert.equal(added.status, 200, added.text);
      assert.equal(await status(world.informedY, `/deliverables/${report}.html`), 200);
    });
    const refused = await world.isirtX('POST', `/deliverables/${report}/actions/add-recipient`, {
      fields: { organisation: world.ids.z, reason: 'They asked.' },
    });
    assert.equal(refused.body['code'], 'decision-needed', 'a recipient outside the terms');
  });

  it('where terms are silent the LISO is asked, decides without seeing the warning, and the party is told for that', async () => {
    const { liso } = world.people;
    const { id } = await world.under([], released);
    const named = await world.leadX('POST', `/cases/${id}/tellings`, {
      organisations: [world.ids.y],
    });
    assert.equal(named.status, 200, 'a person who names it changes nothing of that');
    assert.equal((await standing(id)).state, 'awaiting-decision');
    assert.equal(await status(world.informedY, `/cases/${id}`), 404);
    const { body } = await world.leadX('GET', `/cases/${id}`);
    const { reference } = body['case'] as { reference: string };
    const asked = (await world.tasks(liso, 'decide-telling')).find(({ subject }) =>
      subject.startsWith(reference),
    );
    assert.ok(asked);
    assert.equal(await status(liso, `/cases/${id}`), 404);
    const fields = { ruling: 'allow', reason: 'It runs the same gateway.' };
    const elsewhere = await world.informedY('POST', `/tasks/${asked.id}/complete`, { fields });
    assert.ok([403, 404].includes(elsewhere.status), elsewhere.text);
    const done = await liso('POST', `/tasks/${asked.id}/complete`, { fields });
    assert.equal(done.status, 200, done.text);
    await until(async () => (await status(world.informedY, `/cases/${id}`)) === 200);
    assert.equal((await audience(id))[0]?.reason, 'decision');
    const { state, fields: kept } = await standing(id);
    assert.deepEqual([state, kept.ground], ['told', 'LISO']);
    const decisions = await world.leadX('GET', `/liso-decisions?caseId=${id}`);
    assert.ok(decisions.text.includes('It runs the same gateway.'), decisions.text);
  });

  it('what was told is taken back by a person with a reason, and by nothing else', async () => {
    const { id } = await world.under(allowed, released);
    const { id: record } = await standing(id);
    const path = `/warning-answers/${record}/actions/withdraw`;
    assert.notEqual((await world.leadX('POST', path, {})).status, 200, 'never without a reason');
    const comment = 'It was sent to the wrong administration.';
    assert.notEqual((await world.informedY('POST', path, { comment })).status, 200);
    assert.equal((await world.leadX('POST', path, { comment })).status, 200);
    assert.equal(await status(world.informedY, `/cases/${id}`), 410, 'withdrawn, and says so');
    assert.deepEqual(await audience(id), []);
    const own = await world.informedY('GET', '/cases?limit=100');
    assert.ok(!own.text.includes(id), 'it has left its list');
    const { body } = await world.leadX('GET', `/cases/${id}`);
    const { reference } = body['case'] as { reference: string };
    const tasks = await world.tasks(world.informedY, 'answer-warning');
    assert.ok(!tasks.some(({ subject }) => subject.startsWith(reference)), 'nothing is owed');
    const past = await world.http.query<{ until: Date | null }>(
      `select until from audience_entry where record_id = $1 and organisation_id = $2`,
      [id, world.ids.y],
    );
    assert.ok(past.length > 0 && past.every((one) => one.until !== null), 'what was stays known');
    await world.under(allowed, async () => {
      assert.equal(await status(world.informedY, `/cases/${id}`), 410, 'terms bring nothing back');
    });
  });

  it('a finding is told by terms or a decision of the LISO, and withdrawn likewise', async () => {
    const { liso, nisoZ } = world.people;
    const { id, finding } = await world.mission();
    const tell = (organisations: string[]) =>
      liso('POST', `/cases/${id}/finding-tellings`, { finding, organisations });
    const silent = await world.under([], () => tell([world.ids.y]));
    assert.equal(silent.body['code'], 'decision-needed', silent.text);
    assert.equal((await world.under(allowed, () => tell([world.ids.y]))).status, 200);
    const path = `/mission-findings/${finding}`;
    await world.under(forbidden, async () => {
      assert.equal(await status(world.npmY, path), 200, 'it stays told');
    });
    const fields = {
      ...{ about: 'tell', organisations: [world.ids.z], ruling: 'allow' },
      reason: 'They connect to the same network.',
    };
    const decided = await liso('POST', '/liso-decisions', { caseId: id, fields });
    assert.equal(decided.status, 201, decided.text);
    assert.equal((await tell([world.ids.z])).status, 200);
    assert.equal(await status(nisoZ, path), 200);
    const { body } = await liso('GET', `/finding-tellings?caseId=${id}`);
    const items = body['items'] as {
      id: string;
      fields: { organisation: string; ground: string };
    }[];
    const ofY = items.find((one) => one.fields.organisation === world.ids.y);
    assert.match(ofY?.fields.ground ?? '', /clause 4\.1\.3/);
    assert.equal(await status(world.npmY, `/finding-tellings/${ofY?.id}`), 403);
    const withdrawn = await liso('POST', `/finding-tellings/${ofY?.id}/actions/withdraw`, {
      comment: 'Told too early.',
    });
    assert.equal(withdrawn.status, 200, withdrawn.text);
    assert.deepEqual([await status(world.npmY, path), await status(nisoZ, path)], [410, 200]);
    const others = await nisoZ('GET', `${path}/history?limit=100`);
    assert.ok(!others.text.includes(world.ids.y), 'who else was told is not theirs to know');
  });

  const reported = () => world.report({ originAdministration: world.ids.x }, 'undecided');
  const accepting = (id: string) =>
    world.people.manager('POST', `/cases/${id}/actions/accept`, {
      fields: { commonDomainImpact: 'yes', affectedAdministrations: [world.ids.y] },
    });
  const seenByY = async (id: string) => (await world.people.nisoY('GET', `/cases/${id}`)).status;
  const reasonOfY = async (id: string) => {
    const { body } = await world.people.liso(
      'GET',
      `/cases/${id}/audience?owner=${world.ids.central}`,
    );
    const items = body['items'] as { organisationId: string; reason: string; detail: object }[];
    const found = items.find(({ organisationId }) => organisationId === world.ids.y);
    return found === undefined ? null : { reason: found.reason, detail: found.detail };
  };

  it('an incident is told as terms say, a clause of which stands with it; other terms take nothing away', async () => {
    const told = await world.under([tells('allow')], async () => {
      const id = await reported();
      const { status, text } = await accepting(id);
      assert.equal(status, 200, text);
      return id;
    });
    assert.equal(await seenByY(told), 200);
    const reason = await reasonOfY(told);
    assert.equal(reason?.reason, 'terms');
    assert.match(JSON.stringify(reason?.detail), /TOC-\d{4}-0001.*4\.1\.2/);
    await world.under([tells('forbid')], async () => {
      const id = await reported();
      const { status, body } = await accepting(id);
      assert.equal(status, 409);
      assert.equal(body['code'], 'forbidden-by-terms');
      assert.match(String(body['detail']), /TOC-\d{4}-0001 version \d+, clause 4\.1\.2/);
      assert.equal(await seenByY(id), 404);
      // Other terms neither grant what was nor take away what was told under the earlier ones.
      assert.equal(await seenByY(told), 200);
    });
  });

  it('what no terms cover needs a decision of the LISO that stands with the case', async () => {
    const id = await reported();
    const refused = await world.under([], () => accepting(id));
    assert.equal(refused.body['code'], 'decision-needed', refused.text);
    const fields = { about: 'tell', organisations: [world.ids.y], reason: 'It is their gateway.' };
    const decide = (who: typeof world.people.liso, ruling: string) =>
      who('POST', '/liso-decisions', { caseId: id, fields: { ...fields, ruling } });
    assert.equal((await decide(world.people.nisoX, 'allow')).status, 403);
    assert.equal((await decide(world.people.liso, 'forbid')).status, 201);
    assert.match(String((await accepting(id)).body['detail']), /decided against/);
    assert.equal((await decide(world.people.liso, 'allow')).status, 201);
    assert.equal((await accepting(id)).status, 200);
    assert.equal((await reasonOfY(id))?.reason, 'decision');
    await world.act(world.people.manager, id, 'note-analysis', { analysis: 'Queues grow.' });
    const path = `/cases/${id}/actions/request-evidence`;
    const asked = { subject: 'Logs', items: 'Logs of the gateway.', urgency: 'high' };
    const silent = await world.people.manager('POST', path, { fields: asked });
    assert.equal(silent.body['code'], 'decision-needed', silent.text);
  });
});
