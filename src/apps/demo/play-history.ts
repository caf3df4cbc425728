import { advisoryFiles, epssText, kevText } from './advisory-documents.ts';
import { collaborationStories } from './collaboration/stories.ts';
import type { DemoDesk } from './demo-desk.ts';
import type { DemoFleet } from './load-fleet.ts';
import type { Registers } from './load-registers.ts';
import { loopPlots } from './loop-plot.ts';
import { tellLoop } from './loop-story.ts';
import { otherStories } from './other-stories.ts';
import type { PassingTime } from './passing-time.ts';
import { peopleStories } from './people-stories.ts';
import { type Story, teamOf, tell } from './story.ts';

export interface History {
  readonly desk: DemoDesk;
  readonly time: PassingTime;
  readonly fleets: ReadonlyMap<string, DemoFleet>;
  readonly registers: Registers;
}

/** Days on which advisories arrive that a story is not about; all others come one by one in the first weeks. */
const arrivals: Readonly<Record<string, number>> = {
  'GO-2026-4834': -10,
  'GO-2026-4832': -10,
  'PYSEC-2023-192': -41,
  'PYSEC-2023-212': -40,
  'GHSA-599f-7c49-w659': -25,
  'GHSA-3h5v-q93c-6h6q': -9,
  'GO-2025-4162': -21,
  'ICSA-24-170-01': -11,
  'FG-IR-22-398': -4,
  'ICSA-23-131-08': -12,
  'GHSA-qwcr-r2fm-qrc7': -3,
  'DSA-5266-1': -2,
  'GO-2026-4976': -1,
  'GHSA-xpw8-rcwv-8f8p': -2,
  'DSA-5243-1': -2,
  'RUSTSEC-2024-0376': -1,
  'RUSTSEC-2026-0258': -1,
  'GO-2026-4771': -1,
  'PAN-CVE-2024-3400': -3,
};

/** Plays the weeks from the first advisory to yesterday. Returns the stories that did not come to their end, with the reason. */
export async function playHistory(history: History): Promise<{ story: string; error: unknown }[]> {
  const { desk, time } = history;
  const plots = loopPlots();
  const days = new Map(Object.entries(arrivals));
  for (const { advisory, day } of plots)
    days.set(advisory, Math.min(day, days.get(advisory) ?? day));
  const stories: Record<string, Story> = { collect: collect(desk, time, days) };
  for (const plot of plots) {
    stories[`${plot.organisation} ${plot.advisory}`] = tellLoop(
      teamOf(plot.organisation, history),
      plot,
    );
  }
  const together = { ...collaborationStories(desk, time), ...peopleStories(desk, time) };
  return tell(time, { ...stories, ...otherStories(history), ...together }, time.at(-1, '23:30'));
}

/** The response team takes in what is published: what is exploited first, then an advisory now and then. */
async function* collect(
  desk: DemoDesk,
  time: PassingTime,
  days: ReadonlyMap<string, number>,
): Story {
  const keeper = 'isirt@demo.test';
  yield time.at(-70, '07:00');
  await desk.import(keeper, 'kev', kevText(), { fileName: 'known_exploited_vulnerabilities.json' });
  await desk.import(keeper, 'epss', epssText(), { fileName: 'epss_scores-2026-08-22.csv' });
  let quiet = -71;
  const nextQuiet = (): number => {
    quiet += 2;
    return quiet;
  };
  const inOrder = [...advisoryFiles().values()]
    .map((file) => ({ file, day: days.get(file.id) ?? nextQuiet() }))
    .sort((one, other) => one.day - other.day);
  for (const { file, day } of inOrder) {
    yield time.at(day, '06:40');
    await desk.import(keeper, file.format, file.text, { fileName: file.fileName });
  }
}
