import { deadlineChanges } from './deadlines.ts';
import type { Definition, Functions, GuardInput, OpenedDeadline, RecordView } from './decision.ts';
import { schemaOfFields } from './field-schema.ts';

/** How an open record of an earlier version goes on under a later one: what is not named keeps its name. */
export interface VersionMove {
  /** State of the earlier version, and the state of the later one that it goes on in. */
  readonly states?: Readonly<Record<string, string>>;
  /** Pure: the fields as the later version knows them. */
  readonly fields?: (
    fields: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>>;
}

/** Why a record stays with its version. */
export interface MoveFault {
  readonly path: string;
  readonly message: string;
}

type Landing =
  | { readonly ok: true; readonly state: string; readonly fields: Record<string, unknown> }
  | { readonly ok: false; readonly faults: readonly MoveFault[] };

/**
 * State and fields of a record under another version. A move ends nothing: no record lands in a final state, or where tasks are waited for
 * that its state does not open.
 */
export function landingOf(definition: Definition, move: VersionMove, record: RecordView): Landing {
  const state = move.states?.[record.state] ?? record.state;
  const given = move.fields?.(record.fields) ?? record.fields;
  const parsed = schemaOfFields(definition.fields ?? {}, {
    mode: 'create',
    computed: true,
  }).safeParse(given);
  const faults = [
    ...stateFaults(definition, record.state, state),
    ...openFaults(definition, record),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({
      path: `/fields/${path.join('/')}`,
      message,
    })),
  ];
  if (faults.length > 0 || !parsed.success) return { ok: false, faults };
  return { ok: true, state, fields: parsed.data };
}

function stateFaults(definition: Definition, from: string, to: string): MoveFault[] {
  const path = '/state';
  const declared = definition.states[to];
  if (declared === undefined) return [{ path, message: `no state ${to}; name one for ${from}` }];
  if (declared.kind === 'final') return [{ path, message: `${to} is an end; a move ends no case` }];
  return [];
}

/** What is on its way to others must be able to come back. */
function openFaults(definition: Definition, record: RecordView): MoveFault[] {
  const under = record.handOffs.filter(({ state }) => state === 'offered' || state === 'accepted');
  return [
    ...under
      .filter(({ handOff }) => definition.handOffs?.[handOff] === undefined)
      .map(({ handOff }) => ({ path: '/handOffs', message: `${handOff} is open and not known` })),
    ...(record.openRequests ?? [])
      .filter((kind) => definition.requests?.[kind] === undefined)
      .map((kind) => ({ path: '/requests', message: `${kind} is open and not known` })),
  ];
}

/** What follows from a move, given which deadlines run. Those of the same name run on, as do tasks. */
export interface MoveEffects {
  readonly opened: readonly OpenedDeadline[];
  readonly gone: readonly string[];
  readonly opensTasks: readonly string[];
  readonly goneTasks: readonly string[];
  /** Actions whose approvals count no more, because the later version asks for none of that name. */
  readonly goneApprovals: readonly string[];
}

/** @throws MissingFunctionError, DurationError when the definition is wrong */
export function effectsOfMove(
  definition: Definition,
  functions: Functions,
  input: GuardInput,
  running: readonly string[],
): MoveEffects {
  const { record } = input;
  const entry = { from: null, to: record.state, reentry: true, action: null };
  const runs = (name: string) => definition.deadlines?.[name]?.states.includes(record.state);
  const open = new Set(record.tasks.map(({ task }) => task));
  const tasks = Object.entries(definition.tasks ?? {});
  return {
    opened: deadlineChanges(definition, functions, entry, input).opened.filter(
      ({ deadline }) => !running.includes(deadline),
    ),
    gone: running.filter((name) => runs(name) !== true),
    opensTasks: tasks
      .filter(([name, task]) => task.opensIn === record.state && !open.has(name))
      .map(([name]) => name),
    goneTasks: [...open].filter(
      (name) => definition.tasks?.[name] === undefined && !name.startsWith('planned:'),
    ),
    goneApprovals: [...new Set(record.approvals.map(({ action }) => action))].filter(
      (action) => definition.actions[action]?.approval === undefined,
    ),
  };
}
