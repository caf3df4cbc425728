import { invalidInput } from '#kernel/errors/app-error.ts';
import type { RegisterModule } from '#work/catalogue.ts';
import { oldestHours } from './fields.ts';
import { infectionEffects } from './functions.ts';
import { antivirusInstallations, infections, scanRuns, virusDefinitions } from './registers.ts';

const hoursBetween = (from: unknown, to: unknown): number =>
  Math.floor((Date.parse(String(to)) - Date.parse(String(from))) / 3_600_000);

/** A check says how old the definitions were when they were looked at; released after that they cannot be. */
export const virusDefinitionsModule: RegisterModule = {
  register: virusDefinitions,
  derive: ({ product, definitionsVersion, releasedAt, checkedAt }) => {
    const ageHours = Math.max(0, hoursBetween(releasedAt, checkedAt));
    return {
      name: `${String(product)} ${String(definitionsVersion)}`.slice(0, 300),
      ageHours,
      outdated: ageHours > oldestHours,
    };
  },
  changed: async (context, { after }) => {
    if (after === null) return;
    const { releasedAt, checkedAt } = after;
    const fault = (path: string, message: string) =>
      invalidInput([{ path: `/fields/${path}`, code: 'order', message }]);
    if (String(checkedAt) > context.now.toISOString()) {
      throw fault('checkedAt', 'The check cannot lie ahead.');
    }
    if (String(releasedAt) > String(checkedAt)) {
      throw fault('releasedAt', 'Definitions are released before they are checked.');
    }
  },
};

export const installationsModule: RegisterModule = { register: antivirusInstallations };

export const scanRunsModule: RegisterModule = {
  register: scanRuns,
  derive: ({ filesInfected, errors }) => ({
    outcome:
      Number(filesInfected) > 0 ? 'infected' : Number(errors ?? 0) > 0 ? 'incomplete' : 'clean',
  }),
  changed: async (_context, { after }) => {
    if (after === null || after['endedAt'] == null) return;
    if (String(after['endedAt']) < String(after['startedAt'])) {
      const message = 'A scan ends after it has begun.';
      throw invalidInput([{ path: '/fields/endedAt', code: 'order', message }]);
    }
  },
};

export const infectionsModule: RegisterModule = {
  register: infections,
  effects: infectionEffects,
};
