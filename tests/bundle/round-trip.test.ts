import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bringIn } from '#areas/collaboration/incident-coordination/fixtures/bring-in.ts';
import { fillIncident } from '#areas/collaboration/incident-coordination/fixtures/real-size.ts';
import { stopTestServer } from '#tests/database.ts';
import { meetingPeople, requestMeeting } from '#tests/requirements/meeting-people.ts';
import {
  conclude,
  convene,
  minuteEverything,
  open,
  twelveTopics,
} from '#tests/requirements/meeting-steps.ts';
import type { ExportPlan, ForeignCaseDetail, IntakeView } from '#work/bundle/contract.ts';
import {
  bundleOf,
  importAt,
  type TwoInstallations,
  trust,
  twoInstallations,
} from './two-installations.ts';

describe('a case carried between two installations', () => {
  let two: TwoInstallations;
  let incident: string;
  let first: Buffer;
  let foreign: string;
  const log = Buffer.from('07:10 gateway XX-01 queue full\n'.repeat(500));

  before(async () => {
    two = await twoInstallations();
    const { people, ids, report, act } = two.here;
    incident = await report({ originAdministration: ids.x });
    await act(people.manager, incident, 'accept', {
      ...{ commonDomainImpact: 'yes', affectedAdministrations: [ids.y] },
    });
    const reportId = await fillIncident(two.here, incident);
    await bringIn(people.nisoX, log, { caseId: incident, fileName: 'gateway.log' });
    const document = async (who: typeof people.liso, action: string, fields: object = {}) => {
      const answer = await who('POST', `/deliverables/${reportId}/actions/${action}`, { fields });
      assert.equal(answer.status, 200, answer.text);
    };
    await document(people.manager, 'submit-qc');
    const row = { description: 'Delivered for information', changes: ['insert'], pages: 'All' };
    await document(people.controller, 'qc-pass', row);
    await document(people.manager, 'deliver');
    await rendered(reportId);
  });
  after(async () => {
    await two.close();
    await stopTestServer();
  });

  /** Waits until the worker has stored the issued report. */
  async function rendered(id: string): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      const [row] = await two.here.http.query<{ n: number }>(
        `select count(*)::int as n from deliverable, jsonb_object_keys(renderings) where id = $1`,
        [id],
      );
      if ((row?.n ?? 0) >= 3) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('the report is not rendered');
  }

  const plan = async (recipient: string) => {
    const { people } = two.here;
    const answer = await people.liso(
      'GET',
      `/cases/${incident}/bundle-plan?recipient=${recipient}`,
    );
    assert.equal(answer.status, 200, answer.text);
    return answer.body as unknown as ExportPlan;
  };
  const detail = async (query = '') => {
    const answer = await two.niso('GET', `/foreign-cases/${foreign}${query}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body as unknown as ForeignCaseDetail;
  };

  it('tells before an export what goes and what stays, and why', async () => {
    const { allowed, goes, stays, ceiling } = await plan(two.here.ids.x);
    assert.equal(allowed, true);
    assert.deepEqual([ceiling.label, ceiling.tlp, ceiling.ground], ['LIMITED', 'AMBER', null]);
    const parts = goes.map(({ part }) => part);
    for (const part of ['case', 'requests', 'evidence', 'files']) {
      assert.ok(parts.includes(part), `${part} of ${parts}`);
    }
    const kept = stays.find(({ part }) => part === 'liso-decisions');
    assert.equal(kept?.reason, 'not-shared', JSON.stringify(stays));
  });

  it('gives nothing to who is no party, above the ceiling, or by who has no part in it', async () => {
    const { people, ids, http } = two.here;
    const codes = async (recipient: string) =>
      (await plan(recipient)).refusals.map(({ code }) => code);
    assert.deepEqual(await codes(ids.z), ['not-shared']);
    const refused = await people.liso('GET', `/cases/${incident}/bundle?recipient=${ids.z}`);
    assert.equal(refused.status, 409, refused.text);
    await http.query(`update procedure_case set label = 'SENSITIVE' where id = $1`, [incident]);
    assert.deepEqual(await codes(ids.x), ['above-ceiling']);
    await http.query(`update procedure_case set label = 'LIMITED', tlp = 'RED' where id = $1`, [
      incident,
    ]);
    assert.deepEqual(await codes(ids.central), ['above-ceiling'], 'TLP:RED is for named people');
    await http.query(`update procedure_case set tlp = 'AMBER' where id = $1`, [incident]);
    const other = await people.nisoX('GET', `/cases/${incident}/bundle?recipient=${ids.y}`);
    assert.equal(other.body['code'], 'bundle-refused', other.text);
    const stranger = await people.nisoZ('GET', `/cases/${incident}/bundle-plan?recipient=${ids.z}`);
    assert.equal(stranger.status, 404, stranger.text);
  });

  it('leaves what is marked above the ceiling and what is in quarantine', async () => {
    const { http, ids } = two.here;
    const mark = (set: string) =>
      http.query(`update evidence set ${set} where case_id = $1`, [incident]);
    const reasonOf = async () =>
      (await plan(ids.x)).stays.find(({ part }) => part === 'evidence')?.reason;
    await mark(`tlp = 'AMBER+STRICT'`);
    assert.equal(await reasonOf(), 'above-ceiling');
    await mark(`tlp = 'AMBER', scan = 'infected'`);
    assert.equal(await reasonOf(), 'quarantine');
    await mark(`scan = 'not-scanned'`);
    assert.equal(await reasonOf(), undefined);
  });

  it('is refused until two administrators trust the key of the sender', async () => {
    first = await bundleOf(two.here.http, two.tokens.liso, incident, two.here.ids.x);
    const early = await two.niso('POST', '/bundles?fileName=early.zip', first);
    assert.equal(early.status, 201, early.text);
    const { verified, faults, manifest } = early.body as unknown as IntakeView;
    assert.deepEqual([verified, faults[0]?.code], [false, 'unknown-key']);
    assert.equal(manifest?.case.reference, 'INC-2026-0001');
    const tried = await two.niso('POST', `/bundles/${early.body['id']}/import`);
    assert.deepEqual([tried.status, tried.body['code']], [409, 'bundle-unverified'], tried.text);
    await trust(two, two.here.people.liso);
  });

  it('shows what is inside before it is imported, and then keeps it to be read', async () => {
    const sent = await two.niso('POST', '/bundles?fileName=incident.zip', first);
    const intake = sent.body as unknown as IntakeView;
    assert.deepEqual([intake.verified, intake.outcome], [true, 'new'], sent.text);
    assert.equal(intake.signer?.installation, 'Central body');
    const lacking = await two.member('POST', `/bundles/${intake.id}/import`);
    assert.equal(lacking.status, 403, lacking.text);
    const done = await two.niso('POST', `/bundles/${intake.id}/import`);
    assert.deepEqual([done.status, done.body['outcome']], [200, 'new'], done.text);
    foreign = String(done.body['foreignCaseId']);
    const { case: one, content, shown } = await detail();
    assert.deepEqual([one.reference, one.caseOwner.code], ['INC-2026-0001', 'TAXUD']);
    assert.equal((content['fields'] as { summary: string }).summary.length > 10, true);
    assert.ok(shown.parts.some(({ part, items }) => part === 'trail' && items > 5));
    const list = await two.member('GET', '/foreign-cases?q=NCTS%20lost');
    assert.equal((list.body['items'] as unknown[]).length, 1, list.text);
    const found = await two.niso('GET', '/search?q=INC-2026-0001');
    assert.match(found.text, /foreign-case/);
    const cases = await two.niso('GET', '/cases');
    assert.deepEqual(cases.body['items'], [], 'a foreign case does not run here');
  });

  it('gives its evidence byte for byte, and every proof holds again', async () => {
    const items = await two.niso('GET', `/foreign-cases/${foreign}/items?part=evidence`);
    const all = items.body['items'] as { fileName: string; sha256: string; bytes: number }[];
    const evidence = all.find(({ fileName }) => fileName === 'gateway.log');
    assert.equal(evidence?.bytes, log.length);
    const file = await two.niso('GET', `/foreign-cases/${foreign}/files/${evidence?.sha256}`);
    assert.deepEqual([file.status, file.text], [200, log.toString()]);
    const proven = await two.niso('GET', `/foreign-cases/${foreign}/verification`);
    assert.equal(proven.body['verified'], true, proven.text);
    assert.ok(Number(proven.body['entries']) > 5);
  });

  it('is idempotent by id and revision: again, newer, older', async () => {
    const again = await importAt(two.niso, first);
    assert.deepEqual([again.status, again.body['outcome']], [200, 'unchanged'], again.text);
    const { here } = two;
    const same = await bundleOf(here.http, two.tokens.liso, incident, here.ids.x);
    const sameAgain = await importAt(two.niso, same);
    assert.equal(sameAgain.body['outcome'], 'unchanged', 'an export of the same content');
    await bringIn(here.people.nisoX, Buffer.from('second'), {
      ...{ caseId: incident, fileName: 'second.log' },
    });
    const second = await bundleOf(here.http, two.tokens.liso, incident, here.ids.x);
    const sent = await two.niso('POST', '/bundles', second);
    const intake = sent.body as unknown as IntakeView;
    assert.equal(intake.outcome, 'newer');
    const changed = intake.differences.find(({ part }) => part === 'evidence');
    assert.deepEqual([changed?.added, changed?.changed, changed?.removed], [1, 0, 0]);
    const newer = await two.niso('POST', `/bundles/${intake.id}/import`);
    assert.deepEqual([newer.body['outcome'], newer.body['revision']], ['newer', 2], newer.text);
    const now = await detail();
    assert.deepEqual(
      now.revisions.map(({ revision }) => revision),
      [2, 1],
    );
    const before = await detail('?revision=1');
    assert.equal(before.shown.revision, 1, 'the one before is kept');
    const old = await two.niso('GET', `/foreign-cases/${foreign}/verification?revision=1`);
    assert.equal(old.body['verified'], true, old.text);
    const older = await importAt(two.niso, first);
    assert.deepEqual([older.status, older.body['code']], [409, 'older-revision'], older.text);
  });

  it('is seen by nobody else of the importing installation', async () => {
    const { neighbour } = two;
    const list = await neighbour('GET', '/foreign-cases');
    assert.deepEqual(list.body['items'], []);
    for (const path of ['', '/items?part=evidence', '/verification', `/files/${'0'.repeat(64)}`]) {
      const answer = await neighbour('GET', `/foreign-cases/${foreign}${path}`);
      assert.equal(answer.status, 404, path);
    }
    const search = await neighbour('GET', '/search?q=INC-2026-0001');
    assert.deepEqual(search.body['items'], []);
    const waiting = await two.niso('POST', '/bundles', first);
    const intake = `/bundles/${waiting.body['id']}`;
    assert.equal((await neighbour('GET', intake)).status, 404);
    assert.equal((await neighbour('POST', `${intake}/import`)).status, 404);
    assert.equal((await neighbour('DELETE', intake)).status, 404);
    assert.equal((await two.niso('DELETE', intake)).status, 200);
    const sent = await neighbour('POST', '/bundles', first);
    const [fault] = sent.body['faults'] as { code: string }[];
    assert.equal(fault?.code, 'not-for-you', 'the bundle of another');
  });

  it('belongs with a case of one’s own, by who has a part in it', async () => {
    const opened = await two.niso('POST', '/cases', {
      ...{ procedure: 'change', title: 'Our gateway', fields: { origin: 'other', reason: 'x' } },
    });
    const own = opened.status === 201 ? (opened.body['case'] as { id: string }).id : null;
    if (own === null) assert.equal(opened.status, 403);
    const links = `/foreign-cases/${foreign}/links`;
    const absent = await two.niso('POST', links, { caseId: foreign });
    assert.equal(absent.status, 404, 'what is no case');
    const manager = await two.there.withSession(
      await two.there.person('manager-there', two.ids.xx, ['change-manager']),
    );
    const made = await manager('POST', '/cases', {
      ...{ procedure: 'change', title: 'Our gateway', fields: { origin: 'other', reason: 'x' } },
    });
    const caseId = (made.body['case'] as { id: string }).id;
    assert.equal((await two.member('POST', links, { caseId })).status, 403);
    assert.equal((await manager('POST', links, { caseId })).status, 200);
    assert.equal((await manager('POST', links, { caseId })).status, 200, 'again');
    assert.equal((await detail()).links.length, 1);
    const of = await two.niso('GET', `/foreign-cases?caseId=${caseId}`);
    assert.equal((of.body['items'] as unknown[]).length, 1);
    assert.equal((await manager('DELETE', `${links}/${caseId}`)).status, 200);
    assert.equal((await detail()).links.length, 0);
  });

  it('carries everything to another installation of the same organisation, the report with it', async () => {
    const { here } = two;
    const bytes = await bundleOf(here.http, two.tokens.liso, incident, here.ids.central);
    const liso = await two.there.withSession(
      await two.there.person('liso-there', two.ids.taxud, ['liso']),
    );
    const done = await importAt(liso, bytes);
    assert.equal(done.body['outcome'], 'new', done.text);
    const id = String(done.body['foreignCaseId']);
    const documents = await liso('GET', `/foreign-cases/${id}/items?part=documents`);
    const [report] = documents.body['items'] as {
      renderings: { format: string; sha256: string }[];
    }[];
    const pdf = report?.renderings.find(({ format }) => format === 'pdf');
    assert.ok(pdf, documents.text);
    const file = await liso('GET', `/foreign-cases/${id}/files/${pdf.sha256}`);
    assert.ok(file.text.startsWith('%PDF-'));
    assert.match(file.headers.get('content-disposition') ?? '', /\.pdf$/);
    const events = await liso('GET', `/foreign-cases/${id}/items?part=incident-timeline&limit=200`);
    assert.ok((events.body['items'] as unknown[]).length >= 40, events.text.slice(0, 200));
  });

  it('carries a meeting with its agenda and report; notes that were shared with nobody stay', async () => {
    const { http } = two.here;
    const people = await meetingPeople(http);
    const meeting = await requestMeeting(people, 'Transit security group, 12th meeting');
    await convene(people, meeting, twelveTopics);
    await open(people, meeting);
    await minuteEverything(people, meeting);
    await meeting.act(people.liso, 'end');
    const reportId = await conclude(people, meeting);
    await rendered(reportId);
    const token = await http.identity.createToken({
      personId: people.people['liso']?.id ?? '',
      ...{ name: 'export', scopes: ['*'], expiresAt: new Date(Date.now() + 86_400_000) },
    });
    const bytes = await bundleOf(http, token.token, meeting.id, people.ids.germany);
    const answer = await people.liso(
      'GET',
      `/cases/${meeting.id}/bundle-plan?recipient=${people.ids.germany}`,
    );
    const { stays } = answer.body as unknown as ExportPlan;
    const notes = stays.find(({ part }) => part === 'meeting-minutes');
    assert.equal(notes?.reason, 'not-shared', answer.text);
    const npm = await two.there.withSession(
      await two.there.person('npm-there', two.ids.dex, ['npm']),
    );
    const done = await importAt(npm, bytes);
    assert.equal(done.status, 200, done.text);
    const id = String(done.body['foreignCaseId']);
    for (const [part, least] of [
      ['agenda-items', 12],
      ['documents', 1],
    ] as const) {
      const answer = await npm('GET', `/foreign-cases/${id}/items?part=${part}`);
      const { length } = answer.body['items'] as unknown[];
      assert.ok(length >= least, `${part}: ${length}`);
    }
    const proven = await npm('GET', `/foreign-cases/${id}/verification`);
    assert.equal(proven.body['verified'], true, proven.text);
  });
});
