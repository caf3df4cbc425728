import { after, before, describe, it } from 'node:test';
import { withoutBrowser } from './browser.ts';
import { changeSteps } from './change-steps.ts';
import { freshClone } from './fresh-clone.ts';
import { byPointer } from './hand.ts';
import { LoopStage } from './loop-stage.ts';
import { warningSteps } from './warning-steps.ts';

describe('the closed loop in the browser, each step by its role', { skip: withoutBrowser }, () => {
  const loop = new LoopStage(byPointer, withoutBrowser === false ? freshClone() : undefined);
  before(() => loop.open());
  after(() => loop.leave().finally(() => loop.close()));
  for (const { title, walk } of [...warningSteps, ...changeSteps]) {
    it(title, () => loop.step(walk));
  }
});
