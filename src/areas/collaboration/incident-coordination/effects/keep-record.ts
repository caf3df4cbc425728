import type { Register } from '#engine/register.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { shareRecord } from '#work/sharing/share-record.ts';
import { manager } from '../fields.ts';

/** Organisations that coordinate the incident: parties in the part of ITSM Security Management. */
export async function coordinatorsOf(context: WriteContext, row: CaseRow): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'incident-coordinators',
    text: `select distinct organisation_id as id from case_party where owner_id = $1 and case_id = $2 and role = $3`,
    values: [row.ownerId, row.id, manager],
  });
  return rows.map(({ id }) => id);
}

/**
 * Writes a record of the case and shows it to the coordinators, and to whom it names besides: nobody else of the parties sees what one
 * administration gave.
 */
export async function keepRecord(
  context: WriteContext,
  register: Register,
  row: CaseRow,
  fields: Readonly<Record<string, unknown>>,
  alsoTo: readonly string[] = [],
): Promise<string> {
  const given = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const record = await insertRecord(
    context,
    { register },
    {
      ownerId: row.ownerId,
      caseId: row.id,
      label: row.label,
      tlp: row.tlp,
      computed: true,
      fields: Object.fromEntries(given),
    },
  );
  await shareRecord(context, {
    ownerId: row.ownerId,
    kind: register.id,
    table: register.table,
    recordId: record.id,
    sortKey: record.id,
    organisations: [...(await coordinatorsOf(context, row)), ...alsoTo],
    reason: 'party',
  });
  return record.id;
}

/** The organisation of whoever acts; the owner's where the product itself does. */
export function contributorOf(context: WriteContext, row: CaseRow): string {
  return context.principal.organisationId ?? row.ownerId;
}
