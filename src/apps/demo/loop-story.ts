import { inReadTransaction } from '#kernel/command/command.ts';
import { ChangeSteps } from './change-steps.ts';
import { type LoopPlot, type LoopStep, momentsOf } from './loop-plot.ts';
import type { Story, Team } from './story.ts';

/** The newest case of a procedure about an advisory. @throws Error when there is none */
export async function caseAbout(
  team: Team,
  procedure: string,
  advisoryId: string,
): Promise<{ id: string; state: string }> {
  const principal = team.desk.person(team.people.analyst);
  const ownerId = principal.organisationId ?? '';
  const who = { principal, scope: { organisations: [ownerId] }, role: 'app' } as const;
  const found = await inReadTransaction(team.desk.parts, who, async ({ client }) => {
    const { rows } = await client.query<{ id: string; state: string }>(
      `select id, state from procedure_case where owner_id = $1 and procedure = $2 and fields->>'advisory' = $3
        order by closed_at is not null, id desc limit 1`,
      [ownerId, procedure, advisoryId],
    );
    return rows[0];
  });
  if (found === undefined) throw new Error(`no ${procedure} about ${advisoryId}`);
  return found;
}

export async function advisoryIdOf(team: Team, sourceId: string): Promise<string> {
  const { desk, people } = team;
  const page = await desk.ask(people.analyst, desk.register('advisories').list, {
    filters: { sourceId },
  });
  const [found] = page.items;
  if (found === undefined) throw new Error(`no advisory ${sourceId}`);
  return found.id;
}

/** What the plot of a loop is about, found while it is told. */
export interface Loop {
  readonly team: Team;
  readonly plot: LoopPlot;
  readonly advisory: string;
  readonly assets: readonly string[];
}

/** One advisory through the loop, up to where its plot ends. */
export async function* tellLoop(team: Team, plot: LoopPlot): Story {
  const { time, fleet } = team;
  const moments = momentsOf(plot);
  const [first] = moments;
  yield time.at(first?.day ?? plot.day, first?.time);
  const advisory = await advisoryIdOf(team, plot.advisory);
  const assets =
    plot.equipment === undefined
      ? fleet.ids(...(plot.hosts ?? []))
      : fleet.equipment(plot.equipment);
  const loop: Loop = { team, plot, advisory, assets };
  const steps = new LoopSteps(loop);
  for (const { step, day, time: clock } of moments) {
    yield time.at(day, clock);
    await steps.take(step);
  }
  const last = moments.at(-1);
  yield time.at((last?.day ?? 0) + 1, '09:30');
  await steps.leaveTheRoad();
  for (const instant of steps.aftermath(last?.day ?? 0)) {
    yield instant.at;
    await instant.run();
  }
}

class LoopSteps {
  readonly #loop: Loop;
  readonly #change: ChangeSteps;

  constructor(loop: Loop) {
    this.#loop = loop;
    this.#change = new ChangeSteps(loop, () => this.#case('patch'));
  }

  #case(procedure: string): Promise<{ id: string; state: string }> {
    return caseAbout(this.#loop.team, procedure, this.#loop.advisory);
  }

  async take(step: LoopStep): Promise<void> {
    const { plot, team, assets } = this.#loop;
    const { desk, people } = team;
    const warning = async (who: string, action: string, fields: object = {}) => {
      const { id } = await this.#case('early-warning');
      await desk.act(who, id, action, fields);
    };
    const patch = async (who: string, action: string, fields: object = {}) => {
      const { id } = await this.#case('patch');
      await desk.act(who, id, action, fields);
    };
    switch (step) {
      case 'analyse':
        return warning(people.analyst, 'start-analysis');
      case 'impact':
        return warning(people.analyst, 'record-impact', { impact: plot.impact });
      case 'judge':
        return warning(people.lead, 'judge', {
          priority: plot.priority,
          imperative: true,
          rationale: plot.rationale,
        });
      case 'recommend': {
        const { id } = await this.#case('early-warning');
        const { title, text, package: name, fixed: fixedVersion, priority: urgency } = plot;
        const fields = { kind: 'patch', title, text, assets, urgency, package: name, fixedVersion };
        await desk.create(people.analyst, 'recommendations', fields, id);
        return;
      }
      case 'submit':
        return warning(people.analyst, 'submit');
      case 'review':
        return warning(people.reviewer, 'approve', {
          suitable: true,
          adequate: true,
          rational: true,
        });
      case 'test':
        return patch(people.patchTester, 'record-test', this.#test());
      case 'prioritise':
        return patch(
          people.patchManager,
          'prioritise',
          plot.cvss === undefined ? {} : { cvssScore: plot.cvss },
        );
      case 'raise':
        return patch(people.patchManager, 'raise-change');
      default:
        return this.#change.take(step);
    }
  }

  #test(): object {
    const { notEffective } = this.#loop.plot;
    return {
      result: notEffective === '' ? 'effective' : 'not-effective',
      environment: 'Luleå laboratory',
      observations:
        notEffective === '' ? 'Installed and used for a day; nothing strange.' : notEffective,
    };
  }

  /** What happens instead of the next step. */
  async leaveTheRoad(): Promise<void> {
    const { plot, team, assets, advisory } = this.#loop;
    const { desk, people, time } = team;
    if (plot.until === 'alternative' || plot.until === 'feedback') {
      const { id } = await this.#case('patch');
      const fields = {
        alternative: plot.until === 'feedback' ? 'feedback' : 'workaround',
        alternativeMeasure: plot.measure,
        alternativeOwner: desk.personId(people.operations),
        reviewBy: time.at(9, '12:00').toISOString(),
      };
      const why = plot.notEffective;
      await desk.act(people.patchManager, id, 'choose-alternative', fields, why);
    }
    if (plot.until === 'deferral') {
      const exception = await desk.create(people.patchManager, 'exceptions', {
        title: `${plot.title}: until the move`,
        advisoryId: advisory,
        assets,
        reason: plot.deferral,
        compensation: 'Requests with the patterns named are refused at the load balancer.',
        expiresAt: time.at(44, '12:00').toISOString(),
      });
      await desk.run(people.security, desk.register('exceptions').act, {
        id: exception.id,
        action: 'approve',
        comment: 'Agreed for the six weeks until the move, not longer.',
      });
      const { id } = await this.#case('patch');
      await desk.act(people.patchManager, id, 'defer', {}, plot.deferral);
    }
    if (plot.until === 'rollback') await this.#change.rollBack();
  }

  /** What comes to light after the end: a host that was forgotten, one that came back. */
  aftermath(lastDay: number): { at: Date; run: () => Promise<void> }[] {
    const { plot, team } = this.#loop;
    const { fleet, time, desk, people } = team;
    const { stale, returns, upgrades = {} } = plot;
    const told: { at: Date; run: () => Promise<void> }[] = [];
    if (stale !== undefined) {
      const why = 'The package was installed, but the service never restarted: done today.';
      told.push({
        at: time.at(lastDay + 1, '11:00'),
        run: async () => {
          const { id } = await this.#case('patch');
          await desk.act(people.patchManager, id, 'await-inventory', {}, why);
        },
      });
      told.push({
        at: time.at(lastDay + 2, '02:00'),
        run: () => fleet.inventory([stale], upgrades),
      });
    }
    if (returns !== undefined) {
      const old = Object.fromEntries(Object.keys(upgrades).map((name) => [name, '2.14.1']));
      told.push({ at: time.at(-6, '02:00'), run: () => fleet.inventory([returns], old) });
    }
    return told;
  }
}
