/** Time between two instants in its two largest units, in figures: `2 h 05 min`, `3 d 4 h`. Null when the second is earlier. */
export function elapsed(
  from: string,
  to: string,
  units: { readonly [unit in 'd' | 'h' | 'min']: string },
): string | null {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  if (Number.isNaN(minutes) || minutes < 0) return null;
  const rest = (value: number, unit: string) => `${value} ${unit}`;
  if (minutes < 60) return rest(minutes, units.min);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${rest(hours, units.h)} ${rest(minutes % 60, units.min)}`;
  return `${rest(Math.floor(hours / 24), units.d)} ${rest(hours % 24, units.h)}`;
}
