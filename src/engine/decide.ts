import { progressOf, refusalsOfApproval } from './approvals.ts';
import { deadlineChanges } from './deadlines.ts';
import type {
  ActorView,
  AllowedAction,
  ApprovalProgress,
  Decision,
  Definition,
  Functions,
  GuardInput,
  Opening,
  RecordView,
  Refusal,
} from './decision.ts';
import { formOf } from './field-schema.ts';
import type { Action, LifeCycle } from './life-cycle.ts';
import type { Procedure } from './procedure.ts';
import {
  type Attempt,
  holds,
  holdsOneOf,
  inputOf,
  isNeeded,
  parseFields,
  parseForm,
  refusalOfStart,
  refusalsOfComment,
  refusalsOfEnd,
  refusalsOfGuards,
  refusalsOfGuardsBeforeForm,
  refusalsOfJoins,
  refusalsOfSegregation,
  startsFrom,
} from './refusals.ts';

/**
 * Decides an action on a record: state and input in, changes or reasons out. Nothing is changed here.
 * Checks the state, the role, the segregation of duties, the comment, the form, the guards, the joins of parallel tasks, the
 * hand-offs that must be back before the end, and counts approvals bound to the hash of the material fields.
 * @param now the kernel's clock, an ISO 8601 UTC string
 * @throws MissingFunctionError, DurationError when the definition is wrong; never for what a person sends.
 */
export function decide<Facts>(
  definition: LifeCycle | Procedure,
  functions: Functions<Facts>,
  record: RecordView,
  actor: ActorView,
  action: string,
  input: { readonly comment: string | null; readonly fields: unknown },
  facts: Facts,
  now: string,
): Decision {
  const attempt = attemptOf(definition, functions, record, actor, action, facts, now);
  if (attempt === null) {
    const { clause = '' } = definition as Definition;
    return { ok: false, refusals: [{ rule: 'unknown-action', name: action, clause }] };
  }
  const early = refusalOfStart(attempt);
  if (early !== null) return { ok: false, refusals: [early] };
  const form = parseForm(attempt, input.fields);
  const refusals = [
    ...refusalsOfSegregation(attempt),
    ...refusalsOfComment(attempt, input.comment),
    ...form.refusals,
    ...(form.values === null ? [] : refusalsOfGuards(attempt, form.values)),
    ...refusalsOfJoins(attempt),
    ...refusalsOfApproval(attempt),
  ];
  if (form.values === null) return { ok: false, refusals };
  const outcome = outcomeOf(attempt, form.values);
  refusals.push(...refusalsOfEnd(attempt, outcome.to, outcome.input));
  return refusals.length > 0 ? { ok: false, refusals } : accept(attempt, form.values, outcome);
}

function attemptOf<Facts>(
  definition: Definition,
  functions: Functions<Facts>,
  record: RecordView,
  actor: ActorView,
  name: string,
  facts: Facts,
  now: string,
): Attempt | null {
  // Own names only: an action called `constructor` is unknown, not inherited.
  const action = Object.hasOwn(definition.actions, name) ? definition.actions[name] : undefined;
  return action === undefined
    ? null
    : { definition, functions: functions as Functions, record, actor, name, action, facts, now };
}

interface Outcome {
  readonly to: string;
  /** The state is entered anew although it is the same: the action names it instead of saying `same`. */
  readonly reentry: boolean;
  readonly writes: Record<string, unknown>;
  /** What functions see that look at the record as it will be. */
  readonly input: GuardInput;
}

function outcomeOf(attempt: Attempt, form: Readonly<Record<string, unknown>>): Outcome {
  const { action, record, definition } = attempt;
  const to = targetOf(attempt, form);
  const own = definition.fields ?? {};
  const writes = Object.fromEntries(
    Object.entries(form).filter(([name, value]) => Object.hasOwn(own, name) && value !== undefined),
  );
  const after: RecordView = { ...record, state: to, fields: { ...record.fields, ...writes } };
  const input: GuardInput = { ...inputOf(attempt, form), record: after };
  return { to, reentry: to === record.state && action.to !== 'same', writes, input };
}

function targetOf(attempt: Attempt, form: Readonly<Record<string, unknown>>): string {
  const { action, record, functions } = attempt;
  if (action.to === 'same') return record.state;
  if (typeof action.to === 'string') return action.to;
  const input = inputOf(attempt, form);
  const taken = action.to.find(({ when }) => when === undefined || holds(functions, when, input));
  // Only a definition whose last branch has a guard comes here, which the validator refuses.
  return taken?.to ?? record.state;
}

function accept(attempt: Attempt, form: Record<string, unknown>, outcome: Outcome): Decision {
  const { definition, functions, action, record } = attempt;
  const { to, reentry, writes, input } = outcome;
  const approval = progressOf(attempt);
  if (approval !== null && !approval.complete) return recordOnly(record, form, writes, approval);
  const entered = to !== record.state || reentry;
  return {
    ok: true,
    from: record.state,
    to,
    writes,
    form,
    deadlines: deadlineChanges(
      definition,
      functions,
      { from: record.state, to, reentry, action: attempt.name },
      input,
    ),
    opensTasks: entered ? tasksOpenedIn(definition, to) : [],
    handOffs: (action.handOffs ?? []).filter((name) => {
      const handOff = definition.handOffs?.[name];
      return (
        handOff === undefined || handOff.mandatory === false || isNeeded(handOff, functions, input)
      );
    }),
    effects: [...(action.effects ?? [])],
    asks: [...(action.asks ?? [])],
    notify: [...(action.notify ?? [])],
    approval,
  };
}

/** One agreement of several: it is recorded, and nothing else happens yet. */
function recordOnly(
  record: RecordView,
  form: Record<string, unknown>,
  writes: Record<string, unknown>,
  approval: ApprovalProgress,
): Decision {
  const { state } = record;
  const deadlines = { opened: [], closed: [] };
  const nothing = { deadlines, opensTasks: [], handOffs: [], effects: [], asks: [], notify: [] };
  return { ok: true, from: state, to: state, writes, form, ...nothing, approval };
}

function tasksOpenedIn(definition: Definition, state: string): string[] {
  return Object.entries(definition.tasks ?? {})
    .filter(([, task]) => task.opensIn === state)
    .map(([name]) => name);
}

/**
 * Every action that people can start in the record's state, each with the reasons why this actor cannot. The form is not filled in
 * yet: comment and form are not judged, nor a guard that looks at the form, nor an end that depends on it.
 * @throws MissingFunctionError when the definition is wrong
 */
export function allowedActions<Facts>(
  definition: LifeCycle | Procedure,
  functions: Functions<Facts>,
  record: RecordView,
  actor: ActorView,
  facts: Facts,
  now: string,
): AllowedAction[] {
  return Object.entries(definition.actions)
    .filter(([, action]) => typeof action.by !== 'string')
    .filter(([, action]) => startsFrom(definition, action, record.state))
    .map(([name, action]) => {
      const attempt = attemptOf(definition, functions, record, actor, name, facts, now);
      const refusals = attempt === null ? [] : refusalsBeforeForm(attempt);
      return offer(name, action, refusals);
    });
}

function offer(name: string, action: Action, refusals: Refusal[]): AllowedAction {
  return {
    action: name,
    allowed: refusals.length === 0,
    refusals,
    comment: action.comment ?? null,
    form: action.form === undefined ? null : formOf(action.form),
    primary: action.primary === true,
    destructive: action.destructive === true,
  };
}

function refusalsBeforeForm(attempt: Attempt): Refusal[] {
  const early = refusalOfStart(attempt);
  if (early !== null) return [early];
  const { to } = attempt.action;
  return [
    ...refusalsOfSegregation(attempt),
    ...refusalsOfGuardsBeforeForm(attempt),
    ...refusalsOfJoins(attempt),
    ...refusalsOfApproval(attempt),
    ...(typeof to === 'string' ? refusalsOfEnd(attempt, to, inputOf(attempt, {})) : []),
  ];
}

/**
 * Opens a record: its initial state, its validated fields, the deadlines and parallel tasks that start with it. People need one of the
 * roles of `openedBy`; the system (a hand-off, a duty, an import) needs none and may set computed fields.
 * @throws MissingFunctionError, DurationError when the definition is wrong
 */
export function openRecord<Facts>(
  definition: Definition,
  functions: Functions<Facts>,
  actor: ActorView,
  input: { readonly fields: unknown; readonly parties: readonly string[] },
  facts: Facts,
  now: string,
): Opening {
  const clause = definition.clause ?? '';
  const roles = definition.openedBy;
  if (actor.via === 'person' && roles !== undefined && !holdsOneOf(actor, roles)) {
    return { ok: false, refusals: [{ rule: 'role', name: 'open', detail: { roles }, clause }] };
  }
  const byProduct = actor.via !== 'person';
  const { values, refusals } = parseFields(
    definition.fields ?? {},
    input.fields,
    byProduct,
    clause,
  );
  if (values === null) return { ok: false, refusals };
  const state = definition.initial;
  const record: RecordView = {
    state,
    fields: values,
    openedBy: actor.person,
    performed: [],
    tasks: [],
    handOffs: [],
    approvals: [],
    parties: input.parties,
  };
  const seen: GuardInput = { record, facts, actor, fields: values, now };
  const opening = { from: null, to: state, reentry: true, action: null };
  const changes = deadlineChanges(definition, functions as Functions, opening, seen);
  return {
    ok: true,
    state,
    fields: values,
    deadlines: { opened: changes.opened },
    opensTasks: tasksOpenedIn(definition, state),
  };
}
