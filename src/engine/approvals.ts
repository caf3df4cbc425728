import { hashOf } from './canonical.ts';
import type { ActorView, ApprovalProgress, ApprovalView, RecordView, Refusal } from './decision.ts';
import { addDuration } from './duration.ts';
import type { Action, ApprovalRule } from './life-cycle.ts';

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

/** The approvals of an action that count now: given for exactly this material, neither voided nor lapsed. */
function countingApprovals(
  rule: ApprovalRule,
  action: string,
  record: RecordView,
  hash: string,
  now: string,
): ApprovalView[] {
  return record.approvals.filter(
    (approval) =>
      approval.action === action &&
      !approval.voided &&
      approval.hash === hash &&
      (rule.expires === undefined || addDuration(approval.at, rule.expires) > now),
  );
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
  if (organisation === null || !record.parties.includes(organisation)) {
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
  if (rule.needed !== 'all-parties') {
    const have = counting.length + 1;
    return { needed: rule.needed, have, complete: have >= rule.needed, hash };
  }
  const agreed = new Set(counting.map((approval) => approval.organisation));
  if (attempt.actor.organisation !== null) agreed.add(attempt.actor.organisation);
  const have = record.parties.filter((party) => agreed.has(party)).length;
  return { needed: 'all-parties', have, complete: have === record.parties.length, hash };
}
