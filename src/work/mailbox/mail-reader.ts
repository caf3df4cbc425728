import type { WriteContext } from '#kernel/command/context.ts';
import type { Config } from '#kernel/config/config.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import type { MailResult } from '#kernel/mail/incoming-mails.ts';
import type { IncomingMessage } from '#kernel/mail/incoming-message.ts';
import type { Catalogue } from '#work/catalogue.ts';

/** Whose address a message comes from: a person's, nobody's, or a person's that the mail server did not find it to be from. */
export type SenderState = 'known' | 'unknown' | 'unverified';

export interface MailReaderParts {
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly config: Config;
  readonly sender: SenderState;
  /** What came of the messages that this one answers, the nearest last. */
  readonly answers: readonly NonNullable<MailResult['record']>[];
}

/**
 * What an area does with messages of the mailbox folder. A message goes to the first reader that accepts it.
 *
 * `read` runs in one write transaction with the record that the message was read, so that each is read once, whatever dies in between.
 * The principal of its context is the person whose address it comes from, limited to the reader's permissions and with the scope of his own
 * organisations, when `sender` is `known`; otherwise the product itself without any scope. An
 * AppError that it throws refuses the message for good, with its detail as the reason; any other error is tried again later.
 */
export interface MailReader {
  readonly id: string;
  /** What a message may do in its sender's name, as of an API token (`cases:act`). */
  readonly permissions: readonly string[];
  /** Pure. */
  accepts(message: IncomingMessage, config: Config): boolean;
  read(
    context: WriteContext,
    message: IncomingMessage,
    parts: MailReaderParts,
  ): Promise<MailResult>;
  /** Keeps a message that was refused for a person to look at, in a transaction of the product itself, after all else was rolled back. */
  keep?(
    context: WriteContext,
    message: IncomingMessage,
    parts: MailReaderParts,
    refusal: { readonly code: string; readonly detail: string },
  ): Promise<MailResult['record']>;
}
