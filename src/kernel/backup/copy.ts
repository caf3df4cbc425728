import type { PoolClient, Submittable } from 'pg';

/** What COPY needs of the driver's connection beside a plain query. */
interface CopyConnection {
  readonly stream: {
    pause(): void;
    resume(): void;
    readonly writableNeedDrain: boolean;
    once(event: 'drain' | 'close', listener: () => void): void;
    off(event: 'drain' | 'close', listener: () => void): void;
  };
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

type Submit = Submittable['submit'];

/** Bytes that may wait for their reader before the server is held back. */
const highWaterBytes = 1024 * 1024;

/** `COPY … TO STDOUT` as the driver runs it: rows arrive as chunks, read with `for await`. */
class CopyOut implements Submittable {
  rows = 0;
  readonly #text: string;
  #connection: CopyConnection | null = null;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #ended = false;
  #error: Error | null = null;
  #wake: () => void = () => undefined;
  readonly submit: Submit;

  constructor(text: string) {
    this.#text = text;
    this.submit = (connection) => {
      this.#connection = connection as unknown as CopyConnection;
      this.#connection.query(this.#text);
    };
  }

  handleCopyData(message: { readonly chunk: Uint8Array }): void {
    // The driver uses the memory again for the next message.
    this.#waiting.push(Buffer.from(message.chunk));
    this.#waitingBytes += message.chunk.length;
    if (this.#waitingBytes > highWaterBytes) this.#connection?.stream.pause();
    this.#wake();
  }
  handleCommandComplete(message: { readonly text: string }): void {
    this.rows = rowsOf(message.text);
  }
  handleError(error: Error): void {
    this.#error = error;
    this.#ended = true;
    this.#wake();
  }
  handleReadyForQuery(): void {
    this.#ended = true;
    this.#wake();
  }

  async *chunks(): AsyncGenerator<Buffer> {
    for (;;) {
      if (this.#waiting.length > 0) {
        const chunk = Buffer.concat(this.#waiting);
        this.#waiting = [];
        this.#waitingBytes = 0;
        yield chunk;
        this.#connection?.stream.resume();
      } else if (this.#error !== null) {
        throw this.#error;
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

/**
 * Runs `COPY … TO STDOUT` and hands the bytes over as they come, never more than some megabytes ahead of the reader.
 * @returns through `done` the number of rows, once everything was read.
 */
export async function* copyOut(
  client: PoolClient,
  text: string,
  done: (rows: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  const copy = new CopyOut(text);
  client.query(copy);
  yield* copy.chunks();
  done(copy.rows);
}

/** `COPY … FROM STDIN` as the driver runs it. */
class CopyIn implements Submittable {
  readonly finished: Promise<number>;
  readonly submit: Submit;
  #rows = 0;
  #error: Error | null = null;
  #settle: () => void = () => undefined;

  constructor(text: string, source: AsyncIterable<Uint8Array>) {
    this.finished = new Promise((resolve, reject) => {
      this.#settle = () => (this.#error === null ? resolve(this.#rows) : reject(this.#error));
    });
    let connection: CopyConnection | undefined;
    this.submit = (given) => {
      connection = given as unknown as CopyConnection;
      connection.query(text);
    };
    this.handleCopyInResponse = () => {
      if (connection !== undefined) void this.#send(connection, source);
    };
  }

  readonly handleCopyInResponse: () => void;

  async #send(connection: CopyConnection, source: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of source) {
        if (this.#error !== null) return;
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain) await drained(connection);
      }
      connection.endCopyFrom();
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
      connection.sendCopyFail('the source failed');
    }
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.#rows = rowsOf(message.text);
  }
  handleError(error: Error): void {
    // The reason of a failed source is worth more than the server's answer to it.
    this.#error ??= error;
    this.#settle();
  }
  handleReadyForQuery(): void {
    this.#settle();
  }
}

/**
 * Runs `COPY … FROM STDIN` with the bytes of `source`.
 * @returns the number of rows.
 * @throws the error of the source or of the server; the transaction is then aborted.
 */
export function copyIn(
  client: PoolClient,
  text: string,
  source: AsyncIterable<Uint8Array>,
): Promise<number> {
  const copy = new CopyIn(text, source);
  client.query(copy);
  return copy.finished;
}

/** Settles also when the connection breaks, so that nobody waits for ever. */
function drained({ stream }: CopyConnection): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      stream.off('drain', go);
      stream.off('close', go);
      resolve();
    };
    stream.once('drain', go);
    stream.once('close', go);
  });
}

/** The command tag is `COPY 42`. */
function rowsOf(tag: string): number {
  return Number(/\d+$/.exec(tag)?.[0] ?? 0);
}
