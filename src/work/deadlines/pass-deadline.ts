import { escalationsOf } from '#engine/deadlines.ts';
import { addDuration } from '#engine/duration.ts';
import type { Deadline } from '#engine/life-cycle.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { notify } from '#work/notifications/notify.ts';
import { standInsOf } from './stand-ins.ts';
import { type Subject, whoCanAct } from './subject.ts';

export interface DeadlineRow {
  owner_id: string;
  id: string;
  kind: string;
  record_id: string;
  deadline: string;
  due_at: Date;
  /** When what happens now was to happen. */
  next_at: Date;
  step: number;
  remind_at: Date[];
  state: 'running' | 'met' | 'fired' | 'closed';
}

/** How long those who stand in have for themselves, before the declared line is told: its own step, at most a day. */
const standInTime = 'PT4H';
const longestStandInTime = 'P1D';

interface Next {
  readonly state: DeadlineRow['state'];
  readonly step: number;
  readonly nextAt: Date | string | null;
  readonly remindAt?: readonly Date[];
}

/**
 * Does what is to happen at a deadline by now, one thing: a reminder to those who can act; or, when it is due, the first step of the
 * escalation and the action that its declaration names; or the next step. What comes next is written with it.
 */
export async function passDeadline(
  context: WriteContext,
  subject: Subject | null,
  row: DeadlineRow,
): Promise<void> {
  const declared = subject?.lifeCycle.deadlines?.[row.deadline];
  if (subject === null || declared === undefined) {
    // The record is gone, or its definition no longer knows this deadline: nothing can happen any more.
    await write(context, row, { state: 'closed', step: row.step, nextAt: null });
  } else if (row.state === 'running' && row.due_at > context.now) {
    await remind(context, subject, row);
  } else if (row.state === 'running') {
    await fire(context, subject, declared, row);
  } else {
    await escalate(context, subject, declared, row);
  }
}

/** Reminders that were missed while nothing ran are one reminder now. */
async function remind(context: WriteContext, subject: Subject, row: DeadlineRow): Promise<void> {
  const ahead = row.remind_at.filter((at) => at > context.now);
  if (ahead.length < row.remind_at.length) {
    notify(context, {
      ...subject.about,
      ...whoCanAct(subject),
      kind: 'reminder',
      about: row.deadline,
      dueAt: row.due_at.toISOString(),
    });
  }
  const next = ahead[0] ?? row.due_at;
  await write(context, row, { state: 'running', step: 0, nextAt: next, remindAt: ahead });
}

async function fire(
  context: WriteContext,
  subject: Subject,
  declared: Deadline,
  row: DeadlineRow,
): Promise<void> {
  const dueAt = row.due_at.toISOString();
  if (!(await tellStandIns(context, subject, declared, row))) {
    await escalate(context, subject, declared, { ...row, step: 0, next_at: row.due_at });
  }
  subject.passed?.(row.deadline);
  let refused: unknown = null;
  if (declared.action !== undefined) {
    try {
      await subject.perform(declared.action);
    } catch (error) {
      if (!isRefusal(error, subject, declared.action)) throw error;
      refused = (error as AppError).extra['refusals'];
    }
  }
  context.record({
    ownerId: row.owner_id,
    action: `${subject.definitionId}.deadline-due`,
    kind: row.kind,
    recordId: row.record_id,
    recordVersion: subject.version,
    details: {
      deadline: row.deadline,
      dueAt,
      clause: declared.clause,
      ...(declared.action === undefined ? {} : { action: declared.action }),
      ...(refused === null ? {} : { refused }),
    },
  });
}

/**
 * Those who stand in for whoever was to act are told first, and the declared line comes one step later; false where nobody stands in, and
 * the line begins at once.
 */
async function tellStandIns(
  context: WriteContext,
  subject: Subject,
  { escalateEvery }: Deadline,
  row: DeadlineRow,
): Promise<boolean> {
  const people = await standInsOf(context, subject);
  if (people.length === 0) return false;
  const dueAt = row.due_at.toISOString();
  notify(context, {
    ...{ ...subject.about, kind: 'deadline', about: row.deadline, dueAt },
    ...{ roles: [], people },
  });
  const steps = [escalateEvery ?? standInTime, longestStandInTime];
  const now = context.now.toISOString();
  const [next = now] = steps.map((step) => addDuration(now, step)).sort();
  await write(context, row, { state: 'fired', step: 0, nextAt: next, remindAt: [] });
  return true;
}

/** The action itself was refused, before anything was written; a refusal from further down the chain is another matter. */
function isRefusal(error: unknown, subject: Subject, action: string): boolean {
  return (
    error instanceof AppError &&
    error.code === 'action-refused' &&
    error.extra['procedure'] === subject.definitionId &&
    error.extra['action'] === action
  );
}

/** Tells the next in line, and those that stand at the same instant. The line is as much later as its first step was. */
async function escalate(
  context: WriteContext,
  subject: Subject,
  declared: Deadline,
  row: DeadlineRow,
): Promise<void> {
  const dueAt = row.due_at.toISOString();
  const ladder = escalationsOf(declared, dueAt);
  const present = ladder[row.step];
  const later = present === undefined ? 0 : row.next_at.getTime() - Date.parse(present.at);
  let step = row.step;
  if (present !== undefined) {
    const told = ladder.slice(row.step).filter((rung) => rung.at === present.at);
    step += told.length;
    for (const organisationId of subject.escalatesIn ?? [subject.about.organisationId ?? null]) {
      notify(context, {
        ...subject.about,
        ...{ kind: 'escalation', about: row.deadline, dueAt, organisationId },
        roles: told.map((rung) => rung.role),
      });
    }
  }
  await write(context, row, {
    state: 'fired',
    step,
    nextAt: laterBy(ladder[step]?.at, Math.max(0, later)),
    remindAt: [],
  });
}

function laterBy(at: string | undefined, ms: number): string | null {
  return at === undefined ? null : new Date(Date.parse(at) + ms).toISOString();
}

async function write(context: WriteContext, row: DeadlineRow, next: Next): Promise<void> {
  await context.client.query({
    name: 'deadline-pass',
    text: `update record_deadline set state = $3, step = $4, next_at = $5, remind_at = $6::timestamptz[], failures = 0, last_error = null
      where owner_id = $1 and id = $2`,
    values: [
      row.owner_id,
      row.id,
      next.state,
      next.step,
      next.nextAt,
      next.remindAt ?? row.remind_at,
    ],
  });
}
