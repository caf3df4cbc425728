import type { Fields } from '#engine/fields.ts';
import type { CaseSummary } from '#work/contract.ts';

// Written out and not read from the contract's schemas: those would bring the whole validation library into the browser.
export const labels = [
  'PUBLIC',
  'LIMITED',
  'SENSITIVE',
] as const satisfies readonly CaseSummary['label'][];
export const tlps = [
  'CLEAR',
  'GREEN',
  'AMBER',
  'AMBER+STRICT',
  'RED',
] as const satisfies readonly CaseSummary['tlp'][];

/** Information label and TLP of a new case or record, after its declared fields. */
export const labelFields: Fields = {
  $label: { kind: 'choice', options: labels },
  $tlp: { kind: 'choice', options: tlps },
};
