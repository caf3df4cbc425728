import type { AdvisoryItem, ReaderContext, ReaderFault } from '../advisory-item.ts';
import { readerFault } from '../advisory-item.ts';
import { byteLines, utf8Text } from '../byte-lines.ts';
import { AdvisoryBlock } from './advisory-block.ts';

/** More lines than this below one header are not an advisory; the rest of the block is left out. */
const mostBlockLines = 20_000;

/** Collects the lines of one block with their bytes. */
class OpenBlock {
  readonly block: AdvisoryBlock;
  readonly #lines: Uint8Array[] = [];
  faults: AdvisoryItem['faults'] = [];

  constructor(block: AdvisoryBlock, header: Uint8Array) {
    this.block = block;
    this.#lines.push(header);
  }

  get isFull(): boolean {
    return this.#lines.length > mostBlockLines;
  }

  keep(line: Uint8Array): void {
    this.#lines.push(line);
  }

  item(publisher: string): AdvisoryItem {
    const length = this.#lines.reduce((sum, line) => sum + line.length + 1, 0);
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const line of this.#lines) {
      bytes.set(line, at);
      bytes[at + line.length] = 0x0a;
      at += line.length + 1;
    }
    return {
      kind: 'advisory',
      advisory: this.block.finish(publisher),
      bytes,
      faults: this.faults,
    };
  }
}

/**
 * Reads a DSA or DLA list of the Debian security tracker line by line, and yields one advisory a block with one
 * package a release. A line that cannot be understood is a fault with its number, and costs nothing but itself; only
 * a broken header takes the lines below it along, because it is not known whose they are. A list that ends in the
 * middle of a line was cut off: its last block is left out.
 */
export async function* readDebianTracker(
  source: AsyncIterable<Uint8Array>,
  context: ReaderContext = {},
): AsyncGenerator<AdvisoryItem | ReaderFault> {
  const publisher = context.publisher ?? 'Debian';
  let open: OpenBlock | null = null;
  let lines = 0;
  let cutOff = 0;
  for await (const { line, bytes, ended } of byteLines(source)) {
    lines = line;
    if (!ended) cutOff = line;
    const text = bytes === null ? null : utf8Text(bytes);
    if (bytes === null || text === null) {
      const what = bytes === null ? 'is too long' : 'is not UTF-8 text';
      yield readerFault('debian-unreadable-line', `The line ${what}`, { line });
      continue;
    }
    if (text.trim() === '') continue;
    if (/^\S/.test(text)) {
      if (open !== null) yield open.item(publisher);
      const block = AdvisoryBlock.open(text);
      open = block instanceof AdvisoryBlock ? new OpenBlock(block, bytes) : null;
      if (!(block instanceof AdvisoryBlock)) yield readerFault(block.code, block.message, { line });
      continue;
    }
    if (open === null) continue;
    open.keep(bytes);
    const fault = open.isFull
      ? { code: 'debian-block-too-long', message: 'The block has too many lines' }
      : open.block.take(text);
    if (fault === null) continue;
    yield readerFault(fault.code, fault.message, { line });
    if (!open.isFull) continue;
    yield open.item(publisher);
    open = null;
  }
  if (open === null) {
    if (lines === 0) yield readerFault('debian-empty', 'The list is empty', { line: 1 });
  } else if (cutOff > 0) {
    const message = 'The list ends in the middle of a line: its last advisory is left out';
    yield readerFault('debian-truncated', message, { line: cutOff });
  } else yield open.item(publisher);
}
