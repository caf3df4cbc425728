import { FormatError } from '#formats/format-error.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner, type TransactionFor } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { Importer, ImportFault, ImportSession, Place } from './importer.ts';

/** Faults kept in full; beyond them only the number grows, so that a hostile file cannot fill the table. */
const maxFaultsKept = 1000;

export interface ImportRun {
  readonly ownerId: string;
  readonly id: string;
  readonly targetId: string | null;
  readonly fileName: string;
  readonly digest: string | null;
  readonly options: Readonly<Record<string, string>>;
}

export interface ImportReport {
  readonly read: number;
  readonly accepted: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly failure: string | null;
}

/**
 * Runs one import to its end: batches of rows, each a transaction, progress as it goes, and one trail entry with counts and digest.
 * A fault of the whole file ends it as `failed` with its place; what was accepted before stays. Running it again changes nothing twice,
 * because importers are idempotent by row.
 */
export async function runImport(
  runner: Runner,
  importer: Importer,
  principal: Principal,
  run: ImportRun,
  source: AsyncIterable<Uint8Array>,
): Promise<ImportReport> {
  const progress = new ImportProgress(run);
  const who = { principal, scope: { organisations: [run.ownerId] }, role: 'app' as const };
  let failure: string | null = null;
  try {
    await importer.run(sessionOf(runner, who, run, source, progress));
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    failure = error instanceof FormatError ? error.message : fault.message;
    progress.refuse(fault);
  }
  await inWriteTransaction(runner, who, (context) =>
    finish(context, importer, run, progress, failure),
  );
  return { ...progress.counts, failure };
}

/** Counts and refused rows of an import under way, written with each batch. */
class ImportProgress {
  readonly counts = { read: 0, accepted: 0, unchanged: 0, refused: 0 };
  readonly #run: ImportRun;
  #waiting: ImportFault[] = [];
  #written = 0;

  constructor(run: ImportRun) {
    this.#run = run;
  }

  refuse(fault: ImportFault): void {
    this.counts.refused += 1;
    if (this.#written + this.#waiting.length < maxFaultsKept) this.#waiting.push(fault);
  }

  async save(context: WriteContext): Promise<void> {
    const faults = this.#waiting.map((fault, index) => ({
      sequence: this.#written + index,
      ...storable(fault),
    }));
    await context.client.query({
      name: 'import-progress',
      text: `with progress as (
          update import_run set state = 'running', rows_read = $3, rows_accepted = $4, rows_unchanged = $5, rows_refused = $6
          where owner_id = $1 and id = $2)
        insert into import_fault (owner_id, import_id, sequence, place, code, message)
        select $1, $2, f.sequence, f.place, f.code, f.message
        from jsonb_to_recordset($7::jsonb) as f (sequence integer, place jsonb, code text, message text)
        on conflict do nothing`,
      values: [
        this.#run.ownerId,
        this.#run.id,
        this.counts.read,
        this.counts.accepted,
        this.counts.unchanged,
        this.counts.refused,
        JSON.stringify(faults),
      ],
    });
    this.#written += faults.length;
    this.#waiting = [];
  }
}

function sessionOf(
  runner: Runner,
  who: TransactionFor,
  run: ImportRun,
  source: AsyncIterable<Uint8Array>,
  progress: ImportProgress,
): ImportSession {
  const { counts } = progress;
  return {
    importId: run.id,
    ownerId: run.ownerId,
    targetId: run.targetId,
    fileName: run.fileName,
    options: run.options,
    principal: who.principal,
    source,
    batch: (work) =>
      inWriteTransaction(runner, who, async (context) => {
        const result = await work(context);
        await progress.save(context);
        return result;
      }),
    read: (rows) => {
      counts.read += rows;
    },
    accepted: (rows) => {
      counts.accepted += rows;
    },
    unchanged: (rows) => {
      counts.unchanged += rows;
    },
    fault: (fault) => progress.refuse(fault),
  };
}

async function finish(
  context: WriteContext,
  importer: Importer,
  run: ImportRun,
  progress: ImportProgress,
  failure: string | null,
): Promise<void> {
  await progress.save(context);
  await context.client.query({
    text: `update import_run set state = $3, failure = $4, finished_at = $5 where owner_id = $1 and id = $2`,
    values: [run.ownerId, run.id, failure === null ? 'done' : 'failed', failure, context.now],
  });
  const { counts } = progress;
  context.record({
    ownerId: run.ownerId,
    action: `import.${importer.id}`,
    kind: 'import',
    recordId: run.id,
    recordVersion: 1,
    details: {
      ...counts,
      digest: run.digest,
      fileName: run.fileName,
      target: run.targetId,
      failure,
    },
  });
  context.emit({
    name: `import.${importer.id}.finished`,
    ownerId: run.ownerId,
    recordId: run.id,
    payload: { ...counts, target: run.targetId },
  });
}

/** A fault that the sender can mend; null for a fault of ours, which the job tries again. */
function faultOf(error: unknown): ImportFault | null {
  if (error instanceof FormatError) {
    return { place: error.place as Place, code: error.code, message: error.what };
  }
  if (error instanceof AppError) return { place: {}, code: error.code, message: error.message };
  return null;
}

/** PostgreSQL text holds no NUL, and a message may quote the input. */
function storable(fault: ImportFault): ImportFault {
  const clean = (text: string) => text.replaceAll('\0', '␀').slice(0, 2000);
  return {
    place: JSON.parse(clean(JSON.stringify(fault.place)).replaceAll('\\u0000', '␀')) as Place,
    code: fault.code,
    message: clean(fault.message).toWellFormed(),
  };
}
