import type { Fields } from './fields.ts';
import type { LifeCycle, RoleId } from './life-cycle.ts';
import type { Procedure } from './procedure.ts';
import type { Register } from './register.ts';

/**
 * Every text that people need for a definition, by key, each once. Optional texts (`….field.<f>.help`) are not among them. Field texts are
 * shared by all forms of a definition; a row's fields are `….field.<rows>.<f>`.
 */
export function textKeysOf(definition: Procedure | Register): string[] {
  const keys = 'table' in definition ? registerKeys(definition) : procedureKeys(definition);
  return [...new Set(keys)];
}

/** What became of something that a planned procedure was asked for is told in the same words everywhere. */
const reportBack = [
  ...['field.outcome', 'option.outcome.achieved', 'option.outcome.not-achieved'],
  'field.answer',
];

function procedureKeys(procedure: Procedure): string[] {
  const base = `procedure.${procedure.id}`;
  const { tasks = {}, handOffs = {}, duties = {}, measures = {}, requests = {} } = procedure;
  return [
    `${base}.title`,
    ...lifeCycleKeys(base, procedure),
    ...fieldKeys(base, procedure.fields),
    ...Object.entries(tasks).flatMap(([name, task]) => [
      `${base}.task.${name}`,
      ...fieldKeys(base, task.form ?? {}),
    ]),
    ...Object.entries(handOffs).flatMap(([name, handOff]) => [
      `${base}.hand-off.${name}`,
      ...fieldKeys(base, handOff.planned?.payload ?? {}),
      // A procedure that is only planned has no texts of its own yet.
      ...(handOff.planned === undefined ? [] : [`procedure.${handOff.to}.title`, ...reportBack]),
    ]),
    ...Object.entries(requests).flatMap(([name, kind]) => [
      `${base}.request.${name}`,
      ...fieldKeys(base, kind.fields ?? {}),
      ...fieldKeys(base, kind.answer ?? {}),
      ...Object.keys(kind.urgencies).map((urgency) => `urgency.${urgency}`),
      ...roleKeys([...kind.by, ...kind.to, ...kind.escalateTo]),
    ]),
    ...roleKeys(
      procedure.evidence === undefined
        ? []
        : [...procedure.evidence.contributedBy, ...procedure.evidence.custodians],
    ),
    ...Object.keys(duties).map((name) => `${base}.duty.${name}`),
    ...Object.keys(measures).map((name) => `${base}.measure.${name}`),
    ...roleKeys(Object.keys(procedure.roles)),
    ...Object.values(procedure.roles).map(({ party }) => `party.${party}`),
    // What stands at the branches of its diagram.
    ...Object.values(procedure.actions).flatMap(({ to }) =>
      typeof to === 'string'
        ? []
        : to.flatMap(({ when }) => (when === undefined ? [] : [`${base}.branch.${when}`])),
    ),
    ...roleKeys(Object.values(tasks).map((task) => task.role)),
    ...roleKeys(Object.values(duties).map((duty) => duty.role)),
    ...roleKeys(Object.values(handOffs).flatMap(({ acceptedBy }) => acceptedBy ?? [])),
  ];
}

function registerKeys(register: Register): string[] {
  const base = `register.${register.id}`;
  const { read, create, update, delete: remove } = register.access;
  return [
    `${base}.title`,
    `${base}.one`,
    ...fieldKeys(base, register.fields),
    ...(register.lifeCycle === undefined ? [] : lifeCycleKeys(base, register.lifeCycle)),
    ...roleKeys([...read, ...create, ...update, ...remove]),
  ];
}

function lifeCycleKeys(base: string, definition: LifeCycle): string[] {
  return [
    ...Object.keys(definition.states).map((name) => `${base}.state.${name}`),
    ...Object.entries(definition.actions).flatMap(([name, action]) => [
      `${base}.action.${name}`,
      `${base}.action.${name}.done`,
      ...(action.guards ?? []).map((guard) => `${base}.guard.${guard}`),
      ...fieldKeys(base, action.form ?? {}),
      ...roleKeys(typeof action.by === 'string' ? [] : action.by),
    ]),
    ...Object.entries(definition.deadlines ?? {}).flatMap(([name, deadline]) => [
      `${base}.deadline.${name}`,
      ...roleKeys(deadline.escalateTo),
    ]),
  ];
}

function fieldKeys(base: string, fields: Fields, parent = ''): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const own = `${parent}${name}`;
    const keys = [`${base}.field.${own}`];
    if ('options' in field) {
      keys.push(...field.options.map((option) => `${base}.option.${own}.${option}`));
    }
    if (field.kind === 'rows') keys.push(...fieldKeys(base, field.fields, `${own}.`));
    return keys;
  });
}

function roleKeys(roles: readonly RoleId[]): string[] {
  return roles.map((role) => `role.${role}`);
}
