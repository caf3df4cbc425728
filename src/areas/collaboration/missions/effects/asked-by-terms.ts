import { governedByTerms } from '#areas/collaboration/terms/queries/governed.ts';
import { refuseForbidden } from '#areas/collaboration/terms/queries/permit.ts';
import { type EvidenceAsked, weighByTerms } from '#areas/collaboration/terms/queries/weigh.ts';
import { addDuration } from '#engine/duration.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import type { Asked } from '#work/requests/draft.ts';

/**
 * Recipients of what a mission asks for, each with the clause that allows it and its time. What no clause covers the LISO decided by approving the
 * programme, which names what is asked of whom.
 * @throws 409 naming terms, version and clause that forbid it
 */
export async function askedByTerms(
  context: WriteContext,
  row: CaseRow,
  evidence: EvidenceAsked,
  recipients: readonly Asked[],
): Promise<Asked[]> {
  const from = context.principal.organisationId ?? row.ownerId;
  const ids = recipients.map(({ organisationId }) => organisationId);
  const to = [...(await governedByTerms(context, from, ids))];
  if (to.length === 0) return [...recipients];
  const weighed = await weighByTerms(context, row, { ask: 'evidence', evidence, from, to });
  await refuseForbidden(
    context,
    new Map([...weighed].filter(([, { outcome }]) => outcome !== 'undecided')),
  );
  return recipients.map((one) => {
    const said = weighed.get(one.organisationId);
    if (said === undefined) return one;
    const { outcome, reason, detail, within } = said;
    const because =
      outcome === 'undecided'
        ? ({ reason: 'decision', detail: { programmeOf: row.reference } } as const)
        : { reason, detail };
    const dueAt = within === null ? {} : { dueAt: addDuration(context.now.toISOString(), within) };
    return { ...one, because, ...dueAt };
  });
}
