import { canonicalJson, sha256Hex } from '#engine/canonical.ts';
import { leafHash } from './merkle.ts';
import type { TrailHeader } from './tables.ts';

/** What a leaf is the hash of: the entry's header with the counter that its organisation's entries have without gaps. */
export interface LeafHeader extends TrailHeader {
  readonly counter: number;
}

/** The RFC 9162 hash of the canonical JSON (RFC 8785) of a leaf's header. */
export function hashOfHeader(header: LeafHeader): Buffer {
  return leafHash(canonicalJson(header));
}

/** True when the details are those that the header was written with. */
export function detailsMatch(header: TrailHeader, details: unknown, salt: string): boolean {
  return sha256Hex(salt + canonicalJson(details)) === header.details;
}
