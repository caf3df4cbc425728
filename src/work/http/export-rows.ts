import type { Field } from '#engine/fields.ts';
import type { Register } from '#engine/register.ts';
import type { TableCell } from '#formats/table/table.ts';
import { type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { CaseSummary, RecordView } from '#work/contract.ts';

type Titles = Readonly<Record<string, string>>;

/** A column of an export: its head and its cell of an item. */
export interface ExportColumn<Item> {
  readonly head: string;
  cell(item: Item, titles: Titles): TableCell;
}

/**
 * The columns of a register's export: those that were chosen after its title, or all.
 * @throws 422 naming each chosen column that the register has not.
 */
export function recordColumns(
  register: Register,
  chosen: string | undefined,
): ExportColumn<RecordView>[] {
  const head = (
    name: string,
    value: (item: RecordView, titles: Titles) => TableCell | undefined,
  ): [string, ExportColumn<RecordView>] => [
    name,
    { head: name, cell: (item, titles) => value(item, titles) ?? '' },
  ];
  const owner: ExportColumn<RecordView> = {
    // An owner may be a person: a field of that name stands beside it.
    head: 'organisation',
    cell: (item, titles) => titles[item.ownerId ?? ''] ?? '',
  };
  const all = new Map<string, ExportColumn<RecordView>>([
    head('id', (item) => item.id),
    ...(register.class === 'tenant'
      ? [
          ['ownerId', owner] as const,
          head('label', (item) => item.label),
          head('tlp', (item) => item.tlp),
        ]
      : []),
    ...(register.lifeCycle === undefined ? [] : [head('state', (item) => item.state)]),
    ...Object.entries(register.fields).map(([name, field]) =>
      head(name, (item, titles) => typedCell(field, item.fields[name], titles)),
    ),
    head('createdAt', (item) => instant(item.createdAt)),
    head('updatedAt', (item) => instant(item.updatedAt)),
  ]);
  return choose(all, register.title, chosen);
}

const caseCells: Readonly<Record<string, ExportColumn<CaseSummary>>> = {
  id: { head: 'id', cell: (item) => item.id },
  title: { head: 'title', cell: (item) => item.title },
  reference: { head: 'reference', cell: (item) => item.reference },
  procedure: { head: 'procedure', cell: (item) => item.procedure },
  state: { head: 'state', cell: (item) => item.state },
  ownerId: { head: 'organisation', cell: (item, titles) => titles[item.ownerId] ?? '' },
  label: { head: 'label', cell: (item) => item.label },
  tlp: { head: 'tlp', cell: (item) => item.tlp },
  dueAt: { head: 'dueAt', cell: (item) => instant(item.dueAt) },
  openedAt: { head: 'openedAt', cell: (item) => instant(item.openedAt) },
  openedBy: { head: 'openedBy', cell: (item, titles) => titles[item.openedBy ?? ''] ?? '' },
  updatedAt: { head: 'updatedAt', cell: (item) => instant(item.updatedAt) },
  closedAt: { head: 'closedAt', cell: (item) => instant(item.closedAt) },
};

/** The columns of an export of cases. @throws 422 naming each chosen column that does not exist. */
export function caseColumns(chosen: string | undefined): ExportColumn<CaseSummary>[] {
  return choose(new Map(Object.entries(caseCells)), 'title', chosen);
}

function choose<Item>(
  all: ReadonlyMap<string, ExportColumn<Item>>,
  title: string,
  chosen: string | undefined,
): ExportColumn<Item>[] {
  if (chosen === undefined || chosen === '') return [...all.values()];
  const names = [...new Set([title, ...chosen.split(',')])];
  const faults: Fault[] = [];
  const columns = names.flatMap((name) => {
    const column = all.get(name);
    if (column !== undefined) return [column];
    faults.push({ path: '/columns', code: 'unknown-column', message: `No column ${name} here.` });
    return [];
  });
  if (faults.length > 0) throw invalidInput(faults);
  return columns;
}

/** A moment as a date, so that a spreadsheet sorts it and counts with it. */
function instant(value: string | null | undefined): TableCell {
  return value == null ? '' : new Date(value);
}

/** Numbers and moments stay what they are; everything else is written as text, references by their titles. */
function typedCell(field: Field, value: unknown, titles: Titles): TableCell {
  if (typeof value === 'number') return value;
  if (field.kind === 'instant' && typeof value === 'string') return instant(value);
  return cellOf(value, titles);
}

function cellOf(value: unknown, titles: Titles): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((one) => cellOf(one, titles)).join('; ');
  if (typeof value === 'object') return JSON.stringify(value);
  return titles[String(value)] ?? String(value);
}
