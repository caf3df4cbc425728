import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Config } from '#kernel/config/config.ts';
import type { Database } from '#kernel/database/database.ts';
import { unauthenticated } from '#kernel/errors/app-error.ts';
import type { HttpApp } from '#kernel/http/http-app.ts';
import type { Metrics } from './metrics.ts';

export interface HealthOptions {
  readonly config: Pick<Config, 'METRICS_TOKEN'>;
  readonly database: Database;
  readonly metrics: Metrics;
  /** Release of the product. */
  readonly version: string;
  /** Whether the worker of this process runs; absent when it has none. */
  readonly jobsRunning?: () => boolean;
}

const ready = z.object({
  status: z.enum(['ready', 'not-ready']),
  version: z.string(),
  database: z.enum(['up', 'down']),
  jobs: z.enum(['running', 'down', 'elsewhere']),
});

/** Longest wait for the database's answer before it counts as down. */
const patienceMs = 3000;

/** Liveness, readiness and Prometheus metrics. The first two ask for nobody's name and tell nothing of the inside. */
export function healthRoutes(app: HttpApp, options: HealthOptions): void {
  const { config, database, metrics } = options;
  app.get(
    '/api/v1/health',
    {
      schema: {
        tags: ['health'],
        security: [],
        response: { 200: z.object({ status: z.literal('ok') }) },
      },
    },
    async () => ({ status: 'ok' as const }),
  );
  app.get(
    '/api/v1/ready',
    { schema: { tags: ['health'], security: [], response: { 200: ready, 503: ready } } },
    async (_request, reply) => {
      const up = await answers(database);
      const jobs =
        options.jobsRunning === undefined
          ? 'elsewhere'
          : options.jobsRunning()
            ? 'running'
            : 'down';
      const fine = up && jobs !== 'down';
      return reply.code(fine ? 200 : 503).send({
        status: fine ? 'ready' : 'not-ready',
        version: options.version,
        database: up ? 'up' : 'down',
        jobs,
      });
    },
  );
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const token = config.METRICS_TOKEN;
    if (token !== undefined && !isToken(request.headers.authorization, token)) {
      throw unauthenticated('Send the METRICS_TOKEN as a bearer token.');
    }
    reply.header('cache-control', 'no-store');
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

async function answers(database: Database): Promise<boolean> {
  const asked = database
    .transaction(
      { role: 'system', scope: [], person: null, readOnly: true },
      async ({ client }) => {
        await client.query('select 1');
        return true;
      },
    )
    .catch(() => false);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patienceMs, false);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
