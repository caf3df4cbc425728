import { isDuration } from '../duration.ts';
import type { Action, ApprovalRule } from '../life-cycle.ts';
import { edgesOf, reach, sourcesOf } from '../life-cycle-graph.ts';
import type { Report } from './faults.ts';
import { checkRoles, type Examined } from './life-cycle-faults.ts';

/** Faults of approvals and of the segregation of duties. */
export function checkApprovalsAndSegregation(
  report: Report,
  examined: Examined,
  openedBy: readonly string[],
): void {
  for (const [name, action] of Object.entries(examined.definition.actions)) {
    const path = `${examined.prefix}actions.${name}`;
    checkSegregation(report, examined, path, action, openedBy);
    if (action.approval !== undefined) {
      checkApproval(report, examined, `${path}.approval`, action, action.approval);
    }
  }
}

function checkSegregation(
  report: Report,
  examined: Examined,
  path: string,
  action: Action,
  openedBy: readonly string[],
): void {
  const { definition } = examined;
  for (const name of action.notBy ?? []) {
    if (name === 'open') continue;
    const other = definition.actions[name];
    if (other === undefined)
      report(`${path}.notBy`, 'action-unknown', `there is no action ${name}`);
    else if (typeof other.by === 'string') {
      report(`${path}.notBy`, 'segregation-void', `${name} is never done by a person`);
    }
  }
  const single = examined.surroundings.singleHolders;
  if (single === undefined || typeof action.by === 'string' || action.notBy === undefined) return;
  // Impossible when each role that may act has one holder, who has to have done a forbidden action before.
  const impossible = action.by.every(
    (role) =>
      single.has(role) &&
      action.notBy?.some((name) => {
        const by = name === 'open' ? openedBy : definition.actions[name]?.by;
        if (by === undefined || typeof by === 'string') return false;
        return by.every((r) => r === role) && isUnavoidable(examined, name, action);
      }),
  );
  if (impossible) {
    const message = `the only holder of ${action.by.join(', ')} has always done what he must not have done`;
    report(`${path}.notBy`, 'segregation-impossible', message);
  }
}

function isUnavoidable({ definition }: Examined, name: string, action: Action): boolean {
  if (name === 'open') return true;
  const without = edgesOf(definition).filter((edge) => edge.action !== name);
  const found = reach([definition.initial], without);
  return !sourcesOf(definition, action).some((state) => found.has(state));
}

function checkApproval(
  report: Report,
  examined: Examined,
  path: string,
  action: Action,
  rule: ApprovalRule,
): void {
  const { fields, surroundings } = examined;
  if (rule.needed !== 'all-parties' && !(Number.isInteger(rule.needed) && rule.needed > 0)) {
    report(`${path}.needed`, 'approval-needed', 'needs a whole number of persons, one or more');
  }
  if (rule.roles.length === 0) report(`${path}.roles`, 'role-missing', 'nobody may agree');
  checkRoles(report, `${path}.roles`, rule.roles, surroundings);
  checkSameRoles(report, path, action, rule);
  if (rule.material.length === 0) {
    report(`${path}.material`, 'approval-material', 'an approval is bound to what was approved');
  }
  for (const name of rule.material) {
    const register = name.startsWith('register:') ? name.slice('register:'.length) : null;
    const known =
      register === null ? Object.hasOwn(fields, name) : surroundings.registers?.has(register);
    if (known === false) {
      report(`${path}.material`, 'approval-material', `there is no ${name}`);
    } else if (Object.hasOwn(action.form ?? {}, name)) {
      report(`${path}.material`, 'approval-form', `the approver's form changes ${name} itself`);
    }
  }
  if (rule.expires !== undefined && !isDuration(rule.expires)) {
    report(`${path}.expires`, 'duration', `${rule.expires} is not an ISO 8601 duration`);
  }
  const single = surroundings.singleHolders;
  if (
    single !== undefined &&
    rule.needed !== 'all-parties' &&
    rule.roles.every((role) => single.has(role)) &&
    rule.needed > rule.roles.length
  ) {
    report(`${path}.needed`, 'approval-impossible', `only ${rule.roles.length} persons can agree`);
  }
}

/** Who may agree and who may act are the same roles, or somebody is offered an action that always refuses him. */
function checkSameRoles(report: Report, path: string, action: Action, rule: ApprovalRule): void {
  const by = action.by;
  if (typeof by === 'string') {
    report(path, 'approval-by', `${by} cannot agree; people do`);
    return;
  }
  const strange = [
    ...rule.roles.filter((role) => !by.includes(role)),
    ...by.filter((role) => !rule.roles.includes(role)),
  ];
  if (strange.length > 0) {
    report(`${path}.roles`, 'approval-by', `${strange.join(', ')}: in one of by and roles only`);
  }
}
