import { z } from 'zod';
import { columnOf, snakeCase } from '#engine/field-schema.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { wordPatterns } from '#work/search-words.ts';

export const searchResult = z.object({
  items: z.array(
    z.object({ kind: z.string(), id: z.string(), title: z.string(), subtitle: z.string() }),
  ),
});

/** At most this many of one kind, so that one register cannot crowd out the others. */
const perKind = 6;

/** Cases and records whose searched fields hold the words, by kind; only what the scope may see. */
export function searchEverything(catalogue: Catalogue) {
  return defineQuery({
    id: 'search',
    input: z.strictObject({ q: z.string().max(200) }),
    authorise: (principal) =>
      authorise(principal, { permission: 'search:read', roles: [anyMember] }),
    run: async (context, input) => {
      const words = input.q.trim();
      if (words.length < 2) return { items: [] };
      const { rows } = await context.client.query<{
        kind: string;
        id: string;
        title: string;
        subtitle: string;
      }>({
        name: 'search-everything',
        text: searchText(catalogue),
        values: [context.scope.organisations, wordPatterns(words)],
      });
      return { items: rows.filter((row) => mayRead(catalogue, context, row.kind)) };
    },
  });
}

function mayRead(catalogue: Catalogue, context: ReadContext, kind: string): boolean {
  const register = catalogue.registers.get(kind)?.register;
  if (register === undefined) return true;
  return (
    register.access.read.includes(anyMember) ||
    context.principal.holdings.some((holding) => register.access.read.includes(holding.role))
  );
}

const texts = new WeakMap<Catalogue, string>();

function searchText(catalogue: Catalogue): string {
  const known = texts.get(catalogue);
  if (known !== undefined) return known;
  const parts = [
    `(select 'case' as kind, c.id, c.reference || ' ' || c.title as title, c.procedure || ' ' || c.state as subtitle
      from procedure_case c where (c.owner_id = any ($1::uuid[]) or c.audience && $1::uuid[])
        and concat_ws(' ', c.reference, c.title) ilike all ($2::text[])
      order by c.id desc limit ${perKind})`,
    `(select 'foreign-case', f.id, f.reference || ' ' || f.title, f.procedure || ' ' || f.state
      from foreign_case f where f.owner_id = any ($1::uuid[]) and concat_ws(' ', f.reference, f.title) ilike all ($2::text[])
      order by f.id desc limit ${perKind})`,
    // That something was told and withdrawn, by the reference that the recipient knows.
    `(select 'withdrawal', w.id, w.reference, w.kind from withdrawn_from_me w
      where w.owner_id = any ($1::uuid[]) and w.within_id is null and w.reference <> '' and w.reference ilike all ($2::text[])
        and not exists (select from shared_with_me s where s.owner_id = w.owner_id and s.record_id = w.record_id)
      order by w.id desc limit ${perKind})`,
  ];
  for (const { register } of catalogue.registers.values()) {
    const searched = Object.entries(register.fields).filter(([, field]) => field.search === true);
    if (searched.length === 0) continue;
    const values = searched.map(([name, field]) => `r."${columnOf(name, field).name}"::text`);
    const owned = register.class === 'tenant' ? 'r.owner_id = any ($1::uuid[]) and' : '';
    const title = snakeCase(register.title);
    const [second] = searched.filter(([name]) => name !== register.title);
    const subtitle =
      second === undefined ? "''" : `coalesce(r."${snakeCase(second[0])}"::text, '')`;
    parts.push(
      `(select '${register.id}', r.id, r."${title}"::text, ${subtitle} from ${register.table} r
        where ${owned} concat_ws(' ', ${values.join(', ')}) ilike all ($2::text[]) order by r.id desc limit ${perKind})`,
    );
  }
  const text = parts.join('\nunion all\n');
  texts.set(catalogue, text);
  return text;
}
