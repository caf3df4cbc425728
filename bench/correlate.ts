import { matchFleet } from '#areas/operations/advisories/matching/match-fleet.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { World } from '#tests/world.ts';
import { checkSample, type FleetSize, type Said } from './fleet-store.ts';
import { peakMemoryMb } from './kit/bench.ts';
import type { Figures } from './kit/figures.ts';

/** Matches everything in the store, each block committed and its indexes with it, and checks a sample of it. */
export async function correlate(
  figures: Figures,
  world: World,
  of: { readonly size: FleetSize; readonly said: readonly Said[]; readonly mostSeconds: number },
): Promise<void> {
  const inTransaction = <T>(work: (context: WriteContext) => Promise<T>) =>
    inWriteTransaction(
      world.runner,
      { principal: systemPrincipal('bench'), scope: { organisations: [] }, role: 'app' },
      work,
    );
  const started = performance.now();
  const done = await matchFleet(inTransaction);
  const seconds = (performance.now() - started) / 1000;
  figures.add('correlated, durable and indexed', seconds, 's', { most: of.mostSeconds });
  figures.add('largest resident memory of the process', peakMemoryMb(), 'MB', { most: 1000 });
  figures.add('package versions', done.versions, 'rows');
  figures.add('matches', done.matches, 'rows');
  const compared = await checkSample(world, of.size, of.said);
  figures.add('versions equal to a look at every advisory', compared, 'rows');
}
