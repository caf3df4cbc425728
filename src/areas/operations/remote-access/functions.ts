import type { Functions, GuardInput } from '#engine/decision.ts';
import type { RemoteAccessFacts } from './facts.ts';

type Input = GuardInput<RemoteAccessFacts>;

const instantOf = (input: Input, name: string): string => String(input.record.fields[name] ?? '');

const isActor = ({ actor }: Input, person: unknown): boolean =>
  actor.person === person || (actor.onBehalfOf !== null && actor.onBehalfOf === person);

/** Until an instant; what lies behind is due at once. */
function durationUntil(now: string, instant: string): string {
  const seconds = Math.ceil((Date.parse(instant) - Date.parse(now)) / 1000);
  return `PT${Number.isNaN(seconds) ? 1 : Math.max(1, seconds)}S`;
}

export const remoteAccessFunctions: Functions<RemoteAccessFacts> = {
  guards: {
    'is-the-requester': (input) => isActor(input, input.record.openedBy),
    'not-the-user': (input) => !isActor(input, input.record.fields['user']),
    'rules-are-in-force': ({ facts }) => facts.checks.length > 0,
    'every-rule-is-checked': ({ facts }) => facts.checks.every(({ state }) => state !== 'open'),
    'every-rule-is-satisfied': ({ facts }) =>
      facts.checks.every(({ state }) => state !== 'violates'),
    'period-is-in-order': (input) => instantOf(input, 'startsAt') < instantOf(input, 'endsAt'),
    'period-is-ahead': (input) => instantOf(input, 'endsAt') > input.now,
    'maximum-is-set': ({ facts }) => facts.maximumDays !== null,
    'period-is-within-maximum': (input) => {
      const { maximumDays } = input.facts;
      if (maximumDays === null) return true;
      const period =
        Date.parse(instantOf(input, 'endsAt')) - Date.parse(instantOf(input, 'startsAt'));
      return period <= maximumDays * 86_400_000;
    },
    'agreement-is-valid': ({ facts }) => facts.agreement,
    'review-is-in-order': ({ fields, now }) => {
      const from = String(fields['reviewedFrom'] ?? '');
      const to = String(fields['reviewedTo'] ?? '');
      return from < to && to <= now;
    },
    'abnormal-records-are-judged': ({ facts }) => facts.abnormal === 0,
  },
  durations: {
    'time-to-end': (input) => durationUntil(input.now, instantOf(input, 'endsAt')),
  },
};
