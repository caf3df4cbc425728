/** What a shape is; each kind is one BPMN 2.0 element, see `README.md` for what a procedure's parts become. */
export type NodeKind =
  | 'start'
  | 'end'
  | 'end-escalation'
  | 'user-task'
  | 'receive-task'
  | 'service-task'
  | 'send-task'
  | 'multi-instance'
  | 'exclusive'
  | 'parallel'
  | 'message-throw'
  | 'message-catch'
  | 'boundary-timer'
  | 'boundary-message'
  | 'start-event-message'
  | 'start-event-timer'
  | 'start-event-conditional'
  | 'ad-hoc'
  | 'event-sub-process';

/** The declaration that a shape or flow stands for. */
export interface Source {
  readonly state?: string;
  readonly action?: string;
  readonly deadline?: string;
  readonly task?: string;
  readonly handOff?: string;
  readonly request?: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box in pixels; `x`, `y` is its upper left corner, y grows downwards. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Text outside a shape, already wrapped to fit its box at 12 px. */
export interface Label extends Box {
  readonly lines: readonly string[];
}

export interface DiagramNode extends Box {
  readonly id: string;
  readonly kind: NodeKind;
  readonly source: Source;
  readonly name: string;
  /** The name wrapped to fit inside the shape; empty when the name stands in `label`, or nowhere. */
  readonly lines: readonly string[];
  readonly label?: Label;
  /** Leaf lane that holds the node; absent inside a sub-process. */
  readonly lane?: string;
  /** Boundary events: the activity they sit on. */
  readonly attachedTo?: string;
  /** Sub-process that contains the node. */
  readonly parent?: string;
  /** Boundary and start events of event sub-processes: whether the surrounding work ends. */
  readonly interrupting?: boolean;
  /** Activities done by several persons or parties: when they are complete. */
  readonly instances?: { readonly complete: 'all' | number };
  /** ISO 8601 duration, or the name of the function that computes it. */
  readonly timer?: string;
  /** Clause and rules that have no graphical form. */
  readonly documentation?: string;
}

export interface Flow {
  readonly id: string;
  readonly kind: 'sequence' | 'message';
  /** Id of a node; of a message flow also of a pool. */
  readonly from: string;
  readonly to: string;
  readonly source: Source;
  readonly name: string;
  /** Taken when no condition holds. */
  readonly default?: boolean;
  /** Name of the function that decides. */
  readonly condition?: string;
  /** Corners from border to border, each stretch horizontal or vertical. */
  readonly points: readonly Point[];
  readonly label?: Label;
  readonly documentation?: string;
}

export interface Lane extends Box {
  readonly id: string;
  readonly role: string;
  readonly name: string;
  readonly lines: readonly string[];
}

export interface Party extends Box {
  readonly id: string;
  readonly party: string;
  readonly name: string;
  readonly lines: readonly string[];
  readonly lanes: readonly Lane[];
}

export interface Pool extends Box {
  readonly id: string;
  readonly name: string;
  readonly lines: readonly string[];
  /** Collapsed pools: the procedure that hands over or receives. Absent: the pool of the drawn procedure itself. */
  readonly procedure?: string;
  readonly parties: readonly Party[];
}

/** A positioned BPMN 2.0 collaboration: the one model behind the XML, the SVG and the web view. */
export interface Diagram {
  readonly id: string;
  readonly name: string;
  readonly pools: readonly Pool[];
  readonly nodes: readonly DiagramNode[];
  readonly flows: readonly Flow[];
  readonly width: number;
  readonly height: number;
}
