import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { Log } from '#kernel/log/log.ts';
import { openCase } from '#work/cases/open-case.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { everyOrganisation } from '#work/every-organisation.ts';

interface Planned {
  readonly id: string;
  readonly to_procedure: string;
  readonly to_task_id: string;
  readonly title: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly label: string;
  readonly tlp: string;
}

/** Hand-offs of one organisation that one pass looks at; the next pass sees the others. */
const batchSize = 200;

/**
 * A hand-off to a procedure that had no definition is a tracked task; once a release brings the definition, a case takes its place: the task is
 * withdrawn, and the status flows back from the case. What the definition refuses stays a task, and the log says why.
 * @returns how many were adopted
 */
export async function adoptPlanned(options: {
  readonly runner: Runner;
  readonly catalogue: Catalogue;
  readonly log: Log;
}): Promise<number> {
  const { runner, catalogue, log } = options;
  const defined = [...catalogue.procedures.keys()];
  let adopted = 0;
  for (const ownerId of await everyOrganisation(runner)) {
    for (const id of await waiting(runner, ownerId, defined)) {
      try {
        const done = await inWriteTransaction(runner, actingFor(ownerId), (context) =>
          adopt(context, catalogue, ownerId, id),
        );
        if (done) adopted += 1;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        log.warn({ err: error, handOff: id, ownerId }, 'a planned hand-off stays a task');
      }
    }
  }
  return adopted;
}

const actingFor = (ownerId: string) =>
  ({
    principal: systemPrincipal('adopt-planned'),
    scope: { organisations: [ownerId] },
    role: 'app',
  }) as const;

async function waiting(
  runner: Runner,
  ownerId: string,
  procedures: readonly string[],
): Promise<string[]> {
  const scope = { role: 'app', scope: [ownerId], person: null, readOnly: true } as const;
  return runner.database.transaction(scope, async ({ client }) => {
    const { rows } = await client.query<{ id: string }>({
      name: 'hand-offs-planned',
      text: `select h.id from hand_off h join task t on t.owner_id = h.owner_id and t.id = h.to_task_id and t.state = 'open'
        where h.owner_id = $1 and h.to_procedure = any ($2::text[]) and h.to_case_id is null and h.state = 'accepted'
        order by h.id limit $3`,
      values: [ownerId, procedures, batchSize],
    });
    return rows.map(({ id }) => id);
  });
}

/** @returns false when somebody answered the task meanwhile */
async function adopt(
  context: WriteContext,
  catalogue: Catalogue,
  ownerId: string,
  id: string,
): Promise<boolean> {
  const { rows } = await context.client.query<Planned>({
    name: 'hand-off-adopting',
    text: `select h.id, h.to_procedure, h.to_task_id, h.title, h.payload, c.label, c.tlp from hand_off h
      join task t on t.owner_id = h.owner_id and t.id = h.to_task_id and t.state = 'open'
      join procedure_case c on c.owner_id = h.owner_id and c.id = h.from_case_id
      where h.owner_id = $1 and h.id = $2 and h.to_case_id is null and h.state = 'accepted' for update of h, t`,
    values: [ownerId, id],
  });
  const [planned] = rows;
  if (planned === undefined) return false;
  const { to_procedure: procedure, title, payload: fields, label, tlp } = planned;
  const given = { title, fields };
  const opening = catalogue.procedures.get(procedure)?.adopts?.(given) ?? given;
  const opened = await openCase(context, catalogue, {
    ...{ procedure, ownerId, label, tlp, actor: systemActor },
    ...{ title: opening.title, fields: opening.fields },
  });
  await context.client.query({
    name: 'hand-off-adopted',
    text: `with task as (
        update task set state = 'cancelled', version = version + 1 where owner_id = $1 and id = $3
      )
      update hand_off set to_case_id = $4, accepted_at = $5, version = version + 1 where owner_id = $1 and id = $2`,
    values: [ownerId, id, planned.to_task_id, opened.id, context.now],
  });
  context.record({
    ...{ ownerId, action: 'hand-off.adopted', kind: 'task', recordId: planned.to_task_id },
    recordVersion: 1,
    details: { handOff: id, procedure, case: opened.reference },
  });
  return true;
}
