import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, HandOffPayload } from '#work/catalogue.ts';
import { type EarlyWarningFacts, proposedOf, type RecommendationFact } from './facts.ts';
import { triageOfWarning } from './impact.ts';
import { highestValue, widestExposure } from './worst-of.ts';

type Input = ActInput<EarlyWarningFacts>;

const ofKind = (input: Input, kind: RecommendationFact['kind']) =>
  proposedOf(input.facts).filter((one) => one.kind === kind);

const given = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** Each hand-off names its recommendation, so that its return finds it again and nothing is handed over twice. */
export const earlyWarningPayloads = {
  /** One patch case for each recommended group of assets (H24), with what its priority is computed from. */
  'patch-requirements': async (context: WriteContext, input: Input): Promise<HandOffPayload[]> => {
    const payloads: HandOffPayload[] = [];
    for (const one of ofKind(input, 'patch')) {
      const triage = await triageOfWarning(context, input.case, one.assets);
      payloads.push({
        title: one.title,
        fields: given({
          requirement: one.text,
          origin: 'early-warning',
          recommendation: one.id,
          advisory: input.case.fields['advisory'] ?? null,
          assets: one.assets,
          package: one.package,
          fixedVersion: one.fixedVersion,
          cvssScore: triage.cvssScore,
          knownExploited: triage.knownExploited,
          kevDueDate: triage.kevDueDate,
          assetValue: highestValue(triage.contexts.map(({ valueClass }) => valueClass)),
          exposure: widestExposure(triage.contexts.map(({ exposure }) => exposure)),
        }),
      });
    }
    return payloads;
  },
  /** The three parts of a configuration item (R-XG-2), and the class of assets whose profile it belongs to (R-XG-3). */
  'configuration-items': async (_context: WriteContext, input: Input): Promise<HandOffPayload[]> =>
    ofKind(input, 'configuration').map((one) => ({
      title: one.title,
      fields: given({
        origin: 'early-warning',
        recommendation: one.id,
        requirement: one.requirement,
        referenceMethod: one.referenceMethod,
        checkConditions: one.checkConditions,
        assetClass: one.assetClass,
        assets: one.assets,
      }),
    })),
  improvements: async (_context: WriteContext, input: Input): Promise<HandOffPayload[]> =>
    ofKind(input, 'other').map((one) => ({
      title: one.title,
      fields: given({ recommendation: one.id, improvement: one.text, assets: one.assets }),
    })),
};
