import { stopTestServer } from '#tests/database.ts';
import { createWorld } from '#tests/world.ts';
import { correlate } from './correlate.ts';
import { FleetMaker, fillStore } from './fleet-store.ts';
import type { Bench } from './kit/bench.ts';

/** Every host has versions that no other has: 1,000,000 different pairs. */
export const bench: Bench = {
  run: async (figures, { small }) => {
    const size = small
      ? { advisories: 3000, packages: 350, hosts: 0, perHost: 0, pairs: 5000 }
      : { advisories: 300_000, packages: 35_000, hosts: 0, perHost: 0, pairs: 1_000_000 };
    const world = await createWorld();
    try {
      const maker = new FleetMaker(size);
      const said = maker.advisories();
      await fillStore(world, size, said, maker.pairs());
      await correlate(figures, world, { size, said, mostSeconds: 60 });
    } finally {
      await world.close();
      await stopTestServer();
    }
  },
};
