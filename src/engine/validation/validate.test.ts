import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonicalDefinition,
  defineProcedure,
  defineRegister,
  definitionHash,
  lifeCycleOfRegister,
} from '../define.ts';
import { assets } from '../fixtures/assets.ts';
import { change, functionNames } from '../fixtures/change.ts';
import { CLAUSE, PLANTED, PLANTED_IN_REGISTER, step } from '../fixtures/planted-faults.ts';
import type { Procedure } from '../procedure.ts';
import type { Register } from '../register.ts';
import { textKeysOf } from '../text-keys.ts';
import type { Surroundings } from './faults.ts';
import { validateLifeCycle, validateProcedure, validateRegister } from './validate.ts';

/** Plants one fault: replaces (or, with undefined, removes) the value at a path of a copy. */
function plant<T>(definition: T, path: string, value: unknown): T {
  const copy = structuredClone(definition);
  const names = path.split('/');
  const last = names.pop() as string;
  let place = copy as unknown as Record<string, unknown>;
  for (const name of names) place = place[name] as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}

const surroundings: Surroundings = {
  procedures: new Set(['sample-change', 'installation']),
  registers: new Set(['assets', 'organisations']),
  roles: new Set(['requester', 'change-manager', 'operations-manager', 'implementer', 'security']),
};
const textsOf = (definition: Procedure | Register) =>
  Object.fromEntries(textKeysOf(definition).map((key) => [key, `text of ${key}`]));

test('a sound procedure with its texts has no fault', () => {
  assert.deepEqual(validateProcedure(change, functionNames, textsOf(change), surroundings), []);
});

for (const [rule, place, value, path] of PLANTED) {
  test(`${rule} is found at ${path}`, () => {
    let definition: Procedure = plant<Procedure>(change, place, value);
    if (rule === 'dead-end') definition = plant(definition, 'states/pit', { kind: 'waiting' });
    const faults = validateProcedure(definition, functionNames, undefined, surroundings);
    const found = faults.filter((fault) => fault.rule === rule && fault.path === path);
    assert.ok(found.length > 0, JSON.stringify(faults, null, 1));
    assert.ok(found[0]?.message);
  });
}

test('a skipped mandatory hand-off is reported with the way around it', () => {
  const definition = plant<Procedure>(change, 'actions/shortcut', step('tested', 'implemented'));
  const fault = validateProcedure(definition, functionNames).find(
    (f) => f.rule === 'hand-off-skipped',
  );
  assert.match(fault?.message ?? '', /closed .* by plan, assess, shortcut, close$/);
});

test('segregation and approvals that single holders cannot satisfy are found', () => {
  const singleHolders = new Set(['change-manager']);
  const own = plant<Procedure>(change, 'actions/close/notBy', ['plan']);
  const rulesOf = (definition: Procedure, holders: Set<string>) =>
    validateProcedure(definition, functionNames, undefined, { singleHolders: holders }).map(
      (f) => `${f.rule} ${f.path}`,
    );
  assert.deepEqual(rulesOf(own, singleHolders), ['segregation-impossible actions.close.notBy']);
  assert.deepEqual(rulesOf(own, new Set()), []);
  const avoidable = plant<Procedure>(change, 'actions/close/notBy', ['review']);
  assert.deepEqual(rulesOf(avoidable, singleHolders), []);
  const three = plant<Procedure>(change, 'actions/authorise/approval/needed', 3);
  assert.deepEqual(rulesOf(three, new Set(['operations-manager', 'security'])), [
    'approval-impossible actions.authorise.approval.needed',
  ]);
});

test('one task cannot be joined twice', () => {
  const one = plant<Procedure>(change, 'tasks/opinion', {
    opensIn: 'consulted',
    role: 'security',
    join: 2,
    clause: CLAUSE,
  });
  assert.deepEqual(
    validateProcedure(one, functionNames).map((f) => f.rule),
    ['task-join'],
  );
});

test('each missing text is named by its key', () => {
  for (const key of [
    'procedure.sample-change.title',
    'procedure.sample-change.state.tested',
    'procedure.sample-change.action.authorise',
    'procedure.sample-change.action.authorise.done',
    'procedure.sample-change.field.remark',
    'procedure.sample-change.field.opinion',
    'procedure.sample-change.field.text',
    'procedure.sample-change.option.impact.low',
    'procedure.sample-change.deadline.decision',
    'procedure.sample-change.task.opinion',
    'procedure.sample-change.hand-off.installation',
    'procedure.sample-change.guard.window-ahead',
    'procedure.sample-change.duty.review-models',
    'procedure.sample-change.measure.time-to-authorise',
    'role.operations-manager',
  ]) {
    const { [key]: removed, ...texts } = textsOf(change);
    assert.ok(removed, key);
    assert.deepEqual(validateProcedure(change, functionNames, texts), [
      { path: key, rule: 'text-missing', message: 'write this text' },
    ]);
  }
});

test('a sound register with its texts has no fault', () => {
  assert.deepEqual(validateRegister(assets, {}, textsOf(assets), surroundings), []);
  const keys = textKeysOf(assets);
  for (const key of [
    'title',
    'one',
    'field.parts.serial',
    'option.kind.server',
    'state.retired',
    'action.retire',
  ]) {
    assert.ok(keys.includes(`register.assets.${key}`), key);
  }
});

for (const [rule, place, value, path] of PLANTED_IN_REGISTER) {
  test(`register: ${rule} is found at ${path}`, () => {
    const faults = validateRegister(
      plant<Register>(assets, place, value),
      {},
      undefined,
      surroundings,
    );
    assert.ok(
      faults.some((fault) => fault.rule === rule && fault.path === path),
      JSON.stringify(faults, null, 1),
    );
  });
}

test('a life cycle that stands alone is examined without procedure or register', () => {
  assert.deepEqual(validateLifeCycle(assets.lifeCycle, {}, assets.fields), []);
  const faults = validateLifeCycle(plant(assets.lifeCycle, 'initial', 'x'), {});
  assert.ok(faults.some((fault) => fault.rule === 'state-unknown'));
});

test('a definition is frozen, keeps its names as types, and has one hash whatever the order of writing', () => {
  const defined = defineProcedure(structuredClone(change));
  assert.throws(() => Object.assign(defined.states.planned, { kind: 'final' }), TypeError);
  const action: 'plan' extends keyof typeof defined.actions ? true : false = true;
  assert.ok(action);
  const reordered = Object.fromEntries(Object.entries(change).reverse()) as unknown as Procedure;
  assert.equal(definitionHash(reordered), definitionHash(change));
  assert.notEqual(definitionHash(plant<Procedure>(change, 'version', 2)), definitionHash(change));
  assert.deepEqual(JSON.parse(canonicalDefinition(change)), change);
  const register = defineRegister(structuredClone(assets));
  assert.equal(lifeCycleOfRegister(register), lifeCycleOfRegister(register));
  assert.equal(lifeCycleOfRegister(register)?.fields, register.fields);
  assert.equal(lifeCycleOfRegister(plant<Register>(assets, 'lifeCycle', undefined)), null);
});
