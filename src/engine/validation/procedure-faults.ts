import type { Action } from '../life-cycle.ts';
import { edgesOf, pathTo, reach, sourcesOf, targetsOf } from '../life-cycle-graph.ts';
import { managementAreas } from '../management-areas.ts';
import { anyProcedure, type HandOff, type Procedure } from '../procedure.ts';
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
import { checkRoles } from './life-cycle-faults.ts';
import { checkRequest } from './request-faults.ts';

/** Faults of what a procedure adds to a life cycle: tasks, hand-offs, duties and measures. */
export function checkProcedure(
  report: Report,
  procedure: Procedure,
  functions: FunctionNames,
  surroundings: Surroundings,
): void {
  checkHead(report, procedure, functions, surroundings);
  checkTasks(report, procedure, functions, surroundings);
  for (const [name, handOff] of Object.entries(procedure.handOffs ?? {})) {
    checkHandOff(report, procedure, name, handOff, functions, surroundings);
  }
  for (const [name, action] of Object.entries(procedure.actions)) {
    checkNames(report, procedure, name, action);
  }
  for (const [name, duty] of Object.entries(procedure.duties ?? {})) {
    const path = `duties.${name}`;
    checkKebab(report, path, name);
    checkClause(report, path, duty.clause);
    checkWithin(report, `${path}.every`, functions, duty.every);
    checkRoles(report, `${path}.role`, [duty.role], surroundings);
    checkFunction(report, `${path}.forEach`, 'dutySubjects', functions, duty.forEach);
  }
  for (const [name, kind] of Object.entries(procedure.requests ?? {})) {
    checkRequest(report, procedure, name, kind, surroundings);
  }
  if (procedure.evidence !== undefined) {
    const { clause, contributedBy, custodians, from = [], retention } = procedure.evidence;
    for (const state of from) {
      if (procedure.states[state] === undefined) {
        report('evidence.from', 'state-unknown', `there is no state ${state}`);
      }
    }
    checkClause(report, 'evidence', clause);
    checkRoles(report, 'evidence.contributedBy', contributedBy, surroundings);
    checkRoles(report, 'evidence.custodians', custodians, surroundings);
    checkWithin(report, 'evidence.retention', {}, retention);
  }
  checkMeasures(report, procedure);
}

function checkHead(
  report: Report,
  procedure: Procedure,
  functions: FunctionNames,
  surroundings: Surroundings,
): void {
  checkKebab(report, 'id', procedure.id);
  checkClause(report, procedure.id, procedure.clause);
  if (!Number.isInteger(procedure.version) || procedure.version < 1) {
    report('version', 'version', 'versions are whole numbers from 1');
  }
  const { activities = [] } = managementAreas.find(({ id }) => id === procedure.area) ?? {};
  if (procedure.activity !== undefined && !activities.some(({ id }) => id === procedure.activity)) {
    report(
      'activity',
      'activity-unknown',
      `${procedure.area} has no activity ${procedure.activity}`,
    );
  }
  checkRoles(report, 'openedBy', procedure.openedBy, surroundings);
  for (const effect of procedure.onOpen ?? []) {
    checkFunction(report, 'onOpen', 'effects', functions, effect);
  }
  checkFields(report, 'fields', procedure.fields, surroundings);
  checkAsked(report, procedure, surroundings);
}

/** Words asked elsewhere that nobody accepts, or that go into a field which is not there. */
function checkAsked(report: Report, procedure: Procedure, surroundings: Surroundings): void {
  const { by, words, dueBy, fields = {} } = procedure.asked ?? {};
  checkRoles(report, 'asked.by', by === undefined ? [] : [by], surroundings);
  const named = [words, dueBy, ...Object.keys(fields)].filter((name) => name !== undefined);
  for (const name of named) {
    if (procedure.fields[name] === undefined) {
      report('asked', 'field-unknown', `there is no field ${name}`);
    }
  }
}

function checkNames(report: Report, procedure: Procedure, name: string, action: Action): void {
  for (const handOff of action.handOffs ?? []) {
    if (procedure.handOffs?.[handOff] === undefined) {
      report(`actions.${name}.handOffs`, 'hand-off-unknown', `there is no hand-off ${handOff}`);
    }
  }
  for (const kind of action.asks ?? []) {
    if (procedure.requests?.[kind]?.agreement === undefined) {
      report(
        `actions.${name}.asks`,
        'request-unknown',
        `there is no request ${kind} for agreement`,
      );
    }
  }
  for (const task of action.joins ?? []) {
    if (procedure.tasks?.[task] === undefined) {
      report(`actions.${name}.joins`, 'task-unknown', `there is no parallel task ${task}`);
    }
  }
}

function checkTasks(
  report: Report,
  procedure: Procedure,
  functions: FunctionNames,
  surroundings: Surroundings,
): void {
  const edges = edgesOf(procedure);
  for (const [name, task] of Object.entries(procedure.tasks ?? {})) {
    const path = `tasks.${name}`;
    checkKebab(report, path, name);
    checkClause(report, path, task.clause);
    checkRoles(report, `${path}.role`, [task.role], surroundings);
    checkFunction(report, `${path}.forEach`, 'targets', functions, task.forEach);
    checkWithin(report, `${path}.within`, functions, task.within);
    checkFields(report, `${path}.form`, task.form ?? {}, surroundings);
    if (task.join !== 'all' && !(Number.isInteger(task.join) && task.join > 0)) {
      report(`${path}.join`, 'task-join', 'join all, or a whole number of tasks from 1');
    }
    if (task.forEach === undefined && task.join !== 'all' && task.join > 1) {
      report(`${path}.join`, 'task-join', `one task opens; ${task.join} are never done`);
    }
    if (procedure.states[task.opensIn] === undefined) {
      report(`${path}.opensIn`, 'state-unknown', `there is no state ${task.opensIn}`);
      continue;
    }
    const after = reach([task.opensIn], edges);
    const joined = Object.values(procedure.actions).some(
      (action) =>
        action.joins?.includes(name) === true &&
        sourcesOf(procedure, action).some((state) => after.has(state)),
    );
    if (!joined) report(path, 'task-never-joined', `no action after ${task.opensIn} joins it`);
  }
}

function checkHandOff(
  report: Report,
  procedure: Procedure,
  name: string,
  handOff: HandOff,
  functions: FunctionNames,
  surroundings: Surroundings,
): void {
  const path = `handOffs.${name}`;
  checkKebab(report, path, name);
  checkClause(report, path, handOff.clause);
  checkFunction(report, `${path}.payload`, 'payloads', functions, handOff.payload);
  if (handOff.planned === undefined) {
    if (handOff.to !== anyProcedure && surroundings.procedures?.has(handOff.to) === false) {
      report(
        `${path}.to`,
        'procedure-unknown',
        `there is no procedure ${handOff.to}; is it planned?`,
      );
    }
  } else {
    checkClause(report, `${path}.planned`, handOff.planned.clause);
    checkWithin(report, `${path}.planned.within`, functions, handOff.planned.within);
    checkFields(report, `${path}.planned.payload`, handOff.planned.payload, surroundings);
  }
  if (typeof handOff.mandatory !== 'boolean') {
    checkFunction(report, `${path}.mandatory`, 'guards', functions, handOff.mandatory.when);
  }
  const starts = Object.entries(procedure.actions).filter(
    ([, action]) => action.handOffs?.includes(name) === true,
  );
  if (starts.length === 0) {
    report(path, 'hand-off-never-started', 'no action starts it');
    return;
  }
  checkReturn(report, procedure, path, handOff, starts);
  if (handOff.mandatory === false) return;
  for (const [start, action] of starts) {
    const targets = sourcesOf(procedure, action).flatMap((state) => targetsOf(action, state));
    if (targets.some((state) => procedure.states[state]?.kind === 'final')) {
      const message = `${start} ends the case, which must stay open until the hand-off is back`;
      report(path, 'hand-off-at-end', message);
    }
  }
  if (handOff.mandatory === true) checkSkipped(report, procedure, path, starts);
}

type NamedAction = readonly [string, Action];

function checkReturn(
  report: Report,
  procedure: Procedure,
  path: string,
  handOff: HandOff,
  starts: readonly NamedAction[],
): void {
  const name = handOff.onReturn;
  if (name === undefined) {
    if (handOff.mandatory !== false) {
      report(
        path,
        'hand-off-no-return',
        'name the action by the system that takes the result back',
      );
    }
    return;
  }
  const action = procedure.actions[name];
  if (action === undefined) {
    report(`${path}.onReturn`, 'action-unknown', `there is no action ${name}`);
    return;
  }
  if (action.by !== 'system') {
    report(`${path}.onReturn`, 'hand-off-return', `${name} is not by the system`);
  }
  const after = starts.flatMap(([, start]) =>
    sourcesOf(procedure, start).flatMap((state) => targetsOf(start, state)),
  );
  const found = reach(after, edgesOf(procedure));
  if (!sourcesOf(procedure, action).some((state) => found.has(state))) {
    report(`${path}.onReturn`, 'hand-off-return', `${name} cannot start after the hand-off did`);
  }
}

/** A mandatory hand-off is on every way to an end that achieves the purpose. */
function checkSkipped(
  report: Report,
  procedure: Procedure,
  path: string,
  starts: readonly NamedAction[],
): void {
  const names = starts.map(([name]) => name);
  const without = edgesOf(procedure).filter((edge) => !names.includes(edge.action));
  const found = reach([procedure.initial], without);
  for (const [name, state] of Object.entries(procedure.states)) {
    if (state.outcome !== 'achieved' || !found.has(name)) continue;
    const way = pathTo(found, name).join(', ');
    report(path, 'hand-off-skipped', `${name} can be reached without it, by ${way}`);
  }
}

function checkMeasures(report: Report, procedure: Procedure): void {
  for (const [name, measure] of Object.entries(procedure.measures ?? {})) {
    const path = `measures.${name}`;
    checkKebab(report, path, name);
    checkClause(report, path, measure.clause);
    for (const end of [measure.from, measure.to]) {
      const known =
        end === 'open' ||
        Object.hasOwn(procedure.states, end) ||
        Object.hasOwn(procedure.actions, end) ||
        Object.hasOwn(procedure.fields, end);
      if (!known) report(path, 'measure-unknown', `${end} is no state, action or field`);
    }
  }
}
