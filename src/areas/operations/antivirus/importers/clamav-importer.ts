import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import { hashOf } from '#engine/canonical.ts';
import type { ClamavDetection, ClamavRun } from '#formats/clamav/clamav-run.ts';
import { readClamav } from '#formats/clamav/read-clamav.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import type { Importer, ImportSession } from '#work/imports/importer.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { keepers } from '../fields.ts';
import { openCycle } from '../open-cycle.ts';
import { infectionsModule, scanRunsModule } from '../register-modules.ts';

/** Turns the scanner's local time into an instant; it names no zone, so the option `zone` does, else it counts as UTC. */
function instantOf(local: string | null, zone: string): string | null {
  if (local === null) return null;
  const at = Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;
  return new Date(at).toISOString();
}

/** @throws 422 for a zone that no clock keeps */
function zoneOf({ options }: Pick<ImportSession, 'options'>): string {
  const zone = options['zone'] ?? '';
  if (zone === '') return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    const message = 'Write the time zone of the scanner as Europe/Brussels or UTC.';
    throw invalidInput([{ path: '/zone', code: 'zone', message }]);
  }
}

/** What a run is known again by: everything that it says, but not where it stood in the file. */
function digestOf({ line: _, detections, ...run }: ClamavRun): string {
  return hashOf({ ...run, detections: detections.map(({ line: __, ...one }) => one) });
}

/** The signatures found, each once, as many as a line shows. */
function signaturesOf(detections: readonly ClamavDetection[]): string {
  const names = [...new Set(detections.map(({ signature }) => signature))];
  const shown = names.slice(0, 5).join(', ').slice(0, 480);
  return names.length > 5 ? `${shown}, +${names.length - 5}` : shown;
}

interface Host {
  readonly id: string;
  readonly name: string;
}

async function hostOf(context: WriteContext, session: ImportSession): Promise<Host> {
  const ids = session.targetId === null ? [] : [session.targetId];
  const [asset] = await assetContexts(context, session.ownerId, ids);
  if (asset === undefined) throw notFound('asset');
  return { id: asset.assetId, name: asset.name };
}

async function isKnown(context: WriteContext, ownerId: string, asset: string, digest: string) {
  const { rowCount } = await context.client.query({
    name: 'scan-run-known',
    text: 'select from scan_run where owner_id = $1 and asset = $2 and digest = $3',
    values: [ownerId, asset, digest],
  });
  return (rowCount ?? 0) > 0;
}

const given = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** Writes one run with what it found; false when it is there already. */
async function keepRun(
  context: WriteContext,
  session: ImportSession,
  run: ClamavRun,
): Promise<boolean> {
  const { ownerId } = session;
  const zone = zoneOf(session);
  const host = await hostOf(context, session);
  const digest = digestOf(run);
  if (await isKnown(context, ownerId, host.id, digest)) return false;
  const cycle = await openCycle(context, ownerId);
  const about = {
    ...{ ownerId, computed: true, caseId: cycle?.id ?? null },
    ...(cycle === null ? {} : { label: cycle.label, tlp: cycle.tlp }),
  };
  const startedAt = instantOf(run.startedAt, zone) ?? context.now.toISOString();
  const { id } = await insertRecord(context, scanRunsModule, {
    ...about,
    fields: given({
      ...{ host: host.name.slice(0, 300), asset: host.id, startedAt, digest },
      tool: run.tool === 'daemon' ? 'resident' : 'on-demand',
      endedAt: instantOf(run.endedAt, zone),
      engineVersion: run.engineVersion,
      knownViruses: run.knownViruses,
      filesScanned: run.scannedFiles,
      filesInfected: run.infectedFiles,
      errors: run.errors,
      signatures: run.detections.length === 0 ? null : signaturesOf(run.detections),
      notListed: run.leftOut === 0 ? null : run.leftOut,
    }),
  });
  for (const { path, signature, disposition } of run.detections) {
    await insertRecord(context, infectionsModule, {
      ...about,
      fields: {
        ...{ signature, path: path.slice(0, 4096), host: host.name.slice(0, 300), scanRun: id },
        ...{ foundAt: startedAt, byScanner: disposition ?? 'left' },
      },
    });
  }
  return true;
}

/** What clamscan, clamdscan and clamd print or log about one host: each run once, however often it is sent (R-AV-3). */
export const clamavImporter: Importer = {
  id: 'clamav',
  clause: 'X.1052 §12.2.7 c',
  accepts: ['.log', '.txt'],
  roles: keepers,
  target: 'assets',
  run: async (session) => {
    zoneOf(session);
    await session.batch((context) => hostOf(context, session));
    for await (const item of readClamav(session.source)) {
      if (item.kind === 'fault') {
        session.fault(item);
        continue;
      }
      session.read(1);
      // Counted before the batch ends, so that progress and rows are of one transaction.
      await session.batch(async (context) => {
        if (await keepRun(context, session, item.run)) session.accepted(1);
        else session.unchanged(1);
      });
    }
  },
  async *preview(source, limit) {
    let shown = 0;
    for await (const item of readClamav(source)) {
      if (shown >= limit) return;
      shown += 1;
      if (item.kind === 'fault') {
        const { place, code, message } = item;
        yield { kind: 'fault', place, code, message };
        continue;
      }
      const { run } = item;
      yield {
        kind: 'row',
        row: {
          title: run.startedAt?.replace('T', ' ') ?? '–',
          values: {
            infected: String(run.infectedFiles),
            ...(run.scannedFiles === null ? {} : { scanned: String(run.scannedFiles) }),
            ...(run.engineVersion === null ? {} : { engine: run.engineVersion }),
            ...(run.detections.length === 0 ? {} : { signatures: signaturesOf(run.detections) }),
          },
        },
      };
    }
  },
};
