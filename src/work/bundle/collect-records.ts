import { snakeCase } from '#engine/field-schema.ts';
import type { Register } from '#engine/register.ts';
import { anyMember } from '#kernel/access/authorise.ts';
import { type RegisterRow, sqlOf, viewOf } from '#work/registers/register-sql.ts';
import { collectReferences, type FieldReferences } from '#work/registers/titles.ts';
import {
  type Candidate,
  type CollectedPart,
  type ExportScope,
  sharedWithRecipient,
  sift,
  stayed,
} from './export-scope.ts';
import type { RecordItem } from './items/contract.ts';
import { bundleLimits } from './limits.ts';

type Row = RegisterRow & Candidate & { readonly title: string };

/** Records of every register that hangs on the case. A register that the exporting person may not read stays. */
export async function collectRecords(
  scope: ExportScope,
  references: FieldReferences,
  own: Record<string, string>,
): Promise<CollectedPart[]> {
  const collected: CollectedPart[] = [];
  for (const { register } of scope.catalogue.registers.values()) {
    const { procedures } = register;
    if (register.class !== 'tenant' || register.ofCase !== true) continue;
    if (procedures !== undefined && !procedures.includes(scope.loaded.row.procedure)) continue;
    const part = await recordsOf(scope, register, references, own);
    if (part.items.length + part.stays.length > 0) collected.push(part);
  }
  return collected;
}

async function recordsOf(
  scope: ExportScope,
  register: Register,
  references: FieldReferences,
  own: Record<string, string>,
): Promise<CollectedPart> {
  const { context, loaded, recipientId } = scope;
  const { rows } = await context.client.query<Row>({
    text: `select ${sqlOf(register).selected}, r.${snakeCase(register.title)}::text as title, ${sharedWithRecipient('r')} as shared
      from ${register.table} r where r.owner_id = $1 and r.case_id = $3 order by r.id limit ${bundleLimits.maxItems + 1}`,
    values: [loaded.row.ownerId, recipientId, loaded.row.id],
  });
  const path = `records/${register.id}.jsonl`;
  const nothing = { path, items: [], files: [], trail: { kind: register.id, ids: [] } };
  const titleOf = (row: Row) => row.title ?? '';
  if (!mayRead(scope, register)) {
    // Who may not read them is not told their titles either.
    const stays = stayed(register.id, 'role', scope.isOwn ? rows.map(() => '') : []);
    return { ...nothing, stays: stays.map((line) => ({ ...line, titles: [] })) };
  }
  const { goes, stays } = sift(scope, register.id, rows, titleOf);
  const items = goes.map((row): RecordItem => {
    const { caseId: _case, ...view } = viewOf(register, row);
    collectReferences(register.fields, view.fields, references);
    references.people.push(view.createdBy, view.updatedBy);
    if (row.title !== null) own[row.id] = row.title.slice(0, 1000);
    return { ...view, ownerId: loaded.row.ownerId } as RecordItem;
  });
  return { ...nothing, items, stays, trail: { kind: register.id, ids: goes.map(({ id }) => id) } };
}

/** As the list of the register decides: `any-member` reads what his organisations own or were shown. */
function mayRead({ context, loaded }: ExportScope, register: Register): boolean {
  const { read } = register.access;
  if (read.includes(anyMember)) return true;
  return context.principal.holdings.some(
    (held) => read.includes(held.role) && (held.caseId === null || held.caseId === loaded.row.id),
  );
}
