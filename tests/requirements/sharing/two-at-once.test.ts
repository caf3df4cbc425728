import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { stopTestServer } from '#tests/database.ts';
import { createMissionDesk, type Item, type MissionDesk } from '../mission-desk.ts';
import { controlOf } from '../mission-steps.ts';

type Row = Readonly<Record<string, unknown>>;
interface Changed {
  readonly field: string;
  readonly byName: string | null;
  readonly at: string | null;
  readonly rows?: readonly {
    readonly id: string;
    readonly theirs: Row | null;
    readonly mine: Row | null;
    readonly fields: readonly string[];
    readonly byName: string | null;
  }[];
}

let desk: MissionDesk;
let mission: string;

before(async () => {
  desk = await createMissionDesk();
  mission = await desk.opened('Review of the transit service', {
    ...desk.scope,
    targets: ['administration'],
  });
  await desk.act('manager', mission, 'accept');
});
after(async () => {
  await desk.world.close();
  await stopTestServer();
});

const path = (action: string) => `/cases/${mission}/actions/${action}`;
const changedOf = (body: unknown) => (body as { changed: readonly Changed[] }).changed;

async function objectives(): Promise<Row[]> {
  const items = await desk.items('manager', `/mission-objectives?caseId=${mission}`);
  return items
    .sort((a: Item, b: Item) => Number(a.fields['number']) - Number(b.fields['number']))
    .map(({ id, fields }) => ({ id, objective: fields['objective'] }));
}

async function revision(): Promise<number> {
  const { body } = await desk.call('manager')('GET', `/cases/${mission}`);
  return (body as { case: { version: number } }).case.version;
}

describe('two people in one form of an action at the same time', () => {
  it('each adds a row to the same list: both are kept, and records keep their identity', async () => {
    await desk.act('manager', mission, 'set-objectives', {
      fields: { objectives: [{ objective: 'Access' }, { objective: 'Logging' }] },
    });
    const read = await objectives();
    const save = (who: string, rows: readonly Row[]) =>
      desk.call(who)('POST', path('set-objectives'), {
        fields: { objectives: rows },
        basedOn: { objectives: read },
      });
    const first = await save('liso', [...read, { objective: 'Backups' }]);
    assert.equal(first.status, 200, first.text);
    const second = await save('manager', [...read, { objective: 'Third parties' }]);
    assert.equal(second.status, 200, second.text);
    const now = await objectives();
    assert.deepEqual(
      now.map(({ objective }) => objective),
      ['Access', 'Logging', 'Backups', 'Third parties'],
    );
    assert.deepEqual(now.slice(0, 2), read);
  });

  it('one takes a row out while the other changes another: both are done', async () => {
    const read = await objectives();
    const [access, logging, backups, third] = read;
    const taken = await desk.call('liso')('POST', path('set-objectives'), {
      fields: { objectives: [access, logging, third] },
      basedOn: { objectives: read },
    });
    assert.equal(taken.status, 200, taken.text);
    const changed = await desk.call('manager')('POST', path('set-objectives'), {
      fields: { objectives: [{ ...access, objective: 'Access rights' }, logging, backups, third] },
      basedOn: { objectives: read },
    });
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual(
      (await objectives()).map(({ objective }) => objective),
      ['Access rights', 'Logging', 'Third parties'],
    );
  });

  it('a row that both changed is refused with both, by whom and when; sent again on what is there now it is written', async () => {
    const read = await objectives();
    const [access, ...rest] = read;
    const save = (who: string, objective: string, basedOn: readonly Row[]) =>
      desk.call(who)('POST', path('set-objectives'), {
        fields: { objectives: [{ ...access, objective }, ...rest] },
        basedOn: { objectives: basedOn },
      });
    assert.equal((await save('liso', 'Privileged access', read)).status, 200);
    const refused = await save('manager', 'Access of third parties', read);
    assert.equal(refused.status, 412, refused.text);
    const [field] = changedOf(refused.body);
    assert.equal(field?.field, 'objectives');
    assert.equal(field?.byName, 'liso');
    assert.ok(Date.parse(field?.at ?? '') > 0);
    const [row] = field?.rows ?? [];
    assert.equal(row?.theirs?.['objective'], 'Privileged access');
    assert.equal(row?.mine?.['objective'], 'Access of third parties');
    assert.deepEqual(row?.fields, ['objective']);
    const { current } = refused.body as unknown as { current: { objectives: Row[] } };
    assert.deepEqual(current.objectives, await objectives(), 'nothing was written');
    const again = await save('manager', 'Access of third parties', current.objectives);
    assert.equal(again.status, 200, again.text);
    assert.equal((await objectives())[0]?.['objective'], 'Access of third parties');
  });

  it('a row that one takes out and the other changes is refused, whoever comes first', async () => {
    const read = await objectives();
    const [access, logging, third] = read;
    const taken = await desk.call('liso')('POST', path('set-objectives'), {
      fields: { objectives: [access, third] },
      basedOn: { objectives: read },
    });
    assert.equal(taken.status, 200, taken.text);
    const refused = await desk.call('manager')('POST', path('set-objectives'), {
      fields: { objectives: [access, { ...logging, objective: 'Central logging' }, third] },
      basedOn: { objectives: read },
    });
    assert.equal(refused.status, 412, refused.text);
    const [row] = changedOf(refused.body)[0]?.rows ?? [];
    assert.equal(row?.theirs, null);
    assert.equal(row?.mine?.['objective'], 'Central logging');
    assert.equal(row?.byName, 'liso');
  });

  it('a revision in If-Match does as well, by what the trail holds: untouched fields are written, rows merged, clashes refused', async () => {
    const at = await revision();
    const read = await objectives();
    const [access, third] = read;
    const send = (who: string, action: string, fields: object, ifMatch: number) =>
      desk.call(who)('POST', path(action), { fields }, { 'if-match': `"${ifMatch}"` });
    const control = { control: controlOf(desk, '11.2.4'), whatToDocument: 'x', rationale: 'y' };
    assert.equal((await send('liso', 'set-controls', { controls: [control] }, at)).status, 200);
    const elsewhere = await send(
      'manager',
      'set-objectives',
      { objectives: [...read, { objective: 'Suppliers' }] },
      at,
    );
    assert.equal(elsewhere.status, 200, 'the case moved on, its objectives did not');
    const merged = await send('liso', 'set-objectives', { objectives: [access] }, at);
    assert.equal(merged.status, 200, merged.text);
    assert.deepEqual(
      (await objectives()).map(({ objective }) => objective),
      ['Access of third parties', 'Suppliers'],
    );
    const clash = await send(
      'manager',
      'set-objectives',
      { objectives: [access, { ...third, objective: 'Hosters' }] },
      at,
    );
    assert.equal(clash.status, 412, clash.text);
    const bad = await send('manager', 'set-objectives', { objectives: [access] }, Number.NaN);
    assert.equal(bad.status, 422);
  });

  it('sets of a case merge, and a field of the case that both set is refused; other actions on the case are not', async () => {
    const { scope } = desk;
    const [thread] = await desk.world.query<{ id: string }>(
      `select id from business_thread where code <> 'CUST' limit 1`,
    );
    const targets = ['administration'];
    const base = { ...scope, targets };
    const [one, other] = [
      await desk.call('liso')('POST', path('set-scope'), {
        fields: { ...scope, targets: ['administration', 'third-party'] },
        basedOn: base,
      }),
      await desk.call('manager')('POST', path('set-scope'), {
        fields: { ...scope, threads: [...scope.threads, thread?.id], targets },
        basedOn: base,
      }),
    ];
    assert.equal(one.status, 200, one.text);
    assert.equal(other.status, 200, other.text);
    const { body } = await desk.call('liso')('GET', `/cases/${mission}`);
    const { fields } = (body as { case: { fields: Record<string, unknown[]> } }).case;
    assert.deepEqual(fields['targets'], ['administration', 'third-party']);
    assert.equal(fields['threads']?.length, 2);
    const comment = await desk.call('liso')(
      'POST',
      path('give-input'),
      { fields: { priorities: [{ priority: 'Suppliers' }] } },
      { 'if-match': '"1"' },
    );
    assert.equal(comment.status, 200, comment.text);
  });

  it('one record: what only one changed is kept, its rows too; what both did is told; taken away meanwhile, nothing is lost silently', async () => {
    const made = await desk.call('requester')('POST', '/cases', {
      ...{ procedure: 'meeting', title: 'Transit' },
      fields: {
        purpose: 'Transit',
        administrations: [desk.organisations.de],
        contractor: desk.organisations.contractor,
      },
    });
    assert.equal(made.status, 201, made.text);
    const { id } = made.body['case'] as { id: string };
    await desk.act('manager', id, 'accept');
    const paper = (title: string) => ({ kind: 'document', title });
    const topic = { position: 1, topic: 'Passwords', presenter: 'DE', durationMinutes: 20 };
    await desk.act('manager', id, 'add-agenda-item', {
      fields: { ...topic, documents: [paper('Rules')] },
    });
    const items = () => desk.items('manager', `/agenda-items?caseId=${id}`);
    const [item] = await items();
    const change = (fields: object, basedOn: object) =>
      desk.call('manager')('POST', `/cases/${id}/actions/change-agenda-item`, {
        fields: { item: item?.id, ...item?.fields, ...fields },
        basedOn,
      });
    const read = item?.fields ?? {};
    const first = await change(
      { durationMinutes: 40, documents: [paper('Rules'), paper('Plan')] },
      read,
    );
    assert.equal(first.status, 200, first.text);
    const second = await change(
      { topic: 'Password rules', documents: [paper('Rules'), paper('Log')] },
      read,
    );
    assert.equal(second.status, 200, second.text);
    const [now] = await items();
    assert.equal(now?.fields['durationMinutes'], 40);
    assert.equal(now?.fields['topic'], 'Password rules');
    assert.deepEqual(now?.fields['documents'], [paper('Rules'), paper('Plan'), paper('Log')]);
    const clash = await change({ topic: 'Passwords and keys' }, read);
    assert.equal(clash.status, 412, clash.text);
    assert.deepEqual(
      changedOf(clash.body).map(({ field }) => field),
      ['topic'],
    );
    await desk.act('manager', id, 'remove-agenda-item', { fields: { item: item?.id } });
    const gone = await change({ topic: 'Passwords' }, read);
    assert.equal(gone.status, 412, gone.text);
    assert.equal(changedOf(gone.body)[0]?.field, 'item');
  });

  it('a contact whose organisation changes is shown to its new organisation alone', async () => {
    const contact = { name: 'Ute Lang', contactRole: 'Security', hours: 4 };
    const set = (rows: readonly object[]) =>
      desk.act('manager', mission, 'set-contacts', { fields: { contacts: rows } });
    await set([{ ...contact, organisation: desk.organisations.de }]);
    const [before] = await desk.items('manager', `/mission-contacts?caseId=${mission}`);
    await set([{ ...contact, id: before?.id, organisation: desk.organisations.host }]);
    const seen = await desk.items('npmde', `/mission-contacts?caseId=${mission}`);
    assert.deepEqual(seen, []);
  });
});
