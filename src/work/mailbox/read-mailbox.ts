import { createHash } from 'node:crypto';
import { type Principal, systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import { refuseClassifiedInput } from '#kernel/command/eu-classified.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { loadPersonPrincipal } from '#kernel/identity/load-principal.ts';
import {
  answeredBy,
  countTroubled,
  forgetFailure,
  type MailOutcome,
  type MailRecord,
  notDueYet,
  outcomeOf,
  recordIncoming,
  rememberFailure,
  wasTaken,
} from '#kernel/mail/incoming-mails.ts';
import { type IncomingMessage, mailLimits, parseMessage } from '#kernel/mail/incoming-message.ts';
import {
  bytesOfMessage,
  countDelivered,
  deliveredIn,
  type MailboxFile,
  moveToCur,
  prepareMailbox,
} from '#kernel/mail/mailbox-folder.ts';
import { addressOf } from '#kernel/mail/send-mails.ts';
import { isVerified } from '#kernel/mail/sender-check.ts';
import type { AreaLoop, BackgroundParts } from '#work/catalogue.ts';
import type { MailReader, MailReaderParts } from './mail-reader.ts';

const lookEveryMs = 1_000;
/** Messages looked at in one go. */
const mostAtOnce = 100;

const product = systemPrincipal('mailbox');
const system = { role: 'system', scope: [], person: null } as const;

/**
 * Reads the messages that are delivered into the Maildir of `MAILBOX_DIR`: each goes to the area that reads its like, once, in a transaction
 * with the record of what became of it, and is then moved to `cur`. One that cannot be read is tried again, later and later, and holds no
 * other up.
 */
export const mailboxLoop: AreaLoop = {
  name: 'mailbox',
  everyMs: lookEveryMs,
  when: (config) => config.MAILBOX_DIR !== undefined,
  run: readMailbox,
  look: async ({ config, runner }) => {
    if (config.MAILBOX_DIR === undefined) return {};
    const waiting = await countDelivered(config.MAILBOX_DIR);
    return { waiting, ...(await countTroubled(runner.database, runner.clock.now())) };
  },
};

/** One look into the mailbox. True: there are more messages. */
export async function readMailbox(parts: BackgroundParts): Promise<boolean> {
  const root = parts.config.MAILBOX_DIR;
  if (root === undefined) return false;
  await prepareMailbox(root);
  const files = await deliveredIn(root, mostAtOnce);
  if (files.length === 0) return false;
  const { database, clock } = parts.runner;
  const waits = await notDueYet(database, clock.now());
  const due = files.filter(({ name }) => !waits.has(name));
  for (const file of due) {
    try {
      await readFile(parts, root, file);
    } catch (error) {
      // Written down before the next one: a bad message never stops the others. Without a database this throws, and all of them wait.
      await fail(parts, root, file, error);
    }
  }
  return files.length === mostAtOnce && due.length > 0;
}

async function readFile(parts: BackgroundParts, root: string, file: MailboxFile): Promise<void> {
  // One byte more than is read tells that it is too large.
  const raw = await bytesOfMessage(file, mailLimits.bytes + 1);
  if (raw === null) return;
  const digest = createHash('sha256').update(raw).digest('hex');
  const outcome =
    (await outcomeOf(parts.runner.database, digest)) ?? (await take(parts, file, digest, raw));
  await moveToCur(root, file, outcome === 'refused' ? 'FS' : 'S');
  await parts.runner.database.transaction(system, ({ client }) => forgetFailure(client, file.name));
}

async function take(
  parts: BackgroundParts,
  file: MailboxFile,
  digest: string,
  raw: Uint8Array,
): Promise<MailOutcome> {
  let reading: Reading | null = null;
  let message: IncomingMessage | null = null;
  try {
    message = await parseMessage(raw, new Date(file.cameAtMs));
    refuseClassifiedInput(textsOf(message));
    reading = await prepare(parts, file, message);
    return await readBy(parts, reading);
  } catch (error) {
    if (await readMeanwhile(parts, error, digest)) return 'ignored';
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    const refusal = { code: error.code, detail: error.message };
    if (reading?.reader.keep !== undefined) return keepForPerson(parts, reading, refusal);
    return record(parts, file, digest, message, {
      ...{ outcome: 'refused', reader: reading?.reader.id ?? null },
      ...{ reason: refusal.code, detail: refusal.detail },
    });
  }
}

/** All that a message says in words; what is attached by its name. */
function textsOf({ subject, text, html, attachments }: IncomingMessage) {
  return { subject, text, html, attachments: attachments.map(({ fileName }) => fileName) };
}

/** A message with who reads it, in whose name. */
interface Reading {
  readonly file: MailboxFile;
  readonly message: IncomingMessage;
  readonly reader: MailReader;
  readonly principal: Principal;
  readonly at: MailReaderParts;
  readonly again: boolean;
}

/** @throws AppError 422 when nothing here reads such messages */
async function prepare(
  { runner, catalogue, files, config }: BackgroundParts,
  file: MailboxFile,
  message: IncomingMessage,
): Promise<Reading> {
  const reader = catalogue.mailReaders.find((one) => one.accepts(message, config));
  if (reader === undefined) {
    throw new AppError({
      status: 422,
      code: 'no-reader',
      title: 'Nothing here reads such messages',
      detail: 'It is sent to no address and answers no meeting of this installation.',
    });
  }
  return runner.database.transaction({ ...system, readOnly: true }, async ({ client }) => {
    const again = await wasTaken(client, message);
    const answers = await answeredBy(client, message);
    const limits = {
      ...({ kind: 'mail', permissions: reader.permissions, viaId: null } as const),
      from: `mail ${message.messageId ?? message.digest}`.slice(0, 300),
    };
    const { from } = message;
    const now = runner.clock.now();
    const person =
      from === null
        ? null
        : await loadPersonPrincipal(client, { address: from.address }, limits, now);
    const verified = isVerified(message, config.MAILBOX_VERIFIED_BY);
    const sender = person === null ? 'unknown' : verified ? 'known' : 'unverified';
    const principal = person !== null && verified ? person : product;
    const at = { catalogue, files, config, sender, answers } as const;
    return { file, message, reader, principal, again, at };
  });
}

/** What the reader does and the record that it was read, in one transaction. */
async function readBy(parts: BackgroundParts, reading: Reading): Promise<MailOutcome> {
  const { file, message, reader, principal, at, again } = reading;
  // Answering one's own mail would go on for ever.
  if (message.from?.address === addressOf(parts.config.MAIL_FROM).toLowerCase()) {
    return record(parts, file, message.digest, message, {
      ...{ outcome: 'ignored', reader: reader.id, reason: 'own-message' },
      detail: 'It was sent by this installation.',
    });
  }
  if (again) {
    const reason = 'delivered-twice';
    return record(parts, file, message.digest, message, {
      ...{ outcome: 'ignored', reader: reader.id, reason },
      detail: 'A message with the same Message-ID from the same sender was taken in.',
    });
  }
  const who = { principal, scope: { organisations: organisationsOf(principal) } };
  return inWriteTransaction(parts.runner, { ...who, role: 'app' }, async (context) => {
    const result = await reader.read(context, message, at);
    await recordIncoming(context, file, message.digest, message, { ...result, reader: reader.id });
    return result.outcome;
  });
}

/** What the reader did was rolled back; now it keeps the message where a person finds it. */
async function keepForPerson(
  { runner }: BackgroundParts,
  { file, message, reader, at }: Reading,
  refusal: { readonly code: string; readonly detail: string },
): Promise<MailOutcome> {
  const who = { principal: product, scope: { organisations: [] }, role: 'app' } as const;
  return inWriteTransaction(runner, who, async (context) => {
    const kept = await reader.keep?.(context, message, at, refusal);
    await recordIncoming(context, file, message.digest, message, {
      ...{ outcome: 'refused', reader: reader.id, reason: refusal.code, detail: refusal.detail },
      ...(kept === undefined ? {} : { record: kept }),
    });
    return 'refused' as const;
  });
}

function organisationsOf({ organisationId, holdings }: Principal): string[] {
  const held = holdings.flatMap((holding) =>
    holding.caseId === null ? [holding.organisationId] : [],
  );
  return [...new Set([...(organisationId === null ? [] : [organisationId]), ...held])].sort();
}

/** Writes down what became of a message that had no effects. */
async function record(
  { runner }: BackgroundParts,
  file: MailboxFile,
  digest: string,
  message: IncomingMessage | null,
  become: MailRecord,
): Promise<MailOutcome> {
  const now = runner.clock.now();
  await runner.database.transaction(system, ({ client }) =>
    recordIncoming({ client, now }, file, digest, message, become),
  );
  return become.outcome;
}

/** Another worker read the same message at the same time: what this one did was rolled back. */
async function readMeanwhile(
  { runner }: BackgroundParts,
  error: unknown,
  digest: string,
): Promise<boolean> {
  if ((error as { code?: unknown }).code !== '23505') return false;
  return (await outcomeOf(runner.database, digest)) !== null;
}

async function fail(
  { runner, log }: BackgroundParts,
  root: string,
  file: MailboxFile,
  error: unknown,
): Promise<void> {
  log.error({ err: error, file: file.name }, 'a message of the mailbox could not be read');
  const now = runner.clock.now();
  // What it says stays in the log of the server; here stands what kind of failure it is.
  const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const ended = await runner.database.transaction(system, async ({ client }) => {
    if (!(await rememberFailure(client, file.name, why, now))) return false;
    const result = { outcome: 'failed', reader: null, reason: 'failed', detail: why } as const;
    const digest = createHash('sha256').update(file.name).digest('hex');
    await recordIncoming({ client, now }, file, digest, null, result);
    await forgetFailure(client, file.name);
    return true;
  });
  if (ended) await moveToCur(root, file, 'FS');
}
