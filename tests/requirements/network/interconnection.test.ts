import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SettableClock } from '#kernel/clock/clock.ts';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { type Desk, deskOf, refusalsOf } from './area-desk.ts';

const plan = {
  requesterKind: 'business-department',
  requester: 'Roaming',
  purpose: 'Roaming partners exchange their traffic with us.',
  nearEnd: 'border-1.telco.example',
  farEnd: 'gw.partner.example',
  direction: 'both',
  connection: 'GTP over IPsec, UDP 2123 and 2152.',
  data: 'Signalling of roaming subscribers; confidential.',
  borderDetail: 'A firewall admits the two gateways only.',
  contacts: 'Network operation on both sides, day and night.',
  ending: 'The tunnel is taken down within an hour.',
};

const matches = {
  endsMatch: true,
  dataMatch: true,
  measuresMatch: true,
  observations: 'Looked at with the network team.',
};

describe('network interconnection management through HTTP', () => {
  let world: HttpWorld;
  let desk: Desk;
  const clock = new SettableClock('2026-03-02T08:00:00.000Z');
  let author: Caller;
  let examiner: Caller;
  let security: Caller;
  let management: Caller;
  let change: Caller;
  let tester: Caller;
  let implementing: Caller;
  let partner: string;
  let asset: string;
  let implementerId: string;

  before(async () => {
    world = await createHttpWorld({ worker: false, clock });
    desk = deskOf(clock);
    const telco = await world.organisation('TELCO');
    partner = await world.organisation('PARTNER');
    const made = async (name: string, ...roles: string[]) => {
      const person = await world.person(name, telco, roles);
      return { call: await world.withToken(person), id: person.id };
    };
    // The author holds the examiner's role too: the rule keeps him out, not the lack of a role.
    author = (await made('anna', 'interconnection-author', 'interconnection-examiner')).call;
    examiner = (await made('emil', 'interconnection-examiner')).call;
    security = (await made('sven', 'security-manager')).call;
    management = (await made('olga', 'operations-management')).call;
    change = (await made('mara', 'change-manager')).call;
    const implementer = await made('ivo', 'change-implementer');
    implementerId = implementer.id;
    implementing = implementer.call;
    tester = (await made('timo', 'change-tester')).call;
    const assets = (await made('ana', 'asset-manager')).call;
    const fields = { name: 'Border router', kind: 'equipment' };
    asset = await desk.created(assets, 'assets', fields);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const open = (title: string, more: object = {}) =>
    desk.opened(author, 'interconnection', title, { ...plan, assets: [asset], ...more });

  const verdicts = async (caseId: string) =>
    (await desk.ofCase(examiner, 'interconnection-verdicts', caseId)).filter(({ state }) =>
      ['open', 'complies', 'violates'].includes(String(state)),
    );

  async function judged(caseId: string, violated: readonly string[] = []): Promise<void> {
    for (const { id, state, fields } of await verdicts(caseId)) {
      const bad = violated.includes(String(fields['name']).split(' ')[0] ?? '');
      if (state === (bad ? 'violates' : 'complies')) continue;
      const path = `interconnection-verdicts/${id}`;
      await desk.done(examiner, path, bad ? 'violate' : 'comply', { reason: 'Read in the plan.' });
    }
  }

  /** The change that an interconnection waits for, carried out and reviewed until its end. */
  async function changed(caseId: string): Promise<void> {
    const id = await desk.handedOff(change, caseId);
    const hands = { change, tester, management, implementer: implementing };
    await desk.carriedOut(id, { ...hands, implementerId, assets: [asset] });
  }

  const connected = async (caseId: string) => {
    const { body } = await author('GET', '/interconnections');
    const items = body['items'] as { state: string; fields: Record<string, unknown> }[];
    return items.find(({ fields }) => fields['case'] === caseId);
  };

  it('R-NI-1 principles come from the policy in editions: approved by another person from a day on, replaced as a whole', async () => {
    const early = await open('Before there are principles');
    const none = await desk.act(author, `cases/${early}`, 'submit');
    assert.deepEqual(refusalsOf(none), ['principles-are-in-force']);
    const words = { title: 'Least exposure', statement: 'Only what is needed is reachable.' };
    const unsourced = await security('POST', '/interconnection-principles', {
      fields: { code: 'P-1', ...words },
    });
    assert.equal(unsourced.status, 422, 'a principle names where the policy asks for it');
    const first = { code: 'P-1', source: 'Security policy, 7.2', ...words };
    const id = await desk.created(security, 'interconnection-principles', first);
    const path = `interconnection-principles/${id}`;
    const own = await desk.act(security, path, 'approve', { validFrom: '2026-03-02' });
    assert.deepEqual(refusalsOf(own), ['segregation']);
    await desk.done(management, path, 'approve', { validFrom: '2026-03-02' });
    const edited = await desk.act(security, path, 'edit', { ...words, source: 'x' });
    assert.deepEqual(refusalsOf(edited), ['wrong-state']);

    const sharper = { ...words, statement: 'Only what the plan names is reachable.' };
    const next = { ...sharper, source: 'Security policy, 7.2' };
    await desk.done(security, path, 'new-edition', next);
    const twice = await desk.act(security, path, 'new-edition', next);
    assert.equal(twice.body['code'], 'edition-drafted', twice.text);
    const { body } = await security('GET', '/interconnection-principles');
    const items = body['items'] as { id: string; fields: Record<string, unknown> }[];
    const second = items.find(({ fields }) => fields['edition'] === 2);
    assert.equal(items.find((one) => one.id === id)?.fields['statement'], words.statement);
    const secondPath = `interconnection-principles/${second?.id}`;
    const early2 = await desk.act(management, secondPath, 'approve', { validFrom: '2026-03-01' });
    assert.equal(early2.body['code'], 'edition-too-early', early2.text);
    await desk.done(management, secondPath, 'approve', { validFrom: '2026-03-10' });
    const before = await security('GET', `/${path}`);
    const record = before.body['record'] as { state: string; fields: Record<string, unknown> };
    assert.equal(record.state, 'superseded');
    assert.equal(record.fields['validTo'], '2026-03-10');

    await desk.done(author, `cases/${early}`, 'submit');
    const [held] = await verdicts(early);
    assert.equal(held?.fields['statement'], words.statement, 'the edition of that day counts');
    clock.set(new Date('2026-03-11T08:00:00.000Z'));
    const later = await open('After the new edition');
    await desk.done(author, `cases/${later}`, 'submit');
    assert.equal((await verdicts(later))[0]?.fields['statement'], sharper.statement);

    const other = {
      code: 'P-2',
      source: 'Security policy, 7.4',
      ...words,
      title: 'Guarded border',
    };
    const more = await desk.created(security, 'interconnection-principles', other);
    await desk.done(management, `interconnection-principles/${more}`, 'approve', {
      validFrom: '2026-03-11',
    });
  });

  it('R-NI-2 a plan says who asks for it, both ends, purpose, data, border and ending; one for a third party names it and guards the border', async () => {
    for (const part of Object.keys(plan)) {
      const rest = Object.fromEntries(Object.entries(plan).filter(([name]) => name !== part));
      const answer = await author('POST', '/cases', {
        procedure: 'interconnection',
        title: 'Incomplete',
        fields: rest,
      });
      assert.equal(answer.status, 422, part);
      assert.ok(answer.text.includes(part), answer.text);
    }
    const kind = { requesterKind: 'third-party-network-owner' };
    const id = await open('For a third party', kind);
    const unnamed = await desk.act(author, `cases/${id}`, 'submit');
    assert.deepEqual(refusalsOf(unnamed), ['third-party-is-named', 'border-is-guarded']);
    await desk.done(author, `cases/${id}`, 'revise-plan', {
      ...plan,
      ...kind,
      partner,
      borderMeasures: ['firewall', 'encryption'],
    });
    await desk.done(author, `cases/${id}`, 'submit');
    assert.equal(await desk.stateOf(author, id), 'examined');
  });

  it('R-NI-3 is examined principle by principle by somebody else, and returned with the principles that it does not comply with', async () => {
    const id = await open('Examined');
    await desk.done(author, `cases/${id}`, 'submit');
    const early = await desk.act(examiner, `cases/${id}`, 'approve');
    assert.deepEqual(refusalsOf(early), ['every-principle-is-examined']);
    const [first] = await verdicts(id);
    const path = `interconnection-verdicts/${first?.id}`;
    const own = await desk.act(author, path, 'comply', { reason: 'Mine.' });
    assert.deepEqual(refusalsOf(own), ['not-the-author']);
    const unexplained = await desk.act(examiner, path, 'violate');
    assert.deepEqual(refusalsOf(unexplained), ['reason']);
    await judged(id);
    const unfounded = await desk.act(examiner, `cases/${id}`, 'return', {}, 'No reason.');
    assert.deepEqual(refusalsOf(unfounded), ['a-principle-is-failed']);
    await judged(id, ['P-2']);
    const passed = await desk.act(examiner, `cases/${id}`, 'approve');
    assert.deepEqual(refusalsOf(passed), ['every-principle-is-met']);
    const silent = await desk.act(examiner, `cases/${id}`, 'return');
    assert.deepEqual(refusalsOf(silent), ['comment']);
    await desk.done(examiner, `cases/${id}`, 'return', {}, 'The border has no firewall.');
    const returned = await desk.fieldsOf(author, id);
    assert.equal(returned['failedPrinciples'], 'P-2 Guarded border');
    assert.equal(await desk.stateOf(author, id), 'plan-draft');
    const over = await desk.act(examiner, path, 'comply', { reason: 'Too late.' });
    assert.deepEqual(refusalsOf(over), ['wrong-state']);

    await desk.done(author, `cases/${id}`, 'revise-plan', {
      ...plan,
      borderDetail: 'Now with a firewall.',
    });
    await desk.done(author, `cases/${id}`, 'submit');
    assert.ok((await verdicts(id)).every(({ state }) => state === 'open'));
    await judged(id);
    const self = await desk.act(author, `cases/${id}`, 'approve');
    assert.deepEqual([...new Set(refusalsOf(self))], ['segregation']);
    await desk.done(examiner, `cases/${id}`, 'approve');
    assert.equal(await desk.stateOf(author, id), 'approved');
  });

  it('R-NI-4 R-NI-5 goes into change management, is held against the plan, corrected until it matches, then entered in the register', async () => {
    const id = await open('Roaming exchange');
    await desk.done(author, `cases/${id}`, 'submit');
    await judged(id);
    await desk.done(examiner, `cases/${id}`, 'approve');
    assert.deepEqual(refusalsOf(await desk.act(author, `cases/${id}`, 'confirm-match', matches)), [
      'wrong-state',
    ]);
    await desk.done(author, `cases/${id}`, 'implement');
    assert.equal(await desk.stateOf(author, id), 'in-change');
    const raised = await desk.fieldsOf(change, await desk.handedOff(change, id));
    assert.equal(raised['origin'], 'interconnection');
    assert.deepEqual(raised['assets'], [asset]);
    await changed(id);
    assert.equal(await desk.stateOf(author, id), 'verifying', 'the result of the change came back');
    const self = await desk.act(author, `cases/${id}`, 'confirm-match', matches);
    assert.deepEqual([...new Set(refusalsOf(self))], ['segregation']);
    const differs = { ...matches, measuresMatch: false };
    const wrong = await desk.act(examiner, `cases/${id}`, 'confirm-match', differs);
    assert.deepEqual(refusalsOf(wrong), ['results-match']);
    const groundless = { ...matches, differences: 'Nothing.' };
    assert.deepEqual(
      refusalsOf(await desk.act(examiner, `cases/${id}`, 'correct-implementation', groundless)),
      ['a-difference-is-named'],
    );
    const why = { ...differs, differences: 'The firewall admits a third host.' };
    await desk.done(examiner, `cases/${id}`, 'correct-implementation', why);
    const again = await desk.fieldsOf(change, await desk.handedOff(change, id));
    assert.match(String(again['reason']), /admits a third host/);
    await changed(id);
    assert.equal(await connected(id), undefined);
    await desk.done(examiner, `cases/${id}`, 'confirm-match', matches);
    const record = await connected(id);
    assert.equal(record?.state, 'active');
    assert.equal(record?.fields['farEnd'], plan.farEnd);
    assert.equal(await desk.stateOf(author, id), 'active');

    // A check within the year: the plan is corrected, and the networks stay connected meanwhile.
    await desk.done(examiner, `cases/${id}`, 'begin-check');
    await desk.done(examiner, `cases/${id}`, 'correct-plan', why);
    assert.equal((await connected(id))?.state, 'changing');
    const alive = await desk.act(author, `cases/${id}`, 'cancel', {}, 'Given up.');
    assert.deepEqual(refusalsOf(alive), ['is-not-connected']);
    const wider = { ...plan, farEnd: 'gw2.partner.example', assets: [asset] };
    await desk.done(author, `cases/${id}`, 'revise-plan', wider);
    await desk.done(author, `cases/${id}`, 'submit');
    await judged(id);
    await desk.done(examiner, `cases/${id}`, 'approve');
    await desk.done(author, `cases/${id}`, 'implement');
    await changed(id);
    await desk.done(examiner, `cases/${id}`, 'confirm-match', matches);
    assert.equal((await connected(id))?.fields['farEnd'], 'gw2.partner.example');

    await desk.done(author, `cases/${id}`, 'disconnect', {}, 'The contract ends.');
    assert.equal(await desk.stateOf(author, id), 'disconnecting');
    await changed(id);
    assert.equal((await connected(id))?.state, 'active', 'until somebody looked');
    const seen = { observations: 'The tunnel is gone on both sides.' };
    const himself = await desk.act(author, `cases/${id}`, 'confirm-disconnection', seen);
    assert.deepEqual([...new Set(refusalsOf(himself))], ['segregation']);
    await desk.done(examiner, `cases/${id}`, 'confirm-disconnection', seen);
    assert.equal(await desk.stateOf(author, id), 'disconnected');
    assert.equal((await connected(id))?.state, 'disconnected');
  });

  it('R-NI-4 a plan with a third party is neither approved nor implemented without a confidentiality agreement (X.1052 §9.2)', async () => {
    const id = await open('With a partner', {
      requesterKind: 'third-party-network-owner',
      partner,
      borderMeasures: ['gateway'],
    });
    await desk.done(author, `cases/${id}`, 'submit');
    await judged(id);
    const unsigned = await desk.act(examiner, `cases/${id}`, 'approve');
    assert.deepEqual(refusalsOf(unsigned), ['agreement-is-valid']);
    const agreement = await desk.created(security, 'confidentiality-agreements', {
      reference: 'NDA-7',
      party: partner,
      scope: 'What the interconnection shows of our network.',
    });
    const path = `confidentiality-agreements/${agreement}`;
    const day = clock.now().toISOString().slice(0, 10);
    const late = { signedOn: '2099-01-01', validFrom: day };
    assert.deepEqual(refusalsOf(await desk.act(security, path, 'sign', late)), [
      'period-is-in-order',
    ]);
    await desk.done(security, path, 'sign', { signedOn: day, validFrom: day });
    await desk.done(examiner, `cases/${id}`, 'approve');
    await desk.done(security, path, 'end', {}, 'The partner withdrew.');
    const ended = await desk.act(author, `cases/${id}`, 'implement');
    assert.deepEqual(refusalsOf(ended), ['agreement-is-valid']);
  });
});
