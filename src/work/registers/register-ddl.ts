import { columnOf } from '#engine/field-schema.ts';
import type { Field } from '#engine/fields.ts';
import type { Register } from '#engine/register.ts';
import { sqlOf } from './register-sql.ts';

/** A column as a definition wants it. */
export interface WantedColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** The rest of its line in `create table`: default, check, reference. */
  readonly tail: string;
}

const labelCheck = "check (label in ('PUBLIC', 'LIMITED', 'SENSITIVE'))";
const tlpCheck = "check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'))";

/** Every column of a register's table, in the order of `create table`. */
export function wantedColumns(
  register: Register,
  tableOf: (registerId: string) => string | null,
): WantedColumn[] {
  const tenant = register.class === 'tenant';
  const columns: WantedColumn[] = [];
  if (tenant) columns.push(column('owner_id', 'uuid', true, 'references organisation (id)'));
  columns.push(column('id', 'uuid', true, tenant ? '' : 'primary key'));
  if (register.ofCase === true) columns.push(column('case_id', 'uuid', false, ''));
  if (tenant) {
    columns.push(column('label', 'text', true, `default 'LIMITED' ${labelCheck}`));
    columns.push(column('tlp', 'text', true, `default 'AMBER' ${tlpCheck}`));
    columns.push(column('audience', 'uuid[]', true, "default '{}'"));
  }
  if (register.lifeCycle !== undefined) columns.push(column('state', 'text', true, ''));
  for (const [name, field] of Object.entries(register.fields)) {
    columns.push(fieldColumn(name, field, tableOf));
  }
  return [
    ...columns,
    column('version', 'integer', true, 'default 1'),
    column('created_at', 'timestamp with time zone', true, ''),
    column('created_by', 'uuid', false, ''),
    column('updated_at', 'timestamp with time zone', true, ''),
    column('updated_by', 'uuid', false, ''),
  ];
}

function column(name: string, type: string, notNull: boolean, tail: string): WantedColumn {
  return { name, type, notNull, tail };
}

function fieldColumn(
  name: string,
  field: Field,
  tableOf: (registerId: string) => string | null,
): WantedColumn {
  const made = columnOf(name, field);
  const type = made.type === 'timestamptz' ? 'timestamp with time zone' : made.type;
  const shared = field.kind === 'reference' ? tableOf(field.to) : null;
  const tails = [
    made.check === null ? '' : `check (${made.check})`,
    shared === null ? '' : `references ${shared} (id)`,
  ];
  // A computed field is filled by the product, which may be after the record was made.
  const notNull = made.required && field.computed !== true;
  return column(made.name, type, notNull, tails.filter((tail) => tail !== '').join(' '));
}

/** `create table` with class comment, keys, references and the indexes that lists and filters use. */
export function createTableSql(
  register: Register,
  registers: ReadonlyMap<string, Register>,
): string {
  const tenant = register.class === 'tenant';
  const shared = (id: string): string | null => {
    const target = registers.get(id);
    return target?.class === 'shared' ? target.table : null;
  };
  const lines = wantedColumns(register, shared).map((wanted) =>
    [`  "${wanted.name}"`, wanted.type, wanted.notNull ? 'not null' : '', wanted.tail]
      .filter((part) => part !== '')
      .join(' '),
  );
  if (tenant) lines.push('  primary key (owner_id, id)');
  for (const fields of register.unique ?? []) {
    const names = fields.map((field) => `"${columnNameOf(register, field)}"`);
    lines.push(`  unique (${(tenant ? ['owner_id', ...names] : names).join(', ')})`);
  }
  return [
    `create table ${register.table} (\n${lines.join(',\n')}\n);`,
    `comment on table ${register.table} is 'class: ${register.class}; register ${register.id}';`,
    ...foreignKeys(register, registers),
    ...indexes(register),
  ].join('\n');
}

function columnNameOf(register: Register, field: string): string {
  const found = sqlOf(register).columns.find((candidate) => candidate.field === field);
  if (found === undefined) throw new Error(`${register.id} has no field ${field}`);
  return found.column.slice(1, -1);
}

/** What can be referred to and is no register: its table, and how `shared_with_me` calls it. */
export const keptBeside: Readonly<
  Record<string, { readonly table: string; readonly kind: string }>
> = {
  cases: { table: 'procedure_case', kind: 'case' },
  evidence: { table: 'evidence', kind: 'evidence' },
};

/** References between tenant tables carry the owner, so that none can cross owners. */
function foreignKeys(register: Register, registers: ReadonlyMap<string, Register>): string[] {
  const keys: string[] = [];
  if (register.ofCase === true) {
    keys.push(
      `alter table ${register.table} add foreign key (owner_id, case_id) references procedure_case (owner_id, id);`,
    );
  }
  for (const [name, field] of Object.entries(register.fields)) {
    if (field.kind !== 'reference' || register.class !== 'tenant') continue;
    const target = keptBeside[field.to]?.table ?? tenantTable(registers.get(field.to));
    if (target === null) continue;
    keys.push(
      `alter table ${register.table} add foreign key (owner_id, "${columnNameOf(register, name)}") references ${target} (owner_id, id);`,
    );
  }
  return keys;
}

function tenantTable(register: Register | undefined): string | null {
  return register?.class === 'tenant' ? register.table : null;
}

function indexes(register: Register): string[] {
  const tenant = register.class === 'tenant';
  const made = new Set<string>();
  const add = (columns: readonly string[]): void => {
    const all = tenant ? ['owner_id', ...columns] : [...columns];
    const unique = (register.unique ?? []).some(
      (fields) =>
        fields.map((field) => `"${columnNameOf(register, field)}"`).join() === columns.join(),
    );
    if (!unique) made.add(`(${all.join(', ')})`);
  };
  if (register.ofCase === true) add(['case_id']);
  if (register.lifeCycle !== undefined) add(['state', 'id']);
  for (const [name, field] of Object.entries(register.fields)) {
    const quoted = `"${columnNameOf(register, name)}"`;
    if (field.sort === true) add([quoted, 'id']);
    else if (field.kind === 'reference' || (field.filter === true && field.kind !== 'boolean')) {
      // An array is no key of a B-tree: long ones are refused. It has its own index below.
      if (!['choices', 'tags', 'references'].includes(field.kind)) add([quoted, 'id']);
    }
  }
  const gin = Object.entries(register.fields)
    .filter(
      ([, field]) =>
        field.filter === true && ['choices', 'tags', 'references'].includes(field.kind),
    )
    .map(
      ([name]) =>
        `create index on ${register.table} using gin ("${columnNameOf(register, name)}");`,
    );
  return [...[...made].map((columns) => `create index on ${register.table} ${columns};`), ...gin];
}
