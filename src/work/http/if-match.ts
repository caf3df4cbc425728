import { z } from 'zod';
import { invalidInput } from '#kernel/errors/app-error.ts';

/** The revision that a change is based on, as `GET` gave it in `ETag`. */
export const basedOnHeader = z.looseObject({
  'if-match': z.string().max(40).optional(),
});

/** `If-Match: "7"`; absent means that the caller does not care, which only scripts should. @throws 422 for anything else. */
export function versionOf(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined || ifMatch === '*') return null;
  const version = Number(ifMatch.replace(/^W\//, '').replaceAll('"', ''));
  if (Number.isInteger(version)) return version;
  throw invalidInput([
    { path: '/if-match', code: 'bad-version', message: 'Send the ETag that you read.' },
  ]);
}
