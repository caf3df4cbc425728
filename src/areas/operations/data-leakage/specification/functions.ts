import type { Functions } from '#engine/decision.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';

export interface SpecificationFacts {
  /** The newest document of the case that was approved and distributed, by its id; null while there is none. */
  readonly distributed: string | null;
}

export async function specificationFacts(
  context: ReadContext,
  row: CaseRow,
): Promise<SpecificationFacts> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'specification-facts',
    text: `select id from deliverable where owner_id = $1 and case_id = $2 and type = 'leakage-specification'
      and state = 'distributed' order by id desc limit 1`,
    values: [row.ownerId, row.id],
  });
  return { distributed: rows[0]?.id ?? null };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

export const specificationFunctions: Functions<SpecificationFacts> = {
  guards: {
    // After a review what comes into force is a new document, never the one that was found wanting.
    'document-is-distributed': ({ facts, record }) =>
      facts.distributed !== null && facts.distributed !== record.fields['documentInForce'],
    'lessons-are-answered': ({ record }) => textOf(record.fields['reviewInput']) === '',
  },
  durations: {
    'time-to-review': ({ record }) => `P${Number(record.fields['reviewMonths'] ?? 12)}M`,
  },
};

type Input = ActInput<SpecificationFacts>;

export const specificationEffects = {
  'keep-document': async (context: WriteContext, { facts }: Input) => ({
    documentInForce: facts.distributed,
    inForceSince: context.now.toISOString(),
  }),
  'keep-review': async (context: WriteContext) => ({ reviewedAt: context.now.toISOString() }),
  'clear-review': async () => ({ reviewInput: null }),
  'keep-lesson': async (context: WriteContext, { case: row, form }: Input) => {
    const before = textOf(row.fields['reviewInput']);
    const line = `${context.now.toISOString().slice(0, 10)}: ${textOf(form['lesson'])}`;
    return { reviewInput: (before === '' ? line : `${before}\n\n${line}`).slice(-20_000) };
  },
};
