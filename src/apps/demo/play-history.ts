import { advisoryFiles, epssText, kevText } from './advisory-documents.ts';
import type { DemoDesk } from './demo-desk.ts';
import type { DemoFleet } from './load-fleet.ts';
import type { Registers } from './load-registers.ts';
import type { PassingTime } from './passing-time.ts';

export interface History {
  readonly desk: DemoDesk;
  readonly time: PassingTime;
  readonly fleets: ReadonlyMap<string, DemoFleet>;
  readonly registers: Registers;
}

export async function playHistory({ desk, time }: History): Promise<void> {
  await time.goTo(time.at(-70));
  const keeper = 'isirt@demo.test';
  await desk.import(keeper, 'kev', kevText(), { fileName: 'known_exploited_vulnerabilities.json' });
  await desk.import(keeper, 'epss', epssText(), { fileName: 'epss_scores-2026-08-22.csv' });
  for (const { format, text, fileName } of advisoryFiles().values()) {
    await desk.import(keeper, format, text, { fileName });
  }
  await time.settle();
}
