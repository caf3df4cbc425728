import { openCase } from '#work/cases/open-case.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { RegisterModule } from '#work/catalogue.ts';
import { openChecks } from '../check/open-checks.ts';
import { keepRelease } from '../profile/keep-release.ts';
import { configurationProfiles } from './profiles.ts';

/** The profile through its versions: released by cases, reviewed, checked on its assets. */
export const profilesModule: RegisterModule = {
  register: configurationProfiles,
  effects: {
    'keep-release': keepRelease,
    'keep-review': async (context, { form }) => ({
      reviewedAt: context.now.toISOString(),
      reviewFindings: form['findings'],
    }),
  },
  effectsOnCases: {
    /** A review that asks for another configuration opens the case of the next version (R-CF-7). */
    'open-next-version': async (context, { id, ownerId, fields, form }, catalogue) => {
      if (form['outcome'] !== 'adjust' || ownerId === null) return;
      await openCase(context, catalogue, {
        procedure: 'configuration',
        ownerId,
        title: String(fields['name']),
        fields: { origin: 'review', profile: id, changeNote: form['findings'] },
        actor: systemActor,
      });
    },
    'open-checks': async (context, { id, ownerId }, catalogue) => {
      if (ownerId === null) return;
      await openChecks(context, catalogue, {
        ...{ ownerId, profileId: id, purpose: 'monitoring', assets: null },
      });
    },
  },
};
