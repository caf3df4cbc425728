import type { Functions, GuardInput } from '#engine/decision.ts';
import { type ChangeFacts, conflictsWith, type Window } from './facts.ts';
import { planParts } from './fields.ts';

type Input = GuardInput<ChangeFacts>;

/** What the form says, or else what the case holds already. */
function fieldOf(input: Input, name: string): unknown {
  return input.fields[name] ?? input.record.fields[name];
}

function textOf(input: Input, name: string): string {
  const value = fieldOf(input, name);
  return typeof value === 'string' ? value : '';
}

function idsOf(input: Input, name: string): string[] {
  const value = fieldOf(input, name);
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function windowOf(input: Input): Window {
  return {
    start: textOf(input, 'windowStart'),
    end: textOf(input, 'windowEnd'),
    assets: idsOf(input, 'assets'),
    services: idsOf(input, 'services'),
    emergency: textOf(input, 'variant') === 'emergency',
  };
}

/** How long a request may wait before it is formulated, by its priority. */
const formulationTimes: Readonly<Record<string, string>> = {
  immediate: 'PT4H',
  high: 'P1D',
  normal: 'P5D',
  low: 'P10D',
};

export const changeFunctions: Functions<ChangeFacts> = {
  guards: {
    'variant-is-justified': (input) => {
      const variant = textOf(input, 'variant');
      if (variant === 'standard') return textOf(input, 'model').trim() !== '';
      if (variant === 'emergency') {
        return textOf(input, 'emergencyReason').trim() !== '' && textOf(input, 'incident') !== '';
      }
      return true;
    },
    'variant-is-normal': (input) => textOf(input, 'variant') === 'normal',
    'variant-is-emergency': (input) => textOf(input, 'variant') === 'emergency',
    'model-is-in-force': (input) => input.facts.modelInForce,
    'variant-is-standard': (input) => textOf(input, 'variant') === 'standard',
    'window-is-in-order': (input) => {
      const { start, end } = windowOf(input);
      return start === '' || end === '' || start < end;
    },
    'window-is-ahead': (input) => windowOf(input).end > input.now,
    'window-is-open': (input) => {
      const { start, end } = windowOf(input);
      return start <= input.now && input.now < end;
    },
    'window-is-free': (input) => conflictsWith(input.facts, windowOf(input)).length === 0,
    'not-the-implementer': (input) => {
      // The plan names the implementer; only an emergency or standard authorisation names him in its own form.
      const implementer = input.record.fields['implementer'] ?? input.fields['implementer'];
      return input.actor.person !== implementer && input.actor.onBehalfOf !== implementer;
    },
    'is-the-implementer': (input) => input.actor.person === textOf(input, 'implementer'),
    'test-passed': (input) => input.fields['result'] === 'passed',
    'onsite-test-approved': (input) => textOf(input, 'onsiteEnvironment').trim() !== '',
    'first-review-is-due': (input) => daysSince(input, 'implementedAt') >= 7,
    'first-review-is-open': (input) => textOf(input, 'firstReview') === '',
    'second-review-is-open': (input) => textOf(input, 'secondReview') === '',
    'a-review-is-negative': (input) =>
      [textOf(input, 'firstReview'), textOf(input, 'secondReview')].includes('not-effective'),
    'first-review-is-recorded': (input) => textOf(input, 'firstReview') !== '',
    'second-review-is-due': (input) => daysSince(input, 'implementedAt') >= 30,
    'reviews-say-effective': (input) =>
      textOf(input, 'firstReview') === 'effective' && textOf(input, 'secondReview') === 'effective',
    'plan-and-tests-are-complete': (input) => {
      const variant = textOf(input, 'variant');
      // A standard change carries the plan and tests of its pre-authorised model.
      if (variant === 'standard') return true;
      const planned = Object.keys(planParts).every((part) => textOf(input, part).trim() !== '');
      return (
        planned && textOf(input, 'labTest') === 'passed' && textOf(input, 'onsiteTest') === 'passed'
      );
    },
  },
  durations: {
    'formulation-time': (input) =>
      formulationTimes[textOf(input, 'priority')] ?? formulationTimes['normal'] ?? 'P5D',
  },
};

function daysSince(input: Input, name: string): number {
  const since = Date.parse(textOf(input, name));
  return Number.isNaN(since) ? -1 : (Date.parse(input.now) - since) / 86_400_000;
}
