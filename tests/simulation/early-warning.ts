import {
  digestOf,
  type EarlyWarningFacts,
  type RecommendationFact,
} from '#areas/operations/early-warning/facts.ts';
import { earlyWarning } from '#areas/operations/early-warning/procedure.ts';
import type { RecordView } from '#engine/decision.ts';
import type { Rng } from '#engine/random.ts';
import { filledIn, type Surroundings } from './filled-in.ts';

const kinds = ['patch', 'configuration', 'other'] as const;

function recommendation(kind: RecommendationFact['kind'], state: string): RecommendationFact {
  return {
    id: `recommendation-${kind}`,
    state,
    kind,
    title: kind,
    text: kind,
    urgency: 'scheduled',
    assets: ['asset'],
    package: null,
    fixedVersion: null,
    requirement: 'requirement',
    referenceMethod: 'method',
    checkConditions: 'conditions',
    assetClass: null,
  };
}

/** Recommendations of the round: what was submitted stands during the review, and what was handed off before stays. */
function recommendationsOf(rng: Rng, record: RecordView): RecommendationFact[] {
  const started = new Set(record.handOffs.map(({ handOff }) => handOff));
  if (record.state === 'recommending') {
    const fresh = rng.chance(0.9) ? [rng.pick(kinds)] : [];
    return [
      ...fresh.map((kind) => recommendation(kind, 'proposed')),
      ...kinds
        .filter((kind) => started.has(kind))
        .map((kind) => recommendation(kind, 'handed-over')),
    ];
  }
  const submitted = record.fields['submitted'];
  if (record.state === 'reviewing' && Array.isArray(submitted)) {
    return submitted.map(({ kind }) => recommendation(kind, 'proposed'));
  }
  return kinds
    .filter((kind) => started.has(kind))
    .map((kind) => recommendation(kind, 'handed-over'));
}

export const earlyWarningSurroundings: Surroundings = {
  factsOf: (rng, record): EarlyWarningFacts => ({
    caseId: 'this-case',
    recommendations: recommendationsOf(rng, record),
    reportIssued: rng.chance(0.6),
    openTwins: rng.chance(0.1) ? 1 : 0,
    affected: rng.chance(0.7) ? 3 : 0,
  }),
  fieldsOf: (rng, action, { now }) =>
    filledIn(earlyWarning, rng, action, now, {
      ...(action === 'approve' ? { suitable: true, adequate: true, rational: true } : {}),
      ...(action === 'open' ? { advisory: '01900000-0000-7000-8000-0000000000ad' } : {}),
    }),
  effectOf: (rng, effect, record) => {
    if (effect !== 'freeze-recommendations') return {};
    const proposed = recommendation(rng.pick(kinds), 'proposed');
    const submitted = [
      { recommendation: proposed.id, digest: digestOf(proposed), kind: proposed.kind },
    ];
    return record.state === 'reviewing' ? { submitted } : {};
  },
};
