import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Database } from '#kernel/database/database.ts';
import type { HttpApp } from '#kernel/http/http-app.ts';
import type { Jobs } from '#kernel/jobs/jobs.ts';
import { type Backlog, readBacklog } from './backlog.ts';

export interface Metrics {
  readonly registry: Registry;
  /** Measures every request of the application by the pattern of its route, never by its path. */
  watchHttp(app: HttpApp): void;
  /** Counts a job that ended. */
  jobEnded(kind: string, outcome: 'completed' | 'failed', seconds: number): void;
}

export interface MetricsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs?: Pick<Jobs, 'counts'>;
  /** Metrics of the process itself (memory, event loop); one registry of a process only. */
  readonly processMetrics?: boolean;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Measures in the Prometheus form. What waits in the database is read when somebody asks, at most once a second. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (options.processMetrics === true) collectDefaultMetrics({ register: registry });
  const http = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of requests by route',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  });
  const jobs = new Histogram({
    name: 'job_duration_seconds',
    help: 'Duration of jobs by kind and outcome',
    labelNames: ['kind', 'outcome'],
    buckets: [...seconds, 60, 600],
    registers,
  });
  registerBacklog(options, registers);
  return {
    registry,
    watchHttp: (app) => {
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'unknown';
        http
          .labels(request.method, route, String(reply.statusCode))
          .observe(reply.elapsedTime / 1000);
      });
    },
    jobEnded: (kind, outcome, duration) => jobs.labels(kind, outcome).observe(duration),
  };
}

function registerBacklog(options: MetricsOptions, registers: Registry[]): void {
  let read: Promise<Backlog> | undefined;
  let readAt = 0;
  const backlog = (): Promise<Backlog> => {
    if (read === undefined || Date.now() - readAt > 1000) {
      readAt = Date.now();
      read = readBacklog(options.database, options.clock.now());
    }
    return read;
  };
  const gauge = (name: string, help: string, pick: (values: Backlog) => number): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(pick(await backlog()));
      },
    });
  };
  gauge('outbox_waiting', 'Events waiting for their reactions', (b) => b.outboxWaiting);
  gauge('outbox_lag_seconds', 'Age of the oldest waiting event', (b) => b.outboxLagSeconds);
  gauge('outbox_dead', 'Reactions that failed at every try', (b) => b.outboxDead);
  gauge('trail_pending', 'Trail entries not sealed yet', (b) => b.trailPending);
  gauge('deadline_lag_seconds', 'How late the most late deadline is', (b) => b.deadlineLagSeconds);
  gauge('deadlines_failing', 'Deadlines whose last try failed', (b) => b.deadlinesFailing);
  gauge('mails_waiting', 'Mails waiting for the mail server', (b) => b.mailsWaiting);
  gauge(
    'database_transactions',
    'Transactions committed since the statistics began',
    (b) => b.commits,
  );
  gauge(
    'database_rollbacks',
    'Transactions rolled back since the statistics began',
    (b) => b.rollbacks,
  );
  const { jobs } = options;
  if (jobs === undefined) return;
  new Gauge({
    name: 'jobs',
    help: 'Jobs in the queue by kind and phase',
    labelNames: ['kind', 'phase'],
    registers,
    async collect() {
      this.reset();
      for (const count of await jobs.counts()) {
        this.labels(count.kind, 'waiting').set(count.waiting);
        this.labels(count.kind, 'active').set(count.active);
        this.labels(count.kind, 'dead').set(count.dead);
      }
    },
  });
}
