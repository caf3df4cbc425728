import { defineRegister } from '#engine/define.ts';
import type { Field } from '#engine/fields.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import type { RecordChange } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';

/**
 * What changed in an organisation's own services and contracts, written by the product with the change; the log of what the whole programme
 * shares is `reference-changes`.
 */
export const ownChanges = defineRegister({
  id: 'own-changes',
  table: 'own_change',
  area: 'organisation',
  clause: 'Security Plan §4.2',
  class: 'tenant',
  title: 'subject',
  fields: {
    subject: { kind: 'text', required: true, max: 300, list: true, search: true },
    subjectKind: {
      kind: 'choice',
      required: true,
      options: ['services', 'contracts'],
      list: true,
      filter: true,
    },
    /** Id of the service or contract line; no reference, because the log outlives what it tells of. */
    record: { kind: 'text', required: true, max: 40, filter: true },
    act: {
      kind: 'choice',
      required: true,
      options: ['entered', 'changed', 'ended'],
      list: true,
      filter: true,
    },
    changedFields: { kind: 'tags', list: true },
    changes: {
      kind: 'rows',
      fields: {
        field: { kind: 'text', required: true, max: 60 },
        before: { kind: 'text', max: 2_000 },
        after: { kind: 'text', max: 2_000 },
      },
    },
    by: { kind: 'reference', to: 'people', list: true },
    at: { kind: 'instant', required: true, list: true, sort: true },
  },
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: '-at',
  retention: 'keep',
});

type Values = Readonly<Record<string, unknown>>;
const longest = 2_000;

/** Keeps the change log of services and contracts: which values changed, from what to what, by whom. */
export async function keepOwnLog(context: WriteContext, change: RecordChange): Promise<void> {
  const now = change.after ?? change.before;
  if (now === null) return;
  const before = change.before ?? {};
  const after = change.after ?? {};
  const differing = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
    .sort();
  if (differing.length === 0) return;
  const titles = await titlesOf(context, change, differing, [before, after]);
  const words = (value: unknown): string | null => {
    if (value === undefined || value === null) return null;
    const each = Array.isArray(value) ? value.map(String) : [String(value)];
    return (
      each
        .map((one) => titles.get(one) ?? one)
        .join(', ')
        .slice(0, longest) || null
    );
  };
  const ended = change.kind === 'delete' || isCutShort(before['validTo'], after['validTo']);
  await insertRecord(
    context,
    { register: ownChanges },
    {
      ownerId: change.ownerId,
      fields: {
        subject: String(now[change.register.title] ?? change.id).slice(0, 300),
        subjectKind: change.register.id,
        record: change.id,
        act: change.kind === 'create' ? 'entered' : ended ? 'ended' : 'changed',
        ...(change.kind === 'create' ? {} : { changedFields: differing }),
        changes: differing.map((field) => ({
          field,
          before: words(before[field]),
          after: words(after[field]),
        })),
        by: context.principal.personId,
        at: context.now.toISOString(),
      },
    },
  );
}

/** An end that was not set before, or comes sooner; a later one is a change like any other. */
function isCutShort(before: unknown, after: unknown): boolean {
  if (typeof after !== 'string' || after === before) return false;
  return typeof before !== 'string' || after < before;
}

const tables: Readonly<Record<string, string>> = {
  people: 'select id, name as title from person',
  organisations: 'select id, name as title from organisation',
  systems: 'select id, name as title from system',
  contracts: 'select id, reference as title from contract',
};

/** The names of what the values refer to, as they are now: the log tells them as they were. */
async function titlesOf(
  context: ReadContext,
  { register }: Pick<RecordChange, 'register'>,
  names: readonly string[],
  values: readonly Values[],
): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  for (const name of names) {
    const field: Field | undefined = register.fields[name];
    if (field?.kind !== 'reference' && field?.kind !== 'references') continue;
    const text = tables[field.to];
    const ids = values.flatMap((one) => one[name] ?? []);
    if (text === undefined || ids.length === 0) continue;
    const { rows } = await context.client.query<{ id: string; title: string }>({
      name: `own-log-${field.to}`,
      text: `${text} where id = any ($1::uuid[])${field.to === 'contracts' ? ' and owner_id = any ($2::uuid[])' : ' and $2::uuid[] is not null'}`,
      values: [ids, context.scope.organisations],
    });
    for (const { id, title } of rows) titles.set(id, title);
  }
  return titles;
}
