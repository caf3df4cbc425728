import type { Clock } from '#kernel/clock/clock.ts';
import type { Runner } from '#kernel/command/command.ts';
import { pruneIdempotencyKeys } from '#kernel/command/prune-keys.ts';
import type { Config } from '#kernel/config/config.ts';
import type { Database } from '#kernel/database/database.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import { KeyRing } from '#kernel/identity/key-ring.ts';
import { createJobs, type JobHandler, type JobOptions, type Jobs } from '#kernel/jobs/jobs.ts';
import type { LoopState } from '#kernel/jobs/loop-routes.ts';
import { type Repeat, repeat } from '#kernel/jobs/repeat.ts';
import type { Log } from '#kernel/log/log.ts';
import {
  countMails,
  createMailer,
  type Mailer,
  type MailerOptions,
} from '#kernel/mail/send-mails.ts';
import type { Metrics } from '#kernel/metrics/metrics.ts';
import { pruneEvents } from '#kernel/outbox/dead-letters.ts';
import { relayEvents } from '#kernel/outbox/relay.ts';
import { giveDailyHeads } from '#kernel/trail/head-receipts.ts';
import { sealAll, sealPending } from '#kernel/trail/sealer.ts';
import { openTrailSigner } from '#kernel/trail/signing-keys.ts';
import { sendInvitations } from '#work/calendar/send-invitations.ts';
import type { AreaLoop, BackgroundParts, Catalogue } from '#work/catalogue.ts';
import { openDueDuties } from '#work/deadlines/duties.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { adoptPlanned } from '#work/hand-offs/adopt-planned.ts';
import { mailboxLoop } from '#work/mailbox/read-mailbox.ts';
import { deliverNotice } from '#work/notifications/deliver-notice.ts';
import { addressOfToken, tokenOf } from '#work/requests/acknowledgement-token.ts';
import { workJobs } from './work-jobs.ts';

export interface BackgroundOptions {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  /** How often deadlines are looked at. */
  readonly sweepEveryMs?: number;
  readonly metrics?: Pick<Metrics, 'jobEnded'>;
}

export interface BackgroundWork {
  readonly jobs: Jobs;
  readonly mailer: Mailer;
  /** Declares a kind of job of an area; before `start`. */
  work(kind: string, handler: JobHandler, options?: JobOptions): void;
  /**
   * @param quiet until it settles nothing reacts, falls due or is asked for; what was acknowledged is sealed. For a start that first has
   *   to write what happened in the past, with a clock of its own.
   */
  start(quiet?: Promise<unknown>): Promise<void>;
  /** Ends what is under way, then everything. */
  stop(): Promise<void>;
  readonly running: () => boolean;
  /** The loops of this process, each with why it does not get on. */
  loops(): Promise<LoopState[]>;
}

/** Entries sealed in one go; the next batch follows at once. */
const sealBatch = 1000;

/**
 * Everything that happens after a commit, in as many copies as wanted: the queue, the relay of events to the areas' reactions, the sealer
 * of the trail, the sweep of deadlines, periodic duties, notices and mails.
 */
export function createBackgroundWork(options: BackgroundOptions): BackgroundWork {
  const { database, clock, log, config } = options;
  const jobs = createJobs({ database, clock, log });
  // Links are signed only where mails leave.
  const keys = config.SMTP_URL === undefined ? undefined : KeyRing.open(config.dataDir);
  const mailer = createMailer({ config, database, clock, log, ...addressesBy(config, keys) });
  const runner: Runner = { database, clock };
  const parts = { runner, catalogue: options.catalogue, files: options.files, config, log };
  declareJobs(options, parts, jobs, { mailer, keys });
  let loops: Repeat[] = [];
  let stopping = false;
  let begun: Promise<void> = Promise.resolve();
  const begin = async (): Promise<void> => {
    if (stopping) return;
    await jobs.start();
    loops.push(...startLoops(options, parts, mailer));
  };
  return {
    jobs,
    mailer,
    work: (kind, handler, settings) => jobs.work(kind, measured(options, kind, handler), settings),
    start: async (quiet) => {
      stopping = false;
      loops = [startSealer(options, parts)];
      begun = quiet === undefined ? begin() : quiet.then(begin);
      if (quiet === undefined) await begun;
      // Whoever stops is told of a failure; until then it stands in the log.
      else begun.catch((error: unknown) => options.log.error({ err: error }, 'no worker'));
    },
    stop: async () => {
      stopping = true;
      await begun.catch(() => undefined);
      await Promise.all(loops.map((loop) => loop.stop()));
      loops = [];
      await jobs.stop();
      mailer.close();
      // What was acknowledged stands sealed when the process ends well.
      await sealAll({ database, clock, signer: openTrailSigner(config.dataDir) });
    },
    running: () => loops.length > 0,
    loops: () =>
      Promise.all(
        loops.map(async (loop) => {
          const look = looksOf(options).get(loop.name);
          const counts = await look?.(parts).catch(() => undefined);
          return { name: loop.name, trouble: loop.trouble(), counts: counts ?? {} };
        }),
      ),
  };
}

/** Address under which people reach the application, for links in mails. */
export function baseUrlOf(config: Pick<Config, 'PUBLIC_URL' | 'HOST' | 'PORT'>): string {
  return (config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}`).replace(/\/$/, '');
}

/** The address of a one-time link: its token, made when the mail leaves. */
function addressesBy(
  config: Config,
  keys: KeyRing | undefined,
): Pick<MailerOptions, 'linkAddress'> {
  if (keys === undefined) return {};
  return { linkAddress: (link) => addressOfToken(baseUrlOf(config), tokenOf(keys, link)) };
}

function declareJobs(
  options: BackgroundOptions,
  parts: BackgroundParts,
  jobs: Jobs,
  { mailer, keys }: { readonly mailer: Mailer; readonly keys: KeyRing | undefined },
): void {
  const { runner, log, config, catalogue } = parts;
  const declare = (kind: string, handler: JobHandler, settings?: JobOptions) =>
    jobs.work(kind, measured(options, kind, handler), settings);
  const { onDuty } = catalogue;
  const signed = keys === undefined ? {} : { keys };
  const notices = { mail: mailer.settings, baseUrl: baseUrlOf(config), onDuty, ...signed };
  declare(
    'notify-roles',
    async (job) => ({ told: await deliverNotice(runner, notices, job.id, job.payload) }),
    { concurrency: 4 },
  );
  const invitations = { ...notices, mailbox: mailer.address };
  declare(
    'send-invitations',
    async (job) => ({ told: await sendInvitations(runner, catalogue, invitations, job.payload) }),
    { concurrency: 2 },
  );
  declare('send-mail', async () => ({ sent: await mailer.sendWaiting() }), { concurrency: 1 });
  declare('open-duties', async () => ({
    opened: await openDueDuties({ runner, catalogue, log }),
  }));
  declare('adopt-planned', async () => ({
    adopted: await adoptPlanned({ runner, catalogue, log }),
  }));
  declare('give-heads', async () => ({ given: (await giveDailyHeads(runner)).length }));
  declare('prune-events', async () => ({ pruned: await pruneEvents(runner) }));
  declare('prune-keys', async () => ({ pruned: await pruneIdempotencyKeys(runner) }));
  for (const { kind, options: settings, schedule, run } of [...workJobs, ...catalogue.jobs]) {
    declare(kind, (job) => run(parts, job), settings);
    if (schedule !== undefined) jobs.schedule(kind, schedule);
  }
  jobs.schedule('open-duties', '*/10 * * * *');
  jobs.schedule('adopt-planned', '25 * * * *');
  jobs.schedule('give-heads', '15 0 * * *');
  jobs.schedule('prune-events', '45 2 * * *');
  jobs.schedule('prune-keys', '5 * * * *');
}

function startSealer({ config, log }: BackgroundOptions, { runner }: BackgroundParts): Repeat {
  const signer = openTrailSigner(config.dataDir);
  return repeat('trail-sealer', 1000, log, async () => {
    return (await sealPending({ ...runner, signer, batchSize: sealBatch })) >= sealBatch;
  });
}

function startLoops(options: BackgroundOptions, parts: BackgroundParts, mailer: Mailer): Repeat[] {
  const { runner, log, config, catalogue } = parts;
  return [
    repeat('outbox-relay', 200, log, async () => {
      return (await relayEvents({ runner, reactions: catalogue.reactions, log })) > 0;
    }),
    repeat('deadline-sweep', options.sweepEveryMs ?? 1000, log, async () => {
      return (await sweepDeadlines({ runner, catalogue, log })) > 0;
    }),
    repeat('mails', 10_000, log, async () => (await mailer.sendWaiting()) > 0),
    ...loopsOf(catalogue)
      .filter((loop) => loop.when?.(config) ?? true)
      .map((loop) => repeat(loop.name, loop.everyMs, log, () => loop.run(parts))),
  ];
}

/** What an administrator sees of loops, by their names. */
function looksOf({ catalogue, database, clock }: BackgroundOptions) {
  const looks = new Map<string, AreaLoop['look']>([
    ['mails', () => countMails(database, clock.now())],
  ]);
  for (const { name, look } of loopsOf(catalogue)) looks.set(name, look);
  return looks;
}

/** Loops of the areas, and those that any area takes part in. */
function loopsOf({ loops }: Catalogue): readonly AreaLoop[] {
  return [mailboxLoop, ...loops];
}

function measured(options: BackgroundOptions, kind: string, handler: JobHandler): JobHandler {
  const { metrics } = options;
  if (metrics === undefined) return handler;
  return async (job) => {
    const start = performance.now();
    const ended = (outcome: 'completed' | 'failed') =>
      metrics.jobEnded(kind, outcome, (performance.now() - start) / 1000);
    try {
      const result = await handler(job);
      ended('completed');
      return result;
    } catch (error) {
      ended('failed');
      throw error;
    }
  };
}
