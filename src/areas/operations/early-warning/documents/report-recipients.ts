import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import { toBeTold } from '#areas/collaboration/terms/queries/to-be-told.ts';
import { subscribersOf } from '#areas/operations/advisories/queries/subscribers.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { ComposeInput, RecipientDraft } from '#work/deliverables/definition.ts';
import { affectedByWarning, repairedUnderWarning } from '../impact.ts';
import { speakerOf } from './words.ts';

type Because = 'asset-owner' | 'service-owner' | 'service-party' | 'subscriber' | 'terms';

/** Reasons by organisation, and by person. */
class Reasons {
  readonly organisations = new Map<string, Set<Because>>();
  readonly people = new Map<string, Set<Because>>();

  add(to: 'organisations' | 'people', id: string, because: Because): void {
    const known = this[to].get(id) ?? new Set();
    this[to].set(id, known.add(because));
  }
}

async function reasonsOf(context: ReadContext, warning: CaseRow): Promise<Reasons> {
  const reasons = new Reasons();
  const impact = await affectedByWarning(context, warning);
  // Whoever was concerned is told of the end, too: a report that follows the repair has its readers.
  const assets = [...impact.assets, ...(await repairedUnderWarning(context, warning, impact))];
  for (const { owner, services } of await assetContexts(context, warning.ownerId, assets)) {
    if (owner !== null) reasons.add('people', owner, 'asset-owner');
    for (const service of services) {
      reasons.add('people', service.owner, 'service-owner');
      for (const party of service.parties) reasons.add('organisations', party, 'service-party');
    }
  }
  for (const id of await toBeTold(context, 'early-warning', warning.ownerId)) {
    reasons.add('organisations', id, 'terms');
  }
  const { advisory } = warning.fields;
  if (typeof advisory === 'string') {
    for (const { personId } of await subscribersOf(context, warning.ownerId, advisory)) {
      reasons.add('people', personId, 'subscriber');
    }
  }
  return reasons;
}

/**
 * The relevant parties, each for its reasons: whom the terms in force name for warnings of the central body and its contractor, parties of the services that affected assets serve, and by name the owners of the assets and
 * services and whoever subscribed (X.1052 §12.2.1 b, e). Assets repaired meanwhile count as well.
 */
export async function reportRecipients(
  context: ReadContext,
  { case: warning, language }: ComposeInput,
): Promise<RecipientDraft[]> {
  const { option } = speakerOf(language);
  const reasons = await reasonsOf(context, warning);
  const words = (because: ReadonlySet<Because> | undefined) =>
    [...(because ?? [])].map((one) => option('reason', one)).join('; ');
  const { rows } = await context.client.query<{ id: string; organisation: string }>({
    name: 'report-people',
    text: `select id, organisation_id as organisation from person where id = any ($1::uuid[]) and ended_at is null
      order by name, id limit 500`,
    values: [[...reasons.people.keys()]],
  });
  return [
    ...[...reasons.organisations].sort().map(([organisationId, because]) => ({
      organisationId,
      personId: null,
      reason: words(because),
    })),
    ...rows.map(({ id, organisation }) => ({
      organisationId: organisation,
      personId: id,
      reason: words(reasons.people.get(id)),
    })),
  ];
}
