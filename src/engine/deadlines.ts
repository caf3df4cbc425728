import {
  type Definition,
  type Functions,
  type GuardInput,
  MissingFunctionError,
  type OpenedDeadline,
} from './decision.ts';
import { addDuration, subtractDuration } from './duration.ts';
import type { Deadline, Within } from './life-cycle.ts';

/** The ISO 8601 duration that a declaration gives or has computed. @throws MissingFunctionError */
export function durationOf(within: Within, functions: Functions, input: GuardInput): string {
  if (typeof within === 'string') return within;
  const compute = functions.durations?.[within.by];
  if (compute === undefined) throw new MissingFunctionError('duration', within.by);
  return compute(input);
}

/**
 * Deadlines that start and end when a record goes from one state to another. A deadline runs on between two of its states; entering a
 * state anew (`reentry`, or from null at the opening) starts its deadlines anew. An action that a deadline is met by ends it where the
 * record stays.
 * @throws MissingFunctionError, DurationError
 */
export function deadlineChanges(
  definition: Definition,
  functions: Functions,
  move: {
    readonly from: string | null;
    readonly to: string;
    readonly reentry: boolean;
    readonly action: string | null;
  },
  input: GuardInput,
): { opened: OpenedDeadline[]; closed: string[] } {
  const { from, to, reentry, action } = move;
  const opened: OpenedDeadline[] = [];
  const closed: string[] = [];
  const stays = from === to && !reentry;
  for (const [name, deadline] of Object.entries(definition.deadlines ?? {})) {
    const ran = from !== null && deadline.states.includes(from);
    const runs = deadline.states.includes(to);
    const restarts = from === to && reentry;
    const met = action !== null && deadline.metBy?.includes(action) === true;
    if (ran && (!runs || restarts || met)) closed.push(name);
    if (!stays && runs && (!ran || restarts) && applies(deadline, functions, input)) {
      opened.push(openDeadline(name, deadline, functions, input));
    }
  }
  return { opened, closed };
}

function applies({ when }: Deadline, functions: Functions, input: GuardInput): boolean {
  if (when === undefined) return true;
  const guard = functions.guards[when];
  if (guard === undefined) throw new MissingFunctionError('guard', when);
  return guard(input);
}

function openDeadline(
  name: string,
  deadline: Deadline,
  functions: Functions,
  input: GuardInput,
): OpenedDeadline {
  const dueAt = addDuration(input.now, durationOf(deadline.within, functions, input));
  const remindAt = (deadline.remindBefore ?? [])
    .map((before) => subtractDuration(dueAt, before))
    .filter((at) => at > input.now)
    .sort();
  return { deadline: name, dueAt, remindAt };
}

/** Who is told when, from the due instant on: one role at a time, `escalateEvery` apart (all at once when it is absent). */
export function escalationsOf(deadline: Deadline, dueAt: string): { at: string; role: string }[] {
  let at = dueAt;
  return deadline.escalateTo.map((role, step) => {
    if (step > 0 && deadline.escalateEvery !== undefined) {
      at = addDuration(at, deadline.escalateEvery);
    }
    return { at, role };
  });
}
