import { jointRoles } from './approvals.ts';
import type {
  Accepted,
  ActorView,
  ApprovalView,
  OpenedDeadline,
  Performed,
  RecordView,
} from './decision.ts';
import type { SimulatedHandOff, SimulatedTask } from './history.ts';
import type { Procedure } from './procedure.ts';

/** Something that happens by itself at its time. */
export type Due =
  | { readonly kind: 'deadline'; readonly atMs: number; readonly name: string }
  | { readonly kind: 'task'; readonly atMs: number; readonly task: SimulatedTask }
  | { readonly kind: 'hand-off'; readonly atMs: number; readonly handOff: SimulatedHandOff };

/** A case in memory, with its running deadlines, tasks and hand-offs: what the product keeps in tables. */
export class SimulatedCase {
  readonly #procedure: Procedure;
  readonly #jointRoles: readonly string[];
  readonly #running = new Map<string, number>();
  readonly #fired = new Set<string>();
  readonly #performed: Performed[] = [];
  readonly #approvals: ApprovalView[] = [];
  readonly #handOffs: SimulatedHandOff[] = [];
  #tasks: SimulatedTask[] = [];
  #fields: Record<string, unknown> = {};
  #openedBy: string | null = null;
  state: string;
  parties: readonly string[] = [];

  constructor(procedure: Procedure) {
    this.#procedure = procedure;
    this.#jointRoles = jointRoles(procedure);
    this.state = procedure.initial;
  }

  get view(): RecordView {
    return {
      state: this.state,
      fields: this.#fields,
      openedBy: this.#openedBy,
      performed: this.#performed,
      tasks: this.#tasks,
      handOffs: this.#handOffs,
      approvals: this.#approvals,
      parties: this.parties,
      partyRoles: this.#jointRoles.flatMap((role) =>
        this.parties.map((organisation) => ({ organisation, role })),
      ),
    };
  }

  get isOver(): boolean {
    return this.#procedure.states[this.state]?.kind === 'final';
  }

  begin(
    by: string | null,
    fields: Readonly<Record<string, unknown>>,
    opened: OpenedDeadline[],
  ): void {
    this.#openedBy = by;
    this.write(fields);
    this.#startDeadlines(opened);
  }

  write(values: Readonly<Record<string, unknown>>): void {
    this.#fields = { ...this.#fields, ...values };
  }

  apply(decision: Accepted, action: string, actor: ActorView, at: string): void {
    const { person, onBehalfOf, organisation } = actor;
    if (person !== null && organisation !== null) {
      const who = { action, person, onBehalfOf, organisation, at };
      this.#performed.push(who);
      const { approval } = decision;
      if (approval) this.#approvals.push({ ...who, hash: approval.hash, voided: false });
    }
    this.state = decision.to;
    this.write(decision.writes);
    for (const name of decision.deadlines.closed) {
      this.#running.delete(name);
      this.#fired.delete(name);
      // What was due is done, though the case stays where it is due.
      if (this.#procedure.deadlines?.[name]?.states.includes(decision.to)) this.#fired.add(name);
    }
    this.#startDeadlines(decision.deadlines.opened);
  }

  #startDeadlines(opened: readonly OpenedDeadline[]): void {
    for (const { deadline, dueAt } of opened) {
      this.#running.set(deadline, Date.parse(dueAt));
      this.#fired.delete(deadline);
    }
  }

  fire(deadline: string): void {
    this.#running.delete(deadline);
    this.#fired.add(deadline);
  }

  /** Tasks of an earlier round with the same name are over. */
  openTasks(name: string, tasks: readonly SimulatedTask[]): void {
    this.#tasks = [...this.#tasks.filter(({ task }) => task !== name), ...tasks];
  }

  startHandOff(handOff: SimulatedHandOff): void {
    this.#handOffs.push(handOff);
  }

  /** Deadlines that should run in this state and do not, or run and should not. */
  deadlineFaults(): string[] {
    return Object.entries(this.#procedure.deadlines ?? {}).flatMap(([name, { states, when }]) => {
      const running = this.#running.has(name);
      if (!states.includes(this.state)) return running ? [`${name} still runs`] : [];
      // One with a condition did not start where that did not hold.
      return running || this.#fired.has(name) || when !== undefined ? [] : [`${name} does not run`];
    });
  }

  /** The first thing that happens if nobody acts. */
  nextDue(): Due | null {
    const dues: Due[] = [];
    for (const [name, atMs] of this.#running) dues.push({ kind: 'deadline', atMs, name });
    for (const task of this.#tasks) {
      if (!task.done) dues.push({ kind: 'task', atMs: task.doneAtMs, task });
    }
    for (const handOff of this.#handOffs) {
      if (handOff.state !== 'returned') {
        dues.push({ kind: 'hand-off', atMs: handOff.nextAtMs, handOff });
      }
    }
    return dues.reduce<Due | null>((a, b) => (a === null || b.atMs < a.atMs ? b : a), null);
  }
}
