import type { ReadContext } from '#kernel/command/context.ts';

export interface References {
  readonly organisations?: readonly (string | null | undefined)[];
  readonly people?: readonly (string | null | undefined)[];
}

/** Names of organisations and people for what a page refers to, in one statement. */
export async function titlesOf(
  context: ReadContext,
  references: References,
): Promise<Record<string, string>> {
  const organisations = distinct(references.organisations);
  const people = distinct(references.people);
  if (organisations.length + people.length === 0) return {};
  const { rows } = await context.client.query<{ id: string; title: string }>({
    name: 'titles',
    text: `select id, name as title from organisation where id = any ($1::uuid[])
      union all select id, name from person where id = any ($2::uuid[])`,
    values: [organisations, people],
  });
  return Object.fromEntries(rows.map((row) => [row.id, row.title]));
}

function distinct(ids: readonly (string | null | undefined)[] | undefined): string[] {
  return [...new Set((ids ?? []).filter((id): id is string => typeof id === 'string'))];
}
