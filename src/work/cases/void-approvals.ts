import { materialOf } from '#engine/approvals.ts';
import { hashOf } from '#engine/canonical.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { LoadedCase } from './load-case.ts';

/**
 * A material change voids every approval bound to the old hash, names what changed, and keeps the voided ones readable. Returns the actions
 * whose approvals it voided.
 */
export async function voidChangedApprovals(
  context: WriteContext,
  procedure: Procedure,
  loaded: LoadedCase,
  changed: CaseRow,
): Promise<string[]> {
  const voided: string[] = [];
  const standing = loaded.view.approvals.filter((approval) => !approval.voided);
  for (const action of new Set(standing.map((approval) => approval.action))) {
    const rule = procedure.actions[action]?.approval;
    if (rule === undefined) continue;
    const hash = hashOf(materialOf(rule, changed.fields));
    if (standing.every((approval) => approval.action !== action || approval.hash === hash))
      continue;
    const fields = rule.material.filter(
      (name) => hashOf(changed.fields[name] ?? null) !== hashOf(loaded.view.fields[name] ?? null),
    );
    await context.client.query({
      name: 'approval-void',
      text: `update case_approval set voided_at = $1, voided_because = $2::jsonb
        where owner_id = $3 and case_id = $4 and action = $5 and hash <> $6 and voided_at is null`,
      values: [context.now, JSON.stringify({ fields }), changed.ownerId, changed.id, action, hash],
    });
    voided.push(action);
  }
  return voided;
}
