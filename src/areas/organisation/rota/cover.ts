import { type OfficeHours, officeHours, type Stretch } from '#engine/office-hours.ts';

export interface RotaTimes extends OfficeHours {
  readonly cover: string;
}

/** What is left of some stretches without others. */
export function without(stretches: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  return others.reduce<readonly Stretch[]>(
    (left, other) =>
      left.flatMap(({ from, to }) => {
        if (other.to <= from || other.from >= to) return [{ from, to }];
        return [
          ...(other.from > from ? [{ from, to: other.from }] : []),
          ...(other.to < to ? [{ from: other.to, to }] : []),
        ];
      }),
    stretches,
  ) as Stretch[];
}

/** When somebody has to be on duty. */
export function needed(rota: RotaTimes, within: Stretch): Stretch[] {
  if (rota.cover === 'around-the-clock') return [{ ...within }];
  const open = officeHours(rota, within);
  return rota.cover === 'office-hours' ? open : without([{ ...within }], open);
}

/** The times without anybody, in their order. */
export function gapsOf(rota: RotaTimes, turns: readonly Stretch[], within: Stretch): Stretch[] {
  return without(needed(rota, within), turns).sort((a, b) => (a.from < b.from ? -1 : 1));
}
