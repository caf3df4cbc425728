/** Why a font file cannot be printed with; `details` is what the words name. */
export type FontFaultCode =
  | 'font.size'
  | 'font.packed'
  | 'font.collection'
  | 'font.kind'
  | 'font.damaged'
  | 'font.variable'
  | 'font.restricted'
  | 'font.no-subset'
  | 'font.bitmap-only'
  | 'font.name'
  | 'font.letters';

/** Raised for a font file that cannot be printed with. */
export class FontFault extends Error {
  override readonly name = 'FontFault';
  readonly code: FontFaultCode;
  readonly details: string;

  constructor(code: FontFaultCode, message: string, details = '') {
    super(message);
    this.code = code;
    this.details = details;
  }
}
