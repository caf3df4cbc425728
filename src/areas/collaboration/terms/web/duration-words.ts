const units = ['days', 'hours', 'minutes'] as const;

/** A duration of days, hours and minutes in words; one that it cannot read stays as it is. */
export function durationWords(
  duration: string,
  t: (key: string, values: { readonly count: number }) => string,
): string {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration);
  if (found === null) return duration;
  return units
    .flatMap((unit, index) => {
      const count = found[index + 1];
      return count === undefined ? [] : [t(`terms.within.${unit}`, { count: Number(count) })];
    })
    .join(' ');
}
