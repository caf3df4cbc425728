import type { valueClasses } from './asset-fields.ts';

export interface Ratings {
  readonly confidentiality: number;
  readonly integrity: number;
  readonly availability: number;
}

export interface AssetValue {
  /** 1 (negligible) to 5 (very high). */
  readonly value: number;
  readonly valueClass: (typeof valueClasses)[number];
}

/** The highest of C, I and A is the value of the asset (X.1052 §10.2 d); null while one of them is unknown. */
export function assetValueOf(fields: Readonly<Record<string, unknown>>): AssetValue | null {
  const ratings = [fields['confidentiality'], fields['integrity'], fields['availability']];
  const known = ratings.filter((rating): rating is number => typeof rating === 'number');
  if (known.length < ratings.length) return null;
  const value = Math.max(...known);
  return { value, valueClass: classOf(value) };
}

function classOf(value: number): AssetValue['valueClass'] {
  if (value >= 5) return 'strategic';
  if (value === 4) return 'critical';
  return value === 3 ? 'important' : 'standard';
}

/** How long after a check the next one is due (X.1052 §10.2 e): the more an asset is worth, the sooner. ISO 8601. */
export function checkPeriodOf(value: number): string {
  if (value >= 4) return 'P3M';
  return value === 3 ? 'P6M' : 'P12M';
}
