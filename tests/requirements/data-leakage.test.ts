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

interface Item {
  readonly id: string;
  readonly fields: Record<string, unknown>;
}
interface Task {
  readonly id: string;
  readonly task: string;
  readonly caseId: string;
  readonly dueAt: string;
}

const forbids = 'Sensitive data do not leave the organisation.';

describe('data leakage management through HTTP', () => {
  let world: HttpWorld;
  let keeper: Caller;
  let officer: Caller;
  let isirt: Caller;
  let manager: Caller;
  let member: Caller;
  let stranger: Caller;
  let partner: string;
  let rule: string;
  let holding: string;
  let specification: string;

  before(async () => {
    world = await createHttpWorld({ worker: true });
    const telco = await world.organisation('TELCO');
    partner = await world.organisation('PARTNER');
    const made = async (name: string, organisation: string, roles: readonly string[]) =>
      world.withToken(await world.person(name, organisation, roles));
    keeper = await made('sven', telco, ['security-manager']);
    officer = await made('dora', telco, ['data-protection-officer']);
    isirt = await made('ines', telco, ['isirt']);
    manager = await made('mona', telco, ['management']);
    member = await made('mia', telco, []);
    stranger = await made('stan', partner, ['security-manager']);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function created(path: string, fields: object): Promise<string> {
    const answer = await keeper('POST', path, { fields });
    assert.equal(answer.status, 201, answer.text);
    return String(answer.body['id']);
  }

  async function opened(who: Caller, procedure: string, title: string, fields: object) {
    const answer = await who('POST', '/cases', { procedure, title, fields });
    assert.equal(answer.status, 201, answer.text);
    return String((answer.body['case'] as { id: string }).id);
  }

  async function acted(who: Caller, id: string, action: string, more: object = {}): Promise<void> {
    const answer = await who('POST', `/cases/${id}/actions/${action}`, { fields: {}, ...more });
    assert.equal(answer.status, 200, `${action}: ${answer.text}`);
  }

  const caseOf = async (who: Caller, id: string) =>
    (await who('GET', `/cases/${id}`)).body['case'] as Item & { state: string };

  async function refusalsOf(who: Caller, id: string, action: string, more: object = {}) {
    const answer: Answer = await who('POST', `/cases/${id}/actions/${action}`, {
      ...{ fields: {}, ...more },
    });
    assert.ok(answer.status >= 400, `${action} was taken`);
    const refusals = (answer.body['refusals'] ?? []) as { rule: string; name?: string }[];
    return refusals.map((one) => (one.rule === 'guard' ? (one.name ?? one.rule) : one.rule));
  }

  const itemsOf = async <T = Item>(who: Caller, path: string) =>
    ((await who('GET', path)).body['items'] ?? []) as T[];

  /** The tracked task of a hand-off, as whoever holds its role sees it. */
  async function handedOver(who: Caller, event: string, to: string): Promise<Task> {
    const tasks = await itemsOf<Task>(who, '/tasks');
    const found = tasks.find((one) => one.task === `planned:${to}` && one.caseId === event);
    assert.ok(found !== undefined, JSON.stringify(tasks));
    return found;
  }

  async function answered(who: Caller, event: string, to: string): Promise<void> {
    const { id } = await handedOver(who, event, to);
    const fields = { outcome: 'achieved', answer: 'Done.' };
    const done = await who('POST', `/tasks/${id}/complete`, { fields });
    assert.equal(done.status, 200, done.text);
  }

  it('R-DL-1 names the categories of sensitive data: of the organisation, its staff, its customers', async () => {
    const category = await created('/data-categories', {
      ...{
        name: 'Contents of calls and messages',
        about: 'customers',
        classification: 'SENSITIVE',
      },
      ...{ personalData: true, communications: true },
    });
    const refused = await member('POST', '/data-categories', {
      fields: {
        ...{ name: 'Anything', about: 'staff', classification: 'PUBLIC' },
        ...{ personalData: false, communications: false },
      },
    });
    assert.equal(refused.status, 403, refused.text);
    assert.deepEqual(await itemsOf(stranger, '/data-categories'), []);
    holding = await created('/data-inventory', {
      ...{ name: 'Recorded calls', category, classification: 'SENSITIVE' },
      ...{
        location: 'Data centre North, storage 2',
        medium: 'file-store',
        peopleConcerned: 40_000,
      },
    });
  });

  it('R-DL-3 keeps one rule for each classification and operation, with its rationale', async () => {
    const fields = {
      ...{
        classification: 'SENSITIVE',
        operation: 'share',
        permission: 'forbidden',
        rule: forbids,
      },
    };
    const bare = await keeper('POST', '/handling-rules', { fields });
    assert.equal(bare.status, 422, 'a rule without a rationale is refused');
    rule = await created('/handling-rules', { ...fields, rationale: 'Secrecy of communications.' });
    const twice = await keeper('POST', '/handling-rules', {
      fields: { ...fields, rationale: 'Once more.' },
    });
    assert.equal(twice.status, 409, twice.text);
    const vague = await keeper('POST', '/handling-rules', {
      fields: {
        ...{ classification: 'LIMITED', operation: 'share', permission: 'on-conditions' },
        ...{ rule: 'Under an agreement only.', rationale: 'Partners need it.' },
      },
    });
    assert.equal(vague.status, 422, 'a rule on conditions says which');
    await created('/handling-rules', {
      ...{ classification: 'LIMITED', operation: 'share', permission: 'on-conditions' },
      ...{ rule: 'Under an agreement only.', rationale: 'Partners need it.' },
      conditions: 'Encrypted, to recipients that the agreement names.',
    });
  });

  it('R-DL-4 records where data are stored and transferred to; a transfer that a rule forbids is refused with the rule named', async () => {
    const fields = {
      ...{ name: 'Calls to the partner', data: holding, toOrganisation: partner },
      ...{ scope: 'between-organisations', protection: 'TLS 1.3' },
    };
    const refused = await keeper('POST', '/data-flows', { fields });
    assert.equal(refused.status, 422, refused.text);
    assert.ok(refused.text.includes(forbids), refused.text);
    const flow = await created('/data-flows', {
      ...fields,
      exceptionReason: 'Ordered by a court until the end of the year.',
    });
    const read = await keeper('GET', `/data-flows/${flow}`);
    assert.equal((read.body['record'] as Item).fields['contradicts'], rule);
  });

  it('R-DL-6 takes events of a monitored interface, names the rule that they contradict, hands over a confirmed one and its notification', async () => {
    const mail = await created('/monitored-interfaces', {
      ...{
        name: 'Mail gateway',
        kind: 'mail',
        watchedBy: 'Filter of outgoing mail',
        watched: true,
      },
    });
    const event = await opened(member, 'data-leakage', 'Call records sent by mail', {
      ...{ happened: 'A list of calls went to a private address.', interface: mail },
      ...{ detectedAt: new Date().toISOString(), data: holding },
      ...{ classification: 'SENSITIVE', operation: 'share' },
    });
    const seen = await caseOf(keeper, event);
    assert.deepEqual([seen.fields['rule'], seen.fields['verdict']], [rule, 'contradicts']);
    assert.deepEqual(await refusalsOf(member, event, 'dismiss', { comment: 'No.' }), ['role']);
    assert.deepEqual(await refusalsOf(isirt, event, 'dismiss'), ['comment']);
    await acted(isirt, event, 'confirm', {
      fields: {
        ...{ classification: 'SENSITIVE', operation: 'share', personalData: true },
        ...{ peopleConcerned: 120, assessment: 'Sent outside, opened there.' },
      },
    });
    assert.equal((await caseOf(keeper, event)).state, 'confirmed');
    const notification = await handedOver(officer, event, 'notification');
    const hours = (Date.parse(String(notification.dueAt)) - Date.now()) / 3_600_000;
    assert.ok(hours > 71 && hours <= 72, `${hours} hours`);
    assert.ok(
      (await refusalsOf(keeper, event, 'close', { fields: { lesson: 'None.' } })).length > 0,
    );
    await answered(isirt, event, 'incident');
    await answered(officer, event, 'notification');
    await acted(keeper, event, 'close', {
      fields: { lesson: 'The filter knows lists of calls now.' },
    });
  });

  it('R-DL-6 asks whether the conditions were kept where a rule allows on conditions, and dismisses with a reason', async () => {
    const event = await opened(member, 'data-leakage', 'Price list to a customer', {
      ...{ happened: 'A price list left by mail.', detectedAt: new Date().toISOString() },
    });
    const judgement = {
      ...{
        classification: 'LIMITED',
        operation: 'share',
        personalData: false,
        assessment: 'Sent.',
      },
    };
    assert.deepEqual(await refusalsOf(keeper, event, 'confirm', { fields: judgement }), [
      'conditions-are-judged',
    ]);
    await acted(keeper, event, 'dismiss', { comment: 'The customer is a party of the agreement.' });
    assert.equal((await caseOf(keeper, event)).state, 'false-positive');
  });

  it('R-DL-2 R-DL-5 puts specifications and procedures in force by a document that is reviewed, approved and distributed', async () => {
    for (const kind of ['media-handling', 'information-publishing', 'information-exchange']) {
      await opened(keeper, 'leakage-specification', kind, {
        ...{
          kind,
          purpose: 'Data leave by this way only.',
          policy: 'Security policy',
          reviewMonths: 12,
        },
      });
    }
    specification = await opened(keeper, 'leakage-specification', 'Requirements', {
      ...{
        kind: 'requirements',
        purpose: 'What leaves, leaves by a rule.',
        policy: 'Security policy',
      },
      reviewMonths: 12,
    });
    assert.deepEqual(await refusalsOf(keeper, specification, 'put-in-force'), [
      'document-is-distributed',
    ]);
    const made = await keeper('POST', `/cases/${specification}/deliverables`, {
      ...{ type: 'leakage-specification', language: 'en' },
    });
    assert.equal(made.status, 201, made.text);
    const { id } = made.body['deliverable'] as { id: string };
    const deal = async (who: Caller, action: string, more: object = {}) => {
      const answer = await who('POST', `/deliverables/${id}/actions/${action}`, {
        ...{ fields: {}, ...more },
      });
      assert.equal(answer.status, 200, `${action}: ${answer.text}`);
    };
    const written = await keeper('PATCH', `/deliverables/${id}`, {
      texts: { procedure: 'Whoever sends data looks up the rule first.' },
    });
    assert.equal(written.status, 200, written.text);
    await deal(keeper, 'submit-qc');
    await deal(officer, 'qc-pass');
    await deal(manager, 'review-ok');
    await deal(manager, 'approve');
    await deal(keeper, 'distribute');
    const html = await member('GET', `/deliverables/${id}.html`);
    assert.equal(html.status, 200, html.text.slice(0, 300));
    for (const said of [forbids, 'Secrecy of communications.', 'Recorded calls', 'Mail gateway']) {
      assert.ok(html.text.includes(said), said);
    }
    await acted(keeper, specification, 'put-in-force');
  });

  it('R-DL-7 reviews a specification when its day comes or an event teaches something, and lets it stay only when no lesson waits', async () => {
    const { fields } = await caseOf(keeper, specification);
    const [due] = await world.query<{ due_at: Date }>(
      `select due_at from record_deadline where record_id = $1 and deadline = 'review'`,
      [specification],
    );
    const months =
      (Number(due?.due_at) - Date.parse(String(fields['inForceSince']))) / 2_629_746_000;
    assert.ok(Math.abs(months - 12) < 0.2, `${months} months`);
    const event = await opened(member, 'data-leakage', 'Disk left in a train', {
      ...{ happened: 'A disk was lost.', detectedAt: new Date().toISOString() },
    });
    await acted(isirt, event, 'confirm', {
      fields: {
        ...{ classification: 'SENSITIVE', operation: 'store', personalData: false },
        assessment: 'Not encrypted.',
      },
    });
    await answered(isirt, event, 'incident');
    await acted(keeper, event, 'close', {
      fields: { lesson: 'Disks that travel are encrypted.', specification },
    });
    await eventually(async () =>
      (await caseOf(keeper, specification)).state === 'in-review' ? true : undefined,
    );
    assert.deepEqual(
      await refusalsOf(keeper, specification, 'keep-as-it-is', { comment: 'It is fine.' }),
      ['lessons-are-answered'],
    );
    await acted(keeper, specification, 'revise', {
      fields: { reviewFindings: 'Say that disks are encrypted.' },
    });
    assert.deepEqual(await refusalsOf(keeper, specification, 'put-in-force'), [
      'document-is-distributed',
    ]);
  });
});
