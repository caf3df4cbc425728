import { type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Database } from '#kernel/database/database.ts';
import type { Log } from '#kernel/log/log.ts';
import {
  type DeadJob,
  deadJobs,
  deadLetterQueue,
  type LiveJob,
  liveJobs,
  replayJob,
} from './dead-jobs.ts';
import { moveRequests } from './move-requests.ts';
import { type Progress, writeProgress } from './progress.ts';
import { type Repeat, repeat } from './repeat.ts';

export interface Job<Payload = Readonly<Record<string, unknown>>> {
  readonly id: string;
  readonly kind: string;
  readonly payload: Payload;
  /** 1 at the first try. */
  readonly attempt: number;
  /** Aborted when the worker stops or the time of the job is over. */
  readonly signal: AbortSignal;
  /** Tells people how far it is (jobs asked for with `enqueueWithProgress`). */
  report(progress: Progress): Promise<void>;
}

/** May run more than once after a crash, so it is idempotent. What it returns becomes the result that people see. */
// biome-ignore lint/suspicious/noConfusingVoidType: handlers without a result need not return one
export type JobHandler = (job: Job) => Promise<Readonly<Record<string, unknown>> | void>;

export interface JobOptions {
  /** Jobs of this kind at once in this process. */
  readonly concurrency?: number;
  /** Tries after the first before it becomes a dead letter. */
  readonly retry?: number;
  /** Seconds before the first retry; doubles with each, up to an hour. */
  readonly backOffSeconds?: number;
  /** Seconds after which a try is given up. */
  readonly expireSeconds?: number;
}

export interface JobsOptions {
  readonly database: Database;
  readonly log: Log;
  readonly clock: Clock;
  /** How often requests are looked for when nobody nudges. */
  readonly moveEveryMs?: number;
}

export interface Jobs {
  /** Declares who does a kind of work; before `start`. @throws Error for a kind declared twice. */
  work(kind: string, handler: JobHandler, options?: JobOptions): void;
  /** Declares work that returns by the calendar (cron expression, UTC); before `start`. */
  schedule(kind: string, cron: string): void;
  start(): Promise<void>;
  /** Lets running jobs end (up to 10 s), gives the rest back to the queue, closes its connections. */
  stop(): Promise<void>;
  /** Moves waiting requests now. */
  nudge(): void;
  dead(limit: number): Promise<DeadJob[]>;
  /** Jobs that run, or that wait. */
  live(state: 'running' | 'waiting', limit: number): Promise<LiveJob[]>;
  /** Gives a dead job back to its queue. False: there is none. */
  replay(id: string): Promise<boolean>;
  /** Jobs in the queue by kind: waiting, running, dead. */
  counts(): Promise<{ kind: string; waiting: number; active: number; dead: number }[]>;
}

interface Declared {
  readonly handler: JobHandler;
  readonly options: Required<JobOptions>;
}

const defaults = { concurrency: 2, retry: 8, backOffSeconds: 2, expireSeconds: 900 };
const schema = 'pgboss';
/** A worker that was killed stops giving signs of life: after this long its jobs go back to the queue, whatever time they were given. */
const heartbeatSeconds = 15;
/** The name that pg-boss gives its own queue of what is due by the calendar. */
const calendarQueue = '__pgboss__send-it';
/** How often the queue looks for jobs whose worker is gone. */
const lookEverySeconds = 5;

/** The queue of background work in the database's schema `pgboss`. */
export function createJobs(options: JobsOptions): Jobs {
  const { database, log, clock } = options;
  const boss = new PgBoss({
    connectionString: database.url,
    application_name: 'commonward-jobs',
    schema,
    max: 6,
    useListenNotify: true,
    monitorVacuum: false,
    superviseIntervalSeconds: lookEverySeconds,
    monitorIntervalSeconds: lookEverySeconds,
    reindex: false,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue reports an error'));
  const declared = new Map<string, Declared>();
  const schedules = new Map<string, string>();
  const queues = new Queues(boss, declared);
  let mover: Repeat | undefined;
  let started: Promise<unknown> | undefined;
  // A server without a worker shows and replays dead letters too.
  const connected = async (): Promise<PgBoss> => {
    started ??= boss.start();
    await started;
    return boss;
  };
  return {
    work: (kind, handler, given = {}) => {
      if (declared.has(kind)) throw new Error(`two handlers of the job kind ${kind}`);
      declared.set(kind, { handler, options: { ...defaults, ...given } });
    },
    schedule: (kind, cron) => void schedules.set(kind, cron),
    start: async () => {
      await connected();
      await queues.load();
      // The queue's own one, through which it sends what is due by the calendar: without a sign of life it would wait a quarter of an hour.
      await boss.updateQueue(calendarQueue, { heartbeatSeconds });
      await Promise.all([...declared.keys()].map((kind) => queues.ensure(kind)));
      await Promise.all([...declared].map(([kind, each]) => listen(options, boss, kind, each)));
      for (const [kind, cron] of schedules) await boss.schedule(kind, cron, {}, { key: 'cron' });
      mover = repeat('job requests', options.moveEveryMs ?? 200, log, async () => {
        return (await moveRequests(database, clock, boss, (kind) => queues.ensure(kind))) > 0;
      });
    },
    stop: async () => {
      await mover?.stop();
      if (started === undefined) return;
      await started;
      await boss.stop({ graceful: true, timeout: 10_000 });
      started = undefined;
    },
    nudge: () => mover?.nudge(),
    dead: async (limit) => deadJobs(await connected(), limit),
    live: async (state, limit) => liveJobs(await connected(), state, limit),
    replay: async (id) => replayJob(await connected(), id),
    counts: async () => countJobs(await connected()),
  };
}

/** Queues with the settings of their kind; each is looked up once. */
class Queues {
  readonly #boss: PgBoss;
  readonly #declared: ReadonlyMap<string, Declared>;
  readonly #known = new Set<string>();
  constructor(boss: PgBoss, declared: ReadonlyMap<string, Declared>) {
    this.#boss = boss;
    this.#declared = declared;
  }

  async load(): Promise<void> {
    const queues = await this.#boss.getQueues();
    if (!queues.some((queue) => queue.name === deadLetterQueue)) {
      await this.#boss.createQueue(deadLetterQueue, { retentionSeconds: 365 * 86_400 });
    }
    for (const queue of queues) {
      const wanted = this.#settings(queue.name);
      const same = Object.entries(wanted).every(
        ([key, value]) => key === 'policy' || queue[key as keyof typeof queue] === value,
      );
      if (same) this.#known.add(queue.name);
    }
    this.#known.add(deadLetterQueue);
  }

  async ensure(kind: string): Promise<void> {
    if (this.#known.has(kind)) return;
    const { policy, ...settings } = this.#settings(kind);
    if ((await this.#boss.getQueue(kind)) === null) {
      await this.#boss.createQueue(kind, { policy, ...settings });
    } else {
      await this.#boss.updateQueue(kind, settings);
    }
    this.#known.add(kind);
  }

  #settings(kind: string) {
    const each = this.#declared.get(kind)?.options ?? defaults;
    return {
      policy: 'short',
      retryLimit: each.retry,
      retryDelay: each.backOffSeconds,
      retryBackoff: true,
      retryDelayMax: 3600,
      expireInSeconds: each.expireSeconds,
      heartbeatSeconds,
      retentionSeconds: 30 * 86_400,
      deleteAfterSeconds: 86_400,
      deadLetter: deadLetterQueue,
      notify: true,
    };
  }
}

/**
 * One fetcher a kind takes as many jobs as may run at once and settles each by itself; while batches come back full it goes on at once.
 * The wait between polls is only for retries that came due: new jobs wake it.
 */
async function listen(
  options: JobsOptions,
  boss: PgBoss,
  kind: string,
  { handler, options: each }: Declared,
): Promise<void> {
  await boss.work(
    kind,
    {
      includeMetadata: true,
      perJobResults: true,
      batchSize: Math.max(2, each.concurrency),
      burstWhenBatchFull: true,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 2,
    },
    async (jobs: JobWithMetadata<Record<string, unknown>>[]): Promise<JobResult[]> => {
      if (each.concurrency > 1) {
        return Promise.all(jobs.map((job) => runJob(options, job, handler)));
      }
      const results: JobResult[] = [];
      for (const job of jobs) results.push(await runJob(options, job, handler));
      return results;
    },
  );
}

async function runJob(
  { database, clock, log }: JobsOptions,
  job: JobWithMetadata<Record<string, unknown>>,
  handler: JobHandler,
): Promise<JobResult> {
  const payload = job.data ?? {};
  try {
    const result = await handler({
      id: job.id,
      kind: job.name,
      payload,
      attempt: job.retryCount + 1,
      signal: job.signal,
      report: (progress) => writeProgress(database, payload, clock.now(), progress),
    });
    await writeProgress(database, payload, clock.now(), null, { result: result ?? null });
    return { id: job.id, status: 'completed' };
  } catch (error) {
    const last = job.retryCount >= job.retryLimit;
    log.warn({ err: error, kind: job.name, job: job.id, last }, 'a job failed');
    if (last) {
      await writeProgress(database, payload, clock.now(), null, { error: String(error) });
    }
    return { id: job.id, status: 'failed', output: { message: String(error) } };
  }
}

async function countJobs(boss: PgBoss) {
  const { rows } = await boss.getDb().executeSql(
    `select case when name = $1 then source_name else name end as kind,
       count(*) filter (where name <> $1 and state in ('created', 'retry'))::int as waiting,
       count(*) filter (where name <> $1 and state = 'active')::int as active,
       count(*) filter (where name = $1)::int as dead
     from ${schema}.job where state in ('created', 'retry', 'active') group by 1 order by 1`,
    [deadLetterQueue],
  );
  return rows as { kind: string; waiting: number; active: number; dead: number }[];
}
