import type { Action, RoleId } from '../life-cycle.ts';
import type { Procedure } from '../procedure.ts';
import type { DiagramNode, NodeKind, Source } from './diagram.ts';
import type { DiagramTexts, Naming } from './texts.ts';
import { naming } from './texts.ts';

type Extras = Pick<
  DiagramNode,
  'attachedTo' | 'parent' | 'interrupting' | 'instances' | 'timer' | 'documentation'
>;

/** A node before it has a place. */
export interface GraphNode extends Extras {
  readonly id: string;
  readonly kind: NodeKind;
  readonly source: Source;
  readonly name: string;
  readonly role: RoleId;
  /** End events of a mere reminder: the boundary event right above them. */
  readonly below?: string;
}

/** A flow before it has a way. `label` is the visible text; empty when the node behind it carries the name. */
export interface GraphFlow {
  readonly id: string;
  readonly kind: 'sequence' | 'message';
  readonly from: string;
  readonly to: string;
  readonly source: Source;
  readonly name: string;
  readonly label: string;
  readonly primary: boolean;
  readonly default?: boolean;
  readonly condition?: string;
  readonly documentation?: string;
}

export interface OtherPool {
  readonly id: string;
  readonly procedure: string;
  readonly name: string;
}

const idPart = (text: string): string => text.replace(/[^A-Za-z0-9_-]/g, '_');

/** What a procedure draws, without geometry. */
export class Graph {
  readonly nodes = new Map<string, GraphNode>();
  readonly flows: GraphFlow[] = [];
  /** Pools of other procedures, by id. */
  readonly pools = new Map<string, OtherPool>();
  readonly procedure: Procedure;
  readonly names: Naming;
  /** States that are not final, in declared order. */
  readonly open: readonly string[];
  readonly #ids = new Set<string>();

  constructor(procedure: Procedure, texts: DiagramTexts) {
    this.procedure = procedure;
    this.names = naming(procedure, texts);
    this.open = Object.keys(procedure.states).filter((id) => !this.isFinal(id));
  }

  isFinal(state: string): boolean {
    return this.procedure.states[state]?.kind === 'final';
  }

  /** An XML name that no other element has. */
  id(...parts: readonly string[]): string {
    const wanted = parts.map(idPart).join('_');
    let id = wanted;
    for (let n = 2; this.#ids.has(id); n += 1) id = `${wanted}_${n}`;
    this.#ids.add(id);
    return id;
  }

  node(node: GraphNode): string {
    this.nodes.set(node.id, node);
    return node.id;
  }

  flow(from: string, to: string, rest: Partial<GraphFlow> = {}): void {
    const name = rest.name ?? '';
    this.flows.push({
      kind: 'sequence',
      source: {},
      name,
      label: name,
      primary: false,
      ...rest,
      id: rest.id ?? this.id('flow', from, to),
      from,
      to,
    });
  }

  pool(procedure: string): string {
    const known = [...this.pools.values()].find((pool) => pool.procedure === procedure);
    if (known) return known.id;
    const id = this.id('pool', procedure);
    this.pools.set(id, { id, procedure, name: this.names.name('procedures', procedure) });
    return id;
  }

  /** The states an action may start from. */
  sources(action: Action): readonly string[] {
    return action.from === 'any-open' ? this.open : action.from;
  }

  /** Whether the action leaves the state it was started in. */
  staysIn(action: Action, state: string): boolean {
    return action.to === 'same' || action.to === state;
  }

  /** Hand-offs whose return performs the action. */
  returnsTo(action: string): string[] {
    return Object.entries(this.procedure.handOffs ?? {})
      .filter(([, handOff]) => handOff.onReturn === action)
      .map(([id]) => id);
  }

  actionRoles(action: Action): readonly RoleId[] {
    if (action.approval) return action.approval.roles;
    return typeof action.by === 'string' ? [] : action.by;
  }
}
