import type { EvidenceRule } from './evidence.ts';
import type { Fields } from './fields.ts';
import type { FunctionName, LifeCycle, RoleId, Within } from './life-cycle.ts';
import type { ActivityId, AreaId, ProcedureCategory } from './management-areas.ts';
import type { RequestKind } from './request.ts';

/** Work for several parties at once, opened when the case enters a state and joined before an action. */
export interface ParallelTask {
  readonly opensIn: string;
  readonly role: RoleId;
  /** One task for each organisation or record that this function names; absent: one task for the case's owner. */
  readonly forEach?: FunctionName;
  readonly join: 'all' | number;
  readonly within?: Within;
  readonly form?: Fields;
  readonly clause: string;
}

/** In place of one procedure: whichever the payload names, see {@link HandOff.to}. */
export const anyProcedure = 'any';

export interface HandOff {
  /** Procedure that receives it; `any`: each payload names its own, in the words that {@link Asked} says where to put. */
  readonly to: string;
  /** The receiving procedure has no definition yet: a tracked task with answer and status stands for it, adopted later. */
  readonly planned?: { readonly clause: string; readonly payload: Fields; readonly within: string };
  /** The source cannot reach a final state while it is open; `{ when }` names a guard that says whether it is needed. */
  readonly mandatory: boolean | { readonly when: FunctionName };
  /** Named function: builds title and fields of the receiving case, one or several. */
  readonly payload: FunctionName;
  /** Action by `system` of the source, performed when the target reaches a final state. */
  readonly onReturn?: string;
  /**
   * Role of the receiving organisation that accepts or declines with a reason; absent: the case opens at once. Of one to `any`: who answers for
   * a procedure that is only planned; others say for themselves who accepts.
   */
  readonly acceptedBy?: RoleId;
  readonly clause: string;
}

/** A task that returns by the calendar, whether or not somebody remembers it. */
export interface Duty {
  readonly every: Within;
  readonly role: RoleId;
  /** Named function that gives the records due; absent: one task an organisation. */
  readonly forEach?: FunctionName;
  readonly clause: string;
}

export interface Measure {
  readonly from: string;
  readonly to: string;
  readonly unit: 'hours' | 'days' | 'count' | 'percent';
  readonly clause: string;
}

/** How what is asked in words elsewhere becomes a case of the procedure. */
export interface Asked {
  /** Who accepts it; absent: the first of those who may open a case by hand. */
  readonly by?: RoleId;
  /** Field that the words go into; absent: the first paragraph that must be there, else the first paragraph. */
  readonly words?: string;
  /** Instant until when it is wanted; absent: the field `dueBy`, if there is one. */
  readonly dueBy?: string;
  /** What such a case has from the start. */
  readonly fields?: { readonly [field: string]: unknown };
}

export interface Procedure extends LifeCycle {
  readonly id: string;
  readonly version: number;
  readonly area: AreaId;
  /** The activity of its area that it carries out. */
  readonly activity?: ActivityId;
  /** Which of the procedures strongly related to security it is (X.1052 §6.2). */
  readonly category?: ProcedureCategory;
  readonly clause: string;
  /** Letters before the number of a case (`CH-2026-7`), unique among all procedures; absent: the initials of the id's words. */
  readonly referencePrefix?: string;
  /** Documents that bind this procedure, by their reference in the register (`AD1`). */
  readonly applicableDocuments?: readonly string[];
  /** Documents that it refers to and that do not bind it, by the same (`RD2`). */
  readonly referenceDocuments?: readonly string[];
  /** Roles that take part, each with the kind of party whose lane it is in the diagram. */
  readonly roles: { readonly [role: RoleId]: { readonly party: string } };
  /** Who may open a case by hand; hand-offs open cases too. */
  readonly openedBy: readonly RoleId[];
  readonly asked?: Asked;
  /** Named effects that run when a case opens, in the same transaction: who takes part, what it starts with. */
  readonly onOpen?: readonly FunctionName[];
  readonly fields: Fields;
  readonly tasks?: { readonly [task: string]: ParallelTask };
  /** What it asks of many at once, each answering for itself. */
  readonly requests?: { readonly [kind: string]: RequestKind };
  readonly handOffs?: { readonly [handOff: string]: HandOff };
  readonly duties?: { readonly [duty: string]: Duty };
  readonly evidence?: EvidenceRule;
  readonly deliverables?: readonly string[];
  readonly measures?: { readonly [measure: string]: Measure };
}
