import { decide, openRecord } from './decide.ts';
import type { Accepted, ActorView, Functions, HandOffView, Refusal } from './decision.ts';
import type { History, SimulatedHandOff, Simulation, Step, Violation } from './history.ts';
import { type Rng, rngOf } from './random.ts';
import { sampleFields } from './sample-values.ts';
import { type Due, SimulatedCase } from './simulated-case.ts';
import { actorBySystem, actorByTimer, type Candidate, type Stage } from './stage.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Attempts with other facts, a day apart, before a case counts as stuck. */
const PATIENCE = 25;

type ActStep = Extract<Step, { kind: 'act' }>;

interface Attempt {
  readonly action: string;
  readonly actor: ActorView;
  readonly cause: string | null;
  /** Of a hand-off that returned: what the form of its action is told, as the product does. */
  readonly outcome?: HandOffView['outcome'];
}

/** One random history of a procedure. `run` may be called once. */
export class Walk {
  readonly #stage: Stage;
  readonly #functions: Functions;
  readonly #simulation: Simulation;
  readonly #index: number;
  readonly #rng: Rng;
  readonly #maxSteps: number;
  readonly #steps: Step[] = [];
  readonly #violations: Violation[] = [];
  readonly #case: SimulatedCase;
  #nowMs: number;
  #refusals: readonly Refusal[] = [];
  #refusedReturns = 0;
  #ids = 0;

  constructor(stage: Stage, functions: Functions, simulation: Simulation, index: number) {
    this.#stage = stage;
    this.#functions = functions;
    this.#simulation = simulation;
    this.#index = index;
    this.#case = new SimulatedCase(stage.procedure);
    this.#rng = rngOf(simulation.seed, index);
    this.#maxSteps = simulation.maxSteps ?? 400;
    this.#nowMs = Date.parse(simulation.start ?? '2026-01-01T00:00:00.000Z');
  }

  run(): History {
    try {
      if (this.#open()) this.#goOn();
    } catch (error) {
      this.#violate('error', error instanceof Error ? error.message : String(error));
    }
    return {
      index: this.#index,
      end: this.#case.state,
      steps: this.#steps,
      violations: this.#violations,
      refusedReturns: this.#refusedReturns,
    };
  }

  #goOn(): void {
    while (!this.#case.isOver) {
      if (this.#steps.length >= this.#maxSteps) {
        this.#violate('endless', `no end after ${this.#maxSteps} steps`);
        return;
      }
      if (!this.#advance()) {
        const reasons = this.#refusals.map((r) => (r.name ? `${r.rule} ${r.name}` : r.rule));
        const join =
          this.#refusals.length > 0 && this.#refusals.every((r) => r.rule === 'tasks-open');
        const detail = [...new Set(reasons)].join(', ') || 'no action starts here';
        this.#violate(join ? 'join-never-satisfied' : 'stuck', detail);
        return;
      }
    }
  }

  get #now(): string {
    return new Date(this.#nowMs).toISOString();
  }

  #violate(rule: Violation['rule'], detail: string): void {
    const [history, state, at] = [this.#index, this.#case.state, this.#now];
    this.#violations.push({ history, rule, state, at, detail });
  }

  #open(): boolean {
    const { procedure, organisations } = this.#stage;
    const role = procedure.openedBy.length > 0 ? this.#rng.pick(procedure.openedBy) : null;
    const actor = role === null ? actorBySystem : this.#stage.actorOf(role, this.#rng);
    const parties = organisations.slice(0, 1 + this.#rng.int(organisations.length));
    const now = this.#now;
    const fields =
      this.#simulation.fieldsOf?.(this.#rng, 'open', { record: null, now }) ??
      sampleFields(this.#rng, procedure.fields, this.#nowMs);
    const facts = this.#simulation.factsOf?.(this.#rng, this.#case.view) ?? {};
    const opening = openRecord(procedure, this.#functions, actor, { fields, parties }, facts, now);
    if (!opening.ok) {
      this.#violate('opening-refused', JSON.stringify(opening.refusals));
      return false;
    }
    this.#case.parties = parties;
    this.#case.begin(actor.person, opening.fields, opening.deadlines.opened);
    const { person, organisation } = actor;
    const step = { at: now, person, organisation, role, parties, fields: opening.fields };
    this.#steps.push({ kind: 'open', ...step, to: opening.state });
    this.#openTasks(opening.opensTasks);
    return true;
  }

  /** Somebody acts, or what is due first happens. False when neither is possible. */
  #advance(): boolean {
    const due = this.#case.nextDue();
    const actsAtMs = this.#nowMs + this.#delayMs();
    if (due !== null && due.atMs <= actsAtMs) return this.#happen(due);
    this.#nowMs = actsAtMs;
    if (!this.#idles() && this.#actSomehow()) return true;
    if (due !== null) return this.#happen(due);
    for (let i = 0; i < PATIENCE; i += 1) {
      if (this.#actSomehow()) return true;
      this.#nowMs += DAY_MS;
    }
    return false;
  }

  #happen(due: Due): boolean {
    this.#nowMs = Math.max(this.#nowMs, due.atMs);
    if (due.kind === 'deadline') this.#fire(due.name);
    else if (due.kind === 'hand-off') this.#moveHandOff(due.handOff);
    else {
      due.task.done = true;
      const { task, id } = due.task;
      this.#steps.push({ kind: 'task', at: this.#now, task, id });
    }
    return true;
  }

  get #hurries(): boolean {
    return this.#steps.length > this.#maxSteps / 2;
  }

  /** Between a minute and a month, now and then more than a year. */
  #delayMs(): number {
    if (this.#rng.chance(0.02)) return 400 * DAY_MS;
    return Math.exp(this.#rng.next() * Math.log(30 * 24 * 60)) * MINUTE_MS;
  }

  #idles(): boolean {
    if (this.#hurries) return false;
    const candidates = this.#stage.candidates.get(this.#case.state) ?? [];
    const weight = candidates.reduce((sum, candidate) => sum + candidate.weight, 0);
    return this.#rng.chance(1 / (1 + 5 * weight));
  }

  #actSomehow(): boolean {
    this.#refusals = [];
    const candidates = this.#stage.candidates.get(this.#case.state) ?? [];
    const order = candidates.map((candidate) => ({ candidate, rank: this.#rankOf(candidate) }));
    order.sort((a, b) => a.rank - b.rank);
    return order.some(({ candidate }) => this.#attemptBySomebody(candidate));
  }

  /** Lower is tried first: random by weight, or by the shortest way to an end when in a hurry. */
  #rankOf(candidate: Candidate): number {
    const random = -Math.log(1 - this.#rng.next()) / candidate.weight;
    return this.#hurries ? candidate.distance + random / 1e6 : random;
  }

  #attemptBySomebody({ name, action }: Candidate): boolean {
    if (typeof action.by === 'string') {
      return this.#attempt({ action: name, actor: actorBySystem, cause: null });
    }
    for (let i = 0; i < 4; i += 1) {
      const actor = this.#stage.actorOf(this.#rng.pick(action.by), this.#rng);
      if (this.#attempt({ action: name, actor, cause: null })) return true;
    }
    return false;
  }

  #attempt({ action, actor, cause, outcome }: Attempt): boolean {
    const { procedure } = this.#stage;
    const declared = procedure.actions[action];
    const record = this.#case.view;
    const now = this.#now;
    const { factsOf, fieldsOf } = this.#simulation;
    const filledIn = fieldsOf?.(this.#rng, action, { record, now });
    if (filledIn === null) return false;
    const sampled = filledIn ?? sampleFields(this.#rng, declared?.form ?? {}, this.#nowMs);
    const isTold = outcome !== undefined && declared?.form?.['outcome'] !== undefined;
    const fields = isTold ? { ...(sampled as object), outcome } : sampled;
    const facts = factsOf?.(this.#rng, record) ?? {};
    const asked = declared?.comment !== undefined && actor.via === 'person';
    const comment = asked ? `Because of ${action}` : null;
    const input = { comment, fields };
    const decision = decide(procedure, this.#functions, record, actor, action, input, facts, now);
    if (!decision.ok) {
      this.#refusals = [...this.#refusals, ...decision.refusals];
      return false;
    }
    const { via, person, organisation, roles } = actor;
    const who = { via, person, organisation, role: roles[0] ?? null };
    const { form, from, to } = decision;
    const step = { at: now, action, ...who, comment, fields: form, facts, from, to, cause };
    this.#steps.push({ kind: 'act', ...step, ...this.#apply(decision, action, actor, now) });
    return true;
  }

  #apply(
    decision: Accepted,
    action: string,
    actor: ActorView,
    at: string,
  ): Pick<ActStep, 'writes' | 'started'> {
    this.#case.apply(decision, action, actor, at);
    const writes: Record<string, unknown> = {};
    for (const effect of decision.effects) {
      const { effectOf } = this.#simulation;
      const written = effectOf?.(this.#rng, effect, this.#case.view) ?? {};
      this.#case.write(written);
      Object.assign(writes, written);
    }
    this.#openTasks(decision.opensTasks);
    const started = decision.handOffs.flatMap((name) => this.#startHandOff(name));
    for (const fault of this.#case.deadlineFaults()) this.#violate('deadline-lost', fault);
    return { writes, started };
  }

  #fire(name: string): void {
    this.#case.fire(name);
    this.#steps.push({ kind: 'due', at: this.#now, deadline: name });
    const action = this.#stage.procedure.deadlines?.[name]?.action;
    if (action === undefined) return;
    this.#refusals = [];
    if (!this.#attempt({ action, actor: actorByTimer, cause: name })) {
      const reasons = this.#refusals.map((r) => `${r.rule} ${r.name ?? ''}`.trim());
      this.#violate('deadline-lost', `${name}: ${action} refused by ${reasons.join(', ')}`);
    }
  }

  #openTasks(names: readonly string[]): void {
    for (const name of names) {
      const each = this.#stage.procedure.tasks?.[name]?.forEach !== undefined;
      const length = each ? this.#case.parties.length : 1;
      const tasks = Array.from({ length }, () => {
        const doneAtMs = this.#nowMs + this.#delayMs();
        return { id: this.#id(), task: name, done: false, required: true, doneAtMs };
      });
      this.#case.openTasks(name, tasks);
    }
  }

  #startHandOff(name: string): ActStep['started'] {
    const declared = this.#stage.procedure.handOffs?.[name];
    if (declared === undefined) return [];
    const state = declared.acceptedBy === undefined ? 'accepted' : 'offered';
    const started: { handOff: string; id: string }[] = [];
    for (let i = this.#rng.chance(0.2) ? 2 : 1; i > 0; i -= 1) {
      const id = this.#id();
      started.push({ handOff: name, id });
      this.#case.startHandOff({
        id,
        handOff: name,
        mandatory: declared.mandatory !== false,
        state,
        outcome: null,
        nextAtMs: this.#nowMs + this.#delayMs(),
      });
    }
    return started;
  }

  /** Offered hand-offs are accepted or declined; declined ones are dealt with and offered anew; accepted ones return. */
  #moveHandOff(view: SimulatedHandOff): void {
    view.nextAtMs = this.#nowMs + this.#delayMs();
    if (view.state === 'offered') view.state = this.#rng.chance(0.1) ? 'declined' : 'accepted';
    else if (view.state === 'declined') view.state = 'offered';
    else {
      view.state = 'returned';
      view.outcome = this.#rng.chance(0.8) ? 'achieved' : 'not-achieved';
    }
    const { id, handOff, state, outcome } = view;
    this.#steps.push({ kind: 'hand-off', at: this.#now, handOff, id, state, outcome });
    const action = this.#stage.procedure.handOffs?.[handOff]?.onReturn;
    if (state !== 'returned' || action === undefined) return;
    const attempt = { action, actor: actorBySystem, cause: handOff, outcome };
    if (!this.#attempt(attempt)) this.#refusedReturns += 1;
  }

  #id(): string {
    this.#ids += 1;
    return `${this.#index}-${this.#ids}`;
  }
}
