import type { Register } from '#engine/register.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { RecordActInput, RegisterModule } from '#work/catalogue.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { editionFunctions, firstEdition } from './edition-life.ts';

interface OtherEdition {
  id: string;
  edition: number;
  state: string;
  validFrom: string | null;
}

/** A register whose records are editions of rules: what their life cycle does to one another. */
export function editionModule(register: Register): RegisterModule {
  const module: RegisterModule = {
    register,
    functions: editionFunctions,
    derive: firstEdition,
    effects: {
      'supersede-earlier': (context, input) => supersedeEarlier(context, module, input),
      'draft-next': (context, input) => draftNext(context, module, input),
      'end-today': async (context, { fields }) =>
        fields['validFrom'] == null ? {} : { validTo: context.now.toISOString().slice(0, 10) },
    },
  };
  return module;
}

async function editionsOf(
  context: WriteContext,
  { register }: RegisterModule,
  { ownerId, fields }: RecordActInput,
): Promise<OtherEdition[]> {
  const { rows } = await context.client.query<OtherEdition>({
    name: `editions-of-${register.table}`,
    text: `select id, edition, state, to_char(valid_from, 'YYYY-MM-DD') as "validFrom" from ${register.table}
      where owner_id = $1 and code = $2 order by edition desc limit 200`,
    values: [ownerId, fields['code']],
  });
  return rows;
}

/** The edition before ends on the day that this one begins. @throws 409 when that would be before it began */
async function supersedeEarlier(
  context: WriteContext,
  module: RegisterModule,
  input: RecordActInput,
): Promise<void> {
  const validTo = String(input.form['validFrom']);
  for (const { id, state, validFrom } of await editionsOf(context, module, input)) {
    if (id === input.id || state !== 'approved') continue;
    if (validFrom !== null && validFrom >= validTo) {
      throw conflict(
        'edition-too-early',
        `The edition in force holds from ${validFrom}: the next one begins on a later day.`,
        { validFrom },
      );
    }
    const row = await findRecord(context, module.register, id, { lock: true });
    const supersede = { action: 'supersede', comment: null, fields: { validTo } };
    await actOnRecord(context, module, row, { ...supersede, actor: systemActor });
  }
}

/** The next edition is a draft of its own. @throws 409 when there is one already */
async function draftNext(
  context: WriteContext,
  module: RegisterModule,
  input: RecordActInput,
): Promise<Record<string, unknown>> {
  const editions = await editionsOf(context, module, input);
  if (editions.some(({ state }) => state === 'draft')) {
    throw conflict('edition-drafted', 'The next edition of it is drafted already: edit that one.');
  }
  const edition = Math.max(0, ...editions.map((one) => one.edition)) + 1;
  await insertRecord(context, module, {
    ownerId: input.ownerId,
    fields: { ...input.form, code: input.fields['code'], edition },
    computed: true,
  });
  // The edition in force keeps its words until the next one is approved.
  return pick(input.fields, Object.keys(input.form));
}

function pick(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}
