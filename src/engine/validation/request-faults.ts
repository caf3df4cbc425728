import type { Procedure } from '../procedure.ts';
import type { Agreement, RequestKind } from '../request.ts';
import { checkClause, checkKebab, checkWithin, type Report, type Surroundings } from './faults.ts';
import { checkFields } from './field-faults.ts';
import { checkRoles } from './life-cycle-faults.ts';

/** A request that nobody can send, answer or be late with, and what follows from it in the case. */
export function checkRequest(
  report: Report,
  procedure: Procedure,
  name: string,
  kind: RequestKind,
  surroundings: Surroundings,
): void {
  const path = `requests.${name}`;
  checkKebab(report, path, name);
  checkClause(report, path, kind.clause);
  for (const [part, roles] of Object.entries({ by: kind.by, to: kind.to })) {
    if (roles.length === 0) report(`${path}.${part}`, 'role-missing', 'name at least one role');
  }
  checkRoles(report, `${path}.by`, kind.by, surroundings);
  checkRoles(report, `${path}.to`, kind.to, surroundings);
  for (const role of kind.shown ?? []) {
    if (!kind.hidden || !kind.to.includes(role)) {
      report(`${path}.shown`, 'role', `${role} is not asked, or nothing is hidden`);
    }
  }
  checkRoles(report, `${path}.escalateTo`, kind.escalateTo, surroundings);
  checkFields(report, `${path}.fields`, kind.fields ?? {}, surroundings);
  checkFields(report, `${path}.answer`, kind.answer ?? {}, surroundings);
  if (kind.from !== 'any-open') {
    for (const state of kind.from) {
      if (procedure.states[state] === undefined) {
        report(`${path}.from`, 'state-unknown', `there is no state ${state}`);
      }
    }
  }
  for (const urgency of kind.linkFor ?? []) {
    if (kind.urgencies[urgency]?.acknowledge === undefined) {
      report(`${path}.linkFor`, 'urgency-unknown', `${urgency} has no time to acknowledge`);
    }
  }
  if (Object.keys(kind.urgencies).length === 0) {
    report(`${path}.urgencies`, 'urgency-missing', 'say how long recipients have');
  }
  for (const [urgency, { acknowledge, answer }] of Object.entries(kind.urgencies)) {
    checkWithin(report, `${path}.urgencies.${urgency}.answer`, {}, answer);
    checkWithin(report, `${path}.urgencies.${urgency}.acknowledge`, {}, acknowledge);
  }
  for (const follows of [kind.onAnswer, kind.onAllAnswered, kind.onOverdue]) {
    if (follows !== undefined && procedure.actions[follows]?.by !== 'system') {
      report(path, 'action-unknown', `there is no action ${follows} by the system`);
    }
  }
  if (kind.agreement !== undefined) checkAgreement(report, procedure, name, kind, kind.agreement);
}

/** Agreement that nobody asks for, that nobody can give or refuse, or that is waited for from others than were asked. */
function checkAgreement(
  report: Report,
  procedure: Procedure,
  name: string,
  kind: RequestKind,
  { agree, object }: Agreement,
): void {
  const path = `requests.${name}.agreement`;
  const agrees = procedure.actions[agree];
  const objects = procedure.actions[object];
  if (agrees?.approval?.needed !== 'all-parties') {
    report(`${path}.agree`, 'action-unknown', `${agree} is no approval of all parties`);
    return;
  }
  if (objects === undefined || typeof objects.by === 'string') {
    report(`${path}.object`, 'action-unknown', `there is no action ${object} of people`);
    return;
  }
  const asked = agrees.approval.roles.filter((role) => !kind.to.includes(role));
  const mute = kind.to.filter((role) => !objects.by.includes(role));
  for (const role of asked) report(`${path}.agree`, 'role', `${role} agrees and is not asked`);
  for (const role of mute) report(`${path}.object`, 'role', `${role} is asked and cannot object`);
  if (kind.verified || (kind.answer ?? kind.onAnswer ?? kind.onAllAnswered) !== undefined) {
    report(path, 'agreement', `what is answered, and what follows, is what ${agree} says`);
  }
  if (!Object.values(procedure.actions).some(({ asks }) => asks?.includes(name) === true)) {
    report(path, 'agreement', 'no action asks for it');
  }
}
