import type { Desk } from './desk.ts';
import type { Hand } from './hand.ts';
import { type PersonKey, settleTelco } from './people-of-telco.ts';
import { type SampleFile, type Samples, samples } from './sample-files.ts';
import { inOrder, Stage } from './stage.ts';

/** An installation, and the desks of the people who carry one advisory through it. */
export class LoopStage extends Stage<PersonKey> {
  readonly files: Samples = samples();
  readonly #inOrder = inOrder();

  constructor(hand: Hand, clone?: string) {
    super(hand, settleTelco, clone);
  }

  /** Each step stands on those before it. */
  step(walk: (loop: LoopStage) => Promise<void>): Promise<void> {
    return this.#inOrder(() => walk(this));
  }

  async importFile(desk: Desk, format: string, file: SampleFile, about?: string): Promise<void> {
    await desk.goTo('Import files');
    await desk.heading('Import a file');
    await desk.importFile(format, file, about);
  }
}
