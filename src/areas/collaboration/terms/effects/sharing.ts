import type { Register } from '#engine/register.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { shareRecord } from '#work/sharing/share-record.ts';

type Place = Pick<CaseRow, 'ownerId' | 'id'>;

/** Organisations that take part in a case, the owner among them. */
export async function partiesOfCase(context: WriteContext, row: Place): Promise<string[]> {
  return partiesIn(context, row, null);
}

/** The contractor of a case: what one administration says is for it and the central body. */
export async function contractorsOfCase(context: WriteContext, row: Place): Promise<string[]> {
  return partiesIn(context, row, 'itsm-security-manager');
}

async function partiesIn(
  context: WriteContext,
  row: Place,
  role: string | null,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'terms-parties-of-case',
    text: `select distinct organisation_id as id from case_party
      where owner_id = $1 and case_id = $2 and ($3::text is null or role = $3)`,
    values: [row.ownerId, row.id, role],
  });
  return rows.map(({ id }) => id);
}

/** Shows a record of the case to organisations that take part in it. */
export async function shareWith(
  context: WriteContext,
  register: Register,
  row: Place,
  recordId: string,
  organisations: readonly string[],
): Promise<void> {
  await shareRecord(context, {
    ownerId: row.ownerId,
    kind: register.id,
    table: register.table,
    recordId,
    sortKey: recordId,
    organisations,
    reason: 'party',
    detail: { caseId: row.id },
  });
}
