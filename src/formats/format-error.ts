/** Where in the input a fault stands. Each part is named only when it is known. */
export interface FormatPlace {
  /** JSON Pointer (RFC 6901), or the path of a file or sheet inside an archive. */
  path?: string;
  /** Line, counted from 1. */
  line?: number;
  /** Column, counted from 1 in bytes of the line. */
  column?: number;
  /** Byte offset from the start of the (decompressed) input, counted from 0. */
  offset?: number;
}

/** The place in words: `line 3, column 5, at /components/1`; empty when nothing is known. */
export function describePlace(place: FormatPlace): string {
  const parts: string[] = [];
  if (place.line !== undefined) parts.push(`line ${place.line}`);
  if (place.column !== undefined) parts.push(`column ${place.column}`);
  if (place.line === undefined && place.offset !== undefined) parts.push(`byte ${place.offset}`);
  if (place.path !== undefined && place.path !== '') parts.push(`at ${place.path}`);
  return parts.join(', ');
}

/**
 * The only error that the readers of this room raise for bad input.
 * `code` is stable and kebab-case; the message says what is wrong and where.
 */
export class FormatError extends Error {
  readonly code: string;
  readonly place: FormatPlace;
  /** What is wrong, without the place, so that a caller can name the place in its own way. */
  readonly what: string;

  constructor(code: string, what: string, place: FormatPlace = {}, options?: ErrorOptions) {
    const where = describePlace(place);
    super(where === '' ? what : `${what} (${where})`, options);
    this.name = 'FormatError';
    this.code = code;
    this.place = place;
    this.what = what;
  }
}
