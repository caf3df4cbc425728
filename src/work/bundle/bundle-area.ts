import type { AreaModule } from '#work/catalogue.ts';
import { installationsModule } from './installations.ts';
import { sweepIntakes } from './sweep-intakes.ts';

/** Signed bundles between installations: the register of those that are known, and the clearing away of what nobody imported. */
export const bundleArea: AreaModule = {
  registers: [installationsModule],
  jobs: [
    {
      kind: 'sweep-bundles',
      schedule: '25 * * * *',
      run: async ({ runner, files }) => ({ forgotten: await sweepIntakes(runner, files) }),
    },
  ],
};
