import type { Functions } from '#engine/decision.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import type { ActInput, CaseRow, ProcedureModule } from '#work/catalogue.ts';
import { listAssets } from './list-assets.ts';
import { assetCheck } from './procedure.ts';

export interface CheckFacts {
  readonly total: number;
  readonly open: number;
  readonly notWellManaged: number;
  readonly missing: number;
}

export const noChecks: CheckFacts = { total: 0, open: 0, notWellManaged: 0, missing: 0 };

async function checkFacts(context: ReadContext, row: CaseRow): Promise<CheckFacts> {
  if (row.state !== 'checking') return noChecks;
  const { rows } = await context.client.query<CheckFacts>({
    name: 'asset-check-facts',
    text: `select count(*)::integer as total, count(*) filter (where state = 'to-check')::integer as open,
        count(*) filter (where state = 'confirmed' and not well_managed)::integer as "notWellManaged",
        count(*) filter (where state = 'missing')::integer as missing
      from asset_check where owner_id = $1 and case_id = $2`,
    values: [row.ownerId, row.id],
  });
  return rows[0] ?? noChecks;
}

export const assetCheckFunctions: Functions<CheckFacts> = {
  guards: {
    'every-asset-is-checked': ({ facts }) => facts.open === 0,
    'follow-up-is-told': ({ facts, fields, record }) => {
      if (facts.notWellManaged + facts.missing === 0) return true;
      const told = fields['followUp'] ?? record.fields['followUp'];
      return typeof told === 'string' && told.trim() !== '';
    },
  },
  durations: {
    'time-to-due': ({ record, now }) => {
      const due = Date.parse(String(record.fields['dueBy']));
      const minutes = Math.floor((due - Date.parse(now)) / 60_000);
      return minutes > 60 ? `PT${minutes}M` : 'PT1H';
    },
  },
};

export const assetCheckEffects = {
  'list-assets': async (context: WriteContext, input: ActInput<CheckFacts>) => ({
    assetsToCheck: await listAssets(context, input.case),
  }),
  'count-results': async (_context: WriteContext, { facts }: ActInput<CheckFacts>) => ({
    notWellManaged: facts.notWellManaged,
    missing: facts.missing,
  }),
};

export const assetCheckProcedure: ProcedureModule<CheckFacts> = {
  procedure: assetCheck,
  functions: assetCheckFunctions,
  facts: checkFacts,
  effects: assetCheckEffects,
};
