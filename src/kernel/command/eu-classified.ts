import { AppError } from '#kernel/errors/app-error.ts';

/**
 * Markings of EU classified information (Council Decision 2013/488/EU, Article 2), in French and English, and their short forms. Names of files
 * put a line or an underscore where a text has a space.
 */
const gap = String.raw`[\s_\-\u2010-\u2015]+`;
const long = new RegExp(
  [
    `(?<![A-Z])(?:RESTREINT|CONFIDENTIEL|(?:TR[EÈ]S${gap})?SECRET)${gap}UE(?![A-Z])`,
    `(?<![A-Z])EU${gap}(?:RESTRICTED|CONFIDENTIAL|(?:TOP${gap})?SECRET)(?![A-Z])`,
  ].join('|'),
  'iu',
);
const short = /(?<![A-Z])(?:R|C|S|TS)-UE\/EU-(?:R|C|S|TS)(?![A-Z])/;

/** The marking that a text carries; null: none. */
export function classifiedMarking(text: string): string | null {
  return (long.exec(text) ?? short.exec(text))?.[0] ?? null;
}

/**
 * Refuses text that carries a marking of EU classified information: it must not be in this system at all.
 * @throws 422 `eu-classified` naming the marking and what to do.
 */
export function refuseClassified(text: string, path: string): void {
  const found = classifiedMarking(text);
  if (found === null) return;
  throw new AppError({
    status: 422,
    code: 'eu-classified',
    title: 'EU classified information is refused',
    detail: `This carries the marking "${found}". This system is not approved for EU classified information: take it out, handle it on an approved system, and tell your local security officer.`,
    faults: [{ path, code: 'eu-classified', message: `"${found}" must not be kept here.` }],
  });
}

/** The same for every text of an input, however deep. @throws 422 `eu-classified` with the place of the text as a JSON Pointer */
export function refuseClassifiedInput(input: unknown, path = ''): void {
  if (typeof input === 'string') refuseClassified(input, path);
  if (typeof input !== 'object' || input === null || ArrayBuffer.isView(input)) return;
  for (const [name, value] of Object.entries(input)) {
    refuseClassifiedInput(value, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}
