import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { type Runner, runQuery } from '#kernel/command/command.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { deadReactions, replayReactions } from '#kernel/outbox/dead-letters.ts';
import { id, instant } from '#work/contract.ts';
import type { Jobs } from './jobs.ts';
import { type JobView, readJob } from './progress.ts';

const jobState = z.enum(['dead', 'running', 'waiting']);
const listedJob = z.object({
  id,
  kind: z.string(),
  state: jobState,
  attempts: z.number().int(),
  error: z.string(),
  /** When it failed for good, since when it runs, or from when on it may start. */
  since: instant,
});
const jobView = z.object({
  id,
  kind: z.string(),
  ownerId: id,
  personId: id.nullable(),
  phase: z.enum(['waiting', 'running', 'done', 'failed']),
  done: z.number(),
  total: z.number().nullable(),
  message: z.string().nullable(),
  updatedAt: instant,
  finishedAt: instant.nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  error: z.string().nullable(),
});
const byId = z.object({ id });

/** The administrator of the platform sees metadata of dead letters, never their content. */
function authoriseAdministrator(principal: Principal, permission: string): void {
  authorise(principal, { permission, roles: ['system-administrator'] });
}

/** Long work and its progress; what runs and waits; dead letters of jobs and of reactions (kind `reaction:<id>`), and their replay. */
export function jobRoutes(
  app: HttpApp,
  runner: Runner,
  jobs: Pick<Jobs, 'dead' | 'live' | 'replay'>,
): void {
  const tags = ['jobs'];
  app.get(
    '/api/v1/jobs',
    {
      schema: {
        tags,
        querystring: z.object({
          state: jobState,
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
        response: { 200: z.object({ items: z.array(listedJob) }) },
      },
    },
    async (request) => {
      authoriseAdministrator(principalOf(request), 'jobs:administer');
      const { limit, state } = request.query;
      if (state !== 'dead') {
        const live = await jobs.live(state, limit);
        return { items: live.map((item) => ({ ...item, state })) };
      }
      const reactions = (await deadReactions(runner, limit)).map((dead) => ({
        id: dead.eventId,
        kind: `reaction:${dead.reaction}`,
        attempts: dead.attempts,
        error: dead.lastError,
        failedAt: dead.deadAt,
      }));
      const items = [...(await jobs.dead(limit)), ...reactions]
        .sort((a, b) => (a.failedAt < b.failedAt ? 1 : -1))
        .slice(0, limit);
      return { items: items.map(({ failedAt, ...item }) => ({ ...item, state, since: failedAt })) };
    },
  );
  app.post(
    '/api/v1/jobs/:id/replay',
    { schema: { tags, params: byId, response: { 202: byId } } },
    async (request, reply) => {
      authoriseAdministrator(principalOf(request), 'jobs:administer');
      const dead = request.params.id;
      if (!(await jobs.replay(dead)) && !(await replayReactions(runner, dead))) {
        throw notFound('dead job');
      }
      return reply.code(202).send({ id: dead });
    },
  );
  app.get(
    '/api/v1/jobs/:id',
    { schema: { tags, params: byId, response: { 200: jobView } } },
    (request) => runQuery(runner, readJob, principalOf(request), { id: request.params.id }),
  );
  progressEvents(app, runner);
}

const lookEveryMs = 500;
const longestStreamMs = 15 * 60_000;

/** Server-sent events: `progress` at each change, `end` with the outcome. A client that lost the line asks again. */
function progressEvents(app: HttpApp, runner: Runner): void {
  app.get(
    '/api/v1/jobs/:id/events',
    { schema: { tags: ['jobs'], params: byId } },
    async (request, reply) => {
      const principal = principalOf(request);
      const read = () => runQuery(runner, readJob, principal, { id: request.params.id });
      let view = await read();
      reply.hijack();
      const gone = new AbortController();
      reply.raw.on('close', () => gone.abort());
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      try {
        const until = Date.now() + longestStreamMs;
        let sent = '';
        while (Date.now() < until) {
          const text = eventOf(view);
          if (text !== sent) reply.raw.write(text);
          sent = text;
          if (view.finishedAt !== null) break;
          await delay(lookEveryMs, undefined, { signal: gone.signal });
          view = await read();
        }
      } catch {
        // The listener went away or the job can no longer be seen: the stream ends either way.
      }
      reply.raw.end();
    },
  );
}

function eventOf(view: JobView): string {
  const name = view.finishedAt === null ? 'progress' : 'end';
  return `event: ${name}\ndata: ${JSON.stringify(view)}\n\n`;
}
