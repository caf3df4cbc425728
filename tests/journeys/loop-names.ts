import type { LoopStage } from './loop-stage.ts';
import { weak } from './sample-files.ts';

/** One part of the loop, by the roles whose part it is. */
export interface LoopStep {
  readonly title: string;
  readonly walk: (loop: LoopStage) => Promise<void>;
}

export const host = 'log-1';
export const image = 'image-1';
export const warning = new RegExp(weak.advisory);
export const patch = `Update ${weak.package} on the log hosts`;
