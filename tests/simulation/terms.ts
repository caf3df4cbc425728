import { parts, planKinds } from '#areas/collaboration/terms/choices.ts';
import type { TermsFacts } from '#areas/collaboration/terms/facts.ts';
import { termsOfCollaboration } from '#areas/collaboration/terms/procedure.ts';
import { daysAfter, filledIn, type Surroundings } from './filled-in.ts';

const administration = '01900000-0000-7000-8000-0000000000de';

/** What a clause without a structured part leaves empty. */
const noRule = {
  ...{ ruleKind: null, ruling: null, event: null, evidence: null, fromKind: null, toKind: null },
  ...{ fromOrganisations: null, toOrganisations: null, maximumTlp: null, maximumLabel: null },
  ...{ timedAct: null, urgency: null, within: null, contactRole: null, contactHours: null },
};

const day = (now: string, days: number): string => daysAfter(now, days).slice(0, 10);

export const termsSurroundings: Surroundings = {
  factsOf: (rng, record): TermsFacts => ({
    parts: rng.chance(0.97) ? parts : parts.slice(1),
    openComments: rng.chance(0.03) ? 1 : 0,
    clausesWithoutStandard: rng.chance(0.03) ? 1 : 0,
    plans: (['common', 'local'] as const).flatMap((domain) =>
      planKinds
        .filter(() => rng.chance(0.995))
        .map((plan) => ({
          ...{ domain, organisation: administration, plan },
          ...{ validFrom: '2000-01-01', validTo: '2999-12-31' },
        })),
    ),
    participants: [
      { organisation: administration, state: 'taking-part', plansWaived: rng.chance(0.2) },
    ],
    replaced: record.state === 'in-force' && rng.chance(0.4),
    document: rng.chance(0.8)
      ? { state: 'distributed', textDigest: String(record.fields['textDigest']) }
      : null,
  }),
  fieldsOf: (rng, action, { now }) =>
    filledIn(termsOfCollaboration, rng, action, now, {
      ...noRule,
      ...(action === 'state-sla-compliance'
        ? { slaToCentralCompliance: 'compliant', slaFromCentralCompliance: 'partly' }
        : {}),
      ...(action === 'submit-review' ? { omittedParts: null, omissionReason: null } : {}),
      ...(action === 'assess-clause'
        ? { against: rng.pick(['administration', 'sla-to-central']) }
        : {}),
      ...(action === 'approve'
        ? {
            effectiveFrom: rng.chance(0.5) ? null : daysAfter(now, 20),
            validUntil: rng.chance(0.8) ? null : day(now, 400),
          }
        : { effectiveFrom: null, validUntil: null }),
      ...(action === 'provide-common-plan' ? { planFrom: day(now, 0), planTo: day(now, 300) } : {}),
      ...(action === 'give-notice' ? { endsOn: day(now, 40) } : {}),
    }),
  effectOf: (_rng, effect) => {
    switch (effect) {
      case 'number-text':
        return { textDigest: 'digest', textRevision: 1 };
      case 'unset-end':
        return { endsOn: null };
      default:
        return {};
    }
  },
};
