import { z } from 'zod';
import { allowedActions } from '#engine/decide.ts';
import { authorise } from '#kernel/access/authorise.ts';
import type { Principal, Scope } from '#kernel/access/principal.ts';
import { type Command, defineCommand, defineQuery, type Query } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { staleVersion } from '#kernel/errors/app-error.ts';
import { onlyOrganisation } from '#work/cases/commands.ts';
import type { Catalogue, RegisterModule } from '#work/catalogue.ts';
import {
  actInput,
  id,
  label,
  listInput,
  type RecordDetail,
  type RecordPage,
  type RecordView,
  tlp,
} from '#work/contract.ts';
import { actOnRecord, actorForRecord, engineView } from './act-on-record.ts';
import { refuseUnknownProcedures, refuseUnknownReferences } from './check-references.ts';
import { findRecord, findRecordToAct } from './find-record.ts';
import { listRecords, titlesOfViews } from './list-records.ts';
import { withAbsences } from './record-absence.ts';
import { viewOf } from './register-sql.ts';
import { explained, insertRecord, leaveTrail, updateRecord } from './write-record.ts';

const createInput = z.strictObject({
  ownerId: id.optional(),
  label: label.optional(),
  tlp: tlp.optional(),
  caseId: id.nullish(),
  fields: z.record(z.string(), z.unknown()),
});
const updateInput = z.strictObject({
  id,
  version: z.number().int().nullable(),
  fields: z.record(z.string(), z.unknown()),
});
const removeInput = z.strictObject({ id, version: z.number().int().nullable() });
const recordActInput = actInput
  .omit({ onBehalfOf: true })
  .extend({ id, action: z.string().max(60) });
const listRecordsInput = listInput.extend({ filters: z.record(z.string(), z.string().max(400)) });

/** Everything that the API does with one register, derived from its definition. */
export interface RegisterOperations {
  readonly create: Command<z.infer<typeof createInput>, RecordView>;
  readonly update: Command<z.infer<typeof updateInput>, RecordView>;
  readonly remove: Command<z.infer<typeof removeInput>, { id: string }>;
  readonly act: Command<z.infer<typeof recordActInput>, RecordView>;
  readonly list: Query<z.infer<typeof listRecordsInput>, RecordPage>;
  readonly read: Query<{ id: string }, RecordDetail>;
}

type Act = 'read' | 'create' | 'update' | 'delete' | 'act';

/** The roles for an act; performing an action of the life cycle starts from reading, the engine decides the rest. */
function need(module: RegisterModule, act: Act) {
  const { register } = module;
  return {
    permission: `${register.id}:${act}`,
    roles: register.access[act === 'act' ? 'read' : act],
  };
}

export function registerOperations(
  catalogue: Catalogue,
  module: RegisterModule,
): RegisterOperations {
  return { ...writing(catalogue, module), ...reading(catalogue, module) };
}

function writing(
  catalogue: Catalogue,
  module: RegisterModule,
): Pick<RegisterOperations, 'create' | 'update' | 'remove' | 'act'> {
  const { register } = module;
  const allow = (principal: Principal, act: Act, ownerId: string | null): Scope =>
    authorise(principal, { ...need(module, act), organisationId: ownerId });
  /** A list of references has no foreign key that would refuse. */
  const resolve = (context: WriteContext, fields: unknown): Promise<void> =>
    refuseUnknownReferences(context, catalogue, register.fields, fields, ['references']);
  return {
    create: defineCommand({
      id: `${register.id}.create`,
      input: createInput,
      authorise: (principal, input) => allow(principal, 'create', input.ownerId ?? null),
      run: async (context, input) => {
        await resolve(context, input.fields);
        return insertRecord(context, module, {
          ...input,
          ownerId:
            register.class === 'tenant'
              ? (input.ownerId ?? onlyOrganisation(context.principal, context.scope.organisations))
              : null,
        });
      },
    }),
    update: defineCommand({
      id: `${register.id}.update`,
      input: updateInput,
      authorise: (principal) => allow(principal, 'update', null),
      run: async (context, input) => {
        const row = await findRecord(context, register, input.id, { lock: true });
        await resolve(context, input.fields);
        return updateRecord(context, module, row, input);
      },
    }),
    remove: defineCommand({
      id: `${register.id}.delete`,
      input: removeInput,
      authorise: (principal) => allow(principal, 'delete', null),
      run: (context, input) => removeRecord(context, module, input),
    }),
    act: defineCommand({
      id: `${register.id}.act`,
      input: recordActInput,
      authorise: (principal) => allow(principal, 'act', null),
      run: async (context, input) => {
        const form = register.lifeCycle?.actions[input.action]?.form ?? {};
        refuseUnknownProcedures(catalogue, form, input.fields);
        return actOnRecord(context, module, await findRecordToAct(context, register, input.id), {
          action: input.action,
          comment: input.comment ?? null,
          fields: input.fields ?? {},
        });
      },
    }),
  };
}

/** @throws 404, 412 when it changed since it was read, 409 when others refer to it. */
async function removeRecord(
  context: WriteContext,
  module: RegisterModule,
  input: z.infer<typeof removeInput>,
): Promise<{ id: string }> {
  const { register } = module;
  const row = await findRecord(context, register, input.id, { lock: true });
  const view = viewOf(register, row);
  if (input.version !== null && input.version !== row.version) {
    throw staleVersion(row.version);
  }
  const ownerId = view.ownerId ?? null;
  await module.changed?.(context, {
    register,
    kind: 'delete',
    id: row.id,
    ownerId,
    before: view.fields,
    after: null,
  });
  const owned = register.class === 'tenant' ? 'and owner_id = any ($2::uuid[])' : '';
  try {
    await context.client.query({
      text: `delete from ${register.table} where id = $1 ${owned}`,
      values: register.class === 'tenant' ? [row.id, context.scope.organisations] : [row.id],
    });
  } catch (error) {
    throw explained(error);
  }
  leaveTrail(context, register, 'delete', view, ownerId, { before: view.fields });
  return { id: row.id };
}

function reading(
  catalogue: Catalogue,
  module: RegisterModule,
): Pick<RegisterOperations, 'list' | 'read'> {
  const { register } = module;
  return {
    list: defineQuery({
      id: `${register.id}.list`,
      input: listRecordsInput,
      authorise: (principal) => authorise(principal, need(module, 'read')),
      run: async (context, input) => {
        const page = await listRecords(context, catalogue, register, input);
        return { ...page, items: await withAbsences(context, module, page.items) };
      },
    }),
    read: defineQuery({
      id: `${register.id}.read`,
      input: z.strictObject({ id }),
      authorise: (principal) => authorise(principal, need(module, 'read')),
      run: async (context, input): Promise<RecordDetail> => {
        const row = await findRecord(context, register, input.id, { lock: false });
        const view = viewOf(register, row);
        const [record = view] = await withAbsences(context, module, [view]);
        return {
          record,
          titles: await titlesOfViews(context, catalogue, register, [view]),
          allowedActions: register.lifeCycle === undefined ? [] : await offeredActions(),
          may: { update: may('update', view), delete: may('delete', view) },
        };

        async function offeredActions() {
          const { lifeCycle } = register;
          if (lifeCycle === undefined) return [];
          const offered = allowedActions(
            lifeCycle,
            module.functions ?? { guards: {} },
            await engineView(context, module, row),
            actorForRecord(context, register, view),
            undefined,
            context.now.toISOString(),
          );
          return offered.map((offer) => {
            const declared = lifeCycle.actions[offer.action];
            return {
              ...offer,
              comment: offer.comment ?? ('none' as const),
              form: declared?.form ?? {},
              roles: typeof declared?.by === 'string' ? [] : [...(declared?.by ?? [])],
              clause: declared?.clause ?? register.clause,
            };
          });
        }

        function may(act: 'update' | 'delete', of: RecordView): boolean {
          try {
            authorise(context.principal, {
              ...need(module, act),
              organisationId: of.ownerId ?? null,
            });
            return true;
          } catch {
            return false;
          }
        }
      },
    }),
  };
}
