import type { Fields } from './fields.ts';

/** A role of `domain.md` §8.3 in kebab-case (`change-manager`), or `any-member` for every member of the record's organisation. */
export type RoleId = string;
/** The name of a function that the area registers beside its definition; the definition stays plain data. */
export type FunctionName = string;
/** ISO 8601 duration (`PT2H`, `P7D`, `P12M`), or the name of a function that computes one from the record, written `{ by: name }`. */
export type Within = string | { readonly by: FunctionName };

export interface State {
  /** `active`: somebody works; `waiting`: an event elsewhere moves it on; `final`: the end. */
  readonly kind: 'active' | 'waiting' | 'final';
  /**
   * Whether the purpose was reached. Of a final state it decides what flows back to the origin of a hand-off; a waiting state of a
   * register's record may have one that holds until an event says otherwise.
   */
  readonly outcome?: 'achieved' | 'not-achieved';
  readonly clause?: string;
}

/** The first branch whose guard holds is taken; the last one carries no guard. */
export interface Branch {
  readonly when?: FunctionName;
  readonly to: string;
}

/** Who must agree before the action takes effect. Each agreement is bound to the hash of the material fields. */
export interface ApprovalRule {
  /** Number of persons, or one agreement of each organisation that takes part in one of `roles`. */
  readonly needed: number | 'all-parties';
  readonly roles: readonly RoleId[];
  /** Case fields (and `register:<id>` for the records that hang on the case) whose change voids the approval. */
  readonly material: readonly string[];
  /** An approval lapses after this long; absent: never. */
  readonly expires?: string;
}

export interface Action {
  /** States it may start from; `any-open` is every state that is not final. */
  readonly from: readonly string[] | 'any-open';
  /** `same` leaves deadlines and tasks running; naming the present state enters it anew, so that they start again. */
  readonly to: string | 'same' | readonly Branch[];
  /** Roles that may act, `system` for a reaction or effect, `timer` for a deadline. */
  readonly by: readonly RoleId[] | 'system' | 'timer';
  readonly clause: string;
  /** What the person fills in; names equal to case fields are written to the case, others stay in the trail and go to effects. */
  readonly form?: Fields;
  readonly comment?: 'required' | 'optional';
  /** Named functions that must all hold; each refusal has a text of its own. */
  readonly guards?: readonly FunctionName[];
  /** Named functions that run in the same transaction. */
  readonly effects?: readonly FunctionName[];
  /** Segregation of duties: the actor (and the person on whose behalf he acts) performed none of these actions on this record; `open` is its opening. */
  readonly notBy?: readonly string[];
  readonly approval?: ApprovalRule;
  /** Hand-offs of the procedure that this action starts. */
  readonly handOffs?: readonly string[];
  /** Parallel tasks of the procedure that must be joined first. */
  readonly joins?: readonly string[];
  /** Kinds of requests for agreement, sent afterwards to every party whose agreement is missing. */
  readonly asks?: readonly string[];
  /** Roles told afterwards. */
  readonly notify?: readonly RoleId[];
  /** Drawn and offered first: the ordinary way on. Exactly one per state helps the reader. */
  readonly primary?: boolean;
  /** Asks for confirmation by naming its consequence. */
  readonly destructive?: boolean;
}

export interface Deadline {
  /** Runs while the record is in one of these states, from entering the first of them. */
  readonly states: readonly string[];
  /** A guard over the record as it is after the action: where it does not hold, the deadline does not start. */
  readonly when?: FunctionName;
  readonly within: Within;
  /** Reminders this long before it is due. */
  readonly remindBefore?: readonly string[];
  /** Roles told in this order, one step each time `escalateEvery` passes; the substitute of a holder is told first. */
  readonly escalateTo: readonly RoleId[];
  readonly escalateEvery?: string;
  /** The action by `timer` that is performed when it is due. */
  readonly action?: string;
  /** Actions that do what was due, though the record stays in the state. */
  readonly metBy?: readonly string[];
  readonly clause: string;
}

/** States, actions and deadlines of a case, a register record, a deliverable or a recipient of a request. */
export interface LifeCycle {
  readonly initial: string;
  readonly states: { readonly [state: string]: State };
  readonly actions: { readonly [action: string]: Action };
  readonly deadlines?: { readonly [deadline: string]: Deadline };
}
