import { after, before, describe, it } from 'node:test';
import { withoutBrowser } from './browser.ts';
import { changeSteps } from './change-steps.ts';
import { byKeyboard } from './keyboard-hand.ts';
import { LoopStage } from './loop-stage.ts';
import { warningSteps } from './warning-steps.ts';

describe('the closed loop in the browser by keyboard alone', { skip: withoutBrowser }, () => {
  const loop = new LoopStage(byKeyboard);
  before(() => loop.open());
  after(() => loop.leave().finally(() => loop.close()));
  for (const { title, walk } of [...warningSteps, ...changeSteps]) {
    it(title, () => loop.step(walk));
  }
});
