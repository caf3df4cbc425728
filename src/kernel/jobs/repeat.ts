import type { Log } from '#kernel/log/log.ts';

export interface Repeat {
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
    let failures = 0;
    while (!stopping.signal.aborted) {
      nudged = false;
      let more = false;
      try {
        more = await work();
        failures = 0;
      } catch (error) {
        failures += 1;
        log.error({ err: error, loop: name, failures }, 'a loop of the worker failed');
      }
      if (stopping.signal.aborted || more || (nudged && failures === 0)) continue;
      await pause(failures === 0 ? everyMs : Math.min(30_000, everyMs * 2 ** failures));
    }
  };
  const running = run();
  return {
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
