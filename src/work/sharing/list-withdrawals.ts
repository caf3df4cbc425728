import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import { listInput } from '#work/contract.ts';
import { viewOfWithdrawal, type WithdrawalRow, withdrawalColumns } from './withdrawn.ts';

/** What was told to the reader's organisations and withdrawn, newest first; what was told anew since is left out. */
export const listWithdrawals = defineQuery({
  id: 'withdrawals.list',
  input: listInput
    .pick({ limit: true, after: true })
    .extend({ kind: z.string().max(60).optional() }),
  authorise: (principal) =>
    authorise(principal, { permission: 'audience:read', roles: [anyMember] }),
  run: async (context, input) => {
    const after = input.after === undefined ? null : (decodeKey(input.after, 1)[0] ?? null);
    const { rows } = await context.client.query<WithdrawalRow>({
      name: 'withdrawals-list',
      text: `select ${withdrawalColumns} from withdrawn_from_me w join organisation o on o.id = w.record_owner_id
        where w.owner_id = any ($1::uuid[]) and w.within_id is null and ($2::text is null or w.kind = $2)
          and ($3::uuid is null or w.id < $3)
          and not exists (select from shared_with_me s where s.owner_id = w.owner_id and s.record_id = w.record_id)
        order by w.id desc limit $4`,
      values: [context.scope.organisations, input.kind ?? null, after, input.limit + 1],
    });
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    return {
      items: shown.map(viewOfWithdrawal),
      next: rows.length > input.limit && last !== undefined ? encodeKey([last.id]) : null,
    };
  },
});
