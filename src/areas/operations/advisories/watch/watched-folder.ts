import { createHash } from 'node:crypto';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inReadTransaction, inWriteTransaction } from '#kernel/command/command.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { AreaLoop, BackgroundParts } from '#work/catalogue.ts';
import {
  bytesOf,
  countFiles,
  filesIn,
  headOf,
  prepareFolder,
  putAway,
  type WatchedFile,
} from './watched-files.ts';
import { formatOfWatched } from './watched-format.ts';

/** How long a file must lie unchanged before it is taken, in milliseconds: copying writes all the time. */
const settledAfterMs = 2_000;
const lookEveryMs = 1_000;
/** Faults that a report beside a file repeats; all of them are in the import's own. */
const faultsInReport = 200;

const principal = systemPrincipal('watched-folder');

/** What this process saw of a file; forgotten by a restart, which only costs another look. */
interface Seen {
  readonly size: number;
  readonly cameAtMs: number;
  readonly sinceMs: number;
  importId: string | null;
}

interface RunRow {
  readonly state: string;
  readonly format: string;
  readonly failure: string | null;
  readonly finished_at: Date | null;
  readonly rows_read: number;
  readonly rows_accepted: number;
  readonly rows_unchanged: number;
  readonly rows_refused: number;
  readonly faults: readonly unknown[];
}

/**
 * Imports the advisory files that are put into the folder of `WATCH_DIR`, in the name of one organisation. A file is taken once it lies
 * there unchanged, its bytes are kept, and an import like any other reads them; then it is moved to `done` or `refused`, its report beside
 * it. The id of the import comes from the file, so that neither a restart nor a second worker takes a file twice.
 */
export function watchedFolder(): AreaLoop {
  const seen = new Map<string, Seen>();
  return {
    name: 'watched-folder',
    everyMs: lookEveryMs,
    when: (config) => config.WATCH_DIR !== undefined,
    run: async (parts) => {
      const root = parts.config.WATCH_DIR;
      if (root === undefined) return false;
      await prepareFolder(root);
      const files = await filesIn(root, watchedFormats(parts));
      for (const path of seen.keys()) {
        if (!files.some((file) => file.path === path)) seen.delete(path);
      }
      const complete = files.filter((file) => hasSettled(seen, file));
      if (complete.length === 0) return false;
      const ownerId = await organisationOf(parts);
      const failures: Error[] = [];
      for (const file of complete) {
        try {
          await follow(parts, root, ownerId, file, seen);
        } catch (error) {
          // One that cannot be read holds no other up.
          failures.push(new Error(`${file.path}: ${messageOf(error)}`, { cause: error }));
        }
      }
      if (failures.length > 0) {
        throw new AggregateError(failures, failures.map(messageOf).join('; '));
      }
      return false;
    },
    look: async (parts) => {
      const root = parts.config.WATCH_DIR;
      return root === undefined ? {} : countFiles(root, watchedFormats(parts));
    },
  };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Formats of advisories are those that name no record which they are about and that the keepers of warnings import. */
function watchedFormats({ catalogue }: BackgroundParts): Set<string> {
  const all = [...catalogue.importers.values()];
  return new Set(
    all
      .filter(({ target, roles }) => target === null && roles.includes('isirt'))
      .map(({ id }) => id),
  );
}

function hasSettled(seen: Map<string, Seen>, file: WatchedFile): boolean {
  const { path, size, cameAtMs } = file;
  const known = seen.get(path);
  if (known === undefined || known.size !== size || known.cameAtMs !== cameAtMs) {
    seen.set(path, { size, cameAtMs, sinceMs: Date.now(), importId: null });
    return false;
  }
  return known.importId !== null || Date.now() - known.sinceMs >= settledAfterMs;
}

/** The organisation that `WATCH_ORGANISATION` names, or the only one there is. */
async function organisationOf({ runner, config }: BackgroundParts): Promise<string> {
  const who = { principal, scope: { organisations: [] }, role: 'app' as const };
  const code = config.WATCH_ORGANISATION ?? null;
  const rows = await inReadTransaction(runner, who, async ({ client }) => {
    const found = await client.query<{ id: string }>({
      name: 'watch-organisation',
      text: 'select id from organisation where $1::text is null or code = $1 order by id limit 2',
      values: [code],
    });
    return found.rows;
  });
  const [only, another] = rows;
  if (only !== undefined && another === undefined) return only.id;
  throw new Error(
    code === null
      ? 'WATCH_DIR: several organisations, or none: name one with WATCH_ORGANISATION'
      : `WATCH_ORGANISATION: there is no organisation ${code}`,
  );
}

async function follow(
  parts: BackgroundParts,
  root: string,
  ownerId: string,
  file: WatchedFile,
  seen: Map<string, Seen>,
): Promise<void> {
  const known = seen.get(file.path);
  if (known === undefined) return;
  try {
    if (known.importId === null) {
      const format = formatOfWatched(
        await headOf(file),
        file.name,
        file.folder,
        watchedFormats(parts),
      );
      if (format === null) {
        await refuse(parts, root, file, 'It is none of the formats of advisories.');
        return;
      }
      known.importId = await receive(parts, ownerId, file, format);
    }
    await finish(parts, root, ownerId, file, known.importId);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    if (!(error instanceof AppError)) throw error;
    await refuse(parts, root, file, error.message);
  }
}

function refuse(
  { log }: BackgroundParts,
  root: string,
  file: WatchedFile,
  failure: string,
): Promise<void> {
  log.warn({ file: file.path, failure }, 'a file of the watched folder is refused');
  return putAway(root, file, 'refused', { file: file.name, state: 'refused', failure });
}

/** Keeps the bytes and leaves the job that reads them; a second time it finds both there. */
async function receive(
  parts: BackgroundParts,
  ownerId: string,
  file: WatchedFile,
  format: string,
): Promise<string> {
  const { sha256, bytes } = await parts.files.putFile(ownerId, bytesOf(file));
  const importId = importIdOf(ownerId, file, sha256);
  const who = { principal, scope: { organisations: [ownerId] }, role: 'app' as const };
  await inWriteTransaction(parts.runner, who, async (context) => {
    const { rowCount } = await context.client.query({
      name: 'watch-receive',
      text: `insert into import_run (owner_id, id, format, target_id, file_name, bytes, digest, options, state, person_id, principal, started_at)
        values ($1, $2, $3, null, $4, $5, $6, '{}', 'received', null, $7::jsonb, $8) on conflict (owner_id, id) do nothing`,
      values: [
        ...[ownerId, importId, format, file.name.slice(0, 300), bytes, sha256],
        ...[JSON.stringify(principal), context.now],
      ],
    });
    if (rowCount !== 1) return;
    context.enqueue({ kind: 'import', payload: { ownerId, importId }, key: importId });
  });
  return importId;
}

/** A UUIDv7 of the time when the file came, and of what it is. */
function importIdOf(ownerId: string, { name, cameAtMs }: WatchedFile, sha256: string): string {
  const time = cameAtMs.toString(16).padStart(12, '0');
  const hash = createHash('sha256').update(`${ownerId}\n${name}\n${sha256}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hash.charAt(3), 16) % 4];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}

/** Puts a file away whose import has ended. */
async function finish(
  { runner, log }: BackgroundParts,
  root: string,
  ownerId: string,
  file: WatchedFile,
  importId: string,
): Promise<void> {
  const who = { principal, scope: { organisations: [ownerId] }, role: 'app' as const };
  const run = await inReadTransaction(runner, who, async ({ client }) => {
    const { rows } = await client.query<RunRow>({
      name: 'watch-report',
      text: `select r.state, r.format, r.failure, r.finished_at, r.rows_read, r.rows_accepted, r.rows_unchanged, r.rows_refused,
          coalesce((select jsonb_agg(jsonb_build_object('place', f.place, 'code', f.code, 'message', f.message) order by f.sequence)
            from import_fault f where f.owner_id = r.owner_id and f.import_id = r.id and f.sequence < $3), '[]') as faults
        from import_run r where r.owner_id = $1 and r.id = $2`,
      values: [ownerId, importId, faultsInReport],
    });
    return rows[0];
  });
  if (run === undefined || run.finished_at === null) return;
  const nothingTaken = run.rows_accepted + run.rows_unchanged === 0;
  const to = run.failure !== null || nothingTaken ? 'refused' : 'done';
  log.info({ file: file.path, importId, to }, 'a file of the watched folder is put away');
  await putAway(root, file, to, {
    file: file.name,
    importId,
    format: run.format,
    state: run.state,
    failure: run.failure,
    rows: {
      read: run.rows_read,
      accepted: run.rows_accepted,
      unchanged: run.rows_unchanged,
      refused: run.rows_refused,
    },
    faults: run.faults,
    finishedAt: run.finished_at.toISOString(),
  });
}
