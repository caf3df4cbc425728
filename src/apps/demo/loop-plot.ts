import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The steps of the closed loop in their order; a plot is told up to one of them. */
export const loopSteps = [
  'analyse',
  'impact',
  'judge',
  'recommend',
  'submit',
  'review',
  'test',
  'prioritise',
  'raise',
  'formulate',
  'plan',
  'lab',
  'onsiteApproval',
  'onsite',
  'authorise',
  'start',
  'done',
  'inventory',
  'firstReview',
  'secondReview',
  'close',
] as const;
export type LoopStep = (typeof loopSteps)[number];

const text = z.string().default('');

const plot = z.object({
  advisory: z.string(),
  organisation: z.string().default('NORDVIK'),
  /** Counted from today. */
  day: z.int().negative(),
  pace: z.enum(['fast', 'normal', 'emergency']),
  /** Names of hosts without their numbers, or the product of equipment. */
  hosts: z.array(z.string()).optional(),
  equipment: z.string().optional(),
  priority: z.enum(['immediate', 'out-of-cycle', 'scheduled', 'defer']),
  /** The last step that is told; `alternative`, `feedback`, `deferral` and `rollback` leave the road. */
  until: z.enum([...loopSteps, 'alternative', 'feedback', 'deferral', 'rollback']),
  impact: z.string(),
  rationale: z.string(),
  title: z.string(),
  text: z.string(),
  package: z.string(),
  fixed: z.string(),
  cvss: z.number().optional(),
  upgrades: z.record(z.string(), z.string()).optional(),
  firmware: z.string().optional(),
  /** So many of the equipment are left as they were at first. */
  skipped: z.int().default(0),
  /** A host whose first inventory after the change shows the old version still. */
  stale: z.string().optional(),
  /** A host that shows the old version again weeks later. */
  returns: z.string().optional(),
  /** Days from today on which the window is; without it the window follows the plan. */
  window: z.int().optional(),
  what: text,
  process: text,
  check: text,
  wayBack: text,
  continuity: text,
  notEffective: text,
  measure: text,
  deferral: text,
  trouble: text,
});
export type LoopPlot = z.infer<typeof plot>;

export function loopPlots(): LoopPlot[] {
  const path = new URL('./data/plots.json', import.meta.url);
  const file = z.object({ provenance: z.string(), plots: z.array(plot) });
  return file.parse(JSON.parse(readFileSync(path, 'utf8'))).plots;
}

type Moment = readonly [day: number, time: string];
type Pace = Readonly<Partial<Record<LoopStep, Moment>>>;

/** When each step happens, from the plot's day on. The reviews come a week and a month after the implementation. */
const paces: Readonly<Record<LoopPlot['pace'], Pace>> = {
  fast: {
    analyse: [0, '09:10'],
    impact: [0, '10:40'],
    judge: [0, '11:35'],
    recommend: [0, '13:05'],
    submit: [0, '14:10'],
    review: [0, '15:20'],
    test: [1, '10:30'],
    prioritise: [1, '11:15'],
    raise: [1, '11:25'],
    formulate: [1, '12:40'],
    plan: [1, '14:00'],
    lab: [1, '16:30'],
    onsiteApproval: [2, '08:30'],
    onsite: [2, '10:45'],
    authorise: [2, '13:00'],
    start: [2, '21:00'],
    done: [2, '22:40'],
    inventory: [3, '02:00'],
    firstReview: [10, '09:30'],
    secondReview: [33, '10:00'],
    close: [33, '10:40'],
  },
  emergency: {
    analyse: [0, '07:20'],
    impact: [0, '08:05'],
    judge: [0, '08:30'],
    recommend: [0, '08:50'],
    submit: [0, '09:00'],
    review: [0, '09:25'],
    test: [0, '11:00'],
    prioritise: [0, '11:15'],
    raise: [0, '11:20'],
    formulate: [0, '11:40'],
    authorise: [0, '12:10'],
    start: [0, '13:00'],
    done: [0, '17:30'],
    inventory: [1, '02:00'],
    firstReview: [8, '09:00'],
    secondReview: [31, '09:00'],
    close: [31, '10:00'],
  },
  normal: {
    analyse: [0, '13:30'],
    impact: [1, '10:00'],
    judge: [1, '15:10'],
    recommend: [2, '09:40'],
    submit: [2, '14:00'],
    review: [3, '10:20'],
    test: [5, '11:00'],
    prioritise: [5, '15:00'],
    raise: [5, '15:10'],
    formulate: [6, '09:20'],
    plan: [7, '13:40'],
    lab: [9, '11:00'],
    onsiteApproval: [10, '09:00'],
    onsite: [11, '10:30'],
    authorise: [12, '14:00'],
    start: [14, '21:00'],
    done: [14, '22:30'],
    inventory: [15, '02:00'],
    firstReview: [22, '10:00'],
    secondReview: [45, '10:00'],
    close: [45, '11:00'],
  },
};

/** The step after which a plot leaves the road. */
const turns: Readonly<Record<string, LoopStep>> = {
  alternative: 'test',
  feedback: 'test',
  deferral: 'prioritise',
  rollback: 'start',
};

/** The steps of a plot up to its last one, with their moments. */
export function momentsOf(plot: LoopPlot): { step: LoopStep; day: number; time: string }[] {
  const pace = paces[plot.pace];
  const told: { step: LoopStep; day: number; time: string }[] = [];
  const until = turns[plot.until] ?? plot.until;
  for (const step of loopSteps) {
    const moment = pace[step];
    if (moment !== undefined) told.push({ step, day: plot.day + moment[0], time: moment[1] });
    if (step === until) break;
  }
  return told;
}
