import type { Figures } from './figures.ts';

export interface BenchOptions {
  /** A thousandth of the data or so: shows that the bench works, and no figure means anything. */
  readonly small: boolean;
}

/** One bench: its data, what it measures, and the figures that it wants. It runs in a process of its own. */
export interface Bench {
  readonly run: (figures: Figures, options: BenchOptions) => Promise<void>;
}

/** Largest resident memory of this process so far, in MB. */
export function peakMemoryMb(): number {
  return process.resourceUsage().maxRSS / 1000;
}

/** Does work and returns how long it took in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
