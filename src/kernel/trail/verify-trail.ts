import { z } from 'zod';
import { detailsMatch, hashOfHeader, type LeafHeader } from './leaf.ts';
import { GrowingTree } from './merkle.ts';
import { type TrailHead, verifyHead } from './signing-keys.ts';

/** A head that the verifier kept outside the server, as it was handed over. */
export interface KnownHead {
  readonly treeSize: number;
  readonly rootHash: string;
  /** The organisation that it was given to, and the number of its entries then. */
  readonly organisation?: string | undefined;
  readonly counter?: number | undefined;
}

export interface TrailVerdict {
  readonly ok: boolean;
  /** What is wrong, in words; at most a hundred. */
  readonly problems: readonly string[];
  readonly treeSize: number;
  /** Entries whose headers were read, by organisation. */
  readonly entries: Readonly<Record<string, number>>;
  readonly detailsChecked: number;
  readonly detailsErased: number;
  readonly headsChecked: number;
}

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.number().int().nonnegative();
const lineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('trail'),
    version: z.literal(1),
    organisations: z.array(z.string()).nullable(),
    treeSize: size,
  }),
  z.object({ type: z.literal('key'), keyId: z.string(), publicKey: z.string() }),
  z.object({
    type: z.literal('head'),
    treeSize: size,
    rootHash: hex,
    at: z.string(),
    keyId: z.string(),
    signature: z.string().regex(/^[0-9a-f]+$/),
  }),
  z.object({ type: z.literal('node'), level: size.max(60), index: size, hash: hex }),
  z.object({
    type: z.literal('leaf'),
    header: z.looseObject({
      id: z.string(),
      owner: z.string(),
      counter: size,
      details: z.string(),
    }),
    details: z.unknown().optional(),
    salt: z.string().optional(),
  }),
]);
type Line = z.infer<typeof lineSchema>;

/** The schema of a kept head, as `known-head.json` holds it. */
export const knownHeadSchema = z.looseObject({
  treeSize: size,
  rootHash: hex,
  organisation: z.string().optional(),
  counter: size.optional(),
});

/**
 * Verifies an export of the trail without any database: the hash of every leaf, the tree, the signatures of its heads, the counters of each
 * organisation without gaps, and the details against their salted hashes (erased details are fine). Against heads that the verifier kept, it
 * finds every change of what is older than they are, also one that was signed anew with the server's own key (RFC 9162).
 */
export async function verifyTrail(
  lines: AsyncIterable<string> | Iterable<string>,
  known: readonly KnownHead[] = [],
): Promise<TrailVerdict> {
  const verifier = new TrailVerifier(known);
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() !== '') verifier.read(text, number);
  }
  return verifier.end();
}

class TrailVerifier {
  readonly #known: readonly KnownHead[];
  readonly #problems: string[] = [];
  readonly #tree = new GrowingTree();
  readonly #keys = new Map<string, string>();
  readonly #heads: TrailHead[] = [];
  readonly #counters = new Map<string, number>();
  #reached = new Set<number>();
  #treeSize: number | null = null;
  #checked = 0;
  #erased = 0;

  constructor(known: readonly KnownHead[]) {
    this.#known = known;
  }

  read(text: string, number: number): void {
    let parsed: Line;
    try {
      parsed = lineSchema.parse(JSON.parse(text));
    } catch {
      this.#complain(`line ${number} is not a line of a trail export`);
      return;
    }
    if (parsed.type === 'trail') this.#treeSize = parsed.treeSize;
    else if (parsed.type === 'key') this.#keys.set(parsed.keyId, parsed.publicKey);
    else if (parsed.type === 'head') this.#heads.push(parsed);
    else this.#grow(parsed, number);
  }

  #grow(line: Extract<Line, { type: 'leaf' | 'node' }>, number: number): void {
    // Heads stand before the tree, so a tree without leaves is looked at before the first one.
    if (this.#tree.size === 0) this.#look();
    try {
      if (line.type === 'node') {
        if (this.#tree.size / 2 ** line.level !== line.index) throw new RangeError('out of place');
        this.#tree.append(Buffer.from(line.hash, 'hex'), line.level);
      } else {
        this.#leaf(line);
      }
    } catch {
      this.#complain(`line ${number} does not fit into the tree at leaf ${this.#tree.size}`);
    }
    this.#look();
  }

  #leaf({ header, details, salt }: Extract<Line, { type: 'leaf' }>): void {
    const before = this.#counters.get(header.owner) ?? 0;
    if (header.counter !== before + 1) {
      this.#complain(
        `entry ${header.id} has the counter ${header.counter} of its organisation where ${before + 1} follows`,
      );
    }
    this.#counters.set(header.owner, header.counter);
    const full = header as unknown as LeafHeader;
    if (details === undefined || details === null || salt === undefined) this.#erased += 1;
    else if (detailsMatch(full, details, salt)) this.#checked += 1;
    else this.#complain(`the details of entry ${header.id} are not those it was written with`);
    this.#tree.append(hashOfHeader(full));
  }

  /** Compares the tree as it is now with every head of this size. */
  #look(): void {
    const size = this.#tree.size;
    const root = this.#tree.root().toString('hex');
    this.#reached.add(size);
    for (const head of this.#heads) {
      if (head.treeSize === size && head.rootHash !== root) {
        this.#complain(`the entries do not give the root of the head of ${size} entries`);
      }
    }
    for (const head of this.#known) {
      if (head.treeSize !== size) continue;
      if (head.rootHash !== root) {
        this.#complain(
          `something before entry ${size} was changed: the trail does not begin with the head of ${size} entries that you kept`,
        );
      }
      const { organisation, counter } = head;
      if (organisation === undefined || counter === undefined) continue;
      const seen = this.#counters.get(organisation) ?? 0;
      if (seen !== counter) {
        this.#complain(
          `organisation ${organisation} had ${counter} entries at the head of ${size} that you kept, the export shows ${seen}`,
        );
      }
    }
  }

  #complain(problem: string): void {
    if (this.#problems.length < 100 && !this.#problems.includes(problem))
      this.#problems.push(problem);
  }

  #checkHeads(): void {
    for (const head of this.#heads) {
      const key = this.#keys.get(head.keyId);
      if (key === undefined) this.#complain(`the key ${head.keyId} of a head is missing`);
      else if (!signed(head, key)) {
        this.#complain(`the signature of the head of ${head.treeSize} entries is wrong`);
      }
      if (!this.#reached.has(head.treeSize)) {
        this.#complain(
          `the export does not show the tree of ${head.treeSize} entries that a head signs`,
        );
      }
    }
    for (const head of this.#known) {
      if (this.#reached.has(head.treeSize)) continue;
      this.#complain(
        head.treeSize > this.#tree.size
          ? `the trail has ${this.#tree.size} entries, the head that you kept ${head.treeSize}: entries were lost`
          : `the export does not show the tree of ${head.treeSize} entries: export again, naming this head`,
      );
    }
  }

  end(): TrailVerdict {
    if (this.#tree.size === 0) this.#look();
    if (this.#treeSize === null) this.#complain('the first line of an export is missing');
    else if (this.#treeSize !== this.#tree.size) {
      this.#complain(`the export shows ${this.#tree.size} of ${this.#treeSize} entries`);
    }
    const newest = Math.max(0, ...this.#heads.map((head) => head.treeSize));
    if (newest !== this.#tree.size) this.#complain('no head signs the whole tree');
    this.#checkHeads();
    return {
      ok: this.#problems.length === 0,
      problems: this.#problems,
      treeSize: this.#tree.size,
      entries: Object.fromEntries(this.#counters),
      detailsChecked: this.#checked,
      detailsErased: this.#erased,
      headsChecked: this.#heads.length + this.#known.length,
    };
  }
}

function signed(head: TrailHead, publicKey: string): boolean {
  try {
    return verifyHead(head, publicKey);
  } catch {
    return false;
  }
}
