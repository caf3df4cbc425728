import { assetRoutes } from '#areas/assets/http.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Runner } from '#kernel/command/command.ts';
import { pruneIdempotencyKeys } from '#kernel/command/prune-keys.ts';
import type { Config } from '#kernel/config/config.ts';
import type { Database } from '#kernel/database/database.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import type { HttpApp } from '#kernel/http/http-app.ts';
import type { Identity } from '#kernel/identity/identity.ts';
import { jobRoutes } from '#kernel/jobs/job-routes.ts';
import { createJobs, type Jobs } from '#kernel/jobs/jobs.ts';
import { type Repeat, repeat } from '#kernel/jobs/repeat.ts';
import type { Log } from '#kernel/log/log.ts';
import { mailRoutes } from '#kernel/mail/mail-routes.ts';
import { createMailer } from '#kernel/mail/send-mails.ts';
import { pruneEvents } from '#kernel/outbox/dead-letters.ts';
import { relayEvents } from '#kernel/outbox/relay.ts';
import { giveDailyHeads } from '#kernel/trail/head-receipts.ts';
import { sealAll, sealPending } from '#kernel/trail/sealer.ts';
import { openTrailSigner } from '#kernel/trail/signing-keys.ts';
import { trailRoutes } from '#kernel/trail/trail-routes.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { type ImportFiles, performImport } from '#work/imports/import-service.ts';

export interface ServiceParts {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly identity: Identity;
}

/** What runs beside the server: sealer, relay, jobs, mailer, and the routes and stores that server and worker share. */
export interface Services {
  readonly files: ImportFiles;
  readonly routes: readonly ((app: HttpApp) => void | Promise<void>)[];
  readonly jobs: Jobs;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** How long pending work may wait when nobody nudges, in milliseconds. */
const pace = { seal: 500, relay: 200, mail: 2_000, prune: 3_600_000, heads: 3_600_000 } as const;

/** Composes the worker from the kernel's services; nothing runs before `start`. */
export function createServices(parts: ServiceParts): Services {
  const { config, log, clock, database, catalogue } = parts;
  const runner: Runner = { database, clock };
  const store = new FileStore({ database, clock, config });
  const files: ImportFiles = {
    put: (ownerId, source) => store.putFile(ownerId, source),
    open: (ownerId, sha256) => store.openFile(ownerId, sha256),
  };
  const jobs = createJobs({ database, log, clock });
  declareJobs(jobs, runner, catalogue, files);
  const mailer = createMailer({ config, database, clock, log });
  const signer = openTrailSigner(config.dataDir);
  let loops: Repeat[] = [];
  return {
    files,
    jobs,
    routes: [
      (app) => trailRoutes(app, runner),
      (app) => jobRoutes(app, runner, jobs),
      (app) => mailRoutes(app, runner),
      (app) => assetRoutes(app, runner, catalogue),
    ],
    start: async () => {
      await jobs.start();
      loops = [
        repeat(
          'sealer',
          pace.seal,
          log,
          async () => (await sealPending({ database, clock, signer })) > 0,
        ),
        repeat(
          'relay',
          pace.relay,
          log,
          async () => (await relayEvents({ runner, reactions: catalogue.reactions, log })) > 0,
        ),
        repeat('mail', pace.mail, log, async () => (await mailer.sendWaiting()) > 0),
        repeat('prune', pace.prune, log, async () => {
          await pruneIdempotencyKeys(runner);
          return (await pruneEvents(runner)) > 0;
        }),
        repeat('heads', pace.heads, log, async () => {
          await giveDailyHeads(runner);
          return false;
        }),
      ];
    },
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await jobs.stop();
      mailer.close();
      await sealAll({ database, clock, signer });
    },
  };
}

function declareJobs(jobs: Jobs, runner: Runner, catalogue: Catalogue, files: ImportFiles): void {
  jobs.work(
    'import',
    async (job) => {
      const { ownerId, importId } = job.payload;
      const report = await performImport(
        runner,
        catalogue,
        files,
        { ownerId: String(ownerId), importId: String(importId) },
        systemPrincipal('import'),
      );
      return { ...report };
    },
    { concurrency: 1, expireSeconds: 3_600 },
  );
}
