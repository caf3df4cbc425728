import type { RecipientDraft } from './definition.ts';
import type { Release } from './release-rule.ts';
import { caseOf, type EffectInput } from './working-copy.ts';

export const sendIt: Release = { outcome: 'send', reason: 'distribution', detail: {} };

const weight = { send: 0, mask: 1, hold: 2 } as const;

/** Of what several rules say, the strictest; of reasons to send, the one that says more. */
function stricter(one: Release | undefined, other: Release): Release {
  if (one === undefined || weight[other.outcome] > weight[one.outcome]) return other;
  return one.outcome === 'send' && one.reason === 'distribution' ? other : one;
}

/** What the areas' rules say of sending the document to these recipients; organisations that they do not speak of are sent it. */
export async function weighRelease(
  input: EffectInput,
  recipients: readonly Pick<RecipientDraft, 'organisationId'>[],
): Promise<ReadonlyMap<string, Release>> {
  const { context, catalogue, module, working, loadedCase } = input;
  const { author, qc, approver, reviewers, distributor = [] } = module.definition.roles;
  const making = new Set<string>([...author, ...qc, ...approver, ...reviewers, ...distributor]);
  const makers = new Set(
    (loadedCase?.parties ?? [])
      .filter(({ role }) => making.has(role))
      .map(({ organisationId }) => organisationId),
  );
  const organisations = [...new Set(recipients.map(({ organisationId }) => organisationId))].filter(
    (id) => id !== working.row.ownerId && !makers.has(id),
  );
  const found = new Map<string, Release>();
  if (organisations.length === 0) return found;
  const row = caseOf(input);
  const tells =
    module.tells === undefined
      ? null
      : { event: module.tells.event, from: module.tells.arisesAt(row) };
  const { label, tlp } = working.row;
  for (const rule of catalogue.releaseRules) {
    const said = await rule(context, { case: row, label, tlp, tells, organisations });
    for (const [id, release] of said) found.set(id, stricter(found.get(id), release));
  }
  return found;
}
