import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Answer,
  type Caller,
  createHttpWorld,
  type HttpWorld,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { eventually } from '#tests/eventually.ts';

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();

/** What clamscan prints of a host on which it found one file. */
const infectedScan = `/srv/mail/invoice.doc: Doc.Dropper.Agent-7001 FOUND

----------- SCAN SUMMARY -----------
Known viruses: 8709123
Engine version: 1.4.3
Scanned directories: 12
Scanned files: 480
Infected files: 1
Data scanned: 12.40 MB
Data read: 9.00 MB (ratio 1.38:1)
Time: 12.500 sec (0 m 12 s)
Start Date: 2026:03:02 02:00:00
End Date:   2026:03:02 02:00:12
`;

describe('antivirus management through HTTP', () => {
  let world: HttpWorld;
  let keeper: Caller;
  let security: Caller;
  let manager: Caller;
  let stranger: Caller;
  let host: string;
  let cycle: string;

  before(async () => {
    world = await createHttpWorld({ worker: true });
    const telco = await world.organisation('TELCO');
    const made = async (name: string, organisation: string, roles: readonly string[]) =>
      world.withToken(await world.person(name, organisation, roles));
    keeper = await made('klara', telco, ['antivirus-manager', 'asset-manager']);
    security = await made('sven', telco, ['security-manager', 'isirt']);
    manager = await made('mona', telco, ['management']);
    stranger = await made('stan', await world.organisation('OTHER'), ['security-manager']);
    const asset = await keeper('POST', '/assets', { fields: { name: 'mail-1', kind: 'host' } });
    assert.equal(asset.status, 201, asset.text);
    host = String(asset.body['id']);
    const opened = await keeper('POST', '/cases', {
      procedure: 'antivirus',
      title: 'Antivirus of the month',
      fields: { periodFrom: day(20).slice(0, 10), periodTo: day(-10).slice(0, 10) },
    });
    assert.equal(opened.status, 201, opened.text);
    cycle = String((opened.body['case'] as { id: string }).id);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const act = (who: Caller, action: string, more: object = {}): Promise<Answer> =>
    who('POST', `/cases/${cycle}/actions/${action}`, { fields: {}, ...more });

  async function acted(who: Caller, action: string, more: object = {}): Promise<void> {
    const answer = await act(who, action, more);
    assert.equal(answer.status, 200, `${action}: ${answer.text}`);
  }

  function refusalsOf(answer: Answer): string[] {
    assert.ok([403, 409, 422].includes(answer.status), answer.text);
    const refusals = (answer.body['refusals'] ?? []) as { rule: string; name?: string }[];
    return refusals.map(({ rule, name }) => (rule === 'guard' ? (name ?? rule) : rule));
  }

  async function imported(format: string, body: string, target = ''): Promise<object> {
    const sent = await keeper('POST', `/imports/${format}${target}`, body);
    assert.equal(sent.status, 202, sent.text);
    return eventually(async () => {
      const report = await keeper('GET', `/imports/${String(sent.body['id'])}`);
      return report.body['finishedAt'] === null ? undefined : (report.body['rows'] as object);
    });
  }

  const itemsOf = async (who: Caller, path: string) =>
    ((await who('GET', path)).body['items'] ?? []) as {
      id: string;
      state?: string;
      fields: Record<string, unknown>;
    }[];

  it('R-AV-1 the cycle goes on only once the definitions are checked: version, time and age kept', async () => {
    assert.deepEqual(refusalsOf(await act(keeper, 'record-check')), ['definitions-are-checked']);
    const ahead = await keeper('POST', '/virus-definitions', {
      fields: {
        ...{ product: 'ClamAV', definitionsVersion: '27700', result: 'acquired' },
        ...{ releasedAt: day(0), checkedAt: day(1) },
      },
    });
    assert.equal(ahead.status, 422, ahead.text);
    const checked = await keeper('POST', '/virus-definitions', {
      fields: {
        ...{ product: 'ClamAV', definitionsVersion: '27700', result: 'acquired' },
        ...{ releasedAt: day(3), checkedAt: day(0) },
      },
    });
    assert.equal(checked.status, 201, checked.text);
    const { fields } = checked.body as { fields: Record<string, unknown> };
    assert.deepEqual([fields['ageHours'], fields['outdated']], [72, true]);
    assert.deepEqual(await itemsOf(stranger, '/virus-definitions'), []);
    await acted(keeper, 'record-check');
  });

  it('R-AV-2 shows how many clients and servers have the definitions, and asks why where they are few', async () => {
    assert.deepEqual(refusalsOf(await act(keeper, 'record-distribution')), [
      ...['installations-are-known', 'coverage-is-enough-or-explained'],
    ]);
    const list = `Computer;Type;Product;Definitions;Last seen
mail-1;server;ClamAV;27700;${day(0).slice(0, 10)}
desk-1;client;ClamAV;27700;${day(1).slice(0, 10)}
desk-2;client;ClamAV;27001;${day(30).slice(0, 10)}
desk-3;toaster;ClamAV;27001;
`;
    const rows = { read: 3, accepted: 3, unchanged: 0, refused: 1 };
    assert.deepEqual(await imported('antivirus-installations', list), rows);
    const again = { read: 3, accepted: 0, unchanged: 3, refused: 1 };
    assert.deepEqual(await imported('antivirus-installations', list), again);
    assert.deepEqual(refusalsOf(await act(keeper, 'record-distribution')), [
      'coverage-is-enough-or-explained',
    ]);
    await acted(keeper, 'record-distribution', { fields: { coverageReason: 'desk-2 is away.' } });
    const { fields } = (await keeper('GET', `/cases/${cycle}`)).body['case'] as {
      fields: Record<string, unknown>;
    };
    assert.deepEqual(
      [fields['clients'], fields['clientsCurrent'], fields['servers'], fields['coverage']],
      [2, 1, 1, 66],
    );
  });

  it('R-AV-3 takes scans from the output of the scanner, each once, and an infection to incident management', async () => {
    assert.deepEqual(refusalsOf(await act(keeper, 'conclude-scans')), ['scans-are-recorded']);
    const refused = await stranger('POST', `/imports/clamav?target=${host}`, infectedScan);
    assert.ok(refused.status >= 400 || (await itemsOf(stranger, '/scan-runs')).length === 0);
    const rows = { read: 1, accepted: 1, unchanged: 0, refused: 0 };
    assert.deepEqual(await imported('clamav', infectedScan, `?target=${host}`), rows);
    assert.deepEqual(await imported('clamav', infectedScan, `?target=${host}`), {
      ...{ read: 1, accepted: 0, unchanged: 1, refused: 0 },
    });
    const [run] = await itemsOf(keeper, '/scan-runs');
    assert.deepEqual(
      [run?.fields['outcome'], run?.fields['filesScanned'], run?.fields['startedAt']],
      ['infected', 480, '2026-03-02T02:00:00.000Z'],
    );
    const task = await eventually(async () => {
      const tasks = await itemsOf(security, '/tasks');
      return (tasks as unknown as { task: string; subject: string }[]).find(({ task }) =>
        task.includes('incident'),
      );
    });
    assert.match(task.subject, /Doc\.Dropper\.Agent-7001, mail-1/);
    const event = await eventually(async () => (await itemsOf(security, '/security-events'))[0]);
    assert.deepEqual(
      [event.fields['kind'], event.fields['signature']],
      ['malicious-code', 'Doc.Dropper.Agent-7001'],
    );
    await acted(keeper, 'conclude-scans');
  });

  it('R-AV-4 reports to management, which acknowledges or returns; not before each infection is judged and the report delivered', async () => {
    assert.deepEqual(refusalsOf(await act(keeper, 'draft-report')), ['infections-are-judged']);
    const [found] = await itemsOf(keeper, '/infections?state=found');
    const treated = await keeper('POST', `/infections/${found?.id}/actions/treat`, {
      fields: { treatment: 'deleted', note: 'The host was scanned again and is clean.' },
    });
    assert.equal(treated.status, 200, treated.text);
    await acted(keeper, 'draft-report');
    assert.deepEqual(refusalsOf(await act(keeper, 'submit-report')), ['report-is-delivered']);
    const made = await keeper('POST', `/cases/${cycle}/deliverables`, {
      ...{ type: 'antivirus-report', language: 'en' },
    });
    assert.equal(made.status, 201, made.text);
    const { id, reference } = made.body['deliverable'] as { id: string; reference: string };
    assert.match(reference, /^TELCO-AVR-\d{4}-0001$/);
    const deal = async (who: Caller, action: string) => {
      const answer = await who('POST', `/deliverables/${id}/actions/${action}`, { fields: {} });
      assert.equal(answer.status, 200, `${action}: ${answer.text}`);
    };
    await deal(keeper, 'submit-qc');
    const own = await keeper('POST', `/deliverables/${id}/actions/qc-pass`, { fields: {} });
    assert.ok(own.status >= 400, 'quality control is by another person');
    await deal(security, 'qc-pass');
    await deal(keeper, 'deliver');
    const html = await manager('GET', `/deliverables/${id}.html`);
    assert.equal(html.status, 200, html.text.slice(0, 300));
    for (const said of ['Doc.Dropper.Agent-7001', 'desk-2 is away.', 'desk-2', '66 %', 'deleted']) {
      assert.ok(html.text.includes(said), said);
    }
    for (const format of ['pdf', 'docx']) {
      const document = await manager('GET', `/deliverables/${id}.${format}`);
      assert.equal(document.status, 200, format);
    }
    await acted(keeper, 'submit-report');
    assert.deepEqual(refusalsOf(await act(keeper, 'acknowledge')), ['role']);
    await acted(manager, 'return-report', { comment: 'Say what becomes of desk-2.' });
    await acted(security, 'submit-report');
    await acted(manager, 'acknowledge');
    const { state } = (await keeper('GET', `/cases/${cycle}`)).body['case'] as { state: string };
    assert.equal(state, 'acknowledged');
  });
});
