import type { Fields } from '../fields.ts';
import type { Action, LifeCycle } from '../life-cycle.ts';
import { distancesToEnd, edgesOf, reach, sourcesOf, targetsOf } from '../life-cycle-graph.ts';
import {
  checkClause,
  checkFunction,
  checkKebab,
  checkWithin,
  type FunctionNames,
  type Report,
  type Surroundings,
} from './faults.ts';
import { checkFields } from './field-faults.ts';

/** A life cycle under examination, with the fields its forms may write and what is known around it. */
export interface Examined {
  readonly definition: LifeCycle;
  readonly fields: Fields;
  /** Text in front of every path (`lifeCycle.` for a register's). */
  readonly prefix: string;
  readonly functions: FunctionNames;
  readonly surroundings: Surroundings;
  /** States in which parallel tasks give people work. */
  readonly taskStates: readonly string[];
  /** Every final state says whether the purpose was reached. */
  readonly outcomes: boolean;
}

/** Faults of states, actions and deadlines. Approvals and segregation of duties have their own file. */
export function checkLifeCycle(report: Report, examined: Examined): void {
  checkStates(report, examined);
  checkGraph(report, examined);
  checkActors(report, examined);
  checkPrimaries(report, examined);
  for (const [name, action] of Object.entries(examined.definition.actions)) {
    checkAction(report, examined, name, action);
  }
  checkDeadlines(report, examined);
}

function checkStates(report: Report, { definition, prefix, outcomes }: Examined): void {
  if (definition.states[definition.initial] === undefined) {
    report(`${prefix}initial`, 'state-unknown', `there is no state ${definition.initial}`);
  }
  for (const [name, state] of Object.entries(definition.states)) {
    const path = `${prefix}states.${name}`;
    checkKebab(report, path, name);
    if (name === 'same') report(path, 'name', '`same` means the present state');
    const forNow = state.kind === 'waiting' && !outcomes;
    if (state.kind !== 'final' && !forNow && state.outcome !== undefined) {
      report(path, 'outcome', 'only a final state has an outcome');
    }
    if (state.kind === 'final' && state.outcome === undefined && outcomes) {
      report(path, 'outcome', 'say whether the purpose was achieved');
    }
  }
}

function checkGraph(report: Report, { definition, prefix }: Examined): void {
  const found = reach([definition.initial], edgesOf(definition));
  const distances = distancesToEnd(definition);
  for (const [name, state] of Object.entries(definition.states)) {
    const path = `${prefix}states.${name}`;
    if (!found.has(name))
      report(path, 'unreachable-state', 'no way leads here from the initial state');
    else if (state.kind !== 'final' && !distances.has(name)) {
      report(path, 'dead-end', 'no way leads from here to a final state');
    }
  }
  for (const [name, action] of Object.entries(definition.actions)) {
    const sources = sourcesOf(definition, action);
    if (sources.length > 0 && !sources.some((state) => found.has(state))) {
      report(`${prefix}actions.${name}`, 'unreachable-action', 'can never be started');
    }
  }
}

/** In an active state somebody must be able to do more than give up. */
function checkActors(report: Report, { definition, prefix, taskStates }: Examined): void {
  for (const [name, state] of Object.entries(definition.states)) {
    if (state.kind !== 'active' || taskStates.includes(name)) continue;
    const works = Object.values(definition.actions).some(
      (action) =>
        typeof action.by !== 'string' &&
        action.by.length > 0 &&
        (action.from === 'any-open' ? action.to !== 'same' : action.from.includes(name)) &&
        !givesUp(definition, action),
    );
    if (!works)
      report(`${prefix}states.${name}`, 'nobody-can-act', 'no role can act in this active state');
  }
}

function givesUp(definition: LifeCycle, action: Action): boolean {
  return targetsOf(action, '').every(
    (target) => definition.states[target]?.outcome === 'not-achieved',
  );
}

function checkPrimaries(report: Report, { definition, prefix }: Examined): void {
  const first = new Map<string, string>();
  for (const [name, action] of Object.entries(definition.actions)) {
    if (action.primary !== true) continue;
    for (const state of sourcesOf(definition, action)) {
      const other = first.get(state);
      if (other === undefined) first.set(state, name);
      else {
        const message = `${other} and ${name} are both the ordinary way on from ${state}`;
        report(`${prefix}actions.${name}.primary`, 'primary-twice', message);
      }
    }
  }
}

function checkAction(report: Report, examined: Examined, name: string, action: Action): void {
  const { definition, functions, surroundings } = examined;
  const path = `${examined.prefix}actions.${name}`;
  checkKebab(report, path, name);
  if (name === 'open') report(path, 'name', '`open` is the opening of the record');
  checkClause(report, path, action.clause);
  checkTargets(report, examined, path, action);
  if (typeof action.by !== 'string') {
    if (action.by.length === 0) report(`${path}.by`, 'role-missing', 'nobody may do this');
    checkRoles(report, `${path}.by`, action.by, surroundings);
  }
  checkRoles(report, `${path}.notify`, action.notify ?? [], surroundings);
  for (const guard of action.guards ?? []) {
    checkFunction(report, `${path}.guards`, 'guards', functions, guard);
  }
  for (const effect of action.effects ?? []) {
    checkFunction(report, `${path}.effects`, 'effects', functions, effect);
  }
  checkForm(report, examined, path, action);
  if (action.by !== 'timer') return;
  const deadlines = Object.values(definition.deadlines ?? {});
  if (!deadlines.some((deadline) => deadline.action === name)) {
    report(path, 'timer-without-deadline', 'no deadline performs this action');
  }
  if (Object.values(action.form ?? {}).some((field) => field.required === true)) {
    report(`${path}.form`, 'timer-form', 'a timer fills in no form');
  }
}

function checkTargets(report: Report, examined: Examined, path: string, action: Action): void {
  const { definition, functions } = examined;
  const known = (at: string, state: string) => {
    if (definition.states[state] === undefined) {
      report(at, 'state-unknown', `there is no state ${state}`);
    }
  };
  if (action.from !== 'any-open') {
    if (action.from.length === 0) report(`${path}.from`, 'state-missing', 'starts from no state');
    for (const state of action.from) known(`${path}.from`, state);
  }
  if (action.to === 'same') return;
  if (typeof action.to === 'string') {
    known(`${path}.to`, action.to);
    return;
  }
  if (action.to.length === 0) report(`${path}.to`, 'state-missing', 'leads to no state');
  action.to.forEach((branch, index) => {
    const at = `${path}.to[${index}]`;
    const last = index === action.to.length - 1;
    known(at, branch.to);
    checkFunction(report, at, 'guards', functions, branch.when);
    if (last && branch.when !== undefined) {
      report(at, 'branch-last-guarded', 'the last branch must hold when no other does');
    }
    if (!last && branch.when === undefined) {
      report(at, 'branch-unguarded', 'hides the branches after it');
    }
  });
}

export function checkRoles(
  report: Report,
  path: string,
  roles: readonly string[],
  surroundings: Surroundings,
): void {
  for (const role of roles) {
    if (role !== 'any-member' && surroundings.roles?.has(role) === false) {
      report(path, 'role-unknown', `there is no role ${role}`);
    }
  }
}

function checkForm(report: Report, examined: Examined, path: string, action: Action): void {
  const { fields, surroundings } = examined;
  const spelled = new Map(Object.keys(fields).map((name) => [plain(name), name]));
  checkFields(report, `${path}.form`, action.form ?? {}, surroundings);
  for (const [name, field] of Object.entries(action.form ?? {})) {
    const at = `${path}.form.${name}`;
    const own = fields[name];
    if (own === undefined) {
      const near = spelled.get(plain(name));
      if (near !== undefined) {
        report(at, 'form-field-unknown', `is not a field of the record; ${near} is`);
      }
      continue;
    }
    if (own.kind !== field.kind) {
      report(at, 'form-field-kind', `is ${field.kind} here and ${own.kind} in the record`);
    } else if ('options' in own && 'options' in field) {
      const strange = field.options.filter((option) => !own.options.includes(option));
      if (strange.length > 0) {
        report(at, 'form-field-kind', `the record has no option ${strange.join(', ')}`);
      }
    }
    if (own.computed === true && typeof action.by !== 'string') {
      report(at, 'form-writes-computed', 'the record computes this field; people cannot set it');
    }
  }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function checkDeadlines(report: Report, examined: Examined): void {
  const { definition, functions, surroundings } = examined;
  for (const [name, deadline] of Object.entries(definition.deadlines ?? {})) {
    const path = `${examined.prefix}deadlines.${name}`;
    checkKebab(report, path, name);
    checkClause(report, path, deadline.clause);
    checkFunction(report, `${path}.when`, 'guards', functions, deadline.when);
    checkWithin(report, `${path}.within`, functions, deadline.within);
    checkWithin(report, `${path}.escalateEvery`, functions, deadline.escalateEvery);
    for (const before of deadline.remindBefore ?? []) {
      checkWithin(report, `${path}.remindBefore`, functions, before);
    }
    checkRoles(report, `${path}.escalateTo`, deadline.escalateTo, surroundings);
    if (deadline.states.length === 0) report(path, 'state-missing', 'runs in no state');
    const action = deadline.action === undefined ? null : definition.actions[deadline.action];
    if (action === undefined) {
      report(`${path}.action`, 'action-unknown', `there is no action ${deadline.action}`);
    } else if (action !== null && action.by !== 'timer') {
      report(`${path}.action`, 'deadline-action', `${deadline.action} is not by the timer`);
    }
    if (action === null && deadline.escalateTo.length === 0) {
      report(path, 'deadline-idle', 'nobody is told and nothing is done when it is due');
    }
    for (const met of deadline.metBy ?? []) {
      const by = definition.actions[met];
      if (by === undefined) {
        report(`${path}.metBy`, 'action-unknown', `there is no action ${met}`);
      } else if (!sourcesOf(definition, by).some((state) => deadline.states.includes(state))) {
        report(`${path}.metBy`, 'deadline-lost', `${met} starts where it does not run`);
      }
    }
    for (const state of deadline.states) {
      const kind = definition.states[state]?.kind;
      if (kind === undefined) report(path, 'state-unknown', `there is no state ${state}`);
      if (kind === 'final')
        report(path, 'deadline-final', `${state} is an end; nothing is due there`);
      if (action && kind !== undefined && !sourcesOf(definition, action).includes(state)) {
        report(`${path}.action`, 'deadline-lost', `${deadline.action} cannot start from ${state}`);
      }
    }
  }
}
