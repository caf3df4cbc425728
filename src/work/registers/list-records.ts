import { columnOf } from '#engine/field-schema.ts';
import type { Register } from '#engine/register.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { RecordPage, RecordView } from '#work/contract.ts';
import { wordPatterns } from '#work/search-words.ts';
import { type Order, orderOf, type RegisterRow, sqlOf, viewOf } from './register-sql.ts';
import { collectReferences, referencesOfFields, titlesOfFields } from './titles.ts';

export interface ListInput {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly sort?: string | undefined;
  readonly q?: string | undefined;
  readonly count?: 'true' | 'false' | undefined;
  /** Values of declared filterable fields, several with commas, a stretch of days or numbers as `from..to`; and `state`, `ownerId`, `caseId`. */
  readonly filters: Readonly<Record<string, string>>;
}

interface Statement {
  readonly values: unknown[];
  bind(value: unknown): string;
}

/**
 * A page of a register by key. A tenant's register is read organisation by organisation in the order of its index, and merged: the
 * work does not grow with the table, and an organisation that sees few records does not pay for those that it does not see.
 * @throws 422 naming each filter or sort that is not declared.
 */
export async function listRecords(
  context: ReadContext,
  catalogue: Catalogue,
  register: Register,
  input: ListInput,
): Promise<RecordPage> {
  const order = orderOf(register, input.sort);
  const statement = newStatement();
  const conditions = conditionsOf(register, input, statement);
  const { rows } = await context.client.query<RegisterRow & { sort_value: unknown }>({
    text: pageText(context, register, input, order, conditions, statement),
    values: statement.values,
  });
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  const views = items.map((row) => viewOf(register, row));
  return {
    items: views,
    next:
      rows.length > input.limit && last !== undefined
        ? encodeKey([last.sort_value === null ? null : String(last.sort_value), last.id])
        : null,
    total: input.count === 'true' ? await boundedCount(context, register, input) : null,
    titles: await titlesOfViews(context, catalogue, register, views),
  };
}

/** Titles of everything that records of one register refer to. */
export async function titlesOfViews(
  context: ReadContext,
  catalogue: Catalogue,
  register: Register,
  views: readonly RecordView[],
): Promise<Record<string, string>> {
  const references = referencesOfFields(register.fields, {});
  const cases = new Set<string>();
  for (const view of views) {
    collectReferences(register.fields, view.fields, references);
    references.organisations.push(view.ownerId ?? null);
    references.people.push(view.createdBy, view.updatedBy);
    if (view.caseId != null) cases.add(view.caseId);
  }
  for (const one of references.others.get('cases') ?? []) cases.add(one);
  if (cases.size > 0) references.others.set('cases', cases);
  return titlesOfFields(context, catalogue, references);
}

function newStatement(): Statement {
  const values: unknown[] = [];
  return { values, bind: (value) => `$${values.push(value)}` };
}

function pageText(
  context: ReadContext,
  register: Register,
  input: ListInput,
  order: Order,
  conditions: string,
  statement: Statement,
): string {
  const { selected } = sqlOf(register);
  const direction = order.descending ? 'desc' : 'asc';
  const key = keyCondition(input, order, statement);
  const sortValue = `r.${order.column}::text as sort_value`;
  const tail = `order by r.${order.column} ${direction} nulls last, r.id ${direction} limit ${input.limit + 1}`;
  if (register.class !== 'tenant') {
    return `select ${selected}, ${sortValue} from ${register.table} r where true ${conditions} ${key} ${tail}`;
  }
  const columns = `${selected}, ${sortValue}, r.${order.column} as sort_column`;
  const parts = [
    `select own.* from ${ownersOf(context, input, statement)} cross join lateral (
      select ${columns} from ${register.table} r where r.owner_id = o.owner_id ${conditions} ${key} ${tail}) own`,
    `select ${columns} from ${sharedOf(context, register, input, statement)} ${conditions} ${key} ${tail}`,
  ];
  return `
select * from (${merged(parts)}) merged order by sort_column ${direction} nulls last, id ${direction} limit ${input.limit + 1}`;
}

/** The reader's organisations, or the one that is wanted, if it is among them: each has its own range of the index. */
function ownersOf(context: ReadContext, input: ListInput, statement: Statement): string {
  const wanted = input.filters['ownerId'];
  const owners = context.scope.organisations.filter(
    (owner) => wanted === undefined || owner === wanted,
  );
  return `unnest(${statement.bind(owners)}::uuid[]) as o (owner_id)`;
}

/** What was shared with the reader's organisations, from their own list; the join ends in a condition that more may follow. */
function sharedOf(
  context: ReadContext,
  { id, table }: Register,
  input: ListInput,
  statement: Statement,
): string {
  const wanted = input.filters['ownerId'];
  const from =
    wanted === undefined ? '' : `and s.record_owner_id = ${statement.bind(wanted)}::uuid`;
  return `shared_with_me s join ${table} r on r.owner_id = s.record_owner_id and r.id = s.record_id
    where s.owner_id = any (${statement.bind(context.scope.organisations)}::uuid[]) and s.kind = ${statement.bind(id)} ${from}`;
}

/** `union`, because a record may be one's own and shared, or shared with two of one's organisations. */
const merged = (parts: readonly string[]): string =>
  parts.map((part) => `(${part})`).join('\nunion\n');

function keyCondition(input: ListInput, order: Order, statement: Statement): string {
  if (input.after === undefined) return '';
  const [value, id] = decodeKey(input.after, 2);
  if (!isId(id)) {
    throw invalidInput([{ path: '/after', code: 'bad-key', message: 'This key is not a key.' }]);
  }
  const sign = order.descending ? '<' : '>';
  const idParameter = statement.bind(id);
  if (value === null) return `and r.${order.column} is null and r.id ${sign} ${idParameter}::uuid`;
  const valueParameter = `${statement.bind(value)}::${order.type}`;
  return `and ((r.${order.column}, r.id) ${sign} (${valueParameter}, ${idParameter}::uuid) or r.${order.column} is null)`;
}

function conditionsOf(register: Register, input: ListInput, statement: Statement): string {
  const parts: string[] = [];
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(input.filters)) {
    const condition = filterCondition(register, name, value, statement, faults);
    if (condition !== null) parts.push(condition);
  }
  if (faults.length > 0) throw invalidInput(faults);
  const searched = Object.entries(register.fields).filter(([, field]) => field.search === true);
  if (input.q !== undefined && input.q.trim() !== '' && searched.length > 0) {
    const words = statement.bind(wordPatterns(input.q));
    const values = searched.map(([name, field]) => `r."${columnOf(name, field).name}"::text`);
    parts.push(`concat_ws(' ', ${values.join(', ')}) ilike all (${words}::text[])`);
  }
  return parts.length === 0 ? '' : `and ${parts.join(' and ')}`;
}

function filterCondition(
  register: Register,
  name: string,
  value: string,
  statement: Statement,
  faults: Fault[],
): string | null {
  if (name === 'ownerId') return null;
  if (name === 'state' && register.lifeCycle !== undefined) {
    return `r.state = any (${statement.bind(value.split(','))}::text[])`;
  }
  if (name === 'caseId' && register.ofCase === true && isId(value)) {
    return `r.case_id = ${statement.bind(value)}::uuid`;
  }
  const field = Object.hasOwn(register.fields, name) ? register.fields[name] : undefined;
  if (field?.filter !== true) {
    faults.push({ path: `/${name}`, code: 'not-filterable', message: `No filter ${name} here.` });
    return null;
  }
  const { name: column, type } = columnOf(name, field);
  if (value === '') return `r."${column}" is null`;
  if (type.endsWith('[]')) return `r."${column}" @> ${statement.bind([value])}::${type}`;
  const range = rangeOf(type, value);
  if (range !== null) {
    const bounds = range.flatMap((bound, end) =>
      bound === ''
        ? []
        : [`r."${column}" ${end === 0 ? '>=' : '<='} ${statement.bind(bound)}::${type}`],
    );
    return bounds.join(' and ');
  }
  const several = value.split(',');
  if ((type === 'uuid' && !several.every(isId)) || !fits(type, several)) {
    faults.push({
      path: `/${name}`,
      code: 'bad-value',
      message: `${value} is not a value of ${name}.`,
    });
    return null;
  }
  return `r."${column}" = any (${statement.bind(several)}::${type}[])`;
}

/** Ends of a stretch of what has an order, both in it: `from..to`, `from..` or `..to`; null for what is none. */
function rangeOf(type: string, value: string): readonly string[] | null {
  const ends = value.split('..');
  const given = ends.filter((end) => end !== '');
  const isRange = ranged.has(type) && ends.length === 2 && given.length > 0 && fits(type, given);
  return isRange ? ends : null;
}

const ranged: ReadonlySet<string> = new Set([
  ...['integer', 'bigint', 'double precision', 'date', 'timestamptz'],
]);

function fits(type: string, values: readonly string[]): boolean {
  if (type === 'integer' || type === 'double precision' || type === 'bigint') {
    return values.every((value) => value !== '' && Number.isFinite(Number(value)));
  }
  if (type === 'boolean') return values.every((value) => value === 'true' || value === 'false');
  if (type === 'date') return values.every(isDay);
  if (type === 'timestamptz') return values.every((value) => !Number.isNaN(Date.parse(value)));
  return true;
}

/** A day of the calendar, which the database takes as one. */
function isDay(value: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
}

/** Counting stops here, so that a count never costs more than a page or two. */
const countBound = 1000;

async function boundedCount(context: ReadContext, register: Register, input: ListInput) {
  const statement = newStatement();
  const { rows } = await context.client.query<{ count: number }>({
    text: `select count(*)::int as count from (${countedText(context, register, input, statement)} limit ${countBound}) bounded`,
    values: statement.values,
  });
  const count = rows[0]?.count ?? 0;
  return { count, bounded: count >= countBound };
}

/** The records that a count looks at, each stretch stopped at the bound: own ones by the owners' ranges of the index, shared ones from the inbox. */
function countedText(
  context: ReadContext,
  register: Register,
  input: ListInput,
  statement: Statement,
): string {
  const conditions = conditionsOf(register, input, statement);
  const { table } = register;
  if (register.class !== 'tenant') return `select 1 from ${table} r where true ${conditions}`;
  const parts = [
    `select own.* from ${ownersOf(context, input, statement)} cross join lateral (
      select r.owner_id, r.id from ${table} r where r.owner_id = o.owner_id ${conditions} limit ${countBound}) own`,
    `select r.owner_id, r.id from ${sharedOf(context, register, input, statement)} ${conditions} limit ${countBound}`,
  ];
  return `select 1 from (${merged(parts)}) merged`;
}
