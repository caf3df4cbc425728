import { createHash } from 'node:crypto';

/** The root of a complete subtree: of 2^level leaves, the index-th of its level. Level 0 is a leaf. */
export interface NodePlace {
  readonly level: number;
  readonly index: number;
}

/** Leaves from `start` up to but not including `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** Gives the hash of a complete subtree. */
export type NodeLookup = (place: NodePlace) => Buffer;

/** Hash of a leaf: SHA-256(0x00 || input). RFC 9162 §2.1.1. */
export function leafHash(input: string | Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(input).digest();
}

/** Hash of an inner node: SHA-256(0x01 || left || right). RFC 9162 §2.1.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/** The hash of a tree without leaves: SHA-256 of nothing. RFC 9162 §2.1.1. */
export function emptyRoot(): Buffer {
  return createHash('sha256').digest();
}

/** The largest power of two that is smaller than n (n > 1): where RFC 9162 splits n leaves. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function levelOf(size: number): number {
  return Math.round(Math.log2(size));
}

/** The complete subtrees that a range is made of, left to right. Ranges come from the splits of a tree, so they start aligned. */
export function placesOfRange({ start, end }: LeafRange): NodePlace[] {
  const places: NodePlace[] = [];
  let at = start;
  while (at < end) {
    let size = 1;
    while (at % (size * 2) === 0 && at + size * 2 <= end) size *= 2;
    places.push({ level: levelOf(size), index: at / size });
    at += size;
  }
  return places;
}

/** The hash of a range of a tree, from the hashes of its complete subtrees. */
export function hashOfRange(range: LeafRange, lookup: NodeLookup): Buffer {
  return foldRight(placesOfRange(range).map(lookup));
}

/** The root of the complete subtrees of a tree, largest first. */
export function foldRight(peaks: readonly Buffer[]): Buffer {
  const last = peaks.at(-1);
  if (last === undefined) return emptyRoot();
  return peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/**
 * The subtrees whose hashes prove that leaf `index` is in the tree of `size` leaves, from the leaf upwards. RFC 9162 §2.1.3.1.
 * @throws RangeError for an index outside the tree.
 */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const path: LeafRange[] = [];
  let range: LeafRange = { start: 0, end: size };
  while (range.end - range.start > 1) {
    const middle = range.start + splitOf(range.end - range.start);
    const left = { start: range.start, end: middle };
    const right = { start: middle, end: range.end };
    path.unshift(index < middle ? right : left);
    range = index < middle ? left : right;
  }
  return path;
}

/**
 * The subtrees that prove that the tree of `from` leaves is the beginning of the tree of `to` leaves. RFC 9162 §2.1.4.1.
 * @throws RangeError unless 0 < from <= to.
 */
export function consistencyRanges(from: number, to: number): LeafRange[] {
  if (!(from > 0 && from <= to)) throw new RangeError(`no consistency from ${from} to ${to}`);
  const path: LeafRange[] = [];
  let range: LeafRange = { start: 0, end: to };
  let whole = true;
  while (range.end !== from) {
    const middle = range.start + splitOf(range.end - range.start);
    if (from <= middle) {
      path.unshift({ start: middle, end: range.end });
      range = { start: range.start, end: middle };
    } else {
      path.unshift({ start: range.start, end: middle });
      range = { start: middle, end: range.end };
      whole = false;
    }
  }
  return whole ? path : [range, ...path];
}

/** The root that an inclusion proof leads to, or null when its length does not fit. RFC 9162 §2.1.3.2. */
export function rootOfInclusion(
  index: number,
  size: number,
  leaf: Buffer,
  proof: readonly Buffer[],
): Buffer | null {
  if (!(index >= 0 && index < size)) return null;
  const ranges = inclusionRanges(index, size);
  if (ranges.length !== proof.length) return null;
  let hash = leaf;
  ranges.forEach((range, step) => {
    const other = proof[step] as Buffer;
    hash = range.start > index ? nodeHash(hash, other) : nodeHash(other, hash);
  });
  return hash;
}

/** True when the leaf is in the tree of this root. RFC 9162 §2.1.3.2. */
export function verifyInclusion(
  index: number,
  size: number,
  leaf: Buffer,
  proof: readonly Buffer[],
  root: Buffer,
): boolean {
  return rootOfInclusion(index, size, leaf, proof)?.equals(root) ?? false;
}

/** True when the tree of `from` leaves with `fromRoot` is the beginning of the tree of `to` leaves with `toRoot`. RFC 9162 §2.1.4.2. */
export function verifyConsistency(
  from: number,
  to: number,
  fromRoot: Buffer,
  toRoot: Buffer,
  proof: readonly Buffer[],
): boolean {
  if (!(from > 0 && from <= to)) return false;
  const ranges = consistencyRanges(from, to);
  if (ranges.length !== proof.length) return false;
  if (from === to) return fromRoot.equals(toRoot);
  // When the old tree is itself a complete subtree of the new one, its root is where the path begins.
  const begins = ranges[0]?.end === from && ranges[0] !== undefined;
  let older = begins ? (proof[0] as Buffer) : fromRoot;
  let newer = older;
  ranges.slice(begins ? 1 : 0).forEach((range, step) => {
    const other = proof[step + (begins ? 1 : 0)] as Buffer;
    if (range.start >= from) newer = nodeHash(newer, other);
    else {
      older = nodeHash(other, older);
      newer = nodeHash(other, newer);
    }
  });
  return older.equals(fromRoot) && newer.equals(toRoot);
}

/** A tree under construction that remembers only the roots of its complete subtrees: O(log n) memory. */
export class GrowingTree {
  #size: number;
  readonly #peaks: { level: number; hash: Buffer }[];

  /** Starts from `size` leaves whose complete subtrees (`placesOfRange`) have these hashes, largest first. */
  constructor(size = 0, peaks: readonly Buffer[] = []) {
    this.#size = size;
    this.#peaks = placesOfRange({ start: 0, end: size }).map(({ level }, at) => {
      const hash = peaks[at];
      if (hash === undefined) throw new Error('a subtree of the tree is missing');
      return { level, hash };
    });
  }

  get size(): number {
    return this.#size;
  }

  root(): Buffer {
    return foldRight(this.#peaks.map((peak) => peak.hash));
  }

  /**
   * Appends a complete subtree (level 0: one leaf) and gives the inner nodes that it completes.
   * @throws RangeError when a subtree of that level cannot start here.
   */
  append(hash: Buffer, level = 0): { level: number; index: number; hash: Buffer }[] {
    const width = 2 ** level;
    if (this.#size % width !== 0) throw new RangeError(`no subtree of ${width} starts here`);
    this.#size += width;
    this.#peaks.push({ level, hash });
    const completed: { level: number; index: number; hash: Buffer }[] = [];
    for (;;) {
      const right = this.#peaks.at(-1);
      const left = this.#peaks.at(-2);
      if (left === undefined || right === undefined || left.level !== right.level) break;
      const node = { level: left.level + 1, hash: nodeHash(left.hash, right.hash) };
      this.#peaks.splice(-2, 2, node);
      completed.push({ ...node, index: this.#size / 2 ** node.level - 1 });
    }
    return completed;
  }
}
