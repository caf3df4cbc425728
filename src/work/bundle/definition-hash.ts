import type { Catalogue } from '#work/catalogue.ts';
import { definitionHash } from '#work/definitions/keep-definitions.ts';
import { moduleOf } from '#work/definitions/versions.ts';

/** What both installations have to agree on: SHA-256 of the canonical JSON of the definition that the case ran by. */
export function definitionHashOf(
  catalogue: Catalogue,
  row: { readonly procedure: string; readonly definitionVersion: number },
): string {
  const { procedure } = moduleOf(catalogue, row);
  return definitionHash(procedure);
}
