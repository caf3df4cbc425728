import type { JsonLimits } from '#formats/json/json-limits.ts';
import type { ZipLimits } from '#formats/table/zip-archive.ts';

/**
 * What a bundle may ask of us, when it is made as when it is read. They stand in docs/guide/bundle.md.
 * Data parts are JSON and held to 64 MiB together; files are streamed and never held.
 */
export const bundleLimits = {
  /** The archive itself: 4 GiB. */
  maxBytes: 4 * 1024 ** 3,
  /** Everything unpacked. */
  maxUnpackedBytes: 6 * 1024 ** 3,
  maxEntries: 10_000,
  /** One object of a data part: a record, a request with its answers, an entry of the trail. */
  maxItemBytes: 4 * 1024 ** 2,
  /** All data parts together. */
  maxDataBytes: 64 * 1024 ** 2,
  maxManifestBytes: 8 * 1024 ** 2,
  /** Objects of one data part. */
  maxItems: 50_000,
  /** Nesting of one object. */
  maxDepth: 32,
} as const;

export const zipLimits: ZipLimits = {
  maxBytes: bundleLimits.maxBytes,
  maxUnpackedBytes: bundleLimits.maxUnpackedBytes,
  maxEntries: bundleLimits.maxEntries,
  maxRatio: 200,
};

export const itemLimits: Partial<JsonLimits> = {
  maxBytes: bundleLimits.maxDataBytes,
  maxDepth: bundleLimits.maxDepth,
  maxStringBytes: bundleLimits.maxItemBytes,
  maxKeys: 100_000,
  maxValues: 200_000,
};

export const manifestLimits: Partial<JsonLimits> = {
  maxBytes: bundleLimits.maxManifestBytes,
  maxDepth: 8,
  maxStringBytes: 64 * 1024,
  maxKeys: 100_000,
  maxValues: 200_000,
};
