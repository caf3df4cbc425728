import {
  type ActorView,
  type Definition,
  type Functions,
  type GuardInput,
  MissingFunctionError,
  type RecordView,
  type Refusal,
} from './decision.ts';
import { schemaOfFields } from './field-schema.ts';
import type { Fields } from './fields.ts';
import type { Action, FunctionName, RoleId } from './life-cycle.ts';
import type { HandOff } from './procedure.ts';

/** One actor's attempt at one action, as the rules look at it. */
export interface Attempt {
  readonly definition: Definition;
  readonly functions: Functions;
  readonly record: RecordView;
  readonly actor: ActorView;
  readonly name: string;
  readonly action: Action;
  readonly facts: unknown;
  readonly now: string;
}

const LONGEST_COMMENT = 20_000;
const NO_FIELDS: Fields = {};

/** Whether an action may start from a state. */
export function startsFrom(definition: Definition, action: Action, state: string): boolean {
  return action.from === 'any-open'
    ? definition.states[state]?.kind !== 'final'
    : action.from.includes(state);
}

export function holdsOneOf(actor: ActorView, roles: readonly RoleId[]): boolean {
  return actor.person !== null && roles.some((role) => actor.roles.includes(role));
}

/** State and role: with one of these the other rules are not looked at, so that their reasons tell nothing to who may not act. */
export function refusalOfStart(attempt: Attempt): Refusal | null {
  const { definition, action, record, actor, name } = attempt;
  const clause = action.clause;
  if (!startsFrom(definition, action, record.state)) {
    return {
      rule: 'wrong-state',
      name,
      detail: { state: record.state, from: action.from },
      clause,
    };
  }
  const by = action.by;
  const may =
    typeof by === 'string' ? actor.via === by : actor.via === 'person' && holdsOneOf(actor, by);
  return may ? null : { rule: 'role', name, detail: { roles: by }, clause };
}

/** Segregation of duties: neither the actor nor the person he acts for did, or had done for him, one of the named actions. */
export function refusalsOfSegregation({ action, record, actor }: Attempt): Refusal[] {
  if (action.notBy === undefined) return [];
  const self = [actor.person, actor.onBehalfOf].filter((who) => who !== null);
  const is = (who: string | null) => who !== null && self.includes(who);
  return action.notBy
    .filter(
      (name) =>
        (name === 'open' && is(record.openedBy)) ||
        record.performed.some((p) => p.action === name && (is(p.person) || is(p.onBehalfOf))),
    )
    .map((name) => ({ rule: 'segregation', name, clause: action.clause }));
}

/** Only people are asked for a comment. */
export function refusalsOfComment({ action, actor }: Attempt, comment: string | null): Refusal[] {
  const clause = action.clause;
  if (actor.via !== 'person' && comment === null) return [];
  const detail =
    comment === null || comment.trim() === ''
      ? action.comment === 'required'
        ? 'missing'
        : null
      : comment.length > LONGEST_COMMENT
        ? 'too-long'
        : comment.includes('\0') || !comment.isWellFormed()
          ? 'not-text'
          : null;
  return detail === null ? [] : [{ rule: 'comment', detail, clause }];
}

/** Values of a form, or null with a refusal for each fault, named by the path of the value. */
export function parseFields(
  fields: Fields,
  input: unknown,
  computed: boolean,
  clause: string,
): { values: Record<string, unknown> | null; refusals: Refusal[] } {
  const parsed = schemaOfFields(fields, { mode: 'create', computed }).safeParse(input ?? {});
  if (parsed.success) return { values: parsed.data, refusals: [] };
  const refusals = parsed.error.issues.map((issue): Refusal => {
    const { path, code, message } = issue;
    const name = path.join('.');
    const detail =
      code === 'unrecognized_keys' ? { code, message, keys: issue.keys } : { code, message };
    return { rule: 'form', name, detail, clause };
  });
  return { values: null, refusals };
}

export function parseForm(attempt: Attempt, input: unknown) {
  const { action, actor } = attempt;
  return parseFields(action.form ?? NO_FIELDS, input, actor.via !== 'person', action.clause);
}

/** Whether a named guard holds. @throws MissingFunctionError */
export function holds(functions: Functions, guard: FunctionName, input: GuardInput): boolean {
  const check = functions.guards[guard];
  if (check === undefined) throw new MissingFunctionError('guard', guard);
  return check(input);
}

export function inputOf(attempt: Attempt, fields: Readonly<Record<string, unknown>>): GuardInput {
  const { record, facts, actor, now } = attempt;
  return { record, facts, actor, fields, now };
}

export function refusalsOfGuards(
  attempt: Attempt,
  form: Readonly<Record<string, unknown>>,
): Refusal[] {
  const { action, functions } = attempt;
  if (action.guards === undefined) return [];
  const input = inputOf(attempt, form);
  return action.guards
    .filter((guard) => !holds(functions, guard, input))
    .map((guard) => {
      const field = functions.judges?.[guard];
      const at = field === undefined ? {} : { detail: { field } };
      return { rule: 'guard', name: guard, ...at, clause: action.clause };
    });
}

/**
 * As `refusalsOfGuards` before the form is filled in: a guard that looks at what the form asks for is left to the real attempt. Looking for
 * anything else finds nothing there, now as then.
 */
export function refusalsOfGuardsBeforeForm(attempt: Attempt): Refusal[] {
  const { action, functions } = attempt;
  const asked = new Set<PropertyKey>(Object.keys(action.form ?? NO_FIELDS));
  return (action.guards ?? [])
    .filter((guard) => {
      let looked = false;
      const lookAt = (found: boolean): void => {
        looked ||= found;
      };
      const fields = new Proxy<Record<string, unknown>>(
        {},
        {
          get: (_, key) => lookAt(asked.has(key)),
          has: (_, key) => {
            lookAt(asked.has(key));
            return false;
          },
          ownKeys: () => {
            lookAt(asked.size > 0);
            return [];
          },
        },
      );
      try {
        return !holds(functions, guard, inputOf(attempt, fields)) && !looked;
      } catch (error) {
        if (looked) return false;
        throw error;
      }
    })
    .map((guard) => ({ rule: 'guard', name: guard, clause: action.clause }));
}

/** Parallel tasks that must be joined first and are not. */
export function refusalsOfJoins({ definition, action, record }: Attempt): Refusal[] {
  return (action.joins ?? []).flatMap((name): Refusal[] => {
    const tasks = record.tasks.filter((task) => task.task === name);
    const join = definition.tasks?.[name]?.join ?? 'all';
    const open = tasks.filter((task) => !task.done && (task.required || join !== 'all'));
    const done = tasks.filter((task) => task.done).length;
    if (join === 'all' ? open.length === 0 : done >= join) return [];
    const detail = { join, done, open: open.map((task) => task.id) };
    return [{ rule: 'tasks-open', name, detail, clause: action.clause }];
  });
}

/** Whether a hand-off is needed for the record as it will be: always when mandatory, by its guard, never when optional. */
export function isNeeded(handOff: HandOff, functions: Functions, input: GuardInput): boolean {
  return typeof handOff.mandatory === 'boolean'
    ? handOff.mandatory
    : holds(functions, handOff.mandatory.when, input);
}

/**
 * What keeps a record from ending: a mandatory hand-off that is not back (declined counts as not back), a request that holds the end and is
 * still open with somebody, and, for an end that achieves the
 * purpose, a mandatory hand-off that was never started.
 */
export function refusalsOfEnd(attempt: Attempt, to: string, input: GuardInput): Refusal[] {
  const { definition, functions, action, record } = attempt;
  const state = definition.states[to];
  if (state?.kind !== 'final' || to === record.state) return [];
  const clause = action.clause;
  const refusals = record.handOffs
    .filter((view) => view.mandatory && view.state !== 'returned' && view.state !== 'merged')
    .map(({ handOff, id, state: status }): Refusal => {
      return { rule: 'hand-off-open', name: handOff, detail: { id, state: status }, clause };
    });
  for (const kind of record.openRequests ?? []) {
    const request = definition.requests?.[kind];
    if (request?.holdsEnd === true) {
      refusals.push({ rule: 'request-open', name: kind, clause: request.clause });
    }
  }
  if (state.outcome !== 'achieved') return refusals;
  for (const [name, handOff] of Object.entries(definition.handOffs ?? {})) {
    const started =
      action.handOffs?.includes(name) === true || record.handOffs.some((v) => v.handOff === name);
    if (!started && isNeeded(handOff, functions, input)) {
      refusals.push({ rule: 'hand-off-missing', name, clause: handOff.clause });
    }
  }
  return refusals;
}
