import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { conflict, invalidInput } from '#kernel/errors/app-error.ts';
import type { RecordChange } from '#work/catalogue.ts';

const axes = { classByItem: 'by-item', classByProcess: 'by-business-process' } as const;

/** @throws 422 when a category is not there or belongs to a scheme of the other axis (X.1052 §10.2 c). */
export async function requireAxis(
  context: ReadContext,
  ownerId: string | null,
  form: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { rows } = await context.client.query<{ id: string; axis: string }>({
    name: 'asset-category-axes',
    text: `select c.id, s.axis from asset_category c join asset_scheme s on s.owner_id = c.owner_id and s.id = c.scheme
      where c.owner_id = $1 and c.id = any ($2::uuid[])`,
    values: [ownerId, Object.keys(axes).map((name) => form[name])],
  });
  const known = new Map(rows.map((row) => [row.id, row.axis]));
  const faults = Object.entries(axes)
    .filter(([name, axis]) => known.get(String(form[name])) !== axis)
    .map(([name, axis]) => ({
      path: `/fields/${name}`,
      code: 'category-axis',
      message: `Choose a category of a scheme ${axis.replaceAll('-', ' ')}.`,
    }));
  if (faults.length > 0) throw invalidInput(faults);
}

/**
 * A scheme states how many categories it has, and why (X.1052 §10.2 c): one more needs the scheme changed first.
 * @throws 409 `category-count`
 */
export async function keepCategoryCount(
  context: WriteContext,
  { kind, ownerId, after }: RecordChange,
): Promise<void> {
  if ((kind !== 'create' && kind !== 'update') || after === null) return;
  if (typeof after['parent'] === 'string') return;
  const { rows } = await context.client.query<{ stated: number; have: number }>({
    name: 'asset-category-count',
    text: `select s.category_count as stated, (select count(*)::integer from asset_category c
        where c.owner_id = s.owner_id and c.scheme = s.id and c.parent is null) as have
      from asset_scheme s where s.owner_id = $1 and s.id = $2`,
    values: [ownerId, after['scheme']],
  });
  const counted = rows[0];
  if (counted === undefined || counted.have <= counted.stated) return;
  throw conflict(
    'category-count',
    `The scheme states ${counted.stated} categories. Change its number, with its rationale, before adding another.`,
    { ...counted },
  );
}
