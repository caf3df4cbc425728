import { FormatError } from '#formats/format-error.ts';
import { readTable } from '#formats/table/read-table.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Importer, ImportSession } from '#work/imports/importer.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord, updateRecord } from '#work/registers/write-record.ts';
import { keepers } from '../fields.ts';
import { installationsModule } from '../register-modules.ts';
import { antivirusInstallations } from '../registers.ts';
import { type InstallationRow, installationRows } from './installation-rows.ts';

const batchSize = 200;

interface Known {
  readonly id: string;
  readonly name: string;
  readonly asset: string | null;
}

/** Installations of these names, and assets of these names that one may be tied to. */
async function knownBy(context: WriteContext, ownerId: string, names: readonly string[]) {
  const { rows } = await context.client.query<Known>({
    name: 'antivirus-installations-by-name',
    text: 'select id, name, asset from antivirus_installation where owner_id = $1 and name = any ($2::text[])',
    values: [ownerId, names],
  });
  return new Map(rows.map((row) => [row.name, row]));
}

function fieldsOf(row: InstallationRow): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

async function keep(session: ImportSession, rows: readonly InstallationRow[]): Promise<void> {
  if (rows.length === 0) return;
  await session.batch(async (context) => {
    const known = await knownBy(
      context,
      session.ownerId,
      rows.map(({ name }) => name),
    );
    for (const row of rows) {
      const fields = fieldsOf(row);
      const there = known.get(row.name);
      if (there === undefined) {
        await insertRecord(context, installationsModule, { ownerId: session.ownerId, fields });
        session.accepted(1);
        continue;
      }
      const before = await findRecord(context, antivirusInstallations, there.id, { lock: true });
      if (isSame(before, row)) session.unchanged(1);
      else {
        await updateRecord(context, installationsModule, before, { fields, version: null });
        session.accepted(1);
      }
    }
  });
}

/** True when the list says nothing that the register does not know. */
function isSame(before: Readonly<Record<string, unknown>>, row: InstallationRow): boolean {
  const columns: Readonly<Record<string, unknown>> = {
    kind: row.kind,
    product: row.product,
    engine_version: row.engineVersion,
    definitions_version: row.definitionsVersion,
    definitions_at: row.definitionsAt,
    reported_at: row.reportedAt,
    resident_protection: row.residentProtection,
  };
  return Object.entries(columns).every(([column, value]) => {
    if (value === null) return true;
    const known = before[column];
    return (known instanceof Date ? known.toISOString() : known) === value;
  });
}

/** Lists of clients and servers as management consoles export them, CSV or XLSX: known again by name (R-AV-2). */
export const installationsImporter: Importer = {
  id: 'antivirus-installations',
  clause: 'X.1052 §12.2.7 b',
  accepts: ['.csv', '.xlsx'],
  roles: keepers,
  target: null,
  run: async (session) => {
    let rows: InstallationRow[] = [];
    let refusedHeader = true;
    for await (const item of installationRows(readTable(session.source))) {
      if (item.kind === 'fault') {
        session.fault(item.fault);
        continue;
      }
      refusedHeader = false;
      session.read(1);
      rows.push(item.row);
      if (rows.length < batchSize) continue;
      await keep(session, rows);
      rows = [];
    }
    await keep(session, rows);
    if (refusedHeader) {
      const what = 'No row of it names a computer and its antivirus product';
      throw new FormatError('installations-none', what, { line: 1 });
    }
  },
  async *preview(source, limit) {
    let shown = 0;
    for await (const item of installationRows(readTable(source))) {
      if (shown >= limit) return;
      shown += 1;
      if (item.kind === 'fault') yield { kind: 'fault', ...item.fault };
      else {
        const { name, ...values } = item.row;
        const told = Object.entries(values).filter(([, value]) => value !== null);
        yield {
          kind: 'row',
          row: {
            title: name,
            values: Object.fromEntries(told.map(([key, value]) => [key, String(value)])),
          },
        };
      }
    }
  },
};
