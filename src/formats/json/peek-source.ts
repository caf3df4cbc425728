/**
 * Reads the first `size` bytes (fewer when the source ends) without losing them: `whole` yields everything from the
 * start and must be read to its end or closed.
 */
export async function peekSource(
  source: AsyncIterable<Uint8Array>,
  size: number,
): Promise<{ head: Uint8Array; whole: AsyncGenerator<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let length = 0;
  let done = false;
  while (length < size && !done) {
    const next = await iterator.next();
    if (next.done === true) {
      done = true;
    } else {
      // A copy: the source may use its buffer again for the next piece.
      pieces.push(next.value.slice());
      length += next.value.length;
    }
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      yield* pieces.splice(0);
      while (!done) {
        const next = await iterator.next();
        if (next.done === true) done = true;
        else yield next.value;
      }
    } finally {
      if (!done) {
        done = true;
        await iterator.return?.();
      }
    }
  }
  const head = new Uint8Array(Math.min(length, size));
  let at = 0;
  for (const piece of pieces) {
    head.set(piece.subarray(0, head.length - at), at);
    at = Math.min(head.length, at + piece.length);
  }
  return { head, whole: whole() };
}
