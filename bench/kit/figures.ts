/** What a figure should be: at most or at least so much. */
export type Target = { readonly most: number } | { readonly least: number };

export interface Figure {
  readonly bench: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: Target | null;
}

/** Whether the target is met; null without one. */
export function isMet({ value, target }: Figure): boolean | null {
  if (target === null) return null;
  return 'most' in target ? value <= target.most : value >= target.least;
}

/** How far the value is from its target, as a share of the target: 0.1 is a tenth worse, -0.5 half as much. Null without one. */
export function missedBy({ value, target }: Figure): number | null {
  if (target === null) return null;
  return 'most' in target ? value / target.most - 1 : 1 - value / target.least;
}

/** The value below which the given part (0 to 1) of the values lies; 0 of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

/** Collects the figures of one bench and passes each on as it is known. */
export class Figures {
  readonly all: Figure[] = [];
  readonly #bench: string;
  readonly #tell: (figure: Figure) => void;

  constructor(bench: string, tell: (figure: Figure) => void = () => undefined) {
    this.#bench = bench;
    this.#tell = tell;
  }

  add(name: string, value: number, unit: string, target: Target | null = null): void {
    const figure = { bench: this.#bench, name, value, unit, target };
    this.all.push(figure);
    this.#tell(figure);
  }

  /** Median, p95 and p99 of times in milliseconds; the target is for the percentile that it names. */
  times(
    name: string,
    times: readonly number[],
    target: { readonly at: 50 | 95 | 99; readonly most: number } | null = null,
  ): void {
    for (const at of [50, 95, 99] as const) {
      const label = at === 50 ? `${name}, median` : `${name}, p${at}`;
      const aimed = target?.at === at ? { most: target.most } : null;
      this.add(label, percentile(times, at / 100), 'ms', aimed);
    }
  }
}

/** The figures as lines of a table for people: name, value with unit, target, and by how much it is met or missed. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${written(figure.value)} ${figure.unit}`,
    targetText(figure),
    verdictText(figure),
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) =>
          at === 1 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function written(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { maximumFractionDigits: digits });
}

function targetText({ target }: Figure): string {
  if (target === null) return '';
  return 'most' in target ? `<= ${written(target.most)}` : `>= ${written(target.least)}`;
}

function verdictText(figure: Figure): string {
  const missed = missedBy(figure);
  if (missed === null) return '';
  const percent = `${Math.abs(Math.round(missed * 100))} %`;
  return isMet(figure) === true ? `met, ${percent} to spare` : `MISSED by ${percent}`;
}
