import type { WriteContext } from '#kernel/command/context.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { ActInput } from '#work/catalogue.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { configurationProfiles } from '../registers/profiles.ts';
import { compareVersions } from './compare-versions.ts';
import { carryOver, collectRecommended, proposeBenchmark } from './draw-up.ts';
import { digestOfLine, type ProfileFacts, profileOf, submittedRows, versionOf } from './facts.ts';
import { keepRelease } from './keep-release.ts';

type Input = ActInput<ProfileFacts>;

/** The lines that the owner is asked to approve, and what they change in the version before. */
async function freezeBenchmark(context: WriteContext, { case: row, facts }: Input) {
  const profile = await profileOf(context, row.ownerId, row.fields['profile']);
  const before =
    profile?.release == null
      ? { items: [], benchmarks: [] }
      : await versionOf(context, { ownerId: row.ownerId, id: profile.release });
  return {
    submitted: submittedRows(facts).map((line) => ({
      code: line.of.code,
      title: line.of.title,
      importance: line.importance,
      environment: line.environment,
      comparison: line.comparison,
      ...(line.expected === null ? {} : { expected: line.expected }),
      digest: digestOfLine(line),
    })),
    ...compareVersions(before, facts),
  };
}

async function releaseVersion(context: WriteContext, { case: row }: Input) {
  const profile = await findRecord(context, configurationProfiles, String(row.fields['profile']), {
    lock: true,
  });
  await actOnRecord(
    context,
    { register: configurationProfiles, effects: { 'keep-release': keepRelease } },
    profile,
    {
      action: 'release',
      comment: null,
      fields: { number: row.fields['number'], release: row.id },
      actor: systemActor,
    },
  );
  return { releasedAt: context.now.toISOString() };
}

export const configurationEffects = {
  'collect-at-opening': async (context: WriteContext, { case: row }: Input) => {
    await collectRecommended(context, row);
    const { profile } = row.fields;
    return typeof profile === 'string' ? carryOver(context, row, profile) : {};
  },
  'carry-over': (context: WriteContext, { case: row, form }: Input) =>
    carryOver(context, row, String(form['profile'])),
  'propose-benchmark': (context: WriteContext, { case: row }: Input) =>
    proposeBenchmark(context, row),
  'freeze-benchmark': freezeBenchmark,
  'release-version': releaseVersion,
  'count-attempt': async (_context: WriteContext, { case: row }: Input) => ({
    changeAttempts: Number(row.fields['changeAttempts'] ?? 0) + 1,
  }),
};
