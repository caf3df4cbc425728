import type { AdvisoryFault, NormalisedAdvisory } from './advisory.ts';
import type { EpssScore } from './epss/epss-score.ts';
import type { FormatPlace } from './format-error.ts';
import type { KevEntry } from './kev/kev-entry.ts';

/** A record that was left out, or a part of the input that could not be read; the records around it are untouched. */
export interface ReaderFault {
  kind: 'fault';
  place: FormatPlace;
  /** Stable, kebab-case. */
  code: string;
  message: string;
}

export interface AdvisoryItem {
  kind: 'advisory';
  advisory: NormalisedAdvisory;
  /** The record as it came; an element of a JSON array is written anew. */
  bytes: Uint8Array;
  /** What is wrong with it although it could be read. */
  faults: AdvisoryFault[];
}

/** What readers of advisory sources yield. */
export type ReaderItem =
  | AdvisoryItem
  | { kind: 'exploited'; entry: KevEntry; catalogueVersion: string | null }
  | { kind: 'exploit-prediction'; score: EpssScore }
  | ReaderFault;

/** What a reader may be told about its source. */
export interface ReaderContext {
  /** Name of the file or last part of the address; checked where a format prescribes it, and tells YAML from JSON. */
  fileName?: string;
  /** Who publishes a source whose records do not say so themselves. */
  publisher?: string;
  /** Largest record, in bytes; default 64 MiB for one document and 16 MiB for one of many. */
  maxRecordBytes?: number;
}

export function readerFault(
  code: string,
  message: string,
  place: ReaderFault['place'] = {},
): ReaderFault {
  return { kind: 'fault', place, code, message };
}
