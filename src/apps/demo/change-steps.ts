import { inReadTransaction } from '#kernel/command/command.ts';
import type { LoopStep } from './loop-plot.ts';
import type { Loop } from './loop-story.ts';

const passed = {
  result: 'passed',
  environment: 'Luleå laboratory',
  observations: 'As planned, the way back too.',
};
const good = { effective: true, negativeImpact: false, observations: 'No complaints, no alarms.' };

/** The change that a patch of the loop was handed to, step by step. */
export class ChangeSteps {
  readonly #loop: Loop;
  readonly #patch: () => Promise<{ id: string }>;

  constructor(loop: Loop, patch: () => Promise<{ id: string }>) {
    this.#loop = loop;
    this.#patch = patch;
  }

  async #id(): Promise<string> {
    const { team } = this.#loop;
    const patch = await this.#patch();
    const principal = team.desk.person(team.people.changeManager);
    const ownerId = principal.organisationId ?? '';
    const who = { principal, scope: { organisations: [ownerId] }, role: 'app' } as const;
    return inReadTransaction(team.desk.parts, who, async ({ client }) => {
      const { rows } = await client.query<{ to_case_id: string }>(
        `select to_case_id from hand_off where owner_id = $1 and from_case_id = $2 and hand_off = 'change' order by id desc limit 1`,
        [ownerId, patch.id],
      );
      const id = rows[0]?.to_case_id;
      if (id === undefined) throw new Error('the patch was not handed to a change');
      return id;
    });
  }

  async #act(who: string, action: string, fields: object = {}, comment: string | null = null) {
    await this.#loop.team.desk.act(who, await this.#id(), action, fields, comment);
  }

  async take(step: LoopStep): Promise<void> {
    const { people, fleet } = this.#loop.team;
    switch (step) {
      case 'formulate':
        return this.#formulate();
      case 'plan':
        return this.#act(people.changeManager, 'plan', { ...this.#planParts(), ...this.#window() });
      case 'lab':
        return this.#act(people.changeTester, 'record-lab-test', passed);
      case 'onsiteApproval':
        return this.#act(people.operations, 'approve-onsite-test', {
          onsiteEnvironment: this.#loop.plot.equipment ?? `${this.#loop.plot.hosts?.[0]}-1`,
          onsiteSafeguards: 'Taken out of service first; somebody is at the site.',
          onsiteStopCriteria: 'Any alarm that does not clear within five minutes.',
          onsiteWayBack: this.#loop.plot.wayBack,
        });
      case 'onsite':
        return this.#act(people.changeTester, 'record-onsite-test', {
          ...passed,
          environment: 'Production, one node',
        });
      case 'authorise':
        return this.#authorise();
      case 'start':
        return this.#act(people.implementer, 'start');
      case 'done':
        return this.#act(people.implementer, 'report-success', {
          implementationLog: `${this.#loop.plot.process} Done without deviation.`,
        });
      case 'inventory':
        return this.#inventory();
      case 'firstReview':
        return this.#act(people.changeManager, 'record-first-review', good);
      case 'secondReview':
        return this.#act(people.changeManager, 'record-second-review', good);
      case 'close':
        return this.#act(people.changeManager, 'close');
      default:
        throw new Error(`${step} is no step of a change of ${fleet.code}`);
    }
  }

  async rollBack(): Promise<void> {
    const { team, plot } = this.#loop;
    const fields = { implementationLog: plot.trouble };
    await this.#act(team.people.implementer, 'roll-back', fields, plot.trouble);
  }

  async #formulate(): Promise<void> {
    const { team, plot, assets } = this.#loop;
    const emergency = plot.pace === 'emergency';
    await this.#act(team.people.changeManager, 'formulate', {
      variant: emergency ? 'emergency' : 'normal',
      reason: `${plot.title}. ${plot.text}`,
      assets,
      ...(emergency ? { emergencyReason: plot.rationale, incident: (await this.#patch()).id } : {}),
    });
  }

  #planParts() {
    const { plot } = this.#loop;
    return {
      impactScope: plot.what,
      operationsProcess: plot.process,
      effectivenessCheck: plot.check,
      rollbackProcess: plot.wayBack,
      continuityPlan: plot.continuity,
    };
  }

  #window() {
    const { team, plot } = this.#loop;
    const { time, desk, people } = team;
    const now = desk.now.getTime();
    const evening = (day: number, from: string, to: string) => ({
      implementer: desk.personId(people.implementer),
      windowStart: time.at(day, from).toISOString(),
      windowEnd: time.at(day, to).toISOString(),
    });
    if (plot.window !== undefined) return evening(plot.window, '20:30', '23:59');
    const day = time.dayOf(new Date(now));
    if (plot.pace === 'emergency') return evening(day, '12:30', '20:00');
    return evening(day + (plot.pace === 'fast' ? 1 : 7), '20:30', '23:59');
  }

  async #authorise(): Promise<void> {
    const { people } = this.#loop.team;
    if (this.#loop.plot.pace !== 'emergency') return this.#act(people.operations, 'authorise');
    const why = 'Exploited now; the plan and the tests follow.';
    await this.#act(people.operations, 'authorise-emergency', this.#window(), why);
  }

  /** The inventories of the night after: what was upgraded shows, what was forgotten too. */
  async #inventory(): Promise<void> {
    const { team, plot, assets } = this.#loop;
    const { fleet } = team;
    if (plot.equipment !== undefined) {
      const serials = fleet.serials(plot.equipment);
      await fleet.equipmentList(
        serials.slice(0, serials.length - plot.skipped),
        plot.firmware ?? '',
      );
      return;
    }
    const names = [...fleet.assets.values()]
      .filter(({ id }) => assets.includes(id))
      .map(({ name }) => name);
    await fleet.inventory(
      names.filter((name) => name !== plot.stale),
      plot.upgrades,
    );
    if (plot.stale !== undefined) await fleet.inventory([plot.stale]);
  }
}
