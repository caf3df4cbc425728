import type { WriteContext } from '#kernel/command/context.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow, Catalogue, Reaction, ReactionEvent } from '#work/catalogue.ts';
import { forceActions } from '../force-actions.ts';

/** Terms that come into force end every earlier revision of them (R-TOC-7), one that was approved and never came into force as well. */
async function supersedeEarlier(
  context: WriteContext,
  { recordId }: ReactionEvent,
  catalogue: Catalogue,
): Promise<void> {
  const { row } = await loadCase(context, recordId, { lock: false });
  if (row.state !== 'in-force') return;
  for (const id of await earlierRevisions(context, row)) {
    const earlier = await loadCase(context, id, { lock: true });
    if (!supersedable.includes(earlier.row.state)) continue;
    await performAction(context, catalogue, {
      loaded: earlier,
      actor: systemActor,
      action: 'supersede',
      comment: null,
      fields: {},
    });
  }
}

const supersedable: readonly string[] = forceActions.supersede.from;

/** Cases of the revisions before that of a case, the oldest first. */
async function earlierRevisions(context: WriteContext, row: CaseRow): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'terms-earlier-revisions',
    text: `select e.case_id as id from terms_version v
      join terms_version e on e.owner_id = v.owner_id and e."reference" = v."reference" and e."revision" < v."revision"
      where v.owner_id = $1 and v.case_id = $2 order by e."revision"`,
    values: [row.ownerId, row.id],
  });
  return rows.map(({ id }) => id);
}

export const supersedeOnDistribution: Reaction = {
  id: 'terms-supersede-on-distribution',
  on: 'terms-of-collaboration.distribute',
  run: supersedeEarlier,
};

export const supersedeOnEffect: Reaction = {
  id: 'terms-supersede-on-effect',
  on: 'terms-of-collaboration.enter-into-force',
  run: supersedeEarlier,
};
