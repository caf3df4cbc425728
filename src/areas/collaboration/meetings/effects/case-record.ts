import type { WriteContext } from '#kernel/command/context.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import type { CaseRow, RegisterModule } from '#work/catalogue.ts';
import type { RecordView } from '#work/contract.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { type RegisterRow, viewOf } from '#work/registers/register-sql.ts';
import { insertRecord, leaveTrail } from '#work/registers/write-record.ts';
import { shareRecord } from '#work/sharing/share-record.ts';
import { partiesOf } from '../parties.ts';

/** A record of this very meeting, locked. @throws 404 for one of another case, as for one that is not there */
export async function recordOfCase(
  context: WriteContext,
  module: RegisterModule,
  row: CaseRow,
  id: unknown,
): Promise<RegisterRow> {
  const found = await findRecord(context, module.register, String(id), { lock: true });
  if (found['case_id'] !== row.id || found['owner_id'] !== row.ownerId) throw notFound('record');
  return found;
}

/** Writes a record of the meeting at the meeting's label, for its owner, the facilitator and whom else `more` names. */
export async function addToCase(
  context: WriteContext,
  module: RegisterModule,
  row: CaseRow,
  fields: Readonly<Record<string, unknown>>,
  more: readonly string[] = [],
): Promise<RecordView> {
  const view = await insertRecord(context, module, {
    ownerId: row.ownerId,
    caseId: row.id,
    label: row.label,
    tlp: row.tlp,
    computed: true,
    fields,
  });
  const facilitators = await partiesOf(context, row, 'itsm-security-manager');
  await shareWith(context, module, row, view.id, [...facilitators, ...more]);
  return view;
}

/** Lets further organisations of the meeting see a record of it. */
export async function shareWith(
  context: WriteContext,
  { register }: RegisterModule,
  row: CaseRow,
  recordId: string,
  organisations: readonly string[],
): Promise<void> {
  await shareRecord(context, {
    ownerId: row.ownerId,
    kind: register.id,
    table: register.table,
    recordId,
    sortKey: recordId,
    organisations,
    reason: 'party',
    detail: { case: row.reference },
  });
}

/** Takes a record of the meeting away that was drafted by mistake; its history stays. */
export async function removeFromCase(
  context: WriteContext,
  module: RegisterModule,
  row: CaseRow,
  id: unknown,
): Promise<void> {
  const { register } = module;
  const found = await recordOfCase(context, module, row, id);
  const view = viewOf(register, found);
  await context.client.query({
    text: `delete from ${register.table} where owner_id = $1 and id = $2`,
    values: [row.ownerId, found.id],
  });
  leaveTrail(context, register, 'delete', view, row.ownerId, { before: view.fields });
}
