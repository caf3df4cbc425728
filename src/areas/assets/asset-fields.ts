import type { Fields } from '#engine/fields.ts';

/** What an asset may be; procedures and standards are in scope too (R-GEN-3). */
export const assetKinds = [
  'host',
  'equipment',
  'information-system',
  'service',
  'software',
  'information',
  'facility',
  'people',
  'intangible',
  'procedure',
  'standard',
] as const;

export const environments = ['production', 'test', 'development'] as const;
export const exposures = ['internet', 'partner', 'internal', 'isolated'] as const;
export const valueClasses = ['standard', 'important', 'critical', 'strategic'] as const;

const worth = (clause: string) => ({ kind: 'integer', min: 1, max: 5, clause }) as const;

/** C, I and A on the scale from 1 (negligible) to 5 (very high). They are set by the owner's valuation only. */
export const ratings = {
  confidentiality: { ...worth('X.1052 §10.2 d'), list: true },
  integrity: { ...worth('X.1052 §10.2 d'), list: true },
  availability: { ...worth('X.1052 §10.2 d'), list: true },
} as const satisfies Fields;

/** What identifies a piece of equipment to its maker; widths keep the unique index within one page of the database. */
export const equipmentFields = {
  vendor: { kind: 'text', max: 200, list: true, sort: true, filter: true, search: true },
  product: { kind: 'text', max: 200, list: true, sort: true, filter: true, search: true },
  model: { kind: 'text', max: 200 },
  firmware: { kind: 'text', max: 200, list: true },
  serial: { kind: 'text', max: 120, search: true },
  cpe: { kind: 'text', max: 500 },
} as const satisfies Fields;
