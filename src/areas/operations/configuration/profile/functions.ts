import type { Functions } from '#engine/decision.ts';
import { digestOfLine, type ProfileFacts, submittedRows } from './facts.ts';

const filled = (text: string | null): boolean => text !== null && text.trim() !== '';

export const configurationFunctions: Functions<ProfileFacts> = {
  guards: {
    'profile-is-chosen': ({ record }) => typeof record.fields['profile'] === 'string',
    'profile-is-current': ({ record, facts }) =>
      facts.profile !== null && facts.profile.number === Number(record.fields['baseNumber'] ?? 0),
    'items-are-there': ({ facts }) =>
      facts.items.length > 0 && facts.items.every(({ state }) => state !== 'withdrawn'),
    'items-suit-the-class': ({ facts }) =>
      facts.items.every(({ assetKind }) => assetKind === facts.profile?.assetKind),
    'every-item-has-a-benchmark': ({ facts }) =>
      facts.benchmarks.every(
        ({ comparison, expected }) => comparison === 'complies' || filled(expected),
      ) &&
      facts.items.every(({ item }) =>
        facts.benchmarks.some(
          (line) => line.item === item && line.importance === 'any' && line.environment === 'any',
        ),
      ),
    'benchmark-is-as-submitted': ({ record, facts }) => {
      const submitted = record.fields['submitted'];
      const digests = Array.isArray(submitted) ? submitted.map((row) => row?.digest) : [];
      const present = submittedRows(facts).map(digestOfLine);
      return digests.length === present.length && present.every((one) => digests.includes(one));
    },
    'assets-are-in-scope': ({ facts }) => facts.assetsInScope > 0,
    'no-asset-is-in-scope': ({ facts }) => facts.assetsInScope === 0,
    'no-change-is-open': ({ record }) =>
      record.handOffs.every(({ state }) => state === 'returned' || state === 'merged'),
    'change-is-achieved': ({ fields }) => fields['outcome'] === 'achieved',
    'checks-are-settled': ({ facts }) => facts.checks.total > 0 && facts.checks.open === 0,
  },
};
