/**
 * The part of a byte stream that is in hand, in one buffer: `buffer[start..end)`. What lies before `start` is given up
 * when more is read, so memory stays at what the caller holds plus one piece.
 */
export class ByteWindow {
  readonly #source: AsyncIterator<Uint8Array>;
  /** A buffer of ours to gather pieces in; never the source's. */
  #own: Uint8Array | null = null;
  buffer: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** Offset in the stream of `buffer[0]`. */
  base = 0;
  /** True once the source has ended: nothing more will come. */
  ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Offset in the stream of the index `at`. */
  offset(at: number): number {
    return this.base + at;
  }

  /** Reads one more piece behind what is in hand; false at the end. Indices shift down by the former `start`. */
  async more(): Promise<boolean> {
    if (this.ended) return false;
    // The source may use its buffer again for the next piece: save what is still needed first.
    this.#compact();
    const next = await this.#source.next();
    if (next.done === true) {
      this.ended = true;
      return false;
    }
    const piece = next.value;
    if (this.end === 0) {
      this.buffer = piece;
    } else {
      this.#makeRoom(this.end + piece.length);
      this.buffer.set(piece, this.end);
    }
    this.end += piece.length;
    return true;
  }

  #compact(): void {
    const held = this.end - this.start;
    if (held > 0 && (this.start > 0 || this.buffer !== this.#own)) {
      if (this.#own === null || this.#own.length < held) this.#own = new Uint8Array(held * 2);
      this.#own.set(this.buffer.subarray(this.start, this.end), 0);
      this.buffer = this.#own;
    }
    this.base += this.start;
    this.start = 0;
    this.end = held;
  }

  /** Doubles, so that a value of many pieces costs linear time. */
  #makeRoom(needed: number): void {
    if (this.buffer.length >= needed) return;
    const larger = new Uint8Array(Math.max(needed, this.end * 2));
    larger.set(this.buffer.subarray(0, this.end), 0);
    this.#own = larger;
    this.buffer = larger;
  }

  /** Lets the source release what it holds (an open file, a socket). */
  async close(): Promise<void> {
    if (!this.ended) {
      this.ended = true;
      await this.#source.return?.();
    }
  }
}
