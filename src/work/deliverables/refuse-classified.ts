import { AppError } from '#kernel/errors/app-error.ts';

/** Markings of EU classified information (Council Decision 2013/488/EU, Article 2), in French and English, and their short forms. */
const markings: readonly RegExp[] = [
  /\bRESTREINT\s+UE\b/i,
  /\bEU\s+RESTRICTED\b/i,
  /\bCONFIDENTIEL\s+UE\b/i,
  /\bEU\s+CONFIDENTIAL\b/i,
  /\b(?:TR[EÈ]S\s+)?SECRET\s+UE\b/i,
  /\bEU\s+(?:TOP\s+)?SECRET\b/i,
  /\b(?:R|C|S|TS)-UE\/EU-(?:R|C|S|TS)\b/,
];

/**
 * Refuses text that carries a marking of EU classified information: it must not be in this system at all.
 * @throws 422 `eu-classified` naming the marking and what to do.
 */
export function refuseClassified(text: string, path: string): void {
  const found = markings.map((marking) => marking.exec(text)?.[0]).find((hit) => hit !== undefined);
  if (found === undefined) return;
  throw new AppError({
    status: 422,
    code: 'eu-classified',
    title: 'EU classified information is refused',
    detail: `This carries the marking "${found}". This system is not approved for EU classified information: take it out, handle it on an approved system, and tell your local security officer.`,
    faults: [{ path, code: 'eu-classified', message: `"${found}" must not be kept here.` }],
  });
}
