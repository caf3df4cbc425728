import type { Functions, GuardInput } from '#engine/decision.ts';
import { digestOf, type EarlyWarningFacts, proposedOf, type RecommendationFact } from './facts.ts';

type Input = GuardInput<EarlyWarningFacts>;

const hasText = (text: string | null): boolean => text !== null && text.trim() !== '';

function recommends(input: Input, kind: RecommendationFact['kind']): boolean {
  return input.facts.recommendations.some((one) => one.kind === kind && one.state !== 'withdrawn');
}

function everythingIsBack({ record }: Input): boolean {
  return record.handOffs.every(({ state }) => state === 'returned' || state === 'merged');
}

/** From approval to the end, by the judged priority; CISA's directive BOD 26-04 gives the same steps of 3, 14 and 60 days. */
const implementationDays: Readonly<Record<string, number>> = {
  immediate: 3,
  'out-of-cycle': 14,
  scheduled: 60,
  defer: 180,
};

/** Days for recommending and reviewing, by the judged priority. */
const recommendationTimes: Readonly<Record<string, string>> = {
  immediate: 'P1D',
  'out-of-cycle': 'P3D',
  scheduled: 'P10D',
  defer: 'P20D',
};

export const earlyWarningFunctions: Functions<EarlyWarningFacts> = {
  guards: {
    'no-open-twin': (input) => input.facts.openTwins === 0,
    'twin-is-another-warning': (input) => input.fields['duplicateOf'] !== input.facts.caseId,
    'nothing-is-affected': (input) => input.facts.affected === 0,
    'judged-imperative': (input) => input.fields['imperative'] === true,
    'report-is-issued': (input) => input.facts.reportIssued,
    'recommendations-are-there': (input) => proposedOf(input.facts).length > 0,
    'recommendations-name-assets': (input) =>
      proposedOf(input.facts).every((one) => one.kind === 'other' || one.assets.length > 0),
    'patches-have-an-advisory': ({ record, facts }) =>
      typeof record.fields['advisory'] === 'string' ||
      proposedOf(facts).every(({ kind }) => kind !== 'patch'),
    'configuration-items-are-complete': (input) =>
      proposedOf(input.facts).every(
        (one) =>
          one.kind !== 'configuration' ||
          (hasText(one.requirement) &&
            hasText(one.referenceMethod) &&
            hasText(one.checkConditions)),
      ),
    'all-criteria-hold': ({ fields }) =>
      fields['suitable'] === true && fields['adequate'] === true && fields['rational'] === true,
    'a-criterion-fails': ({ fields }) =>
      fields['suitable'] === false || fields['adequate'] === false || fields['rational'] === false,
    'recommendations-are-as-submitted': ({ record, facts }) => {
      const submitted = record.fields['submitted'];
      const digests = Array.isArray(submitted) ? submitted.map((row) => row?.digest) : [];
      const present = proposedOf(facts).map(digestOf);
      return digests.length === present.length && present.every((one) => digests.includes(one));
    },
    'patches-are-recommended': (input) => recommends(input, 'patch'),
    'configurations-are-recommended': (input) => recommends(input, 'configuration'),
    'improvements-are-recommended': (input) => recommends(input, 'other'),
    'result-needs-a-person': (input) =>
      input.fields['outcome'] === 'not-achieved' || input.record.state === 'reconsidering',
    'everything-is-back': everythingIsBack,
    'is-under-review': ({ record }) => record.state === 'reviewing',
    'is-tracked': ({ record }) => record.state === 'tracking',
  },
  durations: {
    'analysis-time': ({ record }) =>
      record.fields['knownExploited'] === true || record.fields['exploitation'] === 'active'
        ? 'P1D'
        : 'P5D',
    'recommendation-time': ({ record }) =>
      recommendationTimes[String(record.fields['priority'])] ?? 'P10D',
    'implementation-time': ({ record, now }) => {
      const days = implementationDays[String(record.fields['priority'])] ?? 60;
      const kev = Date.parse(`${String(record.fields['kevDueDate'])}T23:59:59.000Z`);
      if (Number.isNaN(kev)) return `P${days}D`;
      // A due date that has passed leaves a day: what is late is due now, and told so.
      const daysToKev = Math.max(1, Math.ceil((kev - Date.parse(now)) / 86_400_000));
      return `P${Math.min(days, daysToKev)}D`;
    },
  },
};
