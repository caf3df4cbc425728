import { columnOf, snakeCase } from '#engine/field-schema.ts';
import type { Register } from '#engine/register.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { RecordView } from '#work/contract.ts';

export interface RegisterColumn {
  readonly field: string;
  readonly column: string;
  readonly type: string;
}

interface RegisterSql {
  readonly columns: readonly RegisterColumn[];
  /** Head and field columns, comma-separated, each behind `r.`. */
  readonly selected: string;
}

const known = new WeakMap<Register, RegisterSql>();

/** The columns of a register's table; computed once a definition. Names come from definitions only, never from a request. */
export function sqlOf(register: Register): RegisterSql {
  const cached = known.get(register);
  if (cached !== undefined) return cached;
  const columns = Object.entries(register.fields).map(([name, field]) => {
    const column = columnOf(name, field);
    return { field: name, column: `"${column.name}"`, type: column.type };
  });
  const selected = [...headColumns(register), ...columns.map((column) => column.column)]
    .map((column) => `r.${column}`)
    .join(', ');
  const made = { columns, selected };
  known.set(register, made);
  return made;
}

function headColumns(register: Register): string[] {
  const head = ['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by'];
  if (register.class === 'tenant') head.push('owner_id', 'label', 'tlp');
  if (register.ofCase === true) head.push('case_id');
  if (register.lifeCycle !== undefined) head.push('state');
  return head;
}

export type RegisterRow = Record<string, unknown> & {
  id: string;
  version: number;
  created_at: Date;
  updated_at: Date;
};

/** A row as the API shows it: instants as text, absent values left out. */
export function viewOf(register: Register, row: RegisterRow): RecordView {
  const fields: Record<string, unknown> = {};
  for (const { field, column } of sqlOf(register).columns) {
    const value = row[column.slice(1, -1)];
    if (value === null || value === undefined) continue;
    fields[field] = value instanceof Date ? value.toISOString() : value;
  }
  const view: Record<string, unknown> = {
    id: row.id,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    createdBy: row['created_by'] ?? null,
    updatedBy: row['updated_by'] ?? null,
    fields,
  };
  if (register.class === 'tenant') {
    view['ownerId'] = row['owner_id'];
    view['label'] = row['label'];
    view['tlp'] = row['tlp'];
  }
  if (register.ofCase === true) view['caseId'] = row['case_id'] ?? null;
  if (register.lifeCycle !== undefined) view['state'] = row['state'];
  return view as RecordView;
}

/** The value of a field as a statement's parameter. */
export function parameterOf(type: string, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return type === 'jsonb' ? JSON.stringify(value) : value;
}

export interface Order {
  readonly column: string;
  readonly type: string;
  readonly descending: boolean;
}

const headSorts: Readonly<Record<string, string>> = {
  createdAt: 'created_at',
  updatedAt: 'updated_at',
};

/** @throws 422 when the field is not declared as sortable. */
export function orderOf(register: Register, sort: string | undefined): Order {
  const wanted = sort ?? register.defaultSort;
  const descending = wanted.startsWith('-');
  const name = descending ? wanted.slice(1) : wanted;
  const head = headSorts[name];
  if (head !== undefined) return { column: head, type: 'timestamptz', descending };
  const field = register.fields[name];
  if (field?.sort !== true) {
    const sortable = Object.entries(register.fields)
      .filter(([, declared]) => declared.sort === true)
      .map(([field]) => field);
    throw invalidInput([
      { path: '/sort', code: 'not-sortable', message: `Sort by one of: ${sortable.join(', ')}.` },
    ]);
  }
  const { type } = columnOf(name, field);
  return { column: `"${snakeCase(name)}"`, type, descending };
}
