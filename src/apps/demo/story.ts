import type { DemoDesk } from './demo-desk.ts';
import type { DemoFleet } from './load-fleet.ts';
import type { PassingTime } from './passing-time.ts';

/** A story tells when it goes on; what comes after is done at that instant. */
export type Story = AsyncGenerator<Date, void, void>;

/** One organisation's people by what they do, with its fleet. */
export interface Team {
  readonly desk: DemoDesk;
  readonly time: PassingTime;
  readonly fleet: DemoFleet;
  readonly people: Readonly<Record<Part, string>>;
}

export type Part =
  | 'analyst'
  | 'lead'
  | 'reviewer'
  | 'patchManager'
  | 'patchTester'
  | 'changeManager'
  | 'changeTester'
  | 'operations'
  | 'implementer'
  | 'security'
  | 'assets';

const nordvik: Team['people'] = {
  analyst: 'isirt@demo.test',
  lead: 'isirt.lead@demo.test',
  reviewer: 'reviewer@demo.test',
  patchManager: 'patch@demo.test',
  patchTester: 'tester@demo.test',
  changeManager: 'change@demo.test',
  changeTester: 'tester@demo.test',
  operations: 'operations@demo.test',
  implementer: 'implementer@demo.test',
  security: 'security@demo.test',
  assets: 'assets@demo.test',
};
const germany: Team['people'] = {
  ...nordvik,
  analyst: 'niso.de@demo.test',
  lead: 'niso.de@demo.test',
  reviewer: 'npm.de@demo.test',
  patchManager: 'npm.de@demo.test',
  changeManager: 'npm.de@demo.test',
  operations: 'npm.de@demo.test',
  security: 'niso.de@demo.test',
  assets: 'assets.de@demo.test',
};

export function teamOf(
  code: string,
  parts: { desk: DemoDesk; time: PassingTime; fleets: ReadonlyMap<string, DemoFleet> },
): Team {
  const fleet = parts.fleets.get(code);
  if (fleet === undefined) throw new Error(`the demonstration has no fleet of ${code}`);
  const { desk, time } = parts;
  return { desk, time, fleet, people: code === 'DE' ? germany : nordvik };
}

interface Running {
  readonly name: string;
  readonly story: Story;
  next: Date;
}

/**
 * Tells the stories at once: always the one whose next step comes first, as they would have happened. A story whose next step lies ahead of
 * `end` stays where it is. A step that is refused ends its story alone. Returns the stories that ended so, with the reason.
 */
export async function tell(
  time: PassingTime,
  stories: Readonly<Record<string, Story>>,
  end: Date,
): Promise<{ story: string; error: unknown }[]> {
  const failed: { story: string; error: unknown }[] = [];
  const running: Running[] = [];
  const goOn = async (name: string, story: Story): Promise<void> => {
    try {
      const { done, value } = await story.next();
      if (done !== true && value <= end) running.push({ name, story, next: value });
    } catch (error) {
      if (error instanceof Error && error.name === 'DemoStopped') throw error;
      failed.push({ story: name, error });
    }
  };
  for (const [name, story] of Object.entries(stories)) await goOn(name, story);
  while (running.length > 0) {
    running.sort((one, other) => one.next.getTime() - other.next.getTime());
    const first = running.shift();
    if (first === undefined) break;
    await time.goTo(first.next);
    await goOn(first.name, first.story);
    await time.settle();
  }
  return failed;
}
