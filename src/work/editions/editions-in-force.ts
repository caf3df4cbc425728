import type { Register } from '#engine/register.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { type RegisterRow, sqlOf, viewOf } from '#work/registers/register-sql.ts';

export interface EditionInForce {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * The editions of an organisation's rules that hold on a day (`YYYY-MM-DD`, UTC), by code: one statement, one edition a code. A superseded one
 * holds until the next begins; a withdrawn one no longer does.
 */
export async function editionsInForce(
  context: Pick<ReadContext, 'client'>,
  register: Register,
  ownerId: string,
  day: string,
): Promise<EditionInForce[]> {
  const { rows } = await context.client.query<RegisterRow>({
    name: `editions-in-force-${register.table}`,
    text: `select ${sqlOf(register).selected} from ${register.table} r
      where r.owner_id = $1 and r.state = any ('{approved,superseded}') and r.valid_from <= $2 and (r.valid_to is null or r.valid_to > $2)
      order by r.code, r.edition limit 500`,
    values: [ownerId, day],
  });
  return rows.map((row) => {
    const { id, fields } = viewOf(register, row);
    return { id, fields };
  });
}
