import { z } from 'zod';
import { authorise, operatorRole } from '#kernel/access/authorise.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';

const loopState = z.object({
  name: z.string(),
  /** Null while it works; otherwise since when it fails, how often in a row, and why. */
  trouble: z
    .object({ since: z.string(), failures: z.number().int(), error: z.string() })
    .nullable(),
  /** What it has before it, such as files that wait. */
  counts: z.record(z.string(), z.number()),
});
export type LoopState = z.infer<typeof loopState>;

/** What runs again and again in this process, for the operator: what fails here would otherwise only stand in the log. */
export function loopRoutes(app: HttpApp, loops: () => Promise<LoopState[]>): void {
  app.get(
    '/api/v1/background-loops',
    {
      schema: { tags: ['jobs'], response: { 200: z.object({ items: z.array(loopState) }) } },
    },
    async (request) => {
      authorise(principalOf(request), { permission: 'jobs:administer', roles: [operatorRole] });
      return { items: await loops() };
    },
  );
}
