import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonicalDefinition,
  defineProcedure,
  defineRegister,
  definitionHash,
  lifeCycleOfRegister,
} from './define.ts';
import type { Surroundings } from './faults.ts';
import { assets } from './fixtures/assets.ts';
import { change, functionNames } from './fixtures/change.ts';
import type { Procedure } from './procedure.ts';
import type { Register } from './register.ts';
import { textKeysOf } from './text-keys.ts';
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

const CLAUSE = 'X.1052 §12.2.4';
const step = (from: string, to: string, by: unknown = ['change-manager']) => ({
  from: [from],
  to,
  by,
  clause: CLAUSE,
});

/** rule, place of the planted fault, what is planted there, where the fault is reported. */
const PLANTED: [string, string, unknown, string][] = [
  ['state-unknown', 'initial', 'nowhere', 'initial'],
  ['name', 'states/Odd_Name', { kind: 'active' }, 'states.Odd_Name'],
  ['name', 'states/same', { kind: 'active' }, 'states.same'],
  ['name', 'actions/open', step('requested', 'planned'), 'actions.open'],
  ['outcome', 'states/planned', { kind: 'active', outcome: 'achieved' }, 'states.planned'],
  ['outcome', 'states/closed', { kind: 'final' }, 'states.closed'],
  ['unreachable-state', 'states/island', { kind: 'active' }, 'states.island'],
  ['dead-end', 'actions/plan/to', 'pit', 'states.pit'],
  ['unreachable-action', 'actions/swim', step('island', 'planned'), 'actions.swim'],
  ['nobody-can-act', 'actions/assess/by', 'system', 'states.planned'],
  ['primary-twice', 'actions/return/primary', true, 'actions.return.primary'],
  ['clause-missing', 'actions/plan/clause', ' ', 'actions.plan.clause'],
  ['clause-missing', 'clause', '', 'sample-change.clause'],
  ['clause-missing', 'tasks/opinion/clause', '', 'tasks.opinion.clause'],
  ['role-missing', 'actions/plan/by', [], 'actions.plan.by'],
  ['role-unknown', 'actions/plan/by', ['wizard'], 'actions.plan.by'],
  ['role-unknown', 'actions/plan/notify', ['wizard'], 'actions.plan.notify'],
  ['role-unknown', 'openedBy', ['wizard'], 'openedBy'],
  ['role-unknown', 'deadlines/decision/escalateTo', ['wizard'], 'deadlines.decision.escalateTo'],
  ['role-unknown', 'roles/wizard', { party: 'tower' }, 'roles'],
  ['role-unknown', 'tasks/opinion/role', 'wizard', 'tasks.opinion.role'],
  ['role-unknown', 'duties/review-models/role', 'wizard', 'duties.review-models.role'],
  ['function-missing', 'actions/plan/guards', ['no-such'], 'actions.plan.guards'],
  ['function-missing', 'actions/plan/effects', ['no-such'], 'actions.plan.effects'],
  ['function-missing', 'actions/assess/to/0/when', 'no-such', 'actions.assess.to[0]'],
  [
    'function-missing',
    'deadlines/follow-up/within',
    { by: 'no-such' },
    'deadlines.follow-up.within',
  ],
  ['function-missing', 'handOffs/installation/payload', 'no-such', 'handOffs.installation.payload'],
  [
    'function-missing',
    'handOffs/public-notice/mandatory',
    { when: 'x' },
    'handOffs.public-notice.mandatory',
  ],
  ['function-missing', 'tasks/opinion/forEach', 'no-such', 'tasks.opinion.forEach'],
  ['function-missing', 'duties/review-models/forEach', 'no-such', 'duties.review-models.forEach'],
  ['state-unknown', 'actions/plan/to', 'nowhere', 'actions.plan.to'],
  ['state-unknown', 'actions/plan/from', ['nowhere'], 'actions.plan.from'],
  ['state-missing', 'actions/plan/from', [], 'actions.plan.from'],
  ['state-missing', 'actions/assess/to', [], 'actions.assess.to'],
  ['branch-last-guarded', 'actions/assess/to/1/when', 'impact-high', 'actions.assess.to[1]'],
  ['branch-unguarded', 'actions/assess/to/0/when', undefined, 'actions.assess.to[0]'],
  [
    'form-field-unknown',
    'actions/plan/form/review-days',
    { kind: 'integer' },
    'actions.plan.form.review-days',
  ],
  ['form-field-kind', 'actions/plan/form/window', { kind: 'date' }, 'actions.plan.form.window'],
  [
    'form-field-kind',
    'actions/plan/form/impact/options',
    ['low', 'vast'],
    'actions.plan.form.impact',
  ],
  ['form-writes-computed', 'fields/plan/computed', true, 'actions.plan.form.plan'],
  ['timer-without-deadline', 'deadlines/formulation/action', undefined, 'actions.lapse'],
  [
    'timer-form',
    'actions/lapse/form',
    { why: { kind: 'text', required: true } },
    'actions.lapse.form',
  ],
  ['duration', 'deadlines/decision/within', '14 days', 'deadlines.decision.within'],
  ['duration', 'deadlines/formulation/remindBefore', ['P'], 'deadlines.formulation.remindBefore'],
  [
    'duration',
    'deadlines/formulation/escalateEvery',
    'PT0S',
    'deadlines.formulation.escalateEvery',
  ],
  [
    'duration',
    'handOffs/public-notice/planned/within',
    'soon',
    'handOffs.public-notice.planned.within',
  ],
  ['duration', 'duties/review-models/every', 'yearly', 'duties.review-models.every'],
  ['state-missing', 'deadlines/decision/states', [], 'deadlines.decision'],
  ['state-unknown', 'deadlines/decision/states', ['nowhere'], 'deadlines.decision'],
  ['deadline-final', 'deadlines/decision/states', ['closed'], 'deadlines.decision'],
  ['action-unknown', 'deadlines/formulation/action', 'no-such', 'deadlines.formulation.action'],
  ['deadline-action', 'deadlines/formulation/action', 'cancel', 'deadlines.formulation.action'],
  [
    'deadline-lost',
    'deadlines/formulation/states',
    ['requested', 'planned'],
    'deadlines.formulation.action',
  ],
  ['deadline-idle', 'deadlines/decision/escalateTo', [], 'deadlines.decision'],
  ['action-unknown', 'actions/implement/notBy', ['no-such'], 'actions.implement.notBy'],
  ['segregation-void', 'actions/close/notBy', ['installation-returned'], 'actions.close.notBy'],
  ['approval-needed', 'actions/authorise/approval/needed', 0, 'actions.authorise.approval.needed'],
  [
    'approval-material',
    'actions/authorise/approval/material',
    ['price'],
    'actions.authorise.approval.material',
  ],
  [
    'approval-material',
    'actions/authorise/approval/material',
    ['register:x'],
    'actions.authorise.approval.material',
  ],
  [
    'approval-material',
    'actions/authorise/approval/material',
    [],
    'actions.authorise.approval.material',
  ],
  [
    'approval-form',
    'actions/authorise/form',
    { plan: { kind: 'text' } },
    'actions.authorise.approval.material',
  ],
  [
    'approval-by',
    'actions/authorise/approval/roles',
    ['security'],
    'actions.authorise.approval.roles',
  ],
  ['approval-by', 'actions/authorise/by', 'system', 'actions.authorise.approval'],
  ['role-missing', 'actions/authorise/approval/roles', [], 'actions.authorise.approval.roles'],
  ['duration', 'actions/authorise/approval/expires', 'never', 'actions.authorise.approval.expires'],
  ['version', 'version', 0, 'version'],
  ['hand-off-unknown', 'actions/close/handOffs', ['no-such'], 'actions.close.handOffs'],
  ['task-unknown', 'actions/close/joins', ['no-such'], 'actions.close.joins'],
  ['state-unknown', 'tasks/opinion/opensIn', 'nowhere', 'tasks.opinion.opensIn'],
  ['task-join', 'tasks/opinion/join', 0, 'tasks.opinion.join'],
  ['task-never-joined', 'actions/conclude-consultation/joins', [], 'tasks.opinion'],
  ['task-never-joined', 'tasks/opinion/opensIn', 'implemented', 'tasks.opinion'],
  ['procedure-unknown', 'handOffs/installation/to', 'no-such', 'handOffs.installation.to'],
  [
    'hand-off-never-started',
    'actions/implement/handOffs',
    ['installation'],
    'handOffs.public-notice',
  ],
  ['hand-off-no-return', 'handOffs/installation/onReturn', undefined, 'handOffs.installation'],
  ['action-unknown', 'handOffs/installation/onReturn', 'no-such', 'handOffs.installation.onReturn'],
  ['hand-off-return', 'handOffs/installation/onReturn', 'review', 'handOffs.installation.onReturn'],
  [
    'hand-off-return',
    'actions/installation-returned/from',
    ['requested'],
    'handOffs.installation.onReturn',
  ],
  ['hand-off-at-end', 'actions/close/handOffs', ['installation'], 'handOffs.installation'],
  ['hand-off-skipped', 'actions/shortcut', step('tested', 'implemented'), 'handOffs.installation'],
  ['measure-unknown', 'measures/time-to-authorise/to', 'no-such', 'measures.time-to-authorise'],
  ['name', 'fields/Bad-Name', { kind: 'text' }, 'fields.Bad-Name'],
  ['column-twice', 'fields/review_days', { kind: 'text' }, 'fields.review_days'],
  ['options', 'fields/impact/options', [], 'fields.impact'],
  ['options', 'fields/impact/options', ['low', 'high', 'low'], 'fields.impact'],
  ['bounds', 'fields/reviewDays/min', 61, 'fields.reviewDays'],
  ['pattern', 'fields/plan/pattern', '(', 'fields.plan'],
  ['register-unknown', 'fields/asset', { kind: 'reference', to: 'no-such' }, 'fields.asset'],
  [
    'reference',
    'fields/asset',
    { kind: 'reference', to: 'assets', procedure: 'installation' },
    'fields.asset',
  ],
  [
    'procedure-unknown',
    'fields/asset',
    { kind: 'reference', to: 'cases', procedure: 'x' },
    'fields.asset',
  ],
  ['rows-empty', 'fields/steps', { kind: 'rows', fields: {} }, 'fields.steps'],
  [
    'rows-in-rows',
    'fields/steps',
    { kind: 'rows', fields: { inner: { kind: 'rows', fields: { a: { kind: 'text' } } } } },
    'fields.steps.inner',
  ],
];

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

const PLANTED_IN_REGISTER: [string, string, unknown, string][] = [
  ['name', 'id', 'Assets', 'id'],
  ['name', 'table', 'the-assets', 'table'],
  ['clause-missing', 'clause', '', 'assets.clause'],
  ['column-reserved', 'fields/ownerId', { kind: 'text' }, 'fields.ownerId'],
  ['field-unknown', 'title', 'label', 'title'],
  ['sort', 'defaultSort', '-summary', 'defaultSort'],
  ['sort', 'defaultSort', 'nothing', 'defaultSort'],
  ['field-unknown', 'unique', [['nothing']], 'unique[0]'],
  ['field-unknown', 'unique', [[]], 'unique[0]'],
  ['rows-listed', 'fields/parts/list', true, 'fields.parts'],
  ['role-missing', 'access/read', [], 'access.read'],
  ['role-unknown', 'access/delete', ['wizard'], 'access.delete'],
  ['duration', 'retention', 'forever', 'retention'],
  ['of-case', 'class', 'shared', 'ofCase'],
  ['dead-end', 'lifeCycle/actions/retire/to', 'same', 'lifeCycle.states.in-use'],
  ['procedure-only', 'lifeCycle/actions/retire/joins', ['x'], 'lifeCycle.actions.retire'],
  ['options', 'fields/kind/options', [], 'fields.kind'],
];
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
