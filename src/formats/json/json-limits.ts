/** What a JSON input may ask of us. All limits are inclusive. */
export interface JsonLimits {
  /** Size of one document (or of one whole stream), in bytes. */
  maxBytes: number;
  /** Nesting of objects and arrays; `[]` has depth 1. */
  maxDepth: number;
  /** Length of one string or key as written, in bytes. */
  maxStringBytes: number;
  /** Members of all objects of one document together. */
  maxKeys: number;
  /** Values of all arrays and objects of one document together: `[[],[],…]` costs much more memory than bytes. */
  maxValues: number;
}

/** Limits for a whole document: 64 MiB, depth 64, strings of 1 MiB, 4 million members, 8 million values. */
export const defaultJsonLimits: Readonly<JsonLimits> = Object.freeze({
  maxBytes: 64 * 1024 * 1024,
  maxDepth: 64,
  maxStringBytes: 1024 * 1024,
  maxKeys: 4_000_000,
  maxValues: 8_000_000,
});

/** Keys that could reach an object's prototype in careless code further on; refused wherever they stand. */
export function isForbiddenKey(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype';
}

/** One reference token of a JSON Pointer (RFC 6901). */
export function pointerToken(key: string): string {
  return key.includes('~') || key.includes('/')
    ? key.replaceAll('~', '~0').replaceAll('/', '~1')
    : key;
}
