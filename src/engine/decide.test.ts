import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedActions, decide, openRecord } from './decide.ts';
import {
  type ActorView,
  type Functions,
  MissingFunctionError,
  type RecordView,
} from './decision.ts';
import type { Fields } from './fields.ts';
import { change, functions } from './fixtures/change.ts';
import {
  accepted,
  actor,
  manager,
  NOW,
  operations,
  record,
  rules,
  system,
} from './fixtures/change-attempts.ts';
import type { Procedure } from './procedure.ts';

test('an action moves the record, writes what belongs to it and keeps the rest for the trail', () => {
  const fields = { plan: 'P', impact: 'low', window: '2026-02-20T08:00:00Z', remark: 'soon' };
  const decision = accepted(record('requested'), manager, 'plan', fields);
  assert.equal(decision.to, 'planned');
  assert.deepEqual(decision.writes, {
    plan: 'P',
    impact: 'low',
    window: '2026-02-20T08:00:00.000Z',
  });
  assert.equal(decision.form.remark, 'soon');
  assert.deepEqual(decision.deadlines.closed, ['formulation']);
  assert.deepEqual(decision.deadlines.opened, [
    { deadline: 'decision', dueAt: '2026-02-14T10:00:00.000Z', remindAt: [] },
  ]);
});

test('unknown action, wrong state and missing role each answer alone', () => {
  assert.deepEqual(rules(record('requested'), manager, 'constructor'), [
    'unknown-action:constructor',
  ]);
  assert.deepEqual(rules(record('tested'), operations, 'plan'), ['wrong-state:plan']);
  assert.deepEqual(rules(record('requested'), operations, 'plan', { x: 1 }), ['role:plan']);
  assert.deepEqual(rules(record('implementing'), manager, 'installation-returned'), [
    'role:installation-returned',
  ]);
  assert.deepEqual(rules(record('requested'), system, 'plan'), ['role:plan']);
  assert.deepEqual(rules(record('closed'), actor('ann', ['any-member']), 'note', {}, 'x'), [
    'wrong-state:note',
  ]);
});

test('form faults name their path; a guard that fails is named', () => {
  assert.deepEqual(
    rules(record('requested'), manager, 'plan', { plan: 'P', impact: 'none', y: 1 }),
    ['form:impact', 'form:window', 'form:'],
  );
  const late = { plan: 'P', impact: 'low', window: '2025-01-01T00:00:00Z' };
  assert.deepEqual(rules(record('requested'), manager, 'plan', late), ['guard:window-ahead']);
  assert.deepEqual(rules(record('planned'), manager, 'assess', { stray: 1 }), ['form:']);
});

test('a required comment must say something', () => {
  for (const comment of [null, '', '  ']) {
    assert.deepEqual(rules(record('tested'), operations, 'return', {}, comment), ['comment']);
  }
  assert.deepEqual(rules(record('tested'), operations, 'return', {}, 'a\0'), ['comment']);
  assert.equal(accepted(record('tested'), operations, 'return', {}, 'Rework').to, 'planned');
});

test('segregation of duties looks at the opening, at earlier actions and at persons acted for', () => {
  const by = (person: string, onBehalfOf: string | null = null) => ({
    performed: [{ action: 'plan', person, onBehalfOf, organisation: 'alpha', at: NOW }],
  });
  const authorise = (view: RecordView, who: ActorView) => rules(view, who, 'authorise');
  const named = (person: string, onBehalfOf: string | null = null) =>
    actor(person, ['operations-manager'], { onBehalfOf });
  assert.deepEqual(authorise(record('tested'), named('rita')), ['segregation:open']);
  assert.deepEqual(authorise(record('tested', by('otto')), named('otto')), ['segregation:plan']);
  assert.deepEqual(authorise(record('tested', by('x', 'otto')), named('otto')), [
    'segregation:plan',
  ]);
  assert.deepEqual(authorise(record('tested', by('otto')), named('dora', 'otto')), [
    'segregation:plan',
  ]);
  assert.deepEqual(authorise(record('tested', by('mia')), named('otto')), []);
});

test('the first branch whose guard holds is taken', () => {
  assert.equal(accepted(record('planned'), manager, 'assess').to, 'tested');
  const high = accepted(record('planned', { fields: { impact: 'high' } }), manager, 'assess');
  assert.equal(high.to, 'consulted');
  assert.deepEqual(high.opensTasks, ['opinion']);
});

test('parallel tasks are joined first', () => {
  const tasks = (...done: boolean[]) => ({
    tasks: done.map((d, i) => ({ id: `t${i}`, task: 'opinion', done: d, required: true })),
  });
  const conclude = (view: RecordView, definition?: Procedure) =>
    rules(view, manager, 'conclude-consultation', {}, null, definition);
  assert.deepEqual(conclude(record('consulted', tasks(true, false))), ['tasks-open:opinion']);
  assert.deepEqual(conclude(record('consulted', tasks(true, true))), []);
  const two: Procedure = { ...change, tasks: { opinion: { ...change.tasks.opinion, join: 2 } } };
  assert.deepEqual(conclude(record('consulted', tasks(true, false, false)), two), [
    'tasks-open:opinion',
  ]);
  assert.deepEqual(conclude(record('consulted', tasks(true, true, false)), two), []);
});

test('a case cannot end while a mandatory hand-off is not back, nor succeed without having started it', () => {
  const view = (mandatory: boolean, state: 'accepted' | 'declined' | 'returned' | 'merged') =>
    record('implemented', {
      handOffs: [{ id: 'h', handOff: 'installation', mandatory, state, outcome: null }],
    });
  const close = (v: RecordView) => rules(v, manager, 'close', { effective: true });
  assert.deepEqual(close(view(true, 'accepted')), ['hand-off-open:installation']);
  assert.deepEqual(close(view(true, 'declined')), ['hand-off-open:installation']);
  assert.deepEqual(close(view(true, 'returned')), []);
  assert.deepEqual(close(view(true, 'merged')), []);
  assert.deepEqual(close(record('implemented')), ['hand-off-missing:installation']);
  const high = { ...view(true, 'returned'), fields: { impact: 'high' } };
  assert.deepEqual(close(high), ['hand-off-missing:public-notice']);
});

test('a hand-off with a condition starts only when it is needed', () => {
  const ira = actor('ira', ['implementer']);
  assert.deepEqual(accepted(record('authorised'), ira, 'implement').handOffs, ['installation']);
  const high = record('authorised', { fields: { impact: 'high' } });
  assert.deepEqual(accepted(high, ira, 'implement').handOffs, ['installation', 'public-notice']);
});

test('deadlines run on between their states and inside `same`; naming the state starts them anew', () => {
  const note = accepted(record('implemented'), actor('a', ['any-member']), 'note', {}, 'Seen');
  assert.deepEqual(note.deadlines, { opened: [], closed: [] });
  const review = accepted(record('implemented'), manager, 'review', { reviewDays: 28 });
  assert.deepEqual(review.deadlines, {
    opened: [{ deadline: 'follow-up', dueAt: '2026-02-28T10:00:00.000Z', remindAt: [] }],
    closed: ['follow-up'],
  });
  assert.deepEqual(accepted(record('planned'), manager, 'assess').deadlines, {
    opened: [],
    closed: [],
  });
});

test('opening gives the initial state, calendar deadlines in UTC and reminders that lie ahead', () => {
  const rita = actor('rita', ['requester']);
  const input = { fields: { purpose: 'Renew' }, parties: ['alpha'] };
  const opening = openRecord(change, functions, rita, input, {}, NOW);
  assert.deepEqual(opening, {
    ok: true,
    state: 'requested',
    fields: { purpose: 'Renew' },
    deadlines: {
      opened: [
        {
          deadline: 'formulation',
          dueAt: '2026-02-28T10:00:00.000Z',
          remindAt: ['2026-02-21T10:00:00.000Z', '2026-02-27T10:00:00.000Z'],
        },
      ],
    },
    opensTasks: [],
  });
  const refused = openRecord(change, functions, operations, input, {}, NOW);
  assert.equal(!refused.ok && refused.refusals[0]?.rule, 'role');
  const faulty = openRecord(change, functions, rita, { ...input, fields: {} }, {}, NOW);
  assert.equal(!faulty.ok && faulty.refusals[0]?.name, 'purpose');
});

test('what can be started is offered with the reasons why not, before the form is filled in', () => {
  const offers = allowedActions(change, functions, record('requested'), manager, {}, NOW);
  assert.deepEqual(
    offers.map((o) => [o.action, o.allowed, o.refusals[0]?.rule ?? null]),
    [
      ['plan', true, null],
      ['note', false, 'role'],
      ['cancel', true, null],
    ],
  );
  assert.deepEqual(
    [offers[0]?.primary, offers[2]?.destructive, offers[2]?.comment],
    [true, true, 'required'],
  );
  assert.equal(offers[0]?.form?.length, 4);
  const tested = allowedActions(
    change,
    functions,
    record('tested', { openedBy: 'otto' }),
    operations,
    {},
    NOW,
  );
  const authorise = tested.find((o) => o.action === 'authorise');
  assert.deepEqual(
    authorise?.refusals.map((r) => r.rule),
    ['segregation'],
  );
});

test('a guard waits for the form only when it looks at what the form asks for', () => {
  const recorded: Functions = {
    guards: {
      recorded: ({ fields, record: { fields: held } }) =>
        (fields['review'] ?? held['review']) === 'good',
    },
  };
  const offered = (form: Fields | undefined) => {
    const { cancel } = change.actions;
    assert.ok(cancel);
    const guarded = { ...cancel, guards: ['recorded'], ...(form === undefined ? {} : { form }) };
    const definition = { ...change, actions: { cancel: guarded } };
    return allowedActions(definition, recorded, record('requested'), manager, {}, NOW)[0]?.allowed;
  };
  assert.equal(offered(undefined), false, 'nobody will be asked for it');
  assert.equal(offered({ note: { kind: 'text' } }), false, 'the form asks for something else');
  assert.equal(offered({ review: { kind: 'text' } }), true);
});

test('a function that does not exist is a fault of the definition, not a refusal', () => {
  const empty = { guards: {} };
  const input = { comment: null, fields: {} };
  assert.throws(
    () => decide(change, empty, record('planned'), manager, 'assess', input, {}, NOW),
    MissingFunctionError,
  );
});
