const exposures = ['isolated', 'internal', 'partner', 'internet'] as const;
const valueClasses = ['standard', 'important', 'critical', 'strategic'] as const;

type Exposure = (typeof exposures)[number];
type ValueClass = (typeof valueClasses)[number];

function highest<T extends string>(order: readonly T[], values: readonly (T | null)[]): T | null {
  const ranks = values.flatMap((value) => (value === null ? [] : [order.indexOf(value)]));
  return ranks.length === 0 ? null : (order[Math.max(...ranks)] ?? null);
}

/** The most exposed of a group of assets; null when none says. */
export function widestExposure(values: readonly (Exposure | null)[]): Exposure | null {
  return highest(exposures, values);
}

/** The class of the most valuable of a group of assets; null when none was valued. */
export function highestValue(values: readonly (ValueClass | null)[]): ValueClass | null {
  return highest(valueClasses, values);
}
