import type { LoopCase, LoopTarget, LoopView, Standing } from '../../analysis/contract.ts';

/** One thing that was done, is to be done now, or follows if nothing goes wrong. */
export interface Step {
  readonly key: string;
  readonly action: string;
  readonly when: 'done' | 'now' | 'ahead';
  /** Who did it; null: the product, or not done yet. */
  readonly person: string | null;
  readonly onBehalfOf: string | null;
  /** State that it led to; null while it is not done. */
  readonly to: string | null;
  readonly at: string | null;
  /** Milliseconds since the step before; null for what is not done. */
  readonly tookMs: number | null;
}

export interface CaseTrace {
  readonly one: LoopCase;
  readonly steps: readonly Step[];
}

/** One group of assets: its patch, the changes that carry it out, its hosts. */
export interface Branch {
  readonly patch: CaseTrace;
  readonly changes: readonly CaseTrace[];
  readonly targets: readonly LoopTarget[];
}

export const stageIds = [
  ...(['advisory', 'assets', 'warning', 'patch', 'change', 'verification', 'closed'] as const),
] as const;
export type StageId = (typeof stageIds)[number];

export interface Stage {
  readonly id: StageId;
  readonly standing: 'done' | 'now' | 'ahead' | 'stopped';
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Parts that are through, of all, where a stage has parts. */
  readonly through: number | null;
  readonly of: number | null;
}

/** The loop of one advisory in one organisation. */
export interface Trace {
  readonly ownerId: string;
  readonly name: string;
  readonly standing: Standing | null;
  readonly warnings: readonly CaseTrace[];
  readonly branches: readonly Branch[];
  readonly stages: readonly Stage[];
}

/** The usual way of each procedure: the state and what leads on from it. */
export const usualWay: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'early-warning': [
    ['collected', 'start-analysis'],
    ['analysing', 'record-impact'],
    ['judged', 'judge'],
    ['recommending', 'submit'],
    ['reviewing', 'approve'],
    ['tracking', 'close'],
  ],
  patch: [
    ['required', 'record-test'],
    ['tested', 'prioritise'],
    ['prioritised', 'raise-change'],
    ['in-change', 'receive-result'],
    ['verifying', 'verify'],
  ],
  change: [
    ['requested', 'formulate'],
    ['request-for-change', 'plan'],
    ['planned', 'record-lab-test'],
    ['lab-passed', 'approve-onsite-test'],
    ['lab-passed', 'record-onsite-test'],
    ['tested', 'authorise'],
    ['authorised', 'start'],
    ['implementing', 'report-success'],
    ['implemented', 'record-first-review'],
    ['implemented', 'record-second-review'],
    ['implemented', 'close'],
  ],
};

/** What leads back to the usual way from states beside it, and to which of its states. */
export const detours: Readonly<
  Record<string, Readonly<Record<string, readonly [string, string | null]>>>
> = {
  'early-warning': {
    reporting: ['release-report', 'reported'],
    reported: ['close', null],
    reconsidering: ['reconsider', 'recommending'],
  },
  patch: {
    alternative: ['choose-alternative', null],
    workaround: ['test-again', 'required'],
    'awaiting-patch': ['test-again', 'required'],
    contradicted: ['await-inventory', 'verifying'],
    deferred: ['resume', 'prioritised'],
  },
  change: { 'rolled-back': ['plan-again', 'planned'] },
};

/** Actions still to come if nothing goes wrong, the next one first; none of a closed case. */
export function actionsAhead(procedure: string, state: string | null): string[] {
  const way = usualWay[procedure] ?? [];
  const place = way.findIndex(([at]) => at === state);
  if (place >= 0) return way.slice(place).map(([, action]) => action);
  const detour = state === null ? undefined : detours[procedure]?.[state];
  return detour === undefined ? [] : [detour[0], ...actionsAhead(procedure, detour[1])];
}

/** Steps that leave the state as it is: once done they are not to come again. */
const staying = new Set(['approve-onsite-test', 'record-first-review', 'record-second-review']);

/** After these, tests and approvals do not count any more. */
const beginsAnew = new Set(['roll-back', 'roll-back-afterwards', 'plan-again', 'return-plan']);

/** What the product notes for itself and that moves nothing. */
const silent = new Set(['record-revision']);

export function traceOfCase(one: LoopCase): CaseTrace {
  let before = Date.parse(one.openedAt);
  const done = one.performed
    .filter(({ action }) => !silent.has(action) && action !== 'open')
    .map((entry, index): Step => {
      const tookMs = Date.parse(entry.at) - before;
      before = Date.parse(entry.at);
      const { action, person, onBehalfOf, to, at } = entry;
      return {
        key: `${index} ${action}`,
        when: 'done',
        action,
        person,
        onBehalfOf,
        to,
        at,
        tookMs,
      };
    });
  const anew = one.performed.findLastIndex(({ action }) => beginsAnew.has(action));
  const performed = new Set(one.performed.slice(anew + 1).map(({ action }) => action));
  const coming = (one.closedAt === null ? actionsAhead(one.procedure, one.state) : []).filter(
    (action) => !(staying.has(action) && performed.has(action)),
  );
  const ahead = coming.map(
    (action, index): Step => ({
      ...{ key: `ahead ${index} ${action}`, action, when: index === 0 ? 'now' : 'ahead' },
      ...{ person: null, onBehalfOf: null, to: null, at: null, tookMs: null },
    }),
  );
  return { one, steps: [...done, ...ahead] };
}

/** One trace for each organisation that the advisory touches or that has cases about it, the reader's view of each. */
export function tracesOf(view: LoopView): Trace[] {
  const names = new Map<string, string>();
  for (const { ownerId, name } of view.standings) names.set(ownerId, name);
  for (const { ownerId, ownerName } of view.cases) names.set(ownerId, ownerName);
  return [...names].map(([ownerId, name]) => {
    const own = view.cases.filter((one) => one.ownerId === ownerId);
    const of = (procedure: string) => own.filter((one) => one.procedure === procedure);
    const standing = view.standings.find((one) => one.ownerId === ownerId) ?? null;
    const changes = of('change');
    const branches = of('patch').map(
      (patch): Branch => ({
        patch: traceOfCase(patch),
        changes: changes.filter(({ origins }) => origins.includes(patch.id)).map(traceOfCase),
        targets: view.targets.filter(({ caseId }) => caseId === patch.id),
      }),
    );
    const warnings = of('early-warning').map(traceOfCase);
    const stages = stagesOf(view.advisory, standing, warnings, branches);
    return { ownerId, name, standing, warnings, branches, stages };
  });
}

const first = (times: readonly (string | null | undefined)[]): string | null =>
  times.filter((at): at is string => typeof at === 'string').sort()[0] ?? null;
const last = (times: readonly (string | null | undefined)[]): string | null =>
  times
    .filter((at): at is string => typeof at === 'string')
    .sort()
    .at(-1) ?? null;

/** States in which a warning has said what is to be done. */
const warned = new Set([
  'tracking',
  'reconsidering',
  'reported',
  'closed',
  'no-impact',
  'duplicate',
]);
/** States in which a patch is with its change or past it. */
const handed = new Set(['in-change', 'verifying', 'contradicted', 'done']);
/** A patch that ends without being installed asks for nothing more. */
const dropped = new Set(['fed-back', 'not-applicable', 'assets-gone']);
const carriedOut = new Set(['implemented', 'closed']);

function stagesOf(
  advisory: LoopView['advisory'],
  standing: Standing | null,
  warnings: readonly CaseTrace[],
  branches: readonly Branch[],
): Stage[] {
  const plain = { through: null, of: null };
  const begins = advisory.publishedAt ?? advisory.receivedAt;
  const touched = matchedAt(standing, warnings);
  const assets: Stage = {
    ...{ id: 'assets', standing: touched === null ? 'ahead' : 'done', ...plain },
    ...{ startedAt: advisory.receivedAt, endedAt: touched },
  };
  return [
    { id: 'advisory', standing: 'done', startedAt: begins, endedAt: advisory.receivedAt, ...plain },
    assets,
    warningStage(warnings),
    ...branchStages(branches),
    closedStage(begins, standing, warnings, branches),
  ];
}

/** When it was first matched: a finding that came back counts anew, its first warning tells of the time before. */
export function matchedAt(
  standing: Standing | null,
  warnings: readonly CaseTrace[],
): string | null {
  return first([standing?.firstSeenAt, ...warnings.map(({ one }) => one.openedAt)]);
}

function warningStage(warnings: readonly CaseTrace[]): Stage {
  const through = warnings.filter(({ one }) => warned.has(one.state));
  const ends = warnings.map(
    ({ one }) => one.performed.find(({ to }) => warned.has(to))?.at ?? one.closedAt,
  );
  return partsStage('warning', through.length, warnings.length, {
    startedAt: first(warnings.map(({ one }) => one.openedAt)),
    endedAt: last(ends),
  });
}

function branchStages(branches: readonly Branch[]): Stage[] {
  const wanted = branches.filter(({ patch }) => !dropped.has(patch.one.state));
  const changes = wanted.flatMap((branch) => branch.changes);
  const targets = wanted
    .flatMap((branch) => branch.targets)
    .filter(({ state }) => state !== 'excepted');
  const verified = targets.filter(({ state }) => state === 'verified');
  const implementedAt = (one: LoopCase) =>
    typeof one.fields['implementedAt'] === 'string' ? one.fields['implementedAt'] : null;
  const stopped = branches.length > 0 && wanted.length === 0;
  const handedOver = wanted.filter(({ patch }) => handed.has(patch.one.state));
  const patch = partsStage('patch', handedOver.length, wanted.length, {
    startedAt: first(wanted.map(({ patch: { one } }) => one.openedAt)),
    endedAt: last(changes.map(({ one }) => one.openedAt)),
  });
  const done = wanted.filter((branch) =>
    branch.changes.some(({ one }) => carriedOut.has(one.state)),
  );
  const change = partsStage('change', done.length, changes.length === 0 ? 0 : wanted.length, {
    startedAt: first(changes.map(({ one }) => one.openedAt)),
    endedAt: last(changes.map(({ one }) => implementedAt(one))),
  });
  const verification = partsStage('verification', verified.length, targets.length, {
    startedAt: first(changes.map(({ one }) => implementedAt(one))),
    endedAt: last(verified.map(({ inventoryAt }) => inventoryAt)),
  });
  return [
    stopped ? { ...patch, standing: 'stopped' } : patch,
    change,
    verification.startedAt === null && verification.standing === 'now'
      ? { ...verification, standing: 'ahead' }
      : verification,
  ];
}

function partsStage(
  id: StageId,
  through: number,
  of: number,
  times: { startedAt: string | null; endedAt: string | null },
): Stage {
  if (of === 0)
    return { id, standing: 'ahead', through: null, of: null, startedAt: null, endedAt: null };
  const done = through === of;
  return {
    ...{ id, standing: done ? 'done' : 'now', through, of, startedAt: times.startedAt },
    endedAt: done ? times.endedAt : null,
  };
}

function closedStage(
  begins: string,
  standing: Standing | null,
  warnings: readonly CaseTrace[],
  branches: readonly Branch[],
): Stage {
  const cases = [...warnings, ...branches.flatMap(({ patch }) => [patch])];
  const over = cases.length > 0 && cases.every(({ one }) => one.closedAt !== null);
  const startedAt = matchedAt(standing, warnings) ?? begins;
  const endedAt = over ? last(cases.map(({ one }) => one.closedAt)) : null;
  return {
    id: 'closed',
    standing: over ? 'done' : 'ahead',
    startedAt,
    endedAt,
    through: null,
    of: null,
  };
}

/** Milliseconds that a stage took, or has taken so far; null while it has not begun. */
export function lengthOf(stage: Stage, now: number): number | null {
  if (stage.startedAt === null || stage.standing === 'ahead') return null;
  const end = stage.endedAt === null ? now : Date.parse(stage.endedAt);
  return Math.max(0, end - Date.parse(stage.startedAt));
}
