import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';

/**
 * Tells the present holders of roles in the case's organisation and its parties. A substitute of a holder is told too, so that nothing
 * waits for an absent person. Ids are made from the new row's own randomness by the caller's database role, one statement for all.
 */
export async function notifyRoles(
  context: WriteContext,
  row: CaseRow,
  roles: readonly string[],
  kind: string,
): Promise<void> {
  context.enqueue({
    kind: 'notify-roles',
    payload: {
      ownerId: row.ownerId,
      caseId: row.id,
      procedure: row.procedure,
      reference: row.reference,
      title: row.title,
      state: row.state,
      tlp: row.tlp,
      roles,
      notice: kind,
      by: context.principal.personId,
    },
  });
}
