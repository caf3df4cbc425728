import type { Principal } from '#kernel/access/principal.ts';
import type { WriteContext } from '#kernel/command/context.ts';

/** Where in the input a fault is: a line, a JSON Pointer, a byte offset; whatever the format knows. */
export interface Place {
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
  readonly offset?: number;
}

export interface ImportFault {
  readonly place: Place;
  readonly code: string;
  readonly message: string;
}

/** One import under way. Each batch is one transaction: what was accepted before a fault or a crash stays. */
export interface ImportSession {
  readonly importId: string;
  readonly ownerId: string;
  /** The record that the import is about (the asset of an inventory), if the format needs one. */
  readonly targetId: string | null;
  readonly principal: Principal;
  readonly source: AsyncIterable<Uint8Array>;
  readonly fileName: string;
  readonly options: Readonly<Record<string, string>>;
  batch<T>(work: (context: WriteContext) => Promise<T>): Promise<T>;
  read(rows: number): void;
  accepted(rows: number): void;
  unchanged(rows: number): void;
  /** A row that was refused; it costs no other. */
  fault(fault: ImportFault): void;
}

/** One row as a preview shows it. */
export interface PreviewRow {
  readonly title: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface Importer {
  /** Format id of `POST /imports/{format}`. */
  readonly id: string;
  readonly clause: string;
  /** File name endings, for the file chooser. */
  readonly accepts: readonly string[];
  readonly roles: readonly string[];
  /** Register of the record that must be named with `?target=`, or null. */
  readonly target: string | null;
  /** The file names its record itself most of the time: it need not be named. */
  readonly targetOptional?: true;
  run(session: ImportSession): Promise<void>;
  /** The first rows as they would be read, with their faults; writes nothing. */
  preview(
    source: AsyncIterable<Uint8Array>,
    limit: number,
    options: Readonly<Record<string, string>>,
  ): AsyncIterable<
    { readonly kind: 'row'; readonly row: PreviewRow } | ({ readonly kind: 'fault' } & ImportFault)
  >;
}
