import { createHash } from 'node:crypto';
import PostalMime, { addressParser, type Email } from 'postal-mime';
import { AppError } from '#kernel/errors/app-error.ts';

export interface MailAddress {
  readonly name: string;
  /** Lower case. */
  readonly address: string;
}

export interface MailAttachment {
  readonly fileName: string | null;
  /** Lower case, without parameters. */
  readonly mimeType: string;
  /** Upper case, of `text/calendar` parts (RFC 6047 §2.4). */
  readonly method: string | null;
  readonly content: Uint8Array;
}

/** A message as it was delivered, parsed (RFC 5322, MIME). Everything in it was written by whoever sent it. */
export interface IncomingMessage {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly digest: string;
  readonly raw: Uint8Array;
  /** With its angle brackets; null when it has none. */
  readonly messageId: string | null;
  /** The one author; null when there is none, or several. */
  readonly from: MailAddress | null;
  /** Addresses it was sent to: To, Cc, Delivered-To. Lower case. */
  readonly to: readonly string[];
  readonly subject: string;
  /** What the sender's program says, as ISO 8601; null when it says none. */
  readonly sentAt: string | null;
  /** When it was delivered, as ISO 8601. */
  readonly receivedAt: string;
  /** Message-IDs that it answers, the nearest last. */
  readonly references: readonly string[];
  /** Auto-Submitted (RFC 3834), lower case: `no` for what a person wrote. */
  readonly autoSubmitted: string;
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
  /** Authentication-Results fields (RFC 8601), topmost first. */
  readonly authentication: readonly string[];
}

/** Limits of one message: bytes, parts, depth of parts, bytes of all headers, characters of its text. */
export const mailLimits = {
  bytes: 25 * 1024 * 1024,
  parts: 200,
  depth: 20,
  headerBytes: 256 * 1024,
  text: 1_000_000,
} as const;

/**
 * Parses a delivered message within {@link mailLimits}. Messages inside it stay attachments.
 * @throws AppError 413 for one beyond a limit, 422 for one that is none
 */
export async function parseMessage(raw: Uint8Array, receivedAt: Date): Promise<IncomingMessage> {
  refuseTooLarge(raw);
  const email = await parsed(raw);
  const headers = (key: string) =>
    email.headers.filter((header) => header.key === key).map((header) => header.value.trim());
  const [messageId] = headers('message-id');
  if (email.from === undefined && messageId === undefined && email.subject === undefined) {
    throw refusal(422, 'no-message', 'This file is no message.');
  }
  const sent = new Date(email.date ?? '');
  return {
    digest: createHash('sha256').update(raw).digest('hex'),
    raw,
    messageId: /<[^<>\s]{1,250}>/.exec(messageId ?? '')?.[0] ?? null,
    from: authorOf(headers('from')),
    to: recipientsOf(email),
    subject: clean(email.subject ?? '', 300),
    sentAt: Number.isNaN(sent.getTime()) ? null : sent.toISOString(),
    receivedAt: receivedAt.toISOString(),
    references:
      `${email.references ?? ''} ${email.inReplyTo ?? ''}`.match(/<[^<>\s]{1,250}>/g)?.slice(-50) ??
      [],
    autoSubmitted: (headers('auto-submitted')[0]?.split(';')[0] ?? 'no').trim().toLowerCase(),
    text: textOf(email).replaceAll('\0', '').trim(),
    html: email.html?.slice(0, mailLimits.text) ?? null,
    attachments: email.attachments.map((part) => ({
      fileName: part.filename === null ? null : clean(part.filename, 200),
      mimeType: part.mimeType.toLowerCase(),
      method: part.method ?? null,
      content: bytesOf(part.content),
    })),
    authentication: headers('authentication-results'),
  };
}

async function parsed(raw: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(raw, {
      maxNestingDepth: mailLimits.depth,
      maxHeadersSize: mailLimits.headerBytes,
      maxRfc822NestingDepth: 0,
      attachmentEncoding: 'arraybuffer',
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refusal(422, 'unreadable', `It cannot be read: ${why.slice(0, 300)}`);
  }
}

/** The parser limits depth and headers; how many parts there are is counted before it begins, because each costs it much. */
function refuseTooLarge(raw: Uint8Array): void {
  if (raw.length > mailLimits.bytes) {
    throw refusal(413, 'too-large', `It has more than ${mailLimits.bytes} bytes.`);
  }
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString('latin1');
  const boundaries = new Set<string>();
  for (const [, quoted, plain] of text.matchAll(
    /boundary\s{0,99}=\s{0,99}(?:"([^"\r\n]{0,200})"|([^\s;"]+))/gi,
  )) {
    boundaries.add(quoted ?? plain ?? '');
    if (boundaries.size > mailLimits.parts) throw tooManyParts();
  }
  // RFC 2231 lets a parameter come in pieces; no program writes a boundary so, and it would not be counted.
  if (/boundary\*/i.test(text)) throw refusal(422, 'unreadable', 'Its boundaries come in pieces.');
  let parts = 0;
  for (const [, line = ''] of text.matchAll(/^--([^\r\n]{1,200})/gm)) {
    const mark = line.trimEnd();
    if (boundaries.has(mark) || boundaries.has(mark.replace(/--$/, ''))) parts += 1;
    if (parts > mailLimits.parts) throw tooManyParts();
  }
}

function tooManyParts(): AppError {
  return refusal(413, 'too-many-parts', `It has more than ${mailLimits.parts} parts.`);
}

function refusal(status: number, code: string, detail: string): AppError {
  return new AppError({ status, code, title: 'The message cannot be read', detail });
}

/** Several From fields, or several authors in one, leave open whose words these are. */
function authorOf(fields: readonly string[]): MailAddress | null {
  const [author, another] = addressParser(fields.join(', '), { flatten: true });
  if (author?.address === undefined || another !== undefined || !isAddress(author.address)) {
    return null;
  }
  return { name: clean(author.name, 200), address: author.address.toLowerCase() };
}

const isAddress = (text: string): boolean => /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}$/.test(text);

function recipientsOf(email: Email): string[] {
  const all = [...(email.to ?? []), ...(email.cc ?? [])].flatMap((each) =>
    each.group === undefined ? [each.address] : each.group.map(({ address }) => address),
  );
  return [...new Set([...all, email.deliveredTo ?? ''].map((each) => each.trim().toLowerCase()))]
    .filter(isAddress)
    .slice(0, 500);
}

/** The plain text; of a message in HTML alone, its words. Shown as text only. */
function textOf({ text, html }: Email): string {
  if (text !== undefined && text.trim() !== '') return text.slice(0, mailLimits.text);
  let words = '';
  let hidden: string | null = null;
  for (const [piece] of (html ?? '').slice(0, mailLimits.text).matchAll(/<[^<>]*>|[^<]+|</g)) {
    const [, close, tag = ''] = /^<(\/?)([a-z]{1,10}\d?)/i.exec(piece) ?? [];
    const name = tag.toLowerCase();
    if (hidden !== null) {
      if (close === '/' && name === hidden) hidden = null;
    } else if (name === '') {
      if (piece !== '<') words += piece.replaceAll(/\s+/g, ' ');
    } else if (['style', 'script', 'head'].includes(name)) hidden = name;
    else if (name === 'br' || (close === '/' && blocks.test(name))) words += '\n';
  }
  return words.replaceAll(/&(?:nbsp|lt|gt|quot|amp|#39);/g, (entity) => entities[entity] ?? entity);
}

const blocks = /^(?:p|div|tr|li|h\d)$/;
const entities: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&amp;': '&',
  '&#39;': "'",
};

/** One line without control characters. */
function clean(text: string, most: number): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, most);
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}
