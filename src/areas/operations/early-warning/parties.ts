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

/** A person of the warning's own organisation whom it concerns, and why. */
export interface ConcernedPerson {
  readonly personId: string;
  readonly name: string;
  readonly because: readonly string[];
}

class Reasons extends Map<string, Set<string>> {
  add(id: string, because: string): void {
    this.set(id, (this.get(id) ?? new Set()).add(because));
  }
}

/** Who is concerned by part: owners of assets and of services, subscribers, and organisations that are parties of services. */
async function concerned(
  context: WriteContext,
  warning: CaseRow,
): Promise<{ readonly people: Reasons; readonly organisations: Reasons }> {
  const { assets, unknown } = await affectedByWarning(context, warning);
  const contexts = await assetContexts(context, warning.ownerId, [...assets, ...unknown]);
  const people = new Reasons();
  const organisations = new Reasons();
  for (const { owner, services } of contexts) {
    if (owner !== null) people.add(owner, 'asset-owner');
    for (const service of services) {
      people.add(service.owner, 'service-owner');
      for (const party of service.parties) organisations.add(party, 'service-party');
    }
  }
  const { advisory } = warning.fields;
  if (typeof advisory === 'string') {
    const subscribers = await subscribersOf(context, warning.ownerId, advisory);
    for (const { personId } of subscribers) people.add(personId, 'subscriber');
  }
  return { people, organisations };
}

/**
 * Organisations to tell: those of the assets' owners, parties of the services that the assets serve, subscribers, and whom a clause of the terms in
 * force names for warnings of the central body and its contractor; never the owner, whose people are told by name.
 */
export async function relevantParties(context: WriteContext, warning: CaseRow): Promise<Party[]> {
  const { people, organisations } = await concerned(context, warning);
  const employers = await employersOf(context, [...people.keys()]);
  for (const [person, reasons] of people) {
    const employer = employers.get(person)?.organisation;
    if (employer === undefined) continue;
    for (const because of reasons) organisations.add(employer, because);
  }
  for (const id of await toBeTold(context, 'early-warning', warning.ownerId)) {
    organisations.set(id, organisations.get(id) ?? new Set());
  }
  organisations.delete(warning.ownerId);
  return named(context, organisations);
}

/** People of the warning's own organisation whom it concerns: owners of assets and services, subscribers. */
export async function relevantPeople(
  context: WriteContext,
  warning: CaseRow,
): Promise<ConcernedPerson[]> {
  const { people } = await concerned(context, warning);
  const employers = await employersOf(context, [...people.keys()]);
  return [...employers.values()].flatMap(({ id, name, organisation }) =>
    organisation === warning.ownerId
      ? [{ personId: id, name, because: [...(people.get(id) ?? [])].sort() }]
      : [],
  );
}

interface Employed {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
}

async function employersOf(
  context: WriteContext,
  people: readonly string[],
): Promise<Map<string, Employed>> {
  if (people.length === 0) return new Map();
  const { rows } = await context.client.query<Employed>({
    name: 'warning-employers',
    text: 'select id, name, organisation_id as organisation from person where id = any ($1::uuid[]) and ended_at is null order by name, id',
    values: [people],
  });
  return new Map(rows.map((row) => [row.id, row]));
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
