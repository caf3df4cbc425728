import { FormatError } from '#formats/format-error.ts';
import {
  type EquipmentColumns,
  findEquipmentColumns,
  mapEquipmentRow,
  repeatedColumn,
} from '#formats/table/equipment-row.ts';
import type { TableItem } from '#formats/table/table.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { AppError, invalidInput } from '#kernel/errors/app-error.ts';
import type { ImportFault, ImportSession, Place } from '#work/imports/importer.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord, updateRecord } from '#work/registers/write-record.ts';
import { assetModuleForBatches } from '../asset-module.ts';
import { assets } from '../registers.ts';
import { componentRowOf, oneLine } from './component-row.ts';
import { type FoundEquipment, findEquipment } from './find-equipment.ts';
import { type EquipmentItem, syncEquipment } from './sync-equipment.ts';

const batchSize = 200;

/** One row of a list of equipment, as its asset will hold it. */
export interface EquipmentRow {
  readonly place: Place;
  readonly vendor: string | null;
  readonly product: string;
  readonly firmware: string | null;
  readonly serial: string | null;
  readonly cpe: string | null;
}

/**
 * Makes an asset of each row of equipment, or brings the one that is known by vendor, product and serial number up to date; new ones start
 * as identified and name the survey of the option `survey` (R-AM-3). A row that is bad costs no other; running it again changes nothing.
 * @throws FormatError for a table that cannot be read, 422 for a survey that is not there
 */
export async function importEquipment(
  session: ImportSession,
  table: AsyncIterable<TableItem>,
): Promise<void> {
  const survey = await surveyOf(session);
  const seen = new Set<string>();
  let columns: EquipmentColumns | null = null;
  let tables = 0;
  let rows: EquipmentRow[] = [];
  for await (const item of table) {
    if (item.kind === 'fault') {
      session.fault({ place: item.place as Place, code: item.code, message: item.message });
    } else if (item.kind === 'header') {
      const repeated = repeatedColumn(item.cells);
      columns = repeated === null ? findEquipmentColumns(item.cells) : null;
      if (columns !== null) tables += 1;
      else session.fault(unreadableTable(item.place as Place, repeated));
    } else if (columns !== null) {
      session.read(1);
      const row = rowOf(columns, item.cells, item.place as Place, seen);
      if ('code' in row) session.fault(row);
      else rows.push(row);
      if (rows.length < batchSize) continue;
      await keep(session, rows, survey);
      rows = [];
    }
  }
  if (tables === 0) {
    throw new FormatError('equipment-columns', 'No table of it has a column of products', {
      line: 1,
    });
  }
  await keep(session, rows, survey);
}

async function surveyOf(session: ImportSession): Promise<string | null> {
  const { survey } = session.options;
  if (survey === undefined || survey === '') return null;
  const found =
    isId(survey) &&
    (await session.batch(async ({ client }) => {
      const { rowCount } = await client.query({
        name: 'survey-under-way',
        text: `select 1 from asset_survey where owner_id = $1 and id = $2 and state in ('planned', 'surveying')`,
        values: [session.ownerId, survey],
      });
      return rowCount === 1;
    }));
  if (found) return survey;
  const message = 'There is no such survey under way.';
  throw invalidInput([{ path: '/survey', code: 'survey', message }]);
}

function unreadableTable(place: Place, repeated: string | null): ImportFault {
  const message =
    repeated === null
      ? 'No column is named like a product (“product”, “model”, “produit”, “Gerät” …): its rows are not read'
      : `Two columns are named “${repeated.slice(0, 60)}”: its rows are not read`;
  return { place, code: 'equipment-columns', message };
}

function rowOf(
  columns: EquipmentColumns,
  cells: readonly string[],
  place: Place,
  seen: Set<string>,
): EquipmentRow | ImportFault {
  const component = mapEquipmentRow(columns, cells);
  if (component === null) {
    return { place, code: 'equipment-product', message: 'The row names no product' };
  }
  const judged = componentRowOf({ ...component, place: {} });
  if ('code' in judged) return { ...judged, place };
  const line = (text: string | null): string | null => (text === null ? null : oneLine(text));
  const row = {
    place,
    vendor: line(component.vendor),
    product: oneLine(component.name),
    firmware: component.version === '' ? null : oneLine(component.version),
    serial: line(component.serialNumber),
    cpe: line(component.cpe),
  };
  const key = JSON.stringify([row.vendor, row.product, row.serial]);
  if (seen.has(key)) {
    const message =
      row.serial === null
        ? `${row.product} stands here twice without a serial number: give each its own`
        : `The serial number ${row.serial} stands here twice`;
    return { place, code: 'equipment-twice', message };
  }
  seen.add(key);
  return row;
}

interface Outcome {
  fresh: number;
  same: number;
  faults: ImportFault[];
}

/** One batch, one transaction. Counts and faults are told after it, because the transaction may be tried again. */
async function keep(
  session: ImportSession,
  rows: readonly EquipmentRow[],
  survey: string | null,
): Promise<void> {
  if (rows.length === 0) return;
  const outcome = await session.batch(async (context) => {
    const done: Outcome = { fresh: 0, same: 0, faults: [] };
    const found = await findEquipment(context, session.ownerId, rows);
    const items: EquipmentItem[] = [];
    for (const [index, row] of rows.entries()) {
      const known = found[index] ?? [];
      const item = await keepRow(context, session.ownerId, row, known, survey, done);
      if (item !== null) items.push(item);
    }
    await syncEquipment(context, session.ownerId, items, 'equipment', session.importId);
    await context.client.query({
      name: 'equipment-seen',
      text: `update asset set last_inventory_at = $3 where owner_id = $1 and id = any ($2::uuid[])`,
      values: [session.ownerId, items.map((item) => item.assetId), context.now],
    });
    return done;
  });
  session.accepted(outcome.fresh);
  session.unchanged(outcome.same);
  for (const fault of outcome.faults) session.fault(fault);
}

async function keepRow(
  context: WriteContext,
  ownerId: string,
  row: EquipmentRow,
  known: readonly FoundEquipment[],
  survey: string | null,
  done: Outcome,
): Promise<EquipmentItem | null> {
  const [asset, another] = known;
  const refuse = (code: string, message: string): null => {
    done.faults.push({ place: row.place, code, message });
    return null;
  };
  if (another !== undefined) {
    return refuse('equipment-ambiguous', `Several assets are ${row.product} without serial number`);
  }
  if (asset?.state === 'retired') {
    return refuse('asset-retired', `${asset.name} is retired, yet it stands in the list`);
  }
  const { place, ...fields } = row;
  try {
    if (asset === undefined) {
      const made = await insertRecord(context, assetModuleForBatches, {
        ownerId,
        fields: {
          ...fields,
          kind: 'equipment',
          name: nameOf(row),
          ...(survey === null ? {} : { surveyId: survey }),
        },
      });
      done.fresh += 1;
      return { assetId: made.id, ...fields, observed: true };
    }
    // A list that does not tell firmware or CPE takes back nothing that is known.
    const firmware = row.firmware ?? asset.firmware;
    const cpe = row.cpe ?? asset.cpe;
    if (firmware === asset.firmware && cpe === asset.cpe) done.same += 1;
    else {
      const before = await findRecord(context, assets, asset.id, { lock: true });
      await updateRecord(context, assetModuleForBatches, before, {
        fields: { firmware, cpe },
        version: null,
      });
      done.fresh += 1;
    }
    const observed = row.firmware !== null || asset.firmware === null;
    return { assetId: asset.id, ...fields, firmware, cpe, observed };
  } catch (error) {
    if (error instanceof AppError && error.status === 422) return refuse('row', error.message);
    throw error;
  }
}

function nameOf({ vendor, product, serial }: EquipmentRow): string {
  const what = [vendor, product].filter((part) => part !== null).join(' ');
  return (serial === null ? what : `${what} (${serial})`).slice(0, 200);
}
