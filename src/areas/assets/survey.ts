import type { WriteContext } from '#kernel/command/context.ts';
import type { RecordActInput } from '#work/catalogue.ts';

/** How many assets name the survey that is being concluded (R-AM-3). */
export async function countFound(
  context: WriteContext,
  { id, ownerId }: RecordActInput,
): Promise<Record<string, unknown>> {
  const { rows } = await context.client.query<{ found: number }>({
    name: 'asset-survey-found',
    text: `select count(*)::integer as found from asset where owner_id = $1 and survey_id = $2`,
    values: [ownerId, id],
  });
  return { found: rows[0]?.found ?? 0 };
}
