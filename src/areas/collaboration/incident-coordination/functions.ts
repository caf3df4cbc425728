import type { Functions, GuardInput } from '#engine/decision.ts';
import { criteria } from './decision/high-impact.ts';
import { gapsToHandOver, type IncidentFacts, recommendationsToHandOver } from './facts.ts';
import { assignedAtOnce } from './fields.ts';

type Input = GuardInput<IncidentFacts>;

/** A field as it will be: what the form says, otherwise what the case has. */
function willBe({ fields, record }: Input, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : record.fields[name];
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/** In the order in which they happen; each is compared with the next one that is known, and none lies ahead. */
const sequence = ['occurredAt', 'detectedAt', 'reportedAt'] as const;
const afterDetection = ['containedAt', 'resolvedAt', 'recoveredAt'] as const;

function inOrder(input: Input): boolean {
  const at = (name: string) => {
    const value = willBe(input, name);
    return typeof value === 'string' ? value : null;
  };
  const known = sequence.map(at).filter((value) => value !== null);
  const begun = at('detectedAt') ?? at('occurredAt');
  const later = afterDetection.map(at).filter((value) => value !== null);
  return (
    [...known, ...later].every((value) => value <= input.now) &&
    known.every((value, index) => index === 0 || (known[index - 1] ?? '') <= value) &&
    later.every((value) => begun === null || begun <= value)
  );
}

function zoneIsKnown({ fields }: Input): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(fields['zone']) });
    return true;
  } catch {
    return false;
  }
}

/** A significant impact is a person's judgement: it names criteria and says why. */
function significanceIsJudged({ fields }: Input): boolean {
  if (!criteria.some((criterion) => fields[criterion] === 'SIGNIFICANT')) return true;
  const named = fields['criteria'];
  return Array.isArray(named) && named.length > 0 && isText(fields['judgement']);
}

function twoHoursCount({ record }: Input): boolean {
  const { managedItem, category, serviceDeskSolution } = record.fields;
  return (
    managedItem === true &&
    serviceDeskSolution === undefined &&
    !assignedAtOnce.some((one) => one === category)
  );
}

/** The NISO of the origin has spoken with that of every other administration affected (hand-off H4), or it is said why that was not needed. */
function liaisonWasHeld(input: Input): boolean {
  const { originAdministration, affectedAdministrations } = input.record.fields;
  if (isText(willBe(input, 'noLiaisonBecause')) || !Array.isArray(affectedAdministrations)) {
    return true;
  }
  return affectedAdministrations
    .filter((one) => one !== originAdministration)
    .every((one) =>
      input.facts.liaisons.some(
        (held) =>
          (held.from === originAdministration && held.with === one) ||
          (held.from === one && held.with === originAdministration),
      ),
    );
}

export const incidentFunctions: Functions<IncidentFacts> = {
  judges: { 'zone-is-known': 'zone' },
  guards: {
    'ticket-or-reporter-is-named': (input) =>
      isText(willBe(input, 'ticket')) || isText(willBe(input, 'reporter')),
    'instants-are-in-order': inOrder,
    'origin-is-known': (input) => isText(willBe(input, 'originAdministration')),
    'has-no-solution': ({ record }) => !isText(record.fields['serviceDeskSolution']),
    'is-not-assigned': ({ record }) => !isText(record.fields['assignedTo']),
    'two-hours-count': twoHoursCount,
    'report-is-analysed': ({ facts }) => facts.analyses > 0,
    'significance-is-judged': significanceIsJudged,
    'impact-is-high': ({ record }) => record.fields['highImpact'] === true,
    'impact-is-low': ({ record }) => record.fields['highImpact'] === false,
    'zone-is-known': zoneIsKnown,
    'notification-may-be-due': ({ record }) =>
      record.fields['commonDomainImpact'] === 'yes' || record.fields['highImpact'] === true,
    'something-is-to-hand-over': ({ facts }) =>
      gapsToHandOver(facts).length + recommendationsToHandOver(facts).length > 0,
    'high-impact-has-its-report': ({ record, facts }) =>
      record.fields['highImpact'] !== true || facts.reportDelivered,
    'recovery-time-is-set': ({ record }) => isText(record.fields['recoveredAt']),
    'recommendations-are-handed-over': ({ facts }) =>
      gapsToHandOver(facts).length + recommendationsToHandOver(facts).length === 0,
    'liaison-was-held': liaisonWasHeld,
    'lessons-are-recorded': ({ facts }) => facts.lessons > 0,
  },
};
