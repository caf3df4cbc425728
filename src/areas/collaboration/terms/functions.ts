import { askedParties, materialOf } from '#engine/approvals.ts';
import { hashOf } from '#engine/canonical.ts';
import type { Functions, GuardInput, RecordView } from '#engine/decision.ts';
import { durationBetween } from '#engine/duration.ts';
import { isWholeScope, scopeOf } from '../scope.ts';
import { parts, planKinds } from './choices.ts';
import { isWholeRule } from './clause-rule.ts';
import type { TermsFacts } from './facts.ts';
import { negotiationActions } from './negotiation-actions.ts';

type Input = GuardInput<TermsFacts>;

const dayMs = 24 * 3_600_000;
/** Shortest notice of a termination. */
const noticeDays = 30;

/** Administrations that agreed to exactly this text and scope. */
export function agreedParties(record: RecordView): readonly string[] {
  const hash = hashOf(materialOf(negotiationActions.agree.approval, record.fields));
  return record.approvals
    .filter(({ action, voided, hash: to }) => action === 'agree' && !voided && to === hash)
    .map(({ organisation }) => organisation);
}

/** Every administration that is asked agreed; those whose agreement was waived are not asked. */
function allHaveAgreed({ record }: Input): boolean {
  const asked = (record.partyRoles ?? []).filter(({ role }) => role === 'npm');
  // All were waived: askedParties would then ask every party, who never agree by this action.
  if (asked.length === 0) return true;
  const agreed = agreedParties(record);
  return askedParties(negotiationActions.agree.approval, record).every((one) =>
    agreed.includes(one),
  );
}

function plansAreComplete({ facts, record, now }: Input): boolean {
  const today = now.slice(0, 10);
  const has = (domain: string, organisation: string | null) =>
    planKinds.every((kind) =>
      facts.plans.some(
        (one) =>
          one.plan === kind &&
          one.domain === domain &&
          (organisation === null || one.organisation === organisation) &&
          one.validFrom <= today &&
          one.validTo >= today,
      ),
    );
  const common = has('common', null) || typeof record.fields['commonPlansWaived'] === 'string';
  return (
    common &&
    facts.participants.every(
      ({ organisation, state, plansWaived }) =>
        state === 'waived' || plansWaived || has('local', organisation),
    )
  );
}

/** Parts with a clause, and for section 2 its two statements; a part that is left out needs the reason. */
function partsArePresent({ facts, fields, record }: Input): boolean {
  const omitted = fields['omittedParts'];
  const left = Array.isArray(omitted) ? omitted : [];
  if (left.length > 0 && String(fields['omissionReason'] ?? '').trim() === '') return false;
  const hasStatements =
    typeof record.fields['slaToCentralCompliance'] === 'string' &&
    typeof record.fields['slaFromCentralCompliance'] === 'string';
  return parts.every(
    (part) => left.includes(part) || (part === 'sla' ? hasStatements : facts.parts.includes(part)),
  );
}

const endOf = (date: unknown): string => `${String(date)}T23:59:59.000Z`;

function until(now: string, instant: unknown): string {
  return typeof instant === 'string' && instant > now ? durationBetween(now, instant) : 'PT1S';
}

export const termsFunctions: Functions<TermsFacts> = {
  guards: {
    'scope-is-whole': ({ fields }) => isWholeScope(scopeOf(fields)),
    'rule-is-whole': ({ fields }) => isWholeRule(fields),
    'plan-period-is-sound': ({ fields }) =>
      String(fields['planFrom'] ?? '') <= String(fields['planTo'] ?? ''),
    'parts-are-present': partsArePresent,
    'comments-are-answered': ({ facts }) => facts.openComments === 0,
    'clauses-name-standards': ({ facts }) => facts.clausesWithoutStandard === 0,
    'assesses-own-side': ({ fields, actor }) =>
      (fields['against'] === 'administration') === actor.roles.includes('npm'),
    'all-have-agreed': allHaveAgreed,
    'plans-are-complete': plansAreComplete,
    'effect-is-ahead': ({ fields, now }) => {
      const { effectiveFrom, validUntil } = fields;
      const from = typeof effectiveFrom === 'string' ? effectiveFrom : now;
      return from >= now && (typeof validUntil !== 'string' || endOf(validUntil) > from);
    },
    'document-is-distributed': ({ facts, record }) =>
      facts.document?.state === 'distributed' &&
      facts.document.textDigest === record.fields['textDigest'],
    'a-later-version-replaces-it': ({ facts }) => facts.replaced,
    'takes-effect-now': ({ record, now }) => String(record.fields['effectiveFrom'] ?? now) <= now,
    'has-an-end': ({ record }) => typeof record.fields['validUntil'] === 'string',
    'notice-is-long-enough': ({ fields, now }) =>
      Date.parse(endOf(fields['endsOn'])) - Date.parse(now) >= noticeDays * dayMs,
    'notice-ends-them-earlier': ({ fields, record }) => {
      const { validUntil } = record.fields;
      return typeof validUntil !== 'string' || String(fields['endsOn']) < validUntil;
    },
  },
  judges: { 'plan-period-is-sound': 'planTo' },
  durations: {
    'time-to-effect': ({ record, now }) => until(now, record.fields['effectiveFrom']),
    'time-to-expiry': ({ record, now }) => until(now, endOf(record.fields['validUntil'])),
    'time-to-end': ({ record, now }) => until(now, endOf(record.fields['endsOn'])),
  },
};
