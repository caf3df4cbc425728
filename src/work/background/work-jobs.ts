import { z } from 'zod';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { scannerOf } from '#kernel/files/clamd.ts';
import { Leftovers } from '#kernel/files/leftovers.ts';
import type { AreaJob } from '#work/catalogue.ts';
import { giveReleaseHeads, renderReleased } from '#work/deliverables/render-released.ts';
import { clearUploads } from '#work/evidence/clear-uploads.ts';
import { scanJob, scanWaiting } from '#work/evidence/scan-evidence.ts';
import { forgetUnused } from '#work/evidence/unused-bytes.ts';
import { performImport } from '#work/imports/import-service.ts';

const importPayload = z.object({ ownerId: z.string(), importId: z.string() });
const renderPayload = z.object({
  ownerId: z.string(),
  deliverableId: z.string(),
  frozenHash: z.string(),
});
const destroyPayload = z.object({ ownerId: z.string(), sha256: z.string() });
const headsPayload = z.object({ organisations: z.array(z.string()) });

/** Jobs that any area's commands may leave: reading an import, rendering a released document, giving heads of the trail with it,
 * scanning evidence for malicious code, deleting the bytes of what was destroyed. */
export const workJobs: readonly AreaJob[] = [
  {
    kind: 'import',
    options: { concurrency: 1, expireSeconds: 3_600 },
    run: async ({ runner, catalogue, files }, job) => {
      const kept = {
        put: files.putFile.bind(files),
        open: files.openFile.bind(files),
      };
      const asked = importPayload.parse(job.payload);
      const who = systemPrincipal('import');
      return { ...(await performImport(runner, catalogue, kept, asked, who)) };
    },
  },
  {
    kind: 'render-deliverable',
    options: { concurrency: 1, expireSeconds: 600 },
    run: async ({ runner, catalogue, files }, job) => ({
      formats: Object.keys(
        await renderReleased(runner, catalogue, files, renderPayload.parse(job.payload)),
      ),
    }),
  },
  {
    kind: 'destroy-evidence',
    run: async ({ runner, files }, job) => {
      const { ownerId, sha256 } = destroyPayload.parse(job.payload);
      return { destroyed: await forgetUnused(runner, files, ownerId, sha256) };
    },
  },
  {
    kind: 'clear-uploads',
    options: { concurrency: 1, expireSeconds: 3_600 },
    schedule: '40 * * * *',
    run: async ({ runner, files, config }) => ({
      ...(await clearUploads(runner, files, new Leftovers(config))),
    }),
  },
  {
    kind: 'scan-evidence',
    options: { concurrency: 1, expireSeconds: 3_600 },
    run: async ({ runner, files, config }, job) => {
      const scanner = scannerOf(config);
      return { scan: await scanWaiting(runner, files, scanner, scanJob.parse(job.payload)) };
    },
  },
  {
    kind: 'give-release-heads',
    run: async ({ runner }, job) => ({
      given: await giveReleaseHeads(runner, headsPayload.parse(job.payload)),
    }),
  },
];
