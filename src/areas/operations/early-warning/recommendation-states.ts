import type { WriteContext } from '#kernel/command/context.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow, RecordChange, RegisterModule } from '#work/catalogue.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import type { RecommendationFact } from './facts.ts';
import { recommendations } from './registers.ts';

/** Recommendations are written while the warning is being recommended on, and at no other time: the review sees them all. */
async function refuseOutsideDrafting(context: WriteContext, change: RecordChange): Promise<void> {
  if (change.kind === 'action' && change.after !== null && change.before !== null) return;
  const { rows } = await context.client.query<{ state: string }>({
    name: 'recommendation-case-state',
    text: `select c.state from recommendation r join procedure_case c on c.owner_id = r.owner_id and c.id = r.case_id
      where r.owner_id = $1 and r.id = $2 and c.procedure = 'early-warning' for update of c`,
    values: [change.ownerId, change.id],
  });
  if (rows[0]?.state === 'recommending') return;
  throw conflict(
    'not-recommending',
    'Recommendations are written while the early warning is in the state of recommending.',
  );
}

export const recommendationsModule: RegisterModule = {
  register: recommendations,
  functions: {
    guards: { 'outcome-is-achieved': ({ fields }) => fields['outcome'] === 'achieved' },
  },
  effects: {
    'keep-hand-over': async (context) => ({ handedOverAt: context.now.toISOString() }),
    'keep-conclusion': async (context) => ({ concludedAt: context.now.toISOString() }),
  },
  changed: refuseOutsideDrafting,
};

async function move(
  context: WriteContext,
  id: string,
  action: string,
  fields: Record<string, unknown>,
): Promise<void> {
  const row = await findRecord(context, recommendations, id, { lock: true });
  await actOnRecord(context, recommendationsModule, row, {
    action,
    comment: null,
    fields,
    actor: systemActor,
  });
}

export async function handOverRecommendations(
  context: WriteContext,
  _warning: CaseRow,
  proposed: readonly RecommendationFact[],
): Promise<void> {
  for (const { id } of proposed) await move(context, id, 'hand-over', {});
}

/** Recommendations whose hand-off came back are concluded with its outcome; doing it again changes nothing. */
export async function concludeRecommendations(
  context: WriteContext,
  warning: CaseRow,
): Promise<void> {
  const { rows } = await context.client.query<{ id: string; outcome: string }>({
    name: 'recommendations-returned',
    text: `select r.id, case when bool_and(h.outcome = 'achieved') then 'achieved' else 'not-achieved' end as outcome
      from recommendation r join hand_off h on h.owner_id = r.owner_id and h.from_case_id = r.case_id
        and h.payload->>'recommendation' = r.id::text
      where r.owner_id = $1 and r.case_id = $2 and r.state = 'handed-over'
      group by r.id having bool_and(h.state = any ('{returned,merged}')) order by r.id`,
    values: [warning.ownerId, warning.id],
  });
  for (const { id, outcome } of rows) await move(context, id, 'conclude', { outcome });
}
