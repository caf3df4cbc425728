import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { History, Step } from '#engine/history.ts';
import { rngOf } from '#engine/random.ts';
import { historyOf } from '#engine/simulate.ts';
import { stopTestServer } from '#tests/database.ts';
import type { ProcedureModule } from '#work/catalogue.ts';
import { type Act, createReplayWorld, type ReplayWorld } from './replay-world.ts';
import { surroundings } from './surroundings.ts';

const seed = 20_261_122;
const histories = 200;
/** Longer histories are left to the simulation, so that two hundred of each procedure are replayed within a minute… */
const mostSteps = 24;
/** …but for those that enter a state where none of them came. */
const mostTold = 10_000;
/** One of so many steps is first tried by somebody without the role, and looked at by who may. */
const probed = 6;

/** One history done again by people of the right roles through the API of the server, step by step. */
class Replay {
  readonly #world: ReplayWorld;
  readonly #module: ProcedureModule;
  readonly #history: History;
  readonly #rng;
  #caseId = '';
  /** What the trail must tell: action and person. */
  readonly #expected: [string, string | null, string][] = [];
  refusals = 0;

  constructor(world: ReplayWorld, module: ProcedureModule, history: History) {
    this.#world = world;
    this.#module = module;
    this.#history = history;
    this.#rng = rngOf(seed, history.index);
  }

  async run(): Promise<void> {
    for (const [index, step] of this.#history.steps.entries()) {
      this.#world.clock.set(step.at);
      const next = this.#history.steps[index + 1];
      this.#prepare(step.kind === 'act' ? step : actAfter(step, next));
      await this.#do(step, next);
    }
    await this.#compare();
  }

  #prepare(act: Act | null): void {
    const { moment } = this.#world;
    moment.facts = act?.facts ?? {};
    moment.writes = act?.writes ?? {};
    moment.started = act?.started ?? [];
  }

  async #do(step: Step, next: Step | undefined): Promise<void> {
    switch (step.kind) {
      case 'open':
        return this.#open(step);
      case 'act':
        if (step.via === 'person') return this.#act(step);
        // Timers and returns acted in the step before, the product's own actions act here.
        if (step.via === 'system' && step.cause === null) {
          const form = this.#module.procedure.actions[step.action]?.form ?? {};
          const fields = this.#world.withRecords(form, step.fields);
          await this.#world.bySystem(this.#caseId, step.action, fields);
        }
        await this.#expect(step.action, null, step.at);
        return this.#isIn(step.to, step.action);
      case 'due':
        return this.#world.sweep();
      case 'task':
        throw new Error('parallel tasks: teach this replay to complete them');
      case 'hand-off':
        if (step.state === 'returned') await this.#return(step, actAfter(step, next) !== null);
    }
  }

  async #open(step: Extract<Step, { kind: 'open' }>): Promise<void> {
    const { procedure } = this.#module;
    const fields = this.#world.withRecords(procedure.fields, step.fields);
    const title = `${procedure.id} ${this.#history.index}`;
    const body = { procedure: procedure.id, title, fields, organisation: this.#world.ownerId };
    const opened = await this.#world.call(step.person ?? '', 'POST', '/cases', body);
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    this.#caseId = opened.body.case?.id ?? '';
    await this.#world.knowCase(this.#caseId, step.parties);
    assert.equal(opened.body.case?.state, step.to);
    await this.#expect('open', step.person, step.at);
  }

  async #act(step: Act): Promise<void> {
    const { procedure } = this.#module;
    const declared = procedure.actions[step.action];
    const fields = this.#world.withRecords(declared?.form ?? {}, step.fields);
    const path = `/cases/${this.#caseId}/actions/${step.action}`;
    const body = { comment: step.comment, fields };
    if (this.#rng.int(probed) === 0) await this.#probe(step, path, body);
    const done = await this.#world.call(step.person ?? '', 'POST', path, body);
    assert.equal(done.status, 200, `${step.action}: ${JSON.stringify(done.body)}`);
    assert.equal(done.body.case?.state, step.to, step.action);
    await this.#expect(step.action, step.person, step.at);
  }

  /** Who may is told so; who lacks the role is refused, and nothing changes. */
  async #probe(step: Act, path: string, body: object): Promise<void> {
    const { procedure } = this.#module;
    const by = procedure.actions[step.action]?.by;
    const seen = await this.#world.call(step.person ?? '', 'GET', `/cases/${this.#caseId}`);
    const offer = seen.body.allowedActions?.find(({ action }) => action === step.action);
    const inTheWay = offer?.refusals.filter(
      ({ rule }) => !['form', 'comment', 'guard'].includes(rule),
    );
    assert.deepEqual(inTheWay, [], `${step.action} is offered to ${step.person}`);
    const others = Object.keys(procedure.roles).filter((role) => !by?.includes(role));
    if (by?.includes('any-member') || others.length === 0) return;
    const stranger = `${this.#rng.pick(others)}-1`;
    const refused = await this.#world.call(stranger, 'POST', path, body);
    assert.equal(refused.status, 409, JSON.stringify(refused.body));
    const rules = refused.body.refusals?.map(({ rule }) => rule) ?? [];
    assert.ok(rules.includes('role'), JSON.stringify(refused.body));
    await this.#isIn(step.from, `refused ${step.action}`);
    this.#prepare(step);
    this.refusals += 1;
  }

  /** What was handed over ends as the simulation says: a case of the receiving procedure, or the task of a planned one. */
  async #return(step: Extract<Step, { kind: 'hand-off' }>, acts: boolean): Promise<void> {
    const [found] = await this.#world.rows(
      'select to_case_id, to_task_id from hand_off where from_case_id = $1 and title = $2',
      [this.#caseId, step.id],
    );
    assert.ok(found, `hand-off ${step.handOff} ${step.id} was started`);
    const achieved = step.outcome === 'achieved';
    const planned = this.#module.procedure.handOffs?.[step.handOff]?.acceptedBy;
    const answer =
      found['to_task_id'] === null
        ? await this.#world.call(
            'any-member-1',
            'POST',
            `/cases/${String(found['to_case_id'])}/actions/${achieved ? 'achieve' : 'fail'}`,
            {},
          )
        : await this.#world.call(
            `${planned ?? 'any-member'}-1`,
            'POST',
            `/tasks/${String(found['to_task_id'])}/complete`,
            { fields: { outcome: step.outcome, answer: 'As simulated.' } },
          );
    assert.equal(
      answer.status,
      200,
      `${acts ? '' : 'without action '}${JSON.stringify(answer.body)}`,
    );
  }

  async #isIn(state: string, what: string): Promise<void> {
    const [row] = await this.#world.rows('select state from procedure_case where id = $1', [
      this.#caseId,
    ]);
    assert.equal(row?.['state'], state, what);
  }

  async #expect(action: string, person: string | null, at: string): Promise<void> {
    const id = person === null ? null : await this.#world.personId(person);
    this.#expected.push([`${this.#module.procedure.id}.${action}`, id, at]);
  }

  /** The same end, and a trail that tells the same actions in the same order, at their times, and by whom where people did them. */
  async #compare(): Promise<void> {
    await this.#isIn(this.#history.end, 'at the end');
    const { id, actions } = this.#module.procedure;
    const told = await this.#world.rows(
      `select action, person_id, at from trail_entry where record_id = $1 and kind = 'case' order by id`,
      [this.#caseId],
    );
    const names = new Set(['open', ...Object.keys(actions)].map((action) => `${id}.${action}`));
    const byPerson = new Set(
      ['open', ...Object.keys(actions).filter((one) => isByPerson(actions[one]))].map(
        (one) => `${id}.${one}`,
      ),
    );
    assert.deepEqual(
      told
        .filter(({ action }) => names.has(String(action)))
        .map(({ action, person_id, at }) => [
          action,
          byPerson.has(String(action)) ? person_id : null,
          (at as Date).toISOString(),
        ]),
      this.#expected,
    );
  }
}

/** Returns are performed by the product, in the name of whoever ended what was handed over. */
function isByPerson(action: { readonly by: unknown } | undefined): boolean {
  return typeof action?.by !== 'string';
}

/** The action that a deadline or a return performs by itself. */
function actAfter(step: Step, next: Step | undefined): Act | null {
  const caused = step.kind === 'due' ? step.deadline : step.kind === 'hand-off' ? step.handOff : '';
  return next?.kind === 'act' && next.cause === caused && next.at === step.at ? next : null;
}

describe('random histories of every procedure, replayed through HTTP', () => {
  after(stopTestServer);
  for (const [id, module] of catalogue.procedures) {
    it(`${id}: ${histories} histories, each step by a person of the role, end as simulated with the same trail`, async (t) => {
      const { guards = {}, ...around } = surroundings.get(id) ?? {};
      const functions = {
        ...module.functions,
        guards: { ...module.functions.guards, ...guards },
      };
      const world = await createReplayWorld(module);
      const entered = new Set<string>();
      const unseen = () => Object.keys(module.procedure.states).filter((one) => !entered.has(one));
      let replayed = 0;
      let steps = 0;
      let refusals = 0;
      try {
        for (let index = 0; index < mostTold; index += 1) {
          const simulation = { ...around, seed, histories };
          if (replayed >= histories && unseen().length === 0) break;
          const history = historyOf(module.procedure, functions, simulation, index);
          const states = history.steps.flatMap((step) => ('to' in step ? [step.to] : []));
          const wanted =
            replayed < histories
              ? history.steps.length <= mostSteps
              : states.some((state) => !entered.has(state));
          if (!wanted) continue;
          replayed += 1;
          const replay = new Replay(world, module, history);
          try {
            await replay.run();
          } catch (error) {
            t.diagnostic(`history ${index}: ${JSON.stringify(history.steps)}`);
            throw error;
          }
          steps += history.steps.length;
          refusals += replay.refusals;
          for (const state of states) entered.add(state);
        }
      } finally {
        await world.close();
      }
      assert.ok(replayed >= histories, `${replayed} histories`);
      t.diagnostic(`${steps} steps, ${refusals} refused`);
      assert.deepEqual(unseen(), [], 'states never entered');
    });
  }
});
