import { systemPrincipal } from '#kernel/access/principal.ts';
import { SettableClock } from '#kernel/clock/clock.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { Identity } from '#kernel/identity/identity.ts';
import type { Log } from '#kernel/log/log.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { ImportFiles } from '#work/imports/import-service.ts';
import { DemoDesk, DemoStopped } from './demo-desk.ts';
import { fleetData } from './fleet-data.ts';
import { type DemoFleet, loadFleet } from './load-fleet.ts';
import { demonstrationPassword, demoParties, loadAccounts, loadParties } from './load-parties.ts';
import { loadRegisters } from './load-registers.ts';
import { PassingTime } from './passing-time.ts';
import { playHistory } from './play-history.ts';
import { openQuickDatabase } from './quick-database.ts';

export interface DemoInput {
  readonly runner: Runner;
  readonly catalogue: Catalogue;
  readonly files: ImportFiles;
  readonly identity: Identity;
  readonly log: Log;
  readonly say: (words: string) => void;
  /** Aborted when the product stops: loading ends at the next step. */
  readonly stopping?: AbortSignal;
}

/** The first day of the demonstration, before today. */
const firstDay = -76;

/** The accounts worth naming at the start, as lines for the terminal. */
export function demoAccounts(): string {
  const shown = [
    'isirt@demo.test',
    'security@demo.test',
    'change@demo.test',
    'operations@demo.test',
    'liso@demo.test',
    'qac@demo.test',
    'admin@demo.test',
  ];
  const { people } = demoParties();
  const lines = shown.flatMap((email) => {
    const person = people.find((one) => one.email === email);
    return person === undefined
      ? []
      : [`  ${email.padEnd(22)} ${person.name}, ${person.roles.join(', ')}`];
  });
  return [
    `Demonstration accounts (all with the password ${demonstrationPassword}):`,
    ...lines,
  ].join('\n');
}

type Found = 'empty' | 'interrupted' | 'in-use';

/** What is there: nothing, a demonstration that was interrupted, or data that are somebody's (or a whole demonstration). */
async function look(runner: Runner): Promise<Found> {
  return runner.database.transaction(
    { role: 'owner', scope: [], person: null, readOnly: true },
    async ({ client }) => {
      const { rows } = await client.query<{ empty: boolean; begun: boolean; done: boolean }>(
        `select not exists (select from organisation) as empty,
          exists (select from trail_entry where action = 'demonstration.begin') as begun,
          exists (select from trail_entry where action = 'demonstration.end') as done`,
      );
      const found = rows[0];
      if (found?.empty === true) return 'empty';
      return found?.begun === true && !found.done ? 'interrupted' : 'in-use';
    },
  );
}

/**
 * Loads the demonstration data through the product's own commands, as the people in whose name they stand, with a clock of its own that
 * goes through the last weeks: nothing else may react or fall due meanwhile, so the worker waits for the end. An installation that holds
 * anything is left as it is; one whose loading was interrupted too, with words on what to do.
 */
export async function loadDemonstration(input: DemoInput): Promise<void> {
  const found = await look(input.runner);
  if (found === 'interrupted') {
    input.say(
      'The demonstration data are incomplete, because their loading was interrupted. What is there works; to have all of it, stop, remove the data folder, and start again.',
    );
  }
  if (found !== 'empty') return;
  const begun = Date.now();
  const { database, close } = await openQuickDatabase(input.runner.database, input.log);
  try {
    await load({ ...input, runner: { ...input.runner, database } });
  } catch (error) {
    if (!(error instanceof DemoStopped)) throw error;
    input.say('Loading the demonstration data was interrupted.');
    return;
  } finally {
    await close();
  }
  const seconds = Math.round((Date.now() - begun) / 1000);
  input.say(`Demonstration data are loaded (${seconds} s).`);
}

async function load(input: DemoInput): Promise<void> {
  const { runner, catalogue, files, log } = input;
  const present = runner.clock.now();
  const clock = new SettableClock(new Date(present.getTime() + firstDay * 86_400_000));
  const stopping = input.stopping ?? new AbortController().signal;
  const parts = { database: runner.database, clock, catalogue, files, log, stopping };
  let step = 0;
  const say = (what: string): void => {
    if (stopping.aborted) throw new DemoStopped('the product stops');
    step += 1;
    input.say(`Loading demonstration data: ${step} of 7, ${what}`);
  };
  say('organisations, people and roles');
  const parties = await loadParties(parts);
  const desk = new DemoDesk(parts, parties);
  await mark(desk, 'begin');
  say('accounts');
  await loadAccounts(input.identity, parties);
  say('services, contracts and schemes of classification');
  const time = new PassingTime(desk, present);
  const data = fleetData();
  const registers = await loadRegisters(desk, data);
  say('assets, their owners and values');
  const fleets = new Map<string, DemoFleet>();
  await sideBySide(Object.entries(data), async ([code, of]) => {
    fleets.set(code, await loadFleet(desk, code, of, registers));
  });
  await time.settle();
  say('inventories');
  await time.goTo(time.at(-72, '02:00'));
  for (const fleet of fleets.values()) await fleet.firstInventories();
  await time.settle();
  say('advisories, early warnings, patches and changes of the last weeks');
  for (const { story, error } of await playHistory({ desk, time, fleets, registers })) {
    log.error({ err: error, story }, 'a story of the demonstration did not come to its end');
  }
  say('last touches');
  await time.settle();
  await mark(desk, 'end');
}

/** Some organisations at once: each has its own records. */
async function sideBySide<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one);
  };
  await Promise.all([next(), next(), next()]);
}

/** The trail says where the demonstration begins and ends; by it a start knows whether its loading was interrupted. */
async function mark(desk: DemoDesk, edge: 'begin' | 'end'): Promise<void> {
  const ownerId = desk.organisation('NORDVIK');
  const who = {
    principal: systemPrincipal('demonstration'),
    scope: { organisations: [ownerId] },
    role: 'app' as const,
  };
  await inWriteTransaction(desk.parts, who, async (context) => {
    context.record({
      ownerId,
      action: `demonstration.${edge}`,
      kind: 'organisations',
      recordId: ownerId,
      recordVersion: 1,
      details: {},
    });
  });
}
