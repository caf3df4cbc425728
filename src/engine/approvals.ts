import { hashOf } from './canonical.ts';
import type { ActorView, ApprovalProgress, ApprovalView, RecordView, Refusal } from './decision.ts';
import { addDuration } from './duration.ts';
import type { Action, ApprovalRule, LifeCycle } from './life-cycle.ts';

/** The material of an approval: the named fields as they are, absent ones as null. What is approved is this, and its hash. */
export function materialOf(
  rule: ApprovalRule,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(rule.material.map((name) => [name, fields[name] ?? null]));
}

/** What the rules of approvals look at. */
export interface ApprovalAttempt {
  readonly record: RecordView;
  readonly actor: ActorView;
  readonly name: string;
  readonly action: Action;
  readonly now: string;
}

/**
 * The approvals of an action that count now: given for exactly this material, neither voided nor lapsed, and not used up by an earlier time
 * that the action took effect (a returned record needs new ones, although its material is the same).
 */
function countingApprovals(
  rule: ApprovalRule,
  action: string,
  record: RecordView,
  hash: string,
  now: string,
): ApprovalView[] {
  const { expires } = rule;
  const alive = (approvals: ApprovalView[], at: string) =>
    expires === undefined
      ? approvals
      : approvals.filter((approval) => addDuration(approval.at, expires) > at);
  const bound = record.approvals
    .filter((a) => a.action === action && !a.voided && a.hash === hash)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  let counting: ApprovalView[] = [];
  for (const approval of bound) {
    counting = [...alive(counting, approval.at), approval];
    if (isComplete(rule, counting, askedParties(rule, record))) counting = [];
  }
  return alive(counting, now);
}

/**
 * Whose agreement `all-parties` asks for: the organisations that take part in one of the approval's roles. Where none does, all parties are
 * asked, so that a case without its parties is never agreed by nobody.
 */
export function askedParties(rule: ApprovalRule, record: RecordView): readonly string[] {
  const asked = (record.partyRoles ?? []).filter(({ role }) => rule.roles.includes(role));
  return asked.length === 0
    ? record.parties
    : [...new Set(asked.map(({ organisation }) => organisation))];
}

/** Roles in which all parties of a case must agree on something; none where nothing is agreed by all. */
export function jointRoles({ actions }: Pick<LifeCycle, 'actions'>): readonly string[] {
  const joint = Object.values(actions).flatMap(({ approval }) =>
    approval?.needed === 'all-parties' ? approval.roles : [],
  );
  return [...new Set(joint)];
}

function isComplete(
  rule: ApprovalRule,
  approvals: readonly { readonly organisation: string | null }[],
  parties: readonly string[],
): boolean {
  if (rule.needed !== 'all-parties') return approvals.length >= rule.needed;
  return parties.every((party) => approvals.some(({ organisation }) => organisation === party));
}

function isSamePerson(approval: ApprovalView, actor: ActorView): boolean {
  const before = [approval.person, approval.onBehalfOf];
  return [actor.person, actor.onBehalfOf].some((who) => who !== null && before.includes(who));
}

/** Why this actor's agreement would not count: he, or the person he acts for, agreed already, or his organisation did or is no party. */
export function refusalsOfApproval(attempt: ApprovalAttempt): Refusal[] {
  const { action, actor, record, name, now } = attempt;
  const rule = action.approval;
  if (rule === undefined) return [];
  const clause = action.clause;
  if (!rule.roles.some((role) => actor.roles.includes(role))) {
    return [{ rule: 'role', name, detail: { roles: rule.roles }, clause }];
  }
  const hash = hashOf(materialOf(rule, record.fields));
  const counting = countingApprovals(rule, name, record, hash, now);
  const already = counting.some((approval) => isSamePerson(approval, actor));
  if (rule.needed !== 'all-parties') {
    return already ? [{ rule: 'already-approved', name, clause }] : [];
  }
  const { organisation } = actor;
  if (organisation === null || !askedParties(rule, record).includes(organisation)) {
    return [{ rule: 'not-a-party', name, clause }];
  }
  return already || counting.some((approval) => approval.organisation === organisation)
    ? [{ rule: 'already-approved', name, clause }]
    : [];
}

/** How far the approval stands with this actor's agreement; null for an action without approval. */
export function progressOf(attempt: ApprovalAttempt): ApprovalProgress | null {
  const { action, record, name, now } = attempt;
  const rule = action.approval;
  if (rule === undefined) return null;
  const hash = hashOf(materialOf(rule, record.fields));
  const counting = countingApprovals(rule, name, record, hash, now);
  const all = [...counting, { organisation: attempt.actor.organisation }];
  const complete = isComplete(rule, all, askedParties(rule, record));
  return { needed: rule.needed, have: all.length, complete, hash };
}
