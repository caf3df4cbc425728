import type { ReadContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { DeliverableFields } from './load-deliverable.ts';

type ContractLines = Pick<
  DeliverableFields,
  'frameworkContract' | 'specificContract' | 'contractLine'
>;

/**
 * The lines of the cover from a line of the contracts register and those above it: framework contract, specific contract, work package,
 * deliverable (R-DOC-7).
 * @throws 422 when the owner has no such contract.
 */
export async function contractLines(
  context: ReadContext,
  catalogue: Catalogue,
  ownerId: string,
  contractId: string,
): Promise<ContractLines> {
  const table = catalogue.registers.get('contracts')?.register.table;
  const { rows } =
    table === undefined
      ? { rows: [] }
      : await context.client.query<{ kind: string; reference: string }>({
          text: `with recursive line as (
              select c.parent_id, c.kind, c.reference, 1 as depth from ${table} c where c.owner_id = $1 and c.id = $2
              union all
              select c.parent_id, c.kind, c.reference, l.depth + 1 from line l
              join ${table} c on c.owner_id = $1 and c.id = l.parent_id where l.depth < 8
            ) select kind, reference from line order by depth desc`,
          values: [ownerId, contractId],
        });
  if (rows.length === 0) {
    throw invalidInput([
      { path: '/contractId', code: 'unknown', message: 'There is no such contract line.' },
    ]);
  }
  const of = (...kinds: string[]) =>
    rows
      .filter((row) => kinds.includes(row.kind))
      .map((row) => row.reference)
      .join(' / ') || null;
  return {
    frameworkContract: of('framework-contract'),
    specificContract: of('specific-contract'),
    contractLine: of('work-package', 'deliverable'),
  };
}
