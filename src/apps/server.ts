import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Config } from '#kernel/config/config.ts';
import type { Database } from '#kernel/database/database.ts';
import { createHttpApp, type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { webFiles } from '#kernel/http/web-files.ts';
import type { Identity } from '#kernel/identity/identity.ts';
import type { Log } from '#kernel/log/log.ts';
import type { Metrics } from '#kernel/metrics/metrics.ts';
import { baseUrlOf } from '#work/background/background-work.ts';
import { calendarRoutes } from '#work/calendar/calendar-routes.ts';
import { feedRoutes } from '#work/calendar/feed/feed-routes.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { me } from '#work/contract.ts';
import { caseRoutes } from '#work/http/case-routes.ts';
import { definitionRoutes } from '#work/http/definition-routes.ts';
import { deskRoutes } from '#work/http/desk-routes.ts';
import { exportRoutes } from '#work/http/export-routes.ts';
import { importRoutes } from '#work/http/import-routes.ts';
import { registerRoutes } from '#work/http/register-routes.ts';
import type { ImportFiles } from '#work/imports/import-service.ts';
import { meOf } from '#work/me.ts';
import { requestRoutes } from '#work/requests/request-routes.ts';
import { rowsRoutes } from '#work/rows/rows-routes.ts';
import { feedWords } from './feed-words.ts';
import { textsOf } from './texts.ts';

export interface ServerParts {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly database: Database;
  readonly identity: Identity;
  readonly catalogue: Catalogue;
  readonly files: ImportFiles;
  readonly metrics: Metrics;
  /** Routes of areas and services that stand beside the derived ones. */
  readonly more: readonly ((app: HttpApp) => void | Promise<void>)[];
}

const webFolder = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** The server: every route of the product on one HTTP application. It holds no state of its own. */
export async function createServer(parts: ServerParts): Promise<HttpApp> {
  const { config, log, identity, catalogue } = parts;
  const runner = { database: parts.database, clock: parts.clock };
  const app = await createHttpApp({ config, log, authenticate: identity.authenticate });
  parts.metrics.watchHttp(app);
  identity.routes(app, { meOf: (principal) => meOf(runner, catalogue, principal) });
  app.get('/api/v1/me', { schema: { tags: ['identity'], response: { 200: me } } }, (request) =>
    meOf(runner, catalogue, principalOf(request)),
  );
  caseRoutes(app, runner, catalogue);
  requestRoutes(app, runner, catalogue);
  calendarRoutes(app, runner, catalogue);
  feedRoutes(app, {
    ...{ runner, catalogue, wordsOf: feedWords },
    ...{ baseUrl: baseUrlOf(config), maxTlp: config.MAIL_MAX_TLP },
    principalOfAddress: identity.principalOfAddress,
  });
  registerRoutes(app, runner, catalogue);
  rowsRoutes(app, runner, catalogue);
  definitionRoutes(app, catalogue, textsOf);
  deskRoutes(app, runner, catalogue);
  exportRoutes(app, runner, catalogue);
  await importRoutes(app, runner, catalogue, parts.files);
  for (const add of parts.more) await add(app);
  app.get(
    '/api/v1/openapi.json',
    {
      schema: { hide: true, security: [], response: { 200: z.record(z.string(), z.unknown()) } },
    },
    async () => ({ ...app.swagger() }),
  );
  await webFiles(app, webFolder);
  await app.ready();
  return app;
}
