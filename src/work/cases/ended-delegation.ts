import type { Refusal } from '#engine/decision.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { refused } from './refused.ts';

/**
 * What to say instead when an action was refused for a role that the principal had as a delegate in this case, and has no more: the rule is then
 * the end of the delegation (Security Plan §2.4.2). Null for every other error.
 */
export async function endedDelegation(
  context: ReadContext,
  row: CaseRow,
  action: string,
  error: unknown,
): Promise<AppError | null> {
  if (!(error instanceof AppError) || error.code !== 'action-refused') return null;
  const refusals = error.extra['refusals'] as readonly Refusal[];
  const [refusal] = refusals.filter(({ rule }) => rule === 'role');
  if (refusal === undefined) return null;
  const { roles } = refusal.detail as { roles: unknown };
  if (!Array.isArray(roles)) return null;
  const { rows } = await context.client.query<{ role: string; valid_to: Date }>({
    name: 'delegation-ended',
    text: `select role, valid_to from access.role_in_force
      where owner_id = any ($1::uuid[]) and case_id = $2 and person_id = $3 and kind = 'delegate' and role = any ($4::text[]) and valid_to <= $5
      order by valid_to desc limit 1`,
    values: [context.scope.organisations, row.id, context.principal.personId, roles, context.now],
  });
  const [ended] = rows;
  if (ended === undefined) return null;
  const { clause } = refusal;
  const detail = { until: ended.valid_to.toISOString(), roles: [ended.role] };
  return refused(row.procedure, action, [
    { rule: 'delegation-ended', name: ended.role, detail, clause },
  ]);
}
