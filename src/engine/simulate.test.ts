import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, openRecord } from './decide.ts';
import { schemaOfFields } from './field-schema.ts';
import { change, functions } from './fixtures/change.ts';
import type { Procedure } from './procedure.ts';
import { rngOf } from './random.ts';
import { sampleFields } from './sample-values.ts';
import { historyOf, simulate } from './simulate.ts';

const few = { seed: 11, histories: 300 };
const rulesOf = (procedure: Procedure, more: Partial<Parameters<typeof simulate>[2]> = {}) => {
  const { violations } = simulate(procedure, functions, { ...few, ...more });
  return [...new Set(violations.map((v) => v.rule))].sort();
};
const withActions = (actions: Record<string, unknown>): Procedure =>
  ({ ...change, actions: { ...change.actions, ...actions } }) as unknown as Procedure;

test('a sound procedure ends in every history, with every state and action seen', () => {
  const result = simulate(change, functions, { seed: 7, histories: 2000 });
  assert.deepEqual(result.violations, []);
  assert.deepEqual([result.neverEntered, result.neverPerformed], [[], []]);
  assert.equal(
    Object.values(result.ends).reduce((a, b) => a + b, 0),
    2000,
  );
  assert.ok(result.handOffs.returned > 100 && result.handOffs.declined > 10);
  assert.ok((result.due.formulation ?? 0) > 10 && (result.due['follow-up'] ?? 0) > 10);
});

test('the same seed tells the same histories, another seed others', () => {
  assert.deepEqual(simulate(change, functions, few), simulate(change, functions, few));
  assert.deepEqual(historyOf(change, functions, few, 5), historyOf(change, functions, few, 5));
  assert.notDeepEqual(
    historyOf(change, functions, few, 5),
    historyOf(change, functions, { ...few, seed: 12 }, 5),
  );
});

test('the people and inputs of a history are accepted again, step by step', () => {
  const history = historyOf(change, functions, few, 8);
  const plain: unknown = JSON.parse(JSON.stringify(history.steps));
  assert.deepEqual(plain, history.steps);
  const [opening, ...rest] = history.steps;
  assert.ok(opening?.kind === 'open');
  const { fields, parties, role, person, organisation } = opening;
  const roles = role === null ? [] : [role];
  const actor = { person, via: 'person', onBehalfOf: null, organisation, roles } as const;
  const opened = openRecord(change, functions, actor, { fields, parties }, {}, opening.at);
  assert.ok(opened.ok);
  const first = rest.find((step) => step.kind === 'act');
  assert.ok(first?.kind === 'act');
  const view = {
    ...{ state: opened.state, fields: opened.fields, openedBy: person, parties },
    ...{ performed: [], tasks: [], handOffs: [], approvals: [] },
  };
  const again = decide(
    change,
    functions,
    view,
    {
      ...actor,
      via: first.via,
      person: first.person,
      roles: first.role === null ? [] : [first.role],
    },
    first.action,
    { comment: first.comment, fields: first.fields },
    first.facts,
    first.at,
  );
  assert.equal(again.ok && again.to, first.to);
});

test('a case that only a guard that never holds could move on is stuck', () => {
  const { 'conclude-consultation': conclude } = change.actions;
  const never = { ...functions.guards, never: () => false };
  const { return: back, cancel } = change.actions;
  const procedure = withActions({
    'conclude-consultation': { ...conclude, guards: ['never'] },
    return: { ...back, from: ['tested'] },
    cancel: { ...cancel, from: ['requested', 'planned'] },
    note: { ...change.actions.note, from: ['requested'] },
  });
  const { violations } = simulate(procedure, { ...functions, guards: never }, few);
  assert.ok(violations.length > 0);
  assert.deepEqual(
    [...new Set(violations.map((v) => `${v.rule} ${v.state} ${v.detail}`))],
    ['stuck consulted guard never'],
  );
});

test('a join of more tasks than open is never satisfied', () => {
  const { return: back, cancel, note } = change.actions;
  const procedure = {
    ...withActions({
      return: { ...back, from: ['tested'] },
      cancel: { ...cancel, from: ['requested', 'planned'] },
      note: { ...note, from: ['requested'] },
    }),
    tasks: { opinion: { ...change.tasks.opinion, join: 4 } },
  };
  assert.deepEqual(rulesOf(procedure), ['join-never-satisfied']);
});

test('a loop without a way out is endless, even on the shortest way', () => {
  const { close } = change.actions;
  const guards = { ...functions.guards, never: () => false };
  const procedure = withActions({ close: { ...close, guards: ['never'] } });
  const { violations } = simulate(procedure, { ...functions, guards }, { ...few, maxSteps: 100 });
  assert.deepEqual(
    [...new Set(violations.map((v) => `${v.rule} ${v.state}`))],
    ['endless implemented'],
  );
});

test('a deadline whose action is refused is lost', () => {
  const guards = { ...functions.guards, never: () => false };
  const procedure = withActions({ lapse: { ...change.actions.lapse, guards: ['never'] } });
  const { violations } = simulate(procedure, { ...functions, guards }, few);
  assert.ok(violations.length > 0);
  assert.ok(
    violations.every(
      (v) => v.rule === 'deadline-lost' && /lapse refused by guard never/.test(v.detail),
    ),
  );
});

test('a waiting state whose hand-off returns to an action that cannot start is stuck', () => {
  const { 'installation-returned': returned, note } = change.actions;
  const procedure = withActions({
    'installation-returned': { ...returned, from: ['authorised'] },
    note: { ...note, from: ['requested'] },
  });
  const result = simulate(procedure, functions, few);
  assert.ok(result.violations.length > 0);
  assert.ok(result.violations.every((v) => v.rule === 'stuck' && v.state === 'implementing'));
  assert.ok(result.refusedReturns > 0);
});

test('a missing function and refused input are reported, not thrown', () => {
  assert.deepEqual(
    rulesOf(withActions({ assess: { ...change.actions.assess, guards: ['gone'] } })),
    ['error'],
  );
  assert.deepEqual(
    rulesOf(change, { fieldsOf: (_, action) => (action === 'open' ? {} : undefined) }),
    ['opening-refused'],
  );
});

test('facts, forms and effects come from the caller', () => {
  const actions = { close: { ...change.actions.close, guards: ['proved'], effects: ['count'] } };
  const guards = {
    ...functions.guards,
    proved: ({ facts }: { facts: unknown }) => (facts as { proved: boolean }).proved,
  };
  let effects = 0;
  const result = simulate(
    withActions(actions),
    { ...functions, guards },
    {
      ...few,
      factsOf: (rng) => ({ proved: rng.chance(0.5) }),
      fieldsOf: (_, action) => (action === 'close' ? { effective: true } : undefined),
      effectOf: (_, effect) => {
        if (effect === 'count') effects += 1;
        return {};
      },
    },
  );
  assert.deepEqual(result.violations, []);
  assert.equal(effects, result.performed.close);
});

test('sampled values are taken by the schema of their declaration', () => {
  const fields = {
    line: { kind: 'text', required: true, max: 5 },
    choice: { kind: 'choice', options: ['a', 'b'] },
    choices: { kind: 'choices', options: ['a', 'b'], required: true },
    whole: { kind: 'integer', min: -3, max: 3 },
    part: { kind: 'decimal', min: 0.5, max: 0.6 },
    day: { kind: 'date' },
    instant: { kind: 'instant' },
    flag: { kind: 'boolean' },
    one: { kind: 'reference', to: 'x' },
    many: { kind: 'references', to: 'x' },
    tags: { kind: 'tags', max: 2 },
    rows: { kind: 'rows', required: true, fields: { a: { kind: 'text', required: true } } },
    computed: { kind: 'integer', computed: true, required: true },
  } as const;
  const schema = schemaOfFields(fields, { mode: 'create' });
  for (let i = 0; i < 200; i += 1) {
    const values = sampleFields(rngOf(1, i), fields, 0);
    assert.equal(schema.safeParse(values).success, true, JSON.stringify(values));
  }
});
