import { durationOf } from '#engine/deadlines.ts';
import { addDuration, subtractDuration } from '#engine/duration.ts';
import type { Duty } from '#engine/procedure.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Log } from '#kernel/log/log.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue, ProcedureModule } from '#work/catalogue.ts';
import { notify } from '#work/notifications/notify.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';

interface DutySubject {
  readonly id: string;
  readonly title: string | null;
  readonly kind: string | null;
}

/**
 * Opens a task for every periodic duty that is due, in each organisation where somebody holds its role: for the records that its function
 * names, or one for the organisation. Idempotent by `duty_run`: run as often as wanted, by several workers at once. While the last task of
 * a duty is still open no second one is added.
 * @returns how many tasks were opened.
 */
export async function openDueDuties(options: {
  readonly runner: Runner;
  readonly catalogue: Catalogue;
  readonly log: Log;
}): Promise<number> {
  let opened = 0;
  for (const module of options.catalogue.procedures.values()) {
    for (const [name, duty] of Object.entries(module.procedure.duties ?? {})) {
      for (const organisation of await organisationsWith(options.runner, duty.role)) {
        try {
          opened += await openFor(options.runner, module, name, duty, organisation);
        } catch (error) {
          const duties = { duty: name, procedure: module.procedure.id, organisation };
          options.log.error({ err: error, ...duties }, 'a duty could not be opened');
        }
      }
    }
  }
  return opened;
}

async function organisationsWith(runner: Runner, role: string): Promise<string[]> {
  return runner.database.transaction(
    { role: 'system', scope: [], person: null, readOnly: true },
    async ({ client }) => {
      const { rows } = await client.query<{ owner_id: string }>({
        name: 'duty-organisations',
        text: `select distinct owner_id from access.role_in_force
          where role = $1 and case_id is null and valid_from <= $2 and (valid_to is null or valid_to > $2) order by owner_id`,
        values: [role, runner.clock.now()],
      });
      return rows.map((row) => row.owner_id);
    },
  );
}

async function openFor(
  runner: Runner,
  module: ProcedureModule,
  name: string,
  duty: Duty,
  organisation: string,
): Promise<number> {
  const who = {
    principal: systemPrincipal('duties'),
    scope: { organisations: [organisation] },
    role: 'app',
  } as const;
  return inWriteTransaction(runner, who, async (context) => {
    const every = everyOf(module, duty, context.now.toISOString());
    let opened = 0;
    for (const subject of await subjectsOf(context, module, duty, organisation)) {
      if (!(await isDue(context, module.procedure.id, name, organisation, subject, every)))
        continue;
      await openTask(context, module, { name, duty, organisation, subject, every });
      opened += 1;
    }
    return opened;
  });
}

async function subjectsOf(
  context: WriteContext,
  module: ProcedureModule,
  duty: Duty,
  organisation: string,
): Promise<DutySubject[]> {
  if (duty.forEach === undefined) return [{ id: organisation, title: null, kind: null }];
  const find = module.dutySubjects?.[duty.forEach];
  if (find === undefined) throw new Error(`${module.procedure.id} has no ${duty.forEach}`);
  return (await find(context)).filter((subject) => subject.ownerId === organisation);
}

/** Takes the turn of this duty if it is due; another worker that asks at the same time waits for the row and finds it taken. */
async function isDue(
  context: WriteContext,
  procedure: string,
  duty: string,
  organisation: string,
  subject: DutySubject,
  every: string,
): Promise<boolean> {
  const now = context.now.toISOString();
  const { rowCount } = await context.client.query({
    name: 'duty-take',
    text: `insert into duty_run as d (owner_id, procedure, duty, subject_id, last_opened_at)
      select $1, $2, $3, $4, $5 where not exists (
        select from task t where t.owner_id = $1 and t.procedure = $2 and t.task = 'duty:' || $3 and t.subject_id = $4 and t.state = 'open')
      on conflict (owner_id, procedure, duty, subject_id) do update set last_opened_at = excluded.last_opened_at
      where d.last_opened_at <= $6`,
    values: [organisation, procedure, duty, subject.id, now, subtractDuration(now, every)],
  });
  return (rowCount ?? 0) > 0;
}

interface Opening {
  readonly name: string;
  readonly duty: Duty;
  readonly organisation: string;
  readonly subject: DutySubject;
  readonly every: string;
}

async function openTask(
  context: WriteContext,
  module: ProcedureModule,
  { name, duty, organisation, subject, every }: Opening,
): Promise<void> {
  const { procedure } = module;
  // It is due before it would come round again.
  const dueAt = addDuration(context.now.toISOString(), every);
  const [taskId] = await insertTasks(context, [
    {
      ownerId: organisation,
      organisationId: organisation,
      caseId: null,
      procedure: procedure.id,
      task: `duty:${name}`,
      role: duty.role,
      subject: subject.title,
      subjectKind: subject.kind,
      subjectId: subject.id,
      clause: duty.clause,
      dueAt,
    },
  ]);
  if (taskId === undefined) return;
  context.record({
    ownerId: organisation,
    action: `${procedure.id}.duty-due`,
    kind: 'task',
    recordId: taskId,
    recordVersion: 1,
    details: { duty: name, subject: subject.id, clause: duty.clause, dueAt },
  });
  notify(context, {
    ownerId: organisation,
    organisationId: organisation,
    recordKind: 'task',
    recordId: taskId,
    procedure: procedure.id,
    title: subject.title ?? `${procedure.id}: ${name}`,
    label: 'LIMITED',
    tlp: 'AMBER',
    kind: 'task',
    about: name,
    dueAt,
    roles: [duty.role],
  });
}

function everyOf(module: ProcedureModule, duty: Duty, now: string): string {
  return durationOf(duty.every, module.functions, {
    record: {
      state: '',
      fields: {},
      openedBy: null,
      performed: [],
      tasks: [],
      handOffs: [],
      approvals: [],
      parties: [],
    },
    facts: undefined,
    actor: systemActor,
    fields: {},
    now,
  });
}
