import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import { toBeTold } from '#areas/collaboration/terms/queries/to-be-told.ts';
import { subscribersOf } from '#areas/operations/advisories/queries/subscribers.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { affectedByWarning } from './impact.ts';

/** An organisation that a warning concerns, and why. */
export interface Party {
  readonly organisationId: string;
  readonly name: string;
  readonly because: readonly string[];
}

/**
 * Organisations to tell: those of the assets' owners, parties of the services that the assets serve, subscribers, and whom a clause of the terms in
 * force names for warnings of the central body and its contractor; never the owner.
 */
export async function relevantParties(context: WriteContext, warning: CaseRow): Promise<Party[]> {
  const { assets, unknown } = await affectedByWarning(context, warning);
  const contexts = await assetContexts(context, warning.ownerId, [...assets, ...unknown]);
  const reasons = new Map<string, Set<string>>();
  const add = (organisation: string, because: string) =>
    reasons.set(organisation, (reasons.get(organisation) ?? new Set()).add(because));
  const people: [person: string, because: string][] = [];
  for (const { owner, services } of contexts) {
    if (owner !== null) people.push([owner, 'asset-owner']);
    for (const service of services) {
      people.push([service.owner, 'service-owner']);
      for (const party of service.parties) add(party, 'service-party');
    }
  }
  const { advisory } = warning.fields;
  if (typeof advisory === 'string') {
    const subscribers = await subscribersOf(context, warning.ownerId, advisory);
    for (const { personId } of subscribers) people.push([personId, 'subscriber']);
  }
  const employers = await employersOf(context, [...new Set(people.map(([person]) => person))]);
  for (const [person, because] of people) {
    const organisation = employers.get(person);
    if (organisation !== undefined) add(organisation, because);
  }
  for (const id of await toBeTold(context, 'early-warning', warning.ownerId)) {
    reasons.set(id, reasons.get(id) ?? new Set());
  }
  reasons.delete(warning.ownerId);
  return named(context, reasons);
}

async function employersOf(
  context: WriteContext,
  people: readonly string[],
): Promise<Map<string, string>> {
  if (people.length === 0) return new Map();
  const { rows } = await context.client.query<{ id: string; organisation: string }>({
    name: 'warning-employers',
    text: 'select id, organisation_id as organisation from person where id = any ($1::uuid[])',
    values: [people],
  });
  return new Map(rows.map(({ id, organisation }) => [id, organisation]));
}

/** Organisations with their names, in the order of these. */
export async function named(
  context: WriteContext,
  reasons: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Party[]> {
  if (reasons.size === 0) return [];
  const { rows } = await context.client.query<{ id: string; name: string }>({
    name: 'warning-organisations',
    text: 'select id, name from organisation where id = any ($1::uuid[]) order by name, id',
    values: [[...reasons.keys()]],
  });
  return rows.map(({ id, name }) => ({
    organisationId: id,
    name,
    because: [...(reasons.get(id) ?? [])].sort(),
  }));
}
