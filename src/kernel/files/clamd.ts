import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Config } from '#kernel/config/config.ts';

/** What a scan came to. `too-large`: the scanner does not look at a file of this size as a whole, so that it says nothing about it. */
export interface ScanReport {
  readonly result: 'clean' | 'infected' | 'too-large';
  /** What was found (`Win.Trojan.X-1`); null unless infected. */
  readonly signature: string | null;
  /** `ClamAV 1.4.6` */
  readonly engine: string;
  /** Version and day of the signatures; null when they carry none. */
  readonly signatures: string | null;
}

export interface Scanner {
  /** Files with more bytes than these are not given to it. */
  readonly mostBytes: number;
  /**
   * Looks at a stream of bytes, which is read once and not kept.
   * @throws ScannerAwayError when there is no answer; what breaks the stream is thrown as it is
   */
  scan(source: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<ScanReport>;
}

/** No scanner answers, or not in time: to be tried again. */
export class ScannerAwayError extends Error {
  override readonly name = 'ScannerAwayError';
}

type Address = { readonly host: string; readonly port: number } | { readonly path: string };

/** Sent at a time: far below any limit of size that clamd may be given. */
const chunkBytes = 256 * 1024;
/** It is silent while it looks into archives, for two minutes at most by its own default. */
const silentMs = 180_000;
const connectMs = 10_000;

/** The scanner that `CLAMD_URL` names, or null. */
export function scannerOf(config: Pick<Config, 'CLAMD_URL' | 'CLAMD_MAX_BYTES'>): Scanner | null {
  if (config.CLAMD_URL === undefined) return null;
  const address = addressOf(config.CLAMD_URL);
  return {
    mostBytes: config.CLAMD_MAX_BYTES,
    scan: (source, signal) => scanWith(address, source, signal),
  };
}

function addressOf(url: string): Address {
  if (url.startsWith('unix:')) return { path: url.slice('unix:'.length).replace(/^\/\//, '') };
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/**
 * INSTREAM of the protocol of clamd (clamd(8)): each chunk behind its length in four bytes, an empty one at the end, one answer. Own code,
 * because the npm package for it (clamscan 2.4) ignores back pressure and does not tell the limit of size from a clean file or a fault.
 */
async function scanWith(
  address: Address,
  source: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<ScanReport> {
  const version = await new Conversation(address, signal).ask('VERSION');
  const [engine = version, ...signatures] = version.split('/');
  const answer = await new Conversation(address, signal).ask('INSTREAM', source);
  const about = { engine, signatures: signatures.length === 0 ? null : signatures.join(', ') };
  if (/size limit exceeded/i.test(answer))
    return { ...about, result: 'too-large', signature: null };
  if (/^stream: OK$/.test(answer)) return { ...about, result: 'clean', signature: null };
  const signature = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (signature === undefined) throw new ScannerAwayError(`clamd answers: ${answer}`);
  // With AlertExceedsMax it says where it stopped looking, which is no finding.
  return signature.startsWith('Heuristics.Limits.Exceeded')
    ? { ...about, result: 'too-large', signature: null }
    : { ...about, result: 'infected', signature };
}

/** One command and its answer, on a connection of its own. */
class Conversation {
  readonly #socket: Socket;
  readonly #over: Promise<void>;
  #text = '';

  constructor(address: Address, signal?: AbortSignal) {
    this.#socket = connect(address);
    this.#socket.setTimeout(connectMs, () => this.#socket.destroy(new Error('it is silent')));
    this.#socket.once('connect', () => this.#socket.setTimeout(silentMs));
    const stop = () => this.#socket.destroy(new Error('it takes too long'));
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    this.#over = new Promise((resolve, reject) => {
      this.#socket.setEncoding('latin1').on('data', (part: string) => {
        this.#text += part;
      });
      this.#socket.once('error', reject).once('close', () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      });
    });
    // Asked for at the end; until then a failure is seen by the next write.
    this.#over.catch(() => undefined);
  }

  async ask(command: string, source?: AsyncIterable<Uint8Array>): Promise<string> {
    try {
      await this.#write(Buffer.from(`z${command}\0`));
      if (source !== undefined) await this.#send(source);
      await this.#over.catch((error: unknown) => {
        // A refusal may come while more is being sent to a connection that it has closed.
        if (!this.#text.includes('\0')) throw away(error);
      });
    } finally {
      this.#socket.destroy();
    }
    if (this.#text === '') throw new ScannerAwayError('clamd closed the connection.');
    return (this.#text.split('\0', 1)[0] ?? '').trim();
  }

  async #send(source: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const part of source) {
      for (let at = 0; at < part.length; at += chunkBytes) {
        if (this.#text !== '' || this.#socket.destroyed) return;
        const chunk = part.subarray(at, at + chunkBytes);
        await this.#write(lengthOf(chunk.length));
        await this.#write(chunk);
        // Lets a refusal be read before the next write finds the connection closed.
        await turn();
      }
    }
    await this.#write(lengthOf(0));
  }

  /** Waits while the other side does not keep up. */
  async #write(bytes: Uint8Array): Promise<void> {
    if (this.#socket.destroyed || this.#socket.write(bytes)) return;
    let drained: () => void = () => undefined;
    const drain = new Promise<void>((resolve) => {
      drained = resolve;
      this.#socket.once('drain', resolve);
    });
    await Promise.race([drain, this.#over.catch(() => undefined)]);
    this.#socket.off('drain', drained);
  }
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

function away(error: unknown): ScannerAwayError {
  const why = error instanceof Error ? error.message : String(error);
  return new ScannerAwayError(`clamd cannot be asked: ${why}`, { cause: error });
}
