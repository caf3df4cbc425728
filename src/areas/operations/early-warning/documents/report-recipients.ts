import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { ComposeInput, RecipientDraft } from '#work/deliverables/definition.ts';
import { affectedByWarning } from '../impact.ts';
import { speakerOf } from './words.ts';

/** The parties that the warning informed, each for its reason, and the owners of the affected assets by name (X.1052 §12.2.1 b, e). */
export async function reportRecipients(
  context: ReadContext,
  { case: warning, language }: ComposeInput,
): Promise<RecipientDraft[]> {
  const { option } = speakerOf(language);
  const { rows } = await context.client.query<{ organisation: string; because: string[] }>({
    name: 'report-informed',
    text: `select organisation, coalesce(because, '{}') as because from warning_answer where owner_id = $1 and case_id = $2
      order by organisation`,
    values: [warning.ownerId, warning.id],
  });
  const informed = rows.map((row) => ({
    organisationId: row.organisation,
    personId: null,
    reason: row.because.map((one) => option('reason', one)).join('; ') || option('reason', null),
  }));
  const { assets } = await affectedByWarning(context, warning);
  const contexts = await assetContexts(context, warning.ownerId, assets);
  const owners = [...new Set(contexts.flatMap(({ owner }) => owner ?? []))];
  const { rows: people } = await context.client.query<{ id: string; organisation: string }>({
    name: 'report-owners',
    text: `select id, organisation_id as organisation from person where id = any ($1::uuid[]) and ended_at is null
      order by name, id limit 500`,
    values: [owners],
  });
  return [
    ...informed,
    ...people.map(({ id, organisation }) => ({
      organisationId: organisation,
      personId: id,
      reason: option('reason', 'asset-owner'),
    })),
  ];
}
