import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Principal } from '#kernel/access/principal.ts';
import { readConfig } from '#kernel/config/config.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import { createHttpApp, type HttpApp } from '#kernel/http/http-app.ts';
import { createLog } from '#kernel/log/log.ts';
import { createWorld, type World } from '#tests/world.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { DeliverableDetail } from '#work/deliverables/contract.ts';
import { deliverableRoutes } from '#work/deliverables/deliverable-routes.ts';
import { giveReleaseHeads, renderReleased } from '#work/deliverables/render-released.ts';
import { caseRoutes } from '#work/http/case-routes.ts';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: T;
  readonly bytes: Buffer;
}

/** The API with deliverables over a database of its own, with whoever asks named in each request. */
export interface Desk {
  readonly world: World;
  readonly files: FileStore;
  readonly app: HttpApp;
  ask<T = DeliverableDetail>(
    who: Principal,
    method: 'GET' | 'POST' | 'PATCH' | 'PUT',
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
  /** Acts, and gives the detail. @throws Error with the problem when it is refused. */
  act(
    who: Principal,
    id: string,
    action: string,
    fields?: object,
    comment?: string,
  ): Promise<DeliverableDetail>;
  /** What the worker does with the jobs that were asked for. */
  work(): Promise<{ kind: string; payload: Record<string, unknown> }[]>;
  close(): Promise<void>;
}

/** Makes a desk for a catalogue; the clock starts where the Security Plan's history does, unless told otherwise. */
export async function createDesk(catalogue: Catalogue, start: string): Promise<Desk> {
  const world = await createWorld(start);
  const folder = mkdtempSync(join(tmpdir(), 'commonward-documents-'));
  const config = { ...readConfig({ DATA_DIR: folder }), dataDir: folder };
  const files = new FileStore({ database: world.test.database, clock: world.clock, config });
  let asking: Principal | null = null;
  const app = await createHttpApp({
    config,
    log: createLog('silent'),
    authenticate: async () => asking,
  });
  caseRoutes(app, world.runner, catalogue);
  deliverableRoutes(app, world.runner, catalogue, files);
  const ask: Desk['ask'] = async <T>(
    who: Principal,
    method: 'GET' | 'POST' | 'PATCH' | 'PUT',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ) => {
    asking = who;
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers,
      ...(body === undefined ? {} : { payload: body }),
    });
    const json = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: (json && answer.payload !== '' ? answer.json() : null) as T,
      bytes: answer.rawPayload,
    };
  };
  return {
    world,
    files,
    app,
    ask,
    act: async (who, id, action, fields = {}, comment) => {
      const answer = await ask(who, 'POST', `/deliverables/${id}/actions/${action}`, {
        fields,
        ...(comment === undefined ? {} : { comment }),
      });
      if (answer.status !== 200) throw new Error(`${action}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    work: () => takeJobs(world, catalogue, files),
    close: async () => {
      await app.close();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function takeJobs(world: World, catalogue: Catalogue, files: FileStore) {
  const jobs = await world.test.database.transaction(
    { role: 'system', scope: [], person: null },
    async ({ client }) => {
      const { rows } = await client.query<{ kind: string; payload: Record<string, unknown> }>(
        'select kind, payload from job_request order by id',
      );
      await client.query('delete from job_request');
      return rows;
    },
  );
  for (const job of jobs) {
    const payload = job.payload as never;
    if (job.kind === 'render-deliverable') {
      await renderReleased(world.runner, catalogue, files, payload);
    }
    if (job.kind === 'give-release-heads') await giveReleaseHeads(world.runner, payload);
  }
  return jobs;
}
