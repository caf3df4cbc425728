import type { FormField } from './field-schema.ts';
import type { Fields } from './fields.ts';
import type { FunctionName, LifeCycle, RoleId } from './life-cycle.ts';
import type { HandOff, ParallelTask } from './procedure.ts';
import type { RequestKind } from './request.ts';

/** An action that was performed on the record, newest last. */
export interface Performed {
  action: string;
  person: string;
  onBehalfOf: string | null;
  organisation: string;
  at: string;
}
/** A parallel task of the current round: the ones opened when its state was last entered. */
export interface OpenTask {
  id: string;
  task: string;
  done: boolean;
  required: boolean;
}
export interface HandOffView {
  id: string;
  handOff: string;
  /** Of a started hand-off: its declaration says `true` or `{ when }`. */
  mandatory: boolean;
  state: 'offered' | 'accepted' | 'declined' | 'returned' | 'merged';
  outcome: 'achieved' | 'not-achieved' | null;
}
export interface ApprovalView {
  action: string;
  person: string;
  onBehalfOf: string | null;
  organisation: string;
  at: string;
  hash: string;
  voided: boolean;
}
export interface RecordView {
  state: string;
  /** Field values, and under `register:<id>` the records that an approval's material names. */
  fields: Readonly<Record<string, unknown>>;
  openedBy: string | null;
  performed: readonly Performed[];
  tasks: readonly OpenTask[];
  handOffs: readonly HandOffView[];
  approvals: readonly ApprovalView[];
  /** Organisations that are parties, by id. */
  parties: readonly string[];
  /** In which role each takes part, without those whose part was waived. Absent: the roles of parties are not known. */
  partyRoles?: readonly { readonly organisation: string; readonly role: RoleId }[];
  /** Kinds of requests with a recipient who is not through yet. */
  openRequests?: readonly string[];
}
export interface ActorView {
  /** Null: the system or a timer. */
  person: string | null;
  via: 'person' | 'system' | 'timer';
  onBehalfOf: string | null;
  organisation: string | null;
  /** Held for this record now, substitutes and delegation included; `any-member` for every member of the record's organisation. */
  roles: readonly RoleId[];
}
export interface GuardInput<Facts = unknown> {
  record: RecordView;
  facts: Facts;
  actor: ActorView;
  /** The action's form as filled in. */
  fields: Readonly<Record<string, unknown>>;
  now: string;
}
export interface Functions<Facts = unknown> {
  guards: Readonly<Record<FunctionName, (input: GuardInput<Facts>) => boolean>>;
  /** Guards that judge one field of the form, with that field: their refusal stands at it. */
  judges?: Readonly<Record<FunctionName, string>>;
  /** ISO 8601 durations from the record as it is after the action. */
  durations?: Readonly<Record<FunctionName, (input: GuardInput<Facts>) => string>>;
}

export interface Refusal {
  rule:
    | 'unknown-action'
    | 'wrong-state'
    | 'role'
    | 'delegation-ended'
    | 'segregation'
    | 'comment'
    | 'form'
    | 'guard'
    | 'tasks-open'
    | 'hand-off-open'
    | 'hand-off-missing'
    | 'request-open'
    | 'already-approved'
    | 'not-a-party';
  /** Guard, action, task, hand-off or field path that refuses. */
  name?: string;
  detail?: unknown;
  clause: string;
}

export interface OpenedDeadline {
  deadline: string;
  dueAt: string;
  /** Instants of the reminders that lie ahead, earliest first. */
  remindAt: string[];
}

export interface ApprovalProgress {
  needed: number | 'all-parties';
  /** Agreements that count, this one included. */
  have: number;
  complete: boolean;
  /** Hash of the material fields that this agreement is bound to. */
  hash: string;
}

export interface Accepted {
  ok: true;
  from: string;
  /** Equals `from` while an approval is incomplete. */
  to: string;
  /** Form values that belong to fields of the record; null clears. */
  writes: Record<string, unknown>;
  /** The whole form as validated, for the trail and the effects. */
  form: Record<string, unknown>;
  deadlines: { opened: OpenedDeadline[]; closed: string[] };
  /** Parallel tasks that open; those of an earlier round with the same name are over. */
  opensTasks: string[];
  handOffs: string[];
  effects: string[];
  /** Kinds of requests for agreement to send. */
  asks: string[];
  notify: string[];
  approval: ApprovalProgress | null;
}
export type Decision = Accepted | { ok: false; refusals: Refusal[] };

export interface AllowedAction {
  action: string;
  allowed: boolean;
  refusals: Refusal[];
  comment: 'required' | 'optional' | null;
  form: FormField[] | null;
  primary: boolean;
  destructive: boolean;
}

/** A life cycle with what only procedures, or registers' life cycles together with their fields, add to it. */
export type Definition = LifeCycle & {
  readonly clause?: string;
  readonly openedBy?: readonly RoleId[];
  readonly fields?: Fields;
  readonly tasks?: { readonly [task: string]: ParallelTask };
  readonly handOffs?: { readonly [handOff: string]: HandOff };
  readonly requests?: { readonly [kind: string]: RequestKind };
};

/** The definition names a function that its area does not have: a fault of the definition, which the validator finds. */
export class MissingFunctionError extends Error {
  constructor(kind: string, name: FunctionName) {
    super(`the definition names a ${kind} that does not exist: ${name}`);
    this.name = 'MissingFunctionError';
  }
}

export type Opening =
  | {
      ok: true;
      state: string;
      fields: Record<string, unknown>;
      deadlines: { opened: OpenedDeadline[] };
      opensTasks: string[];
    }
  | { ok: false; refusals: Refusal[] };
