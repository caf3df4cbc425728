import type { Log } from '#kernel/log/log.ts';

/** Why a loop does not get on, and since when. */
export interface LoopTrouble {
  readonly since: string;
  readonly failures: number;
  readonly error: string;
}

export interface Repeat {
  readonly name: string;
  /** Null while it works. */
  trouble(): LoopTrouble | null;
  /** Runs as soon as it can instead of waiting for the interval. */
  nudge(): void;
  /** Ends after the run that is under way. */
  stop(): Promise<void>;
}

/**
 * Runs `work` again and again: at once while it says that there is more, after `everyMs` otherwise. A failure is logged and waited out,
 * longer each time up to half a minute; it never ends the process.
 */
export function repeat(
  name: string,
  everyMs: number,
  log: Log,
  work: () => Promise<boolean>,
): Repeat {
  const stopping = new AbortController();
  let wake: (() => void) | undefined;
  let nudged = false;
  let trouble: LoopTrouble | null = null;
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        wake = undefined;
        resolve();
      }
      wake = done;
    });
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nudged = false;
      let more = false;
      try {
        more = await work();
        trouble = null;
      } catch (error) {
        trouble = {
          since: trouble?.since ?? new Date().toISOString(),
          failures: (trouble?.failures ?? 0) + 1,
          error: error instanceof Error ? error.message : String(error),
        };
        log.error(
          { err: error, loop: name, failures: trouble.failures },
          'a loop of the worker failed',
        );
      }
      const failures = trouble?.failures ?? 0;
      if (stopping.signal.aborted || more || (nudged && failures === 0)) continue;
      await pause(failures === 0 ? everyMs : Math.min(30_000, everyMs * 2 ** failures));
    }
  };
  const running = run();
  return {
    name,
    trouble: () => trouble,
    nudge: () => {
      nudged = true;
      wake?.();
    },
    stop: async () => {
      stopping.abort();
      wake?.();
      await running;
    },
  };
}
