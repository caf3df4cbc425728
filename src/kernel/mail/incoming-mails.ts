import type { PoolClient } from 'pg';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Database } from '#kernel/database/database.ts';
import { newId } from '#kernel/database/ids.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { MailboxFile } from './mailbox-folder.ts';

/** `taken` something came of it, `ignored` nothing had to, `refused` a person should look at it, `failed` it could not be read. */
export const mailOutcomes = ['taken', 'refused', 'ignored', 'failed'] as const;
export type MailOutcome = (typeof mailOutcomes)[number];

/** What became of a message. Neither reason nor detail tells what the message says: administrators see them. */
export interface MailResult {
  readonly outcome: Exclude<MailOutcome, 'failed'>;
  /** A word for programs (`unknown-sender`); absent for what was taken. */
  readonly reason?: string;
  readonly detail?: string;
  /** What came of it. */
  readonly record?: {
    readonly ownerId: string;
    readonly kind: string;
    readonly id: string;
    readonly reference?: string;
  };
}

export interface MailRecord extends Omit<MailResult, 'outcome'> {
  readonly outcome: MailOutcome;
  readonly reader: string | null;
}

const system = { role: 'system', scope: [], person: null } as const;

/** Writes what became of a message, with the transaction of its effects. @throws SQLSTATE 23505 when another worker read it meanwhile */
export async function recordIncoming(
  { client, now }: Pick<WriteContext, 'client' | 'now'>,
  file: MailboxFile,
  digest: string,
  message: IncomingMessage | null,
  result: MailRecord,
): Promise<void> {
  await client.query({
    name: 'incoming-mail-record',
    text: `insert into incoming_mail (id, digest, message_id, from_address, from_name, to_addresses, file_name, bytes, sent_at, received_at,
        read_at, outcome, reader, reason, detail, record_owner_id, record_kind, record_id, reference)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    values: [
      ...[newId(), digest, message?.messageId ?? null, message?.from?.address ?? null],
      ...[message?.from?.name ?? null, message?.to ?? [], file.name, file.size],
      ...[message?.sentAt ?? null, new Date(file.cameAtMs), now, result.outcome, result.reader],
      ...[result.reason ?? null, result.detail?.slice(0, 1000) ?? null],
      ...[result.record?.ownerId ?? null, result.record?.kind ?? null, result.record?.id ?? null],
      result.record?.reference ?? null,
    ],
  });
}

/** What became of a message with these bytes; null when it was not read yet, or could not be. */
export async function outcomeOf(database: Database, digest: string): Promise<MailOutcome | null> {
  return database.transaction({ ...system, readOnly: true }, async ({ client }) => {
    const { rows } = await client.query<{ outcome: MailOutcome }>({
      name: 'incoming-mail-known',
      text: `select outcome from incoming_mail where digest = $1 and outcome <> 'failed'`,
      values: [digest],
    });
    return rows[0]?.outcome ?? null;
  });
}

/** True when a message of this Message-ID from the same address was taken: it was delivered twice, on two ways. */
export async function wasTaken(
  client: PoolClient,
  { messageId, from }: Pick<IncomingMessage, 'messageId' | 'from'>,
): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>({
    name: 'incoming-mail-taken',
    text: `select exists (select from incoming_mail where message_id = $1 and from_address = $2 and outcome = 'taken') as taken`,
    values: [messageId, from?.address ?? null],
  });
  return rows[0]?.taken === true;
}

/** What came of the messages that this one answers, the nearest last. */
export async function answeredBy(
  client: PoolClient,
  { references }: Pick<IncomingMessage, 'references'>,
): Promise<NonNullable<MailResult['record']>[]> {
  if (references.length === 0) return [];
  const { rows } = await client.query<NonNullable<MailResult['record']>>({
    name: 'incoming-mail-answered',
    text: `select record_owner_id as "ownerId", record_kind as kind, record_id as id, reference from incoming_mail
      where message_id = any ($1::text[]) and outcome = 'taken' and record_id is not null order by array_position($1::text[], message_id)`,
    values: [references],
  });
  return rows;
}

const firstWaitMs = 5_000;
const longestWaitMs = 3_600_000;
const mostAttempts = 12;

/** Files whose reading failed and is not due again yet. */
export async function notDueYet(database: Database, now: Date): Promise<Set<string>> {
  return database.transaction({ ...system, readOnly: true }, async ({ client }) => {
    const { rows } = await client.query<{ file_name: string }>({
      name: 'incoming-mail-waits',
      text: 'select file_name from incoming_mail_failure where next_at > $1',
      values: [now],
    });
    return new Set(rows.map((row) => row.file_name));
  });
}

/** Remembers that reading a file failed. True: it was tried often enough, over some hours, and somebody has to look at it. */
export async function rememberFailure(
  client: PoolClient,
  fileName: string,
  error: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await client.query<{ attempts: number }>({
    name: 'incoming-mail-failed',
    text: `insert into incoming_mail_failure (file_name, attempts, last_error, next_at, failed_at) values ($1, 1, $2, $3, $3)
      on conflict (file_name) do update set attempts = incoming_mail_failure.attempts + 1, last_error = $2, failed_at = $3
      returning attempts`,
    values: [fileName, error.slice(0, 1000), now],
  });
  const attempts = rows[0]?.attempts ?? 1;
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempts - 1));
  await client.query({
    name: 'incoming-mail-again',
    text: 'update incoming_mail_failure set next_at = $2 where file_name = $1',
    values: [fileName, new Date(now.getTime() + wait)],
  });
  return attempts >= mostAttempts;
}

export async function forgetFailure(client: PoolClient, fileName: string): Promise<void> {
  await client.query({
    name: 'incoming-mail-forget',
    text: 'delete from incoming_mail_failure where file_name = $1',
    values: [fileName],
  });
}

/** How many messages were refused or could not be read, in the thirty days before `now`, and how many are tried again. */
export async function countTroubled(
  database: Database,
  now: Date,
): Promise<{ refused: number; failed: number; retried: number }> {
  return database.transaction({ ...system, readOnly: true }, async ({ client }) => {
    const { rows } = await client.query<{ refused: number; failed: number; retried: number }>({
      name: 'incoming-mail-counts',
      text: `select count(*) filter (where outcome = 'refused')::int as refused, count(*) filter (where outcome = 'failed')::int as failed,
          (select count(*)::int from incoming_mail_failure) as retried
        from incoming_mail where outcome in ('refused', 'failed') and read_at > $1`,
      values: [new Date(now.getTime() - 30 * 86_400_000)],
    });
    return rows[0] ?? { refused: 0, failed: 0, retried: 0 };
  });
}
