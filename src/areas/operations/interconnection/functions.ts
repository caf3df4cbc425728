import type { Functions, GuardInput } from '#engine/decision.ts';
import { type InterconnectionFacts, involvesThirdParty, thirdPartyOf } from './facts.ts';

type Input = GuardInput<InterconnectionFacts>;

const parts = ['endsMatch', 'dataMatch', 'measuresMatch'] as const;

export const interconnectionFunctions: Functions<InterconnectionFacts> = {
  guards: {
    'third-party-is-named': ({ record }) =>
      !involvesThirdParty(record.fields) || thirdPartyOf(record.fields) !== null,
    'border-is-guarded': ({ record }) => {
      const measures = record.fields['borderMeasures'];
      return !involvesThirdParty(record.fields) || (Array.isArray(measures) && measures.length > 0);
    },
    'principles-are-in-force': ({ facts }) => facts.principles > 0,
    'every-principle-is-examined': ({ facts }) =>
      facts.verdicts.length > 0 && facts.verdicts.every(({ state }) => state !== 'open'),
    'every-principle-is-met': ({ facts }) =>
      facts.verdicts.every(({ state }) => state !== 'violates'),
    'a-principle-is-failed': ({ facts }) =>
      facts.verdicts.some(({ state }) => state === 'violates'),
    'agreement-is-valid': ({ facts }) => facts.agreement,
    'change-is-achieved': ({ fields }) => fields['outcome'] === 'achieved',
    'results-match': (input: Input) => parts.every((part) => input.fields[part] === true),
    'a-difference-is-named': (input: Input) => parts.some((part) => input.fields[part] === false),
    'no-change-is-open': ({ record }) =>
      record.handOffs.every(({ state }) => state !== 'offered' && state !== 'accepted'),
    'is-connected': ({ facts }) => facts.connected,
    'is-not-connected': ({ facts }) => !facts.connected,
  },
};
