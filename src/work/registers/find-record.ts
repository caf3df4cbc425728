import type { Register } from '#engine/register.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { notFoundOrWithdrawn } from '#work/sharing/withdrawn.ts';
import { type RegisterRow, sqlOf } from './register-sql.ts';

/**
 * One record that the scope may see, owned or shared.
 * @throws 404 for an absent record and for one that is not visible.
 */
export async function findRecord(
  context: ReadContext,
  register: Register,
  id: string,
  options: { readonly lock: boolean },
): Promise<RegisterRow> {
  if (!isId(id)) throw notFound('record');
  const { selected } = sqlOf(register);
  const lock = options.lock ? 'for update of r' : '';
  const owned =
    register.class === 'tenant'
      ? `and (r.owner_id = any ($2::uuid[]) or r.owner_id in (select s.record_owner_id from shared_with_me s
          where s.owner_id = any ($2::uuid[]) and s.record_id = $1 and s.kind = $3))`
      : '';
  const values =
    register.class === 'tenant' ? [id, context.scope.organisations, register.id] : [id];
  const { rows } = await context.client.query<RegisterRow>({
    text: `select ${selected} from ${register.table} r where r.id = $1 ${owned} ${lock}`,
    values,
  });
  const row = rows[0];
  if (row === undefined) throw await notFoundOrWithdrawn(context, 'record', id);
  return row;
}

/**
 * One record to act on, locked. Where the register lets another organisation take part, the owner of a record that was shared comes into the
 * scope of the transaction, because the decision to see this one record was made when it was shared.
 * @throws 404 as {@link findRecord} does
 */
export async function findRecordToAct(
  context: WriteContext,
  register: Register,
  id: string,
): Promise<RegisterRow> {
  if (register.takesPart !== undefined && isId(id)) {
    const { rows } = await context.client.query<{ owner_id: string }>({
      name: 'record-find-owner',
      text: `select record_owner_id as owner_id from shared_with_me
        where owner_id = any ($1::uuid[]) and record_id = $2 and kind = $3 limit 1`,
      values: [context.scope.organisations, id, register.id],
    });
    const [shared] = rows;
    if (shared !== undefined) {
      await context.changeScope([...context.scope.organisations, shared.owner_id]);
    }
  }
  return findRecord(context, register, id, { lock: true });
}
