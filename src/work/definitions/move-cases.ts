import { effectsOfMove, landingOf, type MoveEffects, type MoveFault } from '#engine/move.ts';
import { type Principal, systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { keepDates } from '#work/calendar/case-dates.ts';
import { applyDecision } from '#work/cases/apply-decision.ts';
import { type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import { voidChangedApprovals } from '#work/cases/void-approvals.ts';
import type { CaseRow, Catalogue, ProcedureModule } from '#work/catalogue.ts';
import { everyOrganisation } from '#work/every-organisation.ts';
import { voidAgreements } from '#work/requests/agreements.ts';
import { openParallelTasks } from '#work/tasks/open-tasks.ts';
import { definitionHash } from './keep-definitions.ts';
import { versionKey } from './versions.ts';

export interface MoveOptions {
  readonly runner: Runner;
  readonly catalogue: Catalogue;
  /** Who moves them, as the trail shows it; absent: the product. */
  readonly principal?: Principal;
  readonly procedure: string;
  readonly from: number;
  readonly to: number;
  /** Looks at each case as if it were moved, and writes nothing. */
  readonly dryRun?: boolean;
}

/** What became of one case. */
export interface MovedCase {
  readonly id: string;
  readonly ownerId: string;
  readonly reference: string;
  readonly fromState: string;
  readonly toState: string | null;
  /** Why it stays with its version; empty for a case that was moved. */
  readonly faults: readonly MoveFault[];
}

/** Cases that one statement names; each is moved in a transaction of its own. */
const pageSize = 200;

/** @throws Error when the version is not loaded, or declares no move from the other one: `movesFrom` of its module */
export function moduleMoving(
  catalogue: Pick<Catalogue, 'versions'>,
  { procedure, from, to }: Pick<MoveOptions, 'procedure' | 'from' | 'to'>,
): ProcedureModule {
  const key = versionKey(procedure, to);
  const module = catalogue.versions.get(key);
  if (module === undefined) throw new Error(`No version ${to} of the procedure ${procedure}.`);
  if (module.movesFrom?.[from] === undefined) {
    throw new Error(`${key} declares no move from version ${from}: its cases end with theirs.`);
  }
  return module;
}

/**
 * Moves every open case of a version to a later one as that one declares. A case that cannot go on there stays as it is, with the reason;
 * it costs no other. May be repeated.
 * @throws Error as {@link moduleMoving} does, before anything is written
 */
export async function* moveCases(options: MoveOptions): AsyncGenerator<MovedCase> {
  const module = moduleMoving(options.catalogue, options);
  for (const ownerId of await everyOrganisation(options.runner)) {
    for await (const id of openCases(options, ownerId)) {
      const moved = await inWriteTransaction(
        options.runner,
        {
          principal: {
            ...(options.principal ?? systemPrincipal('move-cases')),
            organisationId: ownerId,
          },
          scope: { organisations: [ownerId] },
          role: 'app',
        },
        (context) => moveCase(context, module, options, id),
      );
      if (moved !== null) yield moved;
    }
  }
}

/** Page by page, so that a million cases are never held at once. */
async function* openCases({ runner, procedure, from }: MoveOptions, ownerId: string) {
  const reading = { role: 'app', scope: [ownerId], person: null, readOnly: true } as const;
  for (let after: string | null = null; ; ) {
    const page: string[] = await runner.database.transaction(reading, async ({ client }) => {
      const { rows } = await client.query<{ id: string }>({
        name: 'cases-of-version',
        text: `select id from procedure_case where owner_id = $1 and procedure = $2 and definition_version = $3
          and closed_at is null and ($4::uuid is null or id > $4) order by id limit $5`,
        values: [ownerId, procedure, from, after, pageSize],
      });
      return rows.map(({ id }) => id);
    });
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1) ?? null;
  }
}

/** @returns null when the case ended or was moved meanwhile */
async function moveCase(
  context: WriteContext,
  module: ProcedureModule,
  { procedure, from, to, dryRun }: MoveOptions,
  id: string,
): Promise<MovedCase | null> {
  const loaded = await loadCase(context, id, { lock: true });
  const { row } = loaded;
  const move = module.movesFrom?.[from];
  if (row.definitionVersion !== from || row.closedAt !== null || move === undefined) return null;
  const told = { id, ownerId: row.ownerId, reference: row.reference, fromState: row.state };
  const landing = landingOf(module.procedure, move, loaded.view);
  if (!landing.ok) return { ...told, toState: null, faults: landing.faults };
  const moved = { ...told, toState: landing.state, faults: [] };
  if (dryRun === true) return moved;
  const landed: CaseRow = { ...row, definitionVersion: to, ...landing };
  const effects = await effectsOn(context, module, loaded, landed);
  const changed = await write(context, module, loaded, landed, effects);
  const details = { from: row.state, to: changed.state, reference: row.reference };
  const about = { ownerId: row.ownerId, recordId: id };
  context.record({
    ...{ ...about, action: `${procedure}.move-version`, kind: 'case' },
    recordVersion: changed.version,
    details: {
      ...details,
      versions: { from, to },
      definition: definitionHash(module.procedure),
      fields: { before: row.fields, after: changed.fields },
    },
  });
  context.emit({
    ...{ ...about, name: `${procedure}.move-version` },
    payload: { from: row.state, to: changed.state, version: changed.version },
  });
  return moved;
}

async function effectsOn(
  context: WriteContext,
  module: ProcedureModule,
  { view }: LoadedCase,
  landed: CaseRow,
): Promise<MoveEffects> {
  const { rows } = await context.client.query<{ deadline: string }>({
    name: 'deadlines-running',
    text: `select deadline from record_deadline where owner_id = $1 and record_id = $2 and state in ('running', 'fired')`,
    values: [landed.ownerId, landed.id],
  });
  const input = {
    record: { ...view, state: landed.state, fields: landed.fields },
    facts: await module.facts?.(context, landed),
    ...{ actor: systemActor, fields: {}, now: context.now.toISOString() },
  };
  const running = rows.map(({ deadline }) => deadline);
  return effectsOfMove(module.procedure, module.functions, input, running);
}

async function write(
  context: WriteContext,
  module: ProcedureModule,
  loaded: LoadedCase,
  landed: CaseRow,
  effects: MoveEffects,
): Promise<CaseRow> {
  const { row } = loaded;
  await context.client.query({
    name: 'case-leave-version',
    text: `with deadlines as (
        update record_deadline set state = 'closed', next_at = null
        where owner_id = $1 and record_id = $2 and state in ('running', 'fired') and deadline = any ($3::text[])
      ), tasks as (
        update task set state = 'cancelled', version = version + 1
        where owner_id = $1 and case_id = $2 and state = 'open' and task = any ($4::text[])
      ), approvals as (
        update case_approval set voided_at = $6, voided_because = '{"fields": []}'
        where owner_id = $1 and case_id = $2 and voided_at is null and action = any ($5::text[])
      )
      update procedure_case set definition_version = $7 where owner_id = $1 and id = $2`,
    values: [
      ...[row.ownerId, row.id, effects.gone, effects.goneTasks, effects.goneApprovals, context.now],
      landed.definitionVersion,
    ],
  });
  const left = Object.keys(row.fields).filter((name) => !(name in landed.fields));
  const changed = await applyDecision(context, {
    procedure: module.procedure,
    row: { ...row, definitionVersion: landed.definitionVersion },
    decision: {
      ...{ ok: true, from: row.state, to: landed.state, form: {}, approval: null },
      writes: { ...Object.fromEntries(left.map((name) => [name, null])), ...landed.fields },
      deadlines: { opened: [...effects.opened], closed: [] },
      ...{ opensTasks: [...effects.opensTasks], handOffs: [], effects: [], asks: [], notify: [] },
    },
    ...{ action: 'move-version', actor: systemActor, computed: {}, material: null },
  });
  await keepDates(context, module, row, changed);
  const voided = await voidChangedApprovals(context, module.procedure, loaded, changed);
  await voidAgreements(context, module.procedure, changed, voided);
  await openParallelTasks(context, module, effects.opensTasks, {
    ...{ case: changed, action: 'move-version', to: changed.state, form: {}, comment: null },
    facts: undefined,
  });
  return changed;
}
