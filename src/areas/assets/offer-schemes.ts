import { z } from 'zod';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Reaction } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import offered from './data/schemes.json' with { type: 'json' };
import { assetCategories, assetSchemes } from './registers.ts';

const category = z.object({ code: z.string(), name: z.string(), parts: z.array(z.string()) });
const { schemes } = z
  .object({
    schemes: z.array(
      z.object({
        name: z.string(),
        axis: z.enum(['by-item', 'by-business-process']),
        benefit: z.string(),
        rationale: z.string(),
        categories: z.array(category),
      }),
    ),
  })
  .parse(offered);

/** Gives each new organisation a scheme by item and one by business process as its own, to edit or to replace (X.1052 §10.2 c). */
export const offerSchemes: Reaction = {
  id: 'offer-asset-schemes',
  on: 'organisations.create',
  run: async (context, event) => {
    const ownerId = event.recordId;
    await context.changeScope([ownerId]);
    for (const { categories, ...scheme } of schemes) {
      const fields = { ...scheme, categoryCount: categories.length, active: true };
      const { id } = await insertRecord(context, { register: assetSchemes }, { ownerId, fields });
      for (const each of categories) await addCategory(context, ownerId, id, each);
    }
  },
};

async function addCategory(
  context: WriteContext,
  ownerId: string,
  scheme: string,
  { code, name, parts }: z.infer<typeof category>,
): Promise<void> {
  const add = (fields: Record<string, unknown>) =>
    insertRecord(
      context,
      { register: assetCategories },
      { ownerId, fields: { scheme, ...fields } },
    );
  const { id: parent } = await add({ code, name });
  for (const [index, part] of parts.entries()) {
    await add({ code: `${code}-${String(index + 1).padStart(2, '0')}`, name: part, parent });
  }
}
