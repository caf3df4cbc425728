import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Runner } from '#kernel/command/command.ts';
import type { Config } from '#kernel/config/config.ts';
import { configurationRoutes } from '#kernel/config/configuration-routes.ts';
import type { Database } from '#kernel/database/database.ts';
import { scannerOf } from '#kernel/files/clamd.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import type { HttpApp } from '#kernel/http/http-app.ts';
import { accountReactions } from '#kernel/identity/account-reactions.ts';
import type { Identity } from '#kernel/identity/identity.ts';
import { jobRoutes } from '#kernel/jobs/job-routes.ts';
import type { Jobs } from '#kernel/jobs/jobs.ts';
import { loopRoutes } from '#kernel/jobs/loop-routes.ts';
import type { Log } from '#kernel/log/log.ts';
import { incomingMailRoutes } from '#kernel/mail/incoming-mail-routes.ts';
import { mailRoutes } from '#kernel/mail/mail-routes.ts';
import { healthRoutes } from '#kernel/metrics/health-routes.ts';
import { createMetrics, type Metrics } from '#kernel/metrics/metrics.ts';
import type { EventReaction } from '#kernel/outbox/relay.ts';
import { trailRoutes } from '#kernel/trail/trail-routes.ts';
import { createBackgroundWork } from '#work/background/background-work.ts';
import { bundleRoutes } from '#work/bundle/bundle-routes.ts';
import type { AreaJob, Catalogue } from '#work/catalogue.ts';
import { deliverableRoutes } from '#work/deliverables/deliverable-routes.ts';
import { evidenceRoutes } from '#work/evidence/evidence-routes.ts';
import type { ImportFiles } from '#work/imports/import-service.ts';
import { accessNotices } from '#work/notifications/access-notices.ts';
import { notificationRoutes } from '#work/notifications/notification-routes.ts';
import { acknowledgementRoutes } from '#work/requests/acknowledgement-routes.ts';

export interface ServiceParts {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly identity: Identity;
}

/** What runs beside the server, and the routes and stores that server and worker share. */
export interface Services {
  readonly files: ImportFiles;
  readonly metrics: Metrics;
  readonly routes: readonly ((app: HttpApp) => void | Promise<void>)[];
  readonly jobs: Jobs;
  /** @param quiet until it settles nothing reacts, falls due or is asked for */
  start(quiet?: Promise<unknown>): Promise<void>;
  stop(): Promise<void>;
}

/** Release of the product, from its package. */
export const version: string = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version;

/** Composes worker, stores and the routes beside those of the definitions; nothing runs before `start`. */
export function createServices(parts: ServiceParts): Services {
  const { config, log, clock, database, identity } = parts;
  const runner: Runner = { database, clock };
  const files = new FileStore({ database, clock, config });
  const metrics = createMetrics({ database, clock });
  const catalogue: Catalogue = {
    ...parts.catalogue,
    reactions: [
      ...parts.catalogue.reactions,
      ...accessNotices,
      ...forgetChangedRoles(identity),
      ...accountReactions(identity),
    ],
    jobs: [...parts.catalogue.jobs, sweepOf(identity)],
  };
  const background = createBackgroundWork({
    config,
    log,
    clock,
    database,
    catalogue,
    files,
    metrics,
  });
  const scanner = scannerOf(config);
  const bundleParts = { runner, catalogue, files, scanner, dataDir: config.dataDir };
  background.jobs.schedule('sweep-identity', '20 3 * * *');
  return {
    files: { put: files.putFile.bind(files), open: files.openFile.bind(files) },
    metrics,
    jobs: background.jobs,
    routes: [
      (app) => trailRoutes(app, runner),
      (app) => jobRoutes(app, runner, background.jobs),
      (app) => loopRoutes(app, background.loops),
      (app) => mailRoutes(app, runner),
      (app) => incomingMailRoutes(app, runner),
      (app) => configurationRoutes(app, config),
      (app) => notificationRoutes(app, runner),
      (app) => deliverableRoutes(app, runner, catalogue, files),
      (app) => acknowledgementRoutes(app, { runner, catalogue, keys: identity.keys }),
      (app) => evidenceRoutes(app, { runner, catalogue, files, scanner: scannerOf(config) }),
      (app) => bundleRoutes(app, bundleParts),
      (app) =>
        healthRoutes(app, {
          config,
          database,
          metrics,
          version,
          ...(config.WORKER ? { jobsRunning: background.running } : {}),
        }),
      ...catalogue.routes.map((add) => (app: HttpApp) => add(app, runner, catalogue)),
    ],
    start: (quiet) => background.start(quiet),
    stop: () => background.stop(),
  };
}

const holding = z.object({ personId: z.string() });
const rolesChanged = z.union([
  holding.transform(({ personId }) => personId),
  z.object({ after: holding }).transform(({ after }) => after.personId),
  z.object({ before: holding }).transform(({ before }) => before.personId),
]);

/** A role given or taken holds at this process's next request, not when its memory of the person ends. */
function forgetChangedRoles(identity: Identity): EventReaction[] {
  const events = ['role-holdings.create', 'role-holdings.delete', 'role.granted', 'role.ended'];
  return events.map((on) => ({
    id: `forget-roles-at-${on}`,
    on,
    run: async (_context, event) => identity.forget(rolesChanged.parse(event.payload)),
  }));
}

function sweepOf(identity: Identity): AreaJob {
  return { kind: 'sweep-identity', run: async () => ({ deleted: await identity.sweep() }) };
}
