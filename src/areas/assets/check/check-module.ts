import type { WriteContext } from '#kernel/command/context.ts';
import type { RecordActInput, RegisterModule } from '#work/catalogue.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { assetModule } from '../asset-module.ts';
import { checkFunctions } from '../functions.ts';
import { assetChecks, assets } from '../registers.ts';

function checked(context: WriteContext): Record<string, unknown> {
  return { checkedAt: context.now.toISOString(), checkedBy: context.principal.personId };
}

/** One asset of a campaign: confirming it confirms the asset's own periodic check in the same transaction. */
export const assetCheckModule: RegisterModule = {
  register: assetChecks,
  functions: checkFunctions,
  effects: {
    'confirm-asset': async (context: WriteContext, { fields, form }: RecordActInput) => {
      const row = await findRecord(context, assets, String(fields['asset']), { lock: true });
      await actOnRecord(context, assetModule, row, {
        action: 'confirm-check',
        comment: null,
        fields: form,
      });
      return checked(context);
    },
    'keep-checker': async (context: WriteContext) => checked(context),
  },
};
