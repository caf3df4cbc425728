import { FormatError } from '#formats/format-error.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
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
  const counts = { read: 0, accepted: 0, unchanged: 0, refused: 0 };
  let waiting: ImportFault[] = [];
  let sequence = 0;
  const who = { principal, scope: { organisations: [run.ownerId] }, role: 'app' as const };
  const session: ImportSession = {
    importId: run.id,
    ownerId: run.ownerId,
    targetId: run.targetId,
    fileName: run.fileName,
    options: run.options,
    principal,
    source,
    batch: (work) =>
      inWriteTransaction(runner, who, async (context) => {
        const result = await work(context);
        await saveProgress(context);
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
    fault: (fault) => {
      counts.refused += 1;
      if (sequence + waiting.length < maxFaultsKept) waiting.push(fault);
    },
  };

  async function saveProgress(context: Parameters<Parameters<typeof inWriteTransaction>[2]>[0]) {
    const faults = waiting;
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
        run.ownerId,
        run.id,
        counts.read,
        counts.accepted,
        counts.unchanged,
        counts.refused,
        JSON.stringify(
          faults.map((fault, index) => ({ sequence: sequence + index, ...storable(fault) })),
        ),
      ],
    });
    sequence += faults.length;
    waiting = [];
  }

  let failure: string | null = null;
  try {
    await importer.run(session);
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    failure = fault.message;
    session.fault(fault);
  }
  await inWriteTransaction(runner, who, async (context) => {
    await saveProgress(context);
    await context.client.query({
      text: `update import_run set state = $3, failure = $4, finished_at = $5 where owner_id = $1 and id = $2`,
      values: [run.ownerId, run.id, failure === null ? 'done' : 'failed', failure, context.now],
    });
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
  });
  return { ...counts, failure };
}

/** A fault that the sender can mend; null for a fault of ours, which the job tries again. */
function faultOf(error: unknown): ImportFault | null {
  if (error instanceof FormatError) {
    return { place: error.place as Place, code: error.code, message: error.message };
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
