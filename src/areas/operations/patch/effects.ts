import { latestChange } from '#areas/operations/change/queries/latest-change.ts';
import { addDuration } from '#engine/duration.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { openTargetStates, type PatchFacts, targetsOf } from './facts.ts';
import { decidedPriority, proposePatchPriority, timeToImplement } from './priority.ts';
import { patchTests } from './registers.ts';
import { keepTargets, moveTargets } from './targets.ts';

type Input = ActInput<PatchFacts>;

const assetsOf = ({ case: row, form }: Input): string[] => {
  const assets = form['assets'] ?? row.fields['assets'];
  return Array.isArray(assets) ? assets.map(String) : [];
};

async function keepTest(context: WriteContext, { case: row, form }: Input) {
  await insertRecord(
    context,
    { register: patchTests },
    {
      ownerId: row.ownerId,
      caseId: row.id,
      label: row.label,
      tlp: row.tlp,
      computed: true,
      fields: {
        result: form['result'],
        environment: form['environment'],
        observations: form['observations'],
        testedAt: context.now.toISOString(),
        tester: context.principal.personId,
      },
    },
  );
  return { testResult: form['result'] };
}

async function keepPriority(context: WriteContext, { case: row, form }: Input) {
  const values = { ...row.fields, ...form };
  const now = context.now.toISOString();
  return {
    proposedPriority: proposePatchPriority(values),
    priority: decidedPriority(values),
    dueBy: addDuration(now, timeToImplement(values, now)),
  };
}

/** What the change did: when it was implemented is what an inventory must be newer than. */
async function takeResult(context: WriteContext, { case: row, form, facts }: Input) {
  if (form['outcome'] !== 'achieved') {
    await moveTargets(context, facts.targets, 'retry', ['in-change', 'reported', 'contradicted']);
    return { implementedAt: null };
  }
  const implementedAt =
    (await latestChange(context, row))?.implementedAt ?? context.now.toISOString();
  await moveTargets(context, facts.targets, 'report', ['in-change'], { implementedAt });
  return { implementedAt };
}

export const patchEffects = {
  'keep-test': keepTest,
  'keep-targets': async (context: WriteContext, input: Input) => {
    await keepTargets(context, input.case, assetsOf(input));
  },
  'keep-priority': keepPriority,
  'start-targets': async (context: WriteContext, { case: row }: Input) => {
    const targets = await targetsOf(context, row);
    await moveTargets(context, targets, 'retry', ['contradicted']);
    await moveTargets(context, await targetsOf(context, row), 'start', ['waiting']);
    return { changeAttempts: Number(row.fields['changeAttempts'] ?? 0) + 1 };
  },
  'take-result': takeResult,
  'retry-targets': async (context: WriteContext, { case: row }: Input) =>
    moveTargets(context, await targetsOf(context, row), 'retry', ['contradicted', 'excepted']),
  /** The change was rolled back: nothing that it reported counts, and its assets wait for another. */
  'take-back-targets': async (context: WriteContext, { case: row, facts }: Input) => {
    const reported = ['reported', 'contradicted', 'verified'] as const;
    await moveTargets(context, facts.targets, 'roll-back', reported);
    await moveTargets(context, await targetsOf(context, row), 'retry', ['in-change']);
    return { implementedAt: null };
  },
  'await-targets': async (context: WriteContext, { facts }: Input) =>
    moveTargets(context, facts.targets, 'await', ['contradicted']),
  'except-targets': async (context: WriteContext, { case: row, facts }: Input) => {
    await moveTargets(context, await targetsOf(context, row), 'except', ['waiting']);
    return { deferredUntil: facts.exceptionUntil };
  },
  'forget-deferral': async () => ({ deferredUntil: null }),
  /** A requirement that ends without its patch lets its assets go. */
  'release-targets-at-end': async (context: WriteContext, { case: row, to }: Input) => {
    if (to !== 'fed-back' && to !== 'not-applicable') return;
    await moveTargets(context, await targetsOf(context, row), 'release', [
      ...openTargetStates,
      'excepted',
    ]);
  },
};
