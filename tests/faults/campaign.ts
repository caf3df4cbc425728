import { setTimeout as delay } from 'node:timers/promises';
import { type Rng, rngOf } from '#engine/random.ts';
import { isAlive } from '#kernel/embedded-postgres/processes.ts';
import {
  drained,
  faultsAfterDrain,
  faultsOfRecords,
  KeptHeads,
  settleUnanswered,
} from './checks.ts';
import { type Installation, type Launched, launch, prepareInstallation } from './installation.ts';
import { Ledger } from './ledger.ts';
import { Client } from './load.ts';

export type Victim = 'server' | 'database' | 'worker' | 'everything';
const victims: readonly Victim[] = ['server', 'database', 'worker', 'everything'];

export interface CampaignOptions {
  readonly kills: number;
  readonly seed: number;
  readonly clients: number;
  /** After how many kills everything is drained and the trail is verified; always at the end. */
  readonly verifyEvery: number;
  readonly say: (words: string) => void;
}

export interface CampaignReport {
  readonly kills: Record<Victim, number>;
  readonly counts: Ledger['counts'];
  readonly records: { assets: number; cases: number; imports: number };
  readonly refusals: Record<string, number>;
  readonly verified: number;
  readonly faults: readonly string[];
  readonly seconds: number;
}

/** How long the server may take to notice that its database is gone, and to end. */
const endPatienceMs = 30_000;

/**
 * Kills processes of an installation under load, again and again, starts them anew, and holds what is there against what was acknowledged.
 * Two processes serve: one with the embedded database and without worker, one on the same database with the worker.
 * A process crash, not a loss of power.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const startedAt = performance.now();
  const installation = await prepareInstallation();
  const campaign = new Campaign(options, installation);
  try {
    await campaign.begin();
    for (let round = 1; round <= options.kills && campaign.faults.length === 0; round += 1) {
      await campaign.round(round);
    }
  } finally {
    await campaign.end();
    installation.remove();
  }
  return { ...campaign.report(), seconds: (performance.now() - startedAt) / 1000 };
}

class Campaign {
  readonly faults: string[] = [];
  readonly #options: CampaignOptions;
  readonly #installation: Installation;
  readonly #rng: Rng;
  readonly #ledger = new Ledger();
  readonly #heads = new KeptHeads();
  readonly #clients: Client[];
  readonly #kills: Record<Victim, number> = { server: 0, database: 0, worker: 0, everything: 0 };
  #server: Launched | null = null;
  #worker: Launched | null = null;
  #verified = 0;

  constructor(options: CampaignOptions, installation: Installation) {
    this.#options = options;
    this.#installation = installation;
    this.#rng = rngOf(options.seed, 0);
    this.#clients = Array.from({ length: options.clients }, (_, at) => {
      const party = installation.parties[at % installation.parties.length];
      if (party === undefined) throw new Error('an installation without parties');
      return new Client({
        ...{ name: `client-${at}`, rng: rngOf(options.seed, at + 1), party, ledger: this.#ledger },
        bases: () =>
          [this.#server, this.#worker].flatMap((each) => (each?.running() ? [each.base] : [])),
      });
    });
  }

  async begin(): Promise<void> {
    await this.#startServer();
    await this.#startWorker();
  }

  async #startServer(): Promise<void> {
    this.#server = await launch({ DATA_DIR: this.#installation.dataDir, WORKER: 'off' });
  }

  async #startWorker(): Promise<void> {
    const { dataDir, databaseUrl } = this.#installation;
    this.#worker = await launch({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl, WORKER: 'on' });
  }

  async round(round: number): Promise<void> {
    const victim = victims[(round - 1) % victims.length] ?? 'server';
    const stop = new AbortController();
    const working = this.#clients.map((client) => client.work(stop.signal));
    await delay(150 + this.#rng.int(900));
    await this.#kill(victim);
    // Requests run into the hole that the victim left.
    await delay(this.#rng.int(150));
    stop.abort();
    await Promise.all(working);
    await this.#revive(victim);
    const repeated = await settleUnanswered(this.#ledger, this.#server?.base ?? '');
    await this.#judge(await faultsOfRecords(this.#installation.databaseUrl, this.#ledger));
    const verifies = round % this.#options.verifyEvery === 0 || round === this.#options.kills;
    if (verifies) await this.#verify();
    const { acknowledged } = this.#ledger.counts;
    this.#options.say(
      `kill ${round}/${this.#options.kills}: ${victim}; ${acknowledged} changes acknowledged, ${repeated} sent again${verifies ? ', drained and trail verified' : ''}`,
    );
  }

  async #kill(victim: Victim): Promise<void> {
    this.#kills[victim] += 1;
    const postmaster = this.#installation.postmaster();
    if (victim === 'server' || victim === 'everything') this.#server?.signal('SIGKILL');
    if (victim === 'worker' || victim === 'everything') this.#worker?.signal('SIGKILL');
    if (victim === 'database' || victim === 'everything') {
      if (postmaster === null) throw new Error('no database to kill');
      process.kill(postmaster, 'SIGKILL');
    }
  }

  async #revive(victim: Victim): Promise<void> {
    if (victim !== 'worker') {
      const code = await endOf(this.#server);
      // Without its database the server ends by itself, so that whoever watches it starts it again.
      if (victim === 'database' && code !== 1) {
        this.faults.push(`the server ended with ${code} when its database was killed`);
      }
      await this.#startServer();
    }
    if (victim === 'worker' || victim === 'everything') {
      await endOf(this.#worker);
      await this.#startWorker();
    } else if (this.#worker?.running() !== true) {
      this.faults.push(`the worker did not outlive the ${victim}:\n${this.#worker?.output()}`);
    }
  }

  async #verify(): Promise<void> {
    const { databaseUrl, parties } = this.#installation;
    await this.#judge(await drained(databaseUrl));
    await this.#judge(await faultsAfterDrain(databaseUrl, this.#ledger));
    await this.#judge(await this.#heads.verify(this.#server?.base ?? '', parties));
    this.#verified += 1;
  }

  async #judge(found: readonly string[]): Promise<void> {
    this.faults.push(...found.slice(0, 20));
  }

  async end(): Promise<void> {
    for (const each of [this.#worker, this.#server]) {
      if (each?.running() !== true) continue;
      each.signal('SIGTERM');
      const code = await endOf(each).catch(() => null);
      if (code !== 0)
        this.faults.push(`a process ended with ${code} on SIGTERM:\n${each.output()}`);
    }
    const postmaster = this.#installation.postmaster();
    if (postmaster !== null && isAlive(postmaster)) {
      this.faults.push('the database was left behind');
      process.kill(postmaster, 'SIGQUIT');
    }
  }

  report(): Omit<CampaignReport, 'seconds'> {
    const { assets, cases, imports, counts, refusals } = this.#ledger;
    const there = (entries: readonly { outcome: string }[]) =>
      entries.filter(({ outcome }) => outcome === 'acknowledged').length;
    return {
      kills: this.#kills,
      counts,
      records: { assets: there(assets), cases: there(cases), imports: there(imports) },
      refusals: Object.fromEntries(refusals),
      verified: this.#verified,
      faults: this.faults,
    };
  }
}

/** Waits for the end of a process that should end; one that does not is killed, and that is a fault. */
async function endOf(process: Launched | null): Promise<number | null> {
  if (process === null) throw new Error('a process that was never started');
  const patience = new AbortController();
  const late = delay(endPatienceMs, 'late' as const, { signal: patience.signal }).catch(
    () => 'late' as const,
  );
  const code = await Promise.race([process.exited, late]);
  patience.abort();
  if (code !== 'late') return code;
  process.signal('SIGKILL');
  throw new Error(`process ${process.pid} did not end:\n${process.output()}`);
}

/** The report in words. */
export function told(report: CampaignReport): string {
  const { kills, counts, records } = report;
  const killed = Object.entries(kills)
    .map(([victim, count]) => `${victim} ${count}`)
    .join(', ');
  return [
    `kills: ${killed}`,
    `changes: ${counts.acknowledged} acknowledged, ${counts.refused} refused, ${counts.unknown} without an answer, ${counts.repeated} of them sent again with their key`,
    `records there: ${records.assets} assets, ${records.cases} cases, ${records.imports} imports`,
    `refused: ${Object.entries(report.refusals)
      .map(([why, count]) => `${why} ${count}`)
      .join(', ')}`,
    `drained and verified with kept heads: ${report.verified} times`,
    `lost, doubled or stuck: ${report.faults.length}`,
    ...report.faults.map((fault) => `  ${fault}`),
    `${report.seconds.toFixed(0)} s`,
  ].join('\n');
}
