import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { AppError, notFound } from '#kernel/errors/app-error.ts';
import type { WithdrawalView } from './contract.ts';

export interface WithdrawalRow {
  readonly id: string;
  readonly kind: string;
  readonly record_id: string;
  readonly record_owner_id: string;
  readonly owner_name: string;
  readonly reference: string;
  readonly told_at: Date;
  readonly ground: Readonly<Record<string, unknown>>;
  readonly withdrawn_at: Date;
  readonly because: string;
}

/** Columns of {@link WithdrawalRow}, of `w` and its record's owner `o`. */
export const withdrawalColumns = `w.id, w.kind, w.record_id, w.record_owner_id, o.name as owner_name, w.reference, w.told_at, w.ground,
  w.withdrawn_at, w.because`;

export function viewOfWithdrawal(row: WithdrawalRow): WithdrawalView {
  const { terms, version, clause } = row.ground;
  return {
    id: row.id,
    kind: row.kind,
    recordId: row.record_id,
    ownerId: row.record_owner_id,
    ownerName: row.owner_name,
    reference: row.reference,
    toldAt: row.told_at.toISOString(),
    withdrawnAt: row.withdrawn_at.toISOString(),
    because: row.because,
    ground:
      typeof terms === 'string'
        ? { terms, version: String(version), clause: String(clause) }
        : null,
  };
}

/**
 * What answers whoever cannot see a record: 410 `withdrawn` with when and why to whom it was shown before, 404 to everybody else, for whom absent
 * and not visible are one thing.
 */
export async function notFoundOrWithdrawn(
  context: ReadContext,
  what: string,
  recordId: string,
): Promise<AppError> {
  if (!isId(recordId)) return notFound(what);
  const { rows } = await context.client.query<WithdrawalRow>({
    name: 'withdrawn-from-me',
    text: `select ${withdrawalColumns} from withdrawn_from_me w join organisation o on o.id = w.record_owner_id
      where w.owner_id = any ($1::uuid[]) and w.record_id = $2 order by w.withdrawn_at desc limit 1`,
    values: [context.scope.organisations, recordId],
  });
  const [row] = rows;
  if (row === undefined) return notFound(what);
  const withdrawal = viewOfWithdrawal(row);
  return new AppError({
    status: 410,
    code: 'withdrawn',
    title: 'Withdrawn',
    detail: `${withdrawal.ownerName} withdrew it on ${withdrawal.withdrawnAt}: ${withdrawal.because}`,
    extra: { withdrawal },
  });
}
