import type { ReadContext } from '#kernel/command/context.ts';

/** A class of assets; what is null does not narrow it. */
export interface AssetClass {
  readonly kind: string;
  readonly category: string | null;
  readonly tag: string | null;
  /** Only those among these ids. */
  readonly among: readonly string[] | null;
}

/** Most assets of one class, as many as a case may refer to; a larger class is cut into several by category or tag. */
const maxAssets = 1000;

/** Ids of an owner's assets of a class that are not retired, in the order of their ids. */
export async function assetsOfClass(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  { kind, category, tag, among }: AssetClass,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'assets-of-class',
    text: `select id from asset where owner_id = $1 and kind = $2 and state <> 'retired'
        and ($3::uuid is null or class_by_item = $3 or class_by_process = $3)
        and ($4::text is null or tags @> array[$4::text])
        and ($5::uuid[] is null or id = any ($5))
      order by id limit $6`,
    values: [ownerId, kind, category, tag, among, maxAssets],
  });
  return rows.map(({ id }) => id);
}
