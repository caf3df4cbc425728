import type { Functions } from '#engine/decision.ts';
import { type ConfigurationCheckFacts, shortfalls } from './facts.ts';

/** Days to mend a failure, by the importance of the asset. */
const mendingTimes: Readonly<Record<string, string>> = {
  strategic: 'P7D',
  critical: 'P14D',
  important: 'P30D',
};

export const configurationCheckFunctions: Functions<ConfigurationCheckFacts> = {
  guards: {
    'every-item-was-looked-at': ({ facts }) =>
      facts.results.length > 0 && facts.results.every(({ standing }) => standing !== 'open'),
    'the-open-is-explained': ({ facts }) =>
      facts.results.every(
        ({ standing, explanation }) =>
          standing !== 'undetermined' || (explanation ?? '').trim() !== '',
      ),
    'everything-complies': ({ facts }) =>
      facts.results.length > 0 && facts.results.every(({ standing }) => standing === 'complies'),
    'change-is-achieved': ({ fields }) => fields['outcome'] === 'achieved',
    'exceptions-cover-failures': ({ facts, now }) =>
      shortfalls(facts.results).length > 0 &&
      facts.exceptionUntil !== null &&
      facts.exceptionUntil > now,
  },
  durations: {
    'time-to-mend': ({ facts }) => mendingTimes[facts.importance ?? ''] ?? 'P60D',
    'time-to-exception-end': ({ facts, now }) => {
      const seconds = Math.ceil((Date.parse(facts.exceptionUntil ?? now) - Date.parse(now)) / 1000);
      return `PT${Math.max(1, seconds)}S`;
    },
  },
};
