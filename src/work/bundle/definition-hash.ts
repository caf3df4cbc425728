import { hashOf } from '#engine/canonical.ts';
import { moduleOf } from '#work/cases/refused.ts';
import type { Catalogue } from '#work/catalogue.ts';

/** What both installations have to agree on: SHA-256 of the canonical JSON of the definition that the case ran by. */
export function definitionHashOf(
  catalogue: Catalogue,
  row: { readonly procedure: string },
): string {
  const { procedure } = moduleOf(catalogue, row);
  return hashOf(JSON.parse(JSON.stringify(procedure)));
}
