import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { stopTestServer } from '#tests/database.ts';
import { createIncidentWorld, type IncidentWorld } from '../fixtures/incident-world.ts';
import { reportOfMail } from './report-of-mail.ts';

const address = 'incidents@cw.example.test';

describe('incidents reported by mail', () => {
  let world: IncidentWorld;
  let root: string;
  let count = 0;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'commonward-desk-'));
    for (const name of ['tmp', 'new', 'cur']) mkdirSync(join(root, name));
    world = await createIncidentWorld({ MAILBOX_DIR: root, INCIDENT_ADDRESS: address });
  });
  after(async () => {
    await world.close();
    rmSync(root, { recursive: true, force: true });
    await stopTestServer();
  });

  /** Delivers a message and waits until it was read. */
  async function deliver(from: string, head: Record<string, string>, body: string) {
    count += 1;
    const fields = { to: address, 'message-id': `<m${count}@desk.test>`, ...head };
    const lines = Object.entries({ from, date: new Date().toUTCString(), ...fields });
    const name = `${count}.test`;
    const text = `${lines.map(([key, value]) => `${key}: ${value}`).join('\r\n')}\r\ncontent-type: text/plain; charset=utf-8\r\n\r\n${body}`;
    writeFileSync(join(root, 'tmp', name), text);
    renameSync(join(root, 'tmp', name), join(root, 'new', name));
    for (let tries = 0; tries < 150; tries += 1) {
      const [row] = await world.http.query<Record<string, string | null>>(
        'select outcome, reason, detail, reference from incoming_mail where file_name = $1',
        [name],
      );
      if (row !== undefined) return row;
      await delay(100);
    }
    const left = await world.http.query('select * from incoming_mail_failure');
    throw new Error(`${name} is not read: ${JSON.stringify(left)}`);
  }
  const incident = async (reference: string | null | undefined) => {
    const { body } = await world.people.serviceDesk(
      'GET',
      `/cases?reference=${reference}&limit=50`,
    );
    const found = (body['items'] as Record<string, unknown>[]).find(
      (one) => one['reference'] === reference,
    );
    assert.ok(found, String(reference));
    return found as { id: string; title: string; state: string };
  };
  const incidents = async () =>
    Number(
      (
        await world.http.query<{ count: number }>(
          `select count(*)::int as count from procedure_case where procedure = 'incident-coordination'`,
        )
      )[0]?.count,
    );
  const evidenceOf = async (caseId: string) =>
    world.http.query<Record<string, string>>(
      'select kind, title, media_type, sha256, collected_by, scan, received_at from evidence where case_id = $1 order by id',
      [caseId],
    );

  it('R-INC-3 opens an incident from the Service Desk’s mail with its ticket, all time stamps and the message itself', async () => {
    const row = await deliver(
      'Desk <Desk@Example.test>',
      { subject: 'Re: [SD-77] =?utf-8?Q?NCTS_antwortet_nicht_=E2=80=93_Grenze?=' },
      [
        'Guten Tag,\r\nCategory: capacity management',
        'Managed item: no',
        'Occurred: 2026-03-02 07:10+01:00',
        'Detected: 2026-03-02T06:30Z',
        '\r\nBewegungen bleiben ohne Antwort.',
      ].join('\r\n'),
    );
    assert.equal(row['outcome'], 'taken', JSON.stringify(row));
    const { id, title, state } = await incident(row['reference']);
    assert.deepEqual([title, state], ['NCTS antwortet nicht – Grenze', 'triage']);
    const detail = await world.people.serviceDesk('GET', `/cases/${id}`);
    const { fields } = detail.body['case'] as { fields: Record<string, unknown> };
    assert.deepEqual(
      ['ticket', 'category', 'managedItem', 'occurredAt', 'detectedAt', 'reporter'].map(
        (name) => fields[name],
      ),
      [
        'SD-77',
        'capacity-management',
        false,
        '2026-03-02T06:10:00.000Z',
        '2026-03-02T06:30:00.000Z',
        'Desk',
      ],
    );
    for (const name of ['reportedAt', 'receivedAt', 'registeredAt']) assert.ok(fields[name], name);
    const [kept, another] = await evidenceOf(id);
    assert.equal(another, undefined);
    assert.deepEqual(
      [kept?.['kind'], kept?.['media_type'], kept?.['collected_by'], kept?.['scan']],
      ['e-mail', 'message/rfc822', 'desk@example.test', 'not-scanned'],
    );
    const [opened] = await world.http.query<Record<string, string>>(
      `select via, from_address, person_id from trail_entry where record_id = $1 order by id limit 1`,
      [id],
    );
    assert.equal(opened?.['via'], 'mail');
    assert.match(opened?.['from_address'] ?? '', /^mail <m\d+@desk\.test>$/);
    const [mail] = await world.http.query<Record<string, unknown>>(
      'select state, ticket, sent_at, received_at from incident_mail where incident = $1',
      [id],
    );
    assert.deepEqual([mail?.['state'], mail?.['ticket']], ['taken-in', 'SD-77']);
    assert.ok(mail?.['sent_at'] && mail?.['received_at']);
  });

  it('joins a further mail to the incident of its ticket, or of the mail that it answers: never a second incident', async () => {
    const first = await deliver(
      'desk@example.test',
      { subject: '[SD-78] Login fails' },
      'No login.',
    );
    const before = await incidents();
    const second = await deliver(
      'desk@example.test',
      { subject: 'AW: [SD-78] Login fails' },
      'More.',
    );
    const third = await deliver(
      'desk@example.test',
      { subject: 'Login fails', 'in-reply-to': `<m${count - 1}@desk.test>` },
      'Even more.',
    );
    assert.deepEqual(
      [second['outcome'], second['reference'], third['reference']],
      ['taken', first['reference'], first['reference']],
    );
    assert.equal(await incidents(), before);
    assert.equal((await evidenceOf((await incident(first['reference'])).id)).length, 3);
    // The form and the API know the ticket too.
    const { status, body } = await world.people.serviceDesk('POST', '/incident-reports', {
      ...{ title: 'Login', summary: 'x', ticket: 'SD-78', category: 'other', managedItem: false },
    });
    assert.deepEqual([status, body['code']], [409, 'ticket-known']);
  });

  it('keeps what an unknown sender wrote for the Service Desk, who takes it in or dismisses it; nobody else sees it', async () => {
    const before = await incidents();
    const unknown = await deliver('Eve <eve@evil.test>', { subject: '[SD-79] Urgent' }, 'Please.');
    assert.deepEqual([unknown['outcome'], unknown['reason']], ['refused', 'unknown-sender']);
    const noRole = await deliver('npm-x@example.test', { subject: '[SD-80] Hello' }, 'Please.');
    assert.deepEqual([noRole['outcome'], noRole['reason']], ['refused', 'forbidden']);
    const reply = await deliver(
      'desk@example.test',
      { subject: 'Absent', 'auto-submitted': 'auto-replied' },
      'I am away.',
    );
    assert.deepEqual([reply['outcome'], reply['reason']], ['ignored', 'automatic-reply']);
    assert.equal(await incidents(), before);
    const { serviceDesk, manager, nisoX, applications } = world.people;
    const list = await serviceDesk('GET', '/incident-mails?state=kept');
    const items = list.body['items'] as { id: string; fields: Record<string, string> }[];
    assert.deepEqual(items.map(({ fields }) => [fields['from'], fields['because']]).sort(), [
      ['eve@evil.test', 'unknown-sender'],
      ['npm-x@example.test', 'no-role'],
    ]);
    for (const other of [nisoX, applications]) {
      const answer = await other('GET', '/incident-mails');
      assert.ok(answer.status === 403 || (answer.body['items'] as unknown[]).length === 0);
    }
    const of = (from: string) => items.find(({ fields }) => fields['from'] === from)?.id ?? '';
    const eve = of('eve@evil.test');
    const missing = await manager('POST', `/incident-mails/${eve}/actions/take-in`, { fields: {} });
    assert.equal(missing.status, 422, missing.text);
    const fields = { category: 'fraud', managedItem: true };
    const forbidden = await nisoX('POST', `/incident-mails/${eve}/actions/take-in`, { fields });
    assert.ok([403, 404].includes(forbidden.status));
    const taken = await manager('POST', `/incident-mails/${eve}/actions/take-in`, { fields });
    assert.equal(taken.status, 200, taken.text);
    assert.equal(await incidents(), before + 1);
    const [mail] = await world.http.query<{ incident: string; state: string }>(
      'select incident, state from incident_mail where id = $1',
      [eve],
    );
    assert.equal(mail?.state, 'taken-in');
    const evidence = await evidenceOf(mail?.incident ?? '');
    assert.equal(evidence[0]?.['collected_by'], 'eve@evil.test');
    const again = await manager('POST', `/incident-mails/${eve}/actions/take-in`, { fields });
    assert.equal(again.status, 409);
    const dismissed = await serviceDesk(
      'POST',
      `/incident-mails/${of('npm-x@example.test')}/actions/dismiss`,
      { comment: 'Not an incident.' },
    );
    assert.equal(dismissed.status, 200, dismissed.text);
  });
});

describe('the report in a mail', () => {
  const message = (subject: string, text: string) => ({
    ...{ subject, text, from: { name: '', address: 'desk@x.test' } },
    ...{ sentAt: '2026-03-02T09:00:00.000Z', receivedAt: '2026-03-02T08:00:00.000Z' },
  });
  it('takes named lines in three languages, and careful values for what is not said', () => {
    const said = reportOfMail(
      message(
        'WG: Ausfall [#4711]',
        'Catégorie : intrusion\nVerwaltetes Element: Nein\nEntdeckt am: gestern\nTicketsystem: SMT',
      ),
    );
    assert.deepEqual(
      [
        said.category,
        said.managedItem,
        said.detectedAt,
        said.ticketSystem,
        said.ticket,
        said.title,
      ],
      ['intrusion', false, undefined, 'SMT', '4711', 'Ausfall'],
    );
    assert.equal(
      said.reportedAt,
      '2026-03-02T08:00:00.000Z',
      'a clock that is ahead is not believed',
    );
    const silent = reportOfMail(message('', ''));
    assert.deepEqual(
      [silent.category, silent.managedItem, silent.ticket, silent.title, silent.summary],
      ['other', true, undefined, 'desk@x.test', '–'],
    );
  });
});
