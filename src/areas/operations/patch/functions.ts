import type { Functions, GuardInput } from '#engine/decision.ts';
import { areGone, areSettled, openTargetStates, type PatchFacts } from './facts.ts';
import { proposePatchPriority, timeToImplement } from './priority.ts';

type Input = GuardInput<PatchFacts>;

/** What the form says, or else what the case holds already. */
function fieldOf(input: Input, name: string): unknown {
  return input.fields[name] ?? input.record.fields[name];
}

/** Until an instant; what lies behind is due at once. */
function durationUntil(now: string, instant: string): string {
  const seconds = Math.ceil((Date.parse(instant) - Date.parse(now)) / 1000);
  return `PT${Number.isNaN(seconds) ? 1 : Math.max(1, seconds)}S`;
}

export const patchFunctions: Functions<PatchFacts> = {
  guards: {
    'test-is-effective': ({ fields }) => fields['result'] === 'effective',
    'alternative-is-feedback': ({ fields }) => fields['alternative'] === 'feedback',
    'alternative-is-workaround': ({ fields }) => fields['alternative'] === 'workaround',
    'review-is-ahead': ({ fields, now }) => String(fields['reviewBy'] ?? '') > now,
    'deviation-is-explained': (input) => {
      const decided = input.fields['priority'];
      if (typeof decided !== 'string') return true;
      const proposed = proposePatchPriority({ ...input.record.fields, ...input.fields });
      return decided === proposed || String(input.fields['priorityReason'] ?? '').trim() !== '';
    },
    'targets-remain': ({ record, facts }) =>
      // Before the first change the targets may not be written yet; the requirement names the assets.
      facts.targets.length === 0
        ? Array.isArray(record.fields['assets']) && record.fields['assets'].length > 0
        : facts.targets.some(({ state }) => openTargetStates.includes(state)),
    'exception-covers-targets': ({ facts, now }) =>
      facts.exceptionUntil !== null && facts.exceptionUntil > now,
    'change-is-achieved': ({ fields }) => fields['outcome'] === 'achieved',
    'targets-are-verified': ({ facts }) => areSettled(facts.targets),
    'no-asset-is-left': ({ facts }) => areGone(facts.targets),
    'a-target-is-contradicted': ({ facts }) =>
      facts.targets.some(({ state }) => state === 'contradicted'),
  },
  durations: {
    'testing-time': ({ record }) => (record.fields['knownExploited'] === true ? 'P1D' : 'P10D'),
    'time-to-implement': ({ record, now }) => timeToImplement(record.fields, now),
    'time-to-review': (input) => durationUntil(input.now, String(fieldOf(input, 'reviewBy'))),
    'time-to-exception-end': ({ facts, now }) => durationUntil(now, facts.exceptionUntil ?? now),
  },
};
