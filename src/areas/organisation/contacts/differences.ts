import type { ReadContext } from '#kernel/command/context.ts';
import { contactValues } from './registers.ts';

type Values = Readonly<Record<string, unknown>>;

/** One value of a contact as it was and as it would be, in words. */
export interface Difference {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

const names = Object.keys(contactValues);

/** What a change proposes: the values given, and nothing for what it leaves as it is. */
export function proposedValues(fields: Values): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]),
  );
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** The values that differ, people and organisations by name. */
export async function differencesOf(
  context: ReadContext,
  before: Values,
  after: Values,
): Promise<Difference[]> {
  const differing = Object.keys(after).filter((name) => !same(before[name], after[name]));
  const ids = differing.flatMap((name) => [before[name], after[name]]).flat();
  const titles = await titlesOf(context, ids);
  const words = (value: unknown): string | null => {
    if (value === undefined || value === null || value === false) return null;
    if (value === true) return '24/7';
    const each = Array.isArray(value) ? value.map(String) : [String(value)];
    return each.map((one) => titles.get(one) ?? one).join(', ') || null;
  };
  return differing.map((field) => ({
    field,
    before: words(before[field]),
    after: words(after[field]),
  }));
}

async function titlesOf(context: ReadContext, ids: unknown[]): Promise<Map<string, string>> {
  const wanted = ids.filter((id) => typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id));
  if (wanted.length === 0) return new Map();
  const { rows } = await context.client.query<{ id: string; title: string }>({
    name: 'contact-titles',
    text: `select id, name as title from person where id = any ($1::uuid[])
      union all select id, name from organisation where id = any ($1::uuid[])`,
    values: [wanted],
  });
  return new Map(rows.map(({ id, title }) => [id, title]));
}
