import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';

export interface LatestChange {
  readonly caseId: string;
  readonly state: string;
  /** When the change was carried out; null before, and after it was rolled back. */
  readonly implementedAt: string | null;
}

/** The latest change that a case was handed off to. */
export async function latestChange(
  context: Pick<ReadContext, 'client'>,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
): Promise<LatestChange | null> {
  const { rows } = await context.client.query<LatestChange>({
    name: 'change-latest-of-case',
    text: `select c.id as "caseId", c.state, c.fields->>'implementedAt' as "implementedAt"
      from hand_off h join procedure_case c on c.owner_id = h.owner_id and c.id = h.to_case_id
      where h.owner_id = $1 and h.from_case_id = $2 and h.hand_off = 'change' order by h.id desc limit 1`,
    values: [row.ownerId, row.id],
  });
  return rows[0] ?? null;
}
