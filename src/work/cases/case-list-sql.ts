import { isId } from '#kernel/database/ids.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { decodeKey } from '#kernel/http/page-key.ts';
import { wordPatterns } from '#work/search-words.ts';
import { mostShared } from './among-sharers.ts';
import type { CaseFilters, WaitingState } from './case-filters.ts';

/** What the statement needs besides the filters. */
export interface CaseListScope {
  readonly organisations: readonly string[];
  readonly now: Date;
  /** States in which one of the caller's roles can act, for `assignee=me`. */
  readonly waiting: readonly WaitingState[];
  /** Cases in which authority was delegated to the caller. */
  readonly delegated: readonly string[];
}

interface Order {
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly descending: boolean;
}

const columns = `c.owner_id, c.id, c.procedure, c.definition_version, c.reference, c.title, c.state, c.label, c.tlp, c.opened_at,
  c.opened_by, c.updated_at, c.closed_at, c.due_at, c.version`;

const sortable: Readonly<Record<string, Omit<Order, 'descending'>>> = {
  // Ids rise with time, so the order of opening is that of the primary key.
  openedAt: { column: 'c.id', type: 'uuid', nullable: false },
  updatedAt: { column: 'c.updated_at', type: 'timestamptz', nullable: false },
  dueAt: { column: 'c.due_at', type: 'timestamptz', nullable: true },
  title: { column: 'c.title', type: 'text', nullable: false },
  reference: { column: 'c.reference', type: 'text', nullable: false },
  procedure: { column: 'c.procedure', type: 'text', nullable: false },
};

/** @throws 422 for a sort that is not declared. */
function orderOf(filters: CaseFilters): Order {
  // What is overdue is wanted in the order in which it was due, and is read from the index of due dates.
  const wanted = filters.sort ?? (filters.overdue === 'true' ? 'dueAt' : '-openedAt');
  const descending = wanted.startsWith('-');
  const order = sortable[descending ? wanted.slice(1) : wanted];
  if (order !== undefined) return { ...order, descending };
  const names = Object.keys(sortable).join(', ');
  throw invalidInput([
    { path: '/sort', code: 'not-sortable', message: `Sort by one of: ${names}.` },
  ]);
}

/** Parameters of one statement. */
class Values {
  readonly list: unknown[] = [];
  bind(value: unknown, type: string): string {
    return `$${this.list.push(value)}::${type}`;
  }
}

/**
 * A page of cases by key. Driven by organisation: each owner's own index range is read in order and stopped at the limit, then what was
 * shared is joined from the recipient's own list, and the two are merged. The number of rows touched does not grow with the tables.
 * @throws 422 for an unknown sort or a key of another list.
 */
export function caseListStatement(filters: CaseFilters, scope: CaseListScope) {
  const values = new Values();
  const order = orderOf(filters);
  const branches = branchesOf(order, filters.after, values);
  const limit = filters.limit + 1;
  const conditions = conditionsOf(filters, scope, values);
  const shared = sharedOf(
    filters,
    scope,
    values,
    order,
    conditions === '' && filters.assignee === undefined ? limit : mostShared,
  );
  const selected = `${columns}, ${order.column}::text as sort_value, ${order.column} as sort_column`;
  const direction = order.descending ? 'desc' : 'asc';
  const tail = `order by ${order.column} ${direction}, c.id ${direction} limit ${limit}`;
  const own = ownOf(filters, scope, values);
  const parts = branches.flatMap((branch) => [
    `(select own.* from ${own.from} cross join lateral (
      select ${selected} from procedure_case c where ${own.where} ${conditions} ${branch} ${tail}) own)`,
    `(select ${selected} from shared s join procedure_case c on c.owner_id = s.record_owner_id and c.id = s.record_id
      where true ${shared.where} ${conditions} ${branch} ${tail})`,
    ...delegatedOf(filters, scope, values).map(
      (where) =>
        `(select ${selected} from procedure_case c where ${where} ${conditions} ${branch} ${tail})`,
    ),
  ]);
  const text = `with shared as materialized (${shared.text})
select * from (${parts.join('\nunion\n')}) merged
order by sort_column ${direction} nulls last, id ${direction} limit ${limit}`;
  return { text, values: values.list };
}

/** Counts to the bound and no further. */
export const countBound = 1000;

/** Number of cases that the filters leave, counted to the bound. */
export function caseCountStatement(filters: CaseFilters, scope: CaseListScope) {
  const values = new Values();
  const conditions = conditionsOf(filters, scope, values);
  const order: Order = { column: 'c.id', type: 'uuid', nullable: false, descending: true };
  const shared = sharedOf({ ...filters, after: undefined }, scope, values, order, countBound);
  const own = ownOf(filters, scope, values);
  const parts = [
    `(select c.owner_id, c.id from ${own.from} join procedure_case c on ${own.where} ${conditions} limit ${countBound})`,
    `(select c.owner_id, c.id from shared s join procedure_case c on c.owner_id = s.record_owner_id and c.id = s.record_id
      where true ${shared.where} ${conditions})`,
    ...delegatedOf(filters, scope, values).map(
      (where) => `(select c.owner_id, c.id from procedure_case c where ${where} ${conditions})`,
    ),
  ];
  const text = `with shared as materialized (${shared.text})
select count(*)::int as count from (select * from (${parts.join('\nunion\n')}) merged limit ${countBound}) bounded`;
  return { text, values: values.list };
}

/** The conditions that continue a page: one branch for each part of the order that an index serves (values, then those without). */
function branchesOf(order: Order, after: string | undefined, values: Values): string[] {
  const sign = order.descending ? '<' : '>';
  if (order.column === 'c.id') {
    if (after === undefined) return [''];
    return [`and c.id ${sign} ${values.bind(idOf(decodeKey(after, 1)[0]), 'uuid')}`];
  }
  const [value, id] = after === undefined ? [undefined, undefined] : decodeKey(after, 2);
  const present = order.nullable ? `and ${order.column} is not null` : '';
  const absent = order.nullable ? [`and ${order.column} is null`] : [];
  if (value === undefined) return [present, ...absent];
  const key = values.bind(idOf(id), 'uuid');
  if (value === null) return absent.map((branch) => `${branch} and c.id ${sign} ${key}`);
  const from = values.bind(value, order.type);
  return [`${present} and (${order.column}, c.id) ${sign} (${from}, ${key})`, ...absent];
}

function idOf(part: unknown): string {
  if (typeof part === 'string' && isId(part)) return part;
  throw invalidInput([{ path: '/after', code: 'bad-key', message: 'This key is not a key.' }]);
}

/** Where own cases come from: an index range of each owner, or for `assignee=me` one of each state that waits for the caller. */
function ownOf(
  filters: CaseFilters,
  scope: CaseListScope,
  values: Values,
): { from: string; where: string } {
  const owners = scope.organisations.filter(
    (owner) => filters.organisation === undefined || owner === filters.organisation,
  );
  if (filters.assignee === undefined) {
    return {
      from: `unnest(${values.bind(owners, 'uuid[]')}) as o (owner_id)`,
      where: 'c.owner_id = o.owner_id',
    };
  }
  const waiting = scope.waiting.filter(({ organisationId }) => owners.includes(organisationId));
  const list = (key: keyof WaitingState, type: string) =>
    values.bind(
      waiting.map((one) => one[key]),
      type,
    );
  return {
    from: `unnest(${list('organisationId', 'uuid[]')}, ${list('procedure', 'text[]')}, ${list('state', 'text[]')}) as o (owner_id, procedure, state)`,
    where: 'c.owner_id = o.owner_id and c.procedure = o.procedure and c.state = o.state',
  };
}

/** What was shared with the caller's organisations, newest first; for `assignee=me` only where a role takes part as a party. */
function sharedOf(
  filters: CaseFilters,
  scope: CaseListScope,
  values: Values,
  order: Order,
  limit: number,
): { text: string; where: string } {
  const organisations = values.bind(scope.organisations, 'uuid[]');
  const from =
    filters.organisation === undefined
      ? ''
      : `and s.record_owner_id = ${values.bind(filters.organisation, 'uuid')}`;
  const newest = order.column === 'c.id' && order.descending;
  const after =
    newest && filters.after !== undefined
      ? `and s.sort_key < ${values.bind(idOf(decodeKey(filters.after, 1)[0]), 'text')}`
      : '';
  const text = `
  select s.record_owner_id, s.record_id from shared_with_me s
  where s.owner_id = any (${organisations}) and s.kind = 'case' ${after} ${from}
  order by s.sort_key desc limit ${newest ? limit : mostShared}`;
  if (filters.assignee === undefined) return { text, where: '' };
  const list = (key: keyof WaitingState, type: string) =>
    values.bind(
      scope.waiting.map((one) => one[key]),
      type,
    );
  return {
    text,
    where: `and (c.id = any (${values.bind(scope.delegated, 'uuid[]')}) and c.closed_at is null or exists (select from case_party p
      join unnest(${list('organisationId', 'uuid[]')}, ${list('procedure', 'text[]')}, ${list('state', 'text[]')}, ${list('role', 'text[]')})
        as w (organisation_id, procedure, state, role) on w.organisation_id = p.organisation_id and w.role = p.role
      where p.owner_id = c.owner_id and p.case_id = c.id and w.procedure = c.procedure and w.state = c.state))`,
  };
}

/** Cases delegated to the caller wait for him, too. */
function delegatedOf(filters: CaseFilters, scope: CaseListScope, values: Values): string[] {
  if (filters.assignee === undefined || scope.delegated.length === 0) return [];
  return [
    `c.owner_id = any (${values.bind(scope.organisations, 'uuid[]')}) and c.id = any (${values.bind(scope.delegated, 'uuid[]')}) and c.closed_at is null`,
  ];
}

function conditionsOf(filters: CaseFilters, scope: CaseListScope, values: Values): string {
  const parts: string[] = [];
  const oneOf = (column: string, list: string | undefined) => {
    if (list !== undefined && list !== '')
      parts.push(`c.${column} = any (${values.bind(list.split(','), 'text[]')})`);
  };
  oneOf('procedure', filters.procedure);
  oneOf('state', filters.state);
  oneOf('label', filters.label);
  oneOf('tlp', filters.tlp);
  if (filters.open === 'true') parts.push('c.closed_at is null');
  if (filters.open === 'false') parts.push('c.closed_at is not null');
  if (filters.overdue === 'true') {
    parts.push(`c.closed_at is null and c.due_at < ${values.bind(scope.now, 'timestamptz')}`);
  }
  if (filters.q !== undefined && filters.q.trim() !== '') {
    const words = values.bind(wordPatterns(filters.q), 'text[]');
    parts.push(`concat_ws(' ', c.reference, c.title) ilike all (${words})`);
  }
  return parts.map((part) => `and ${part}`).join(' ');
}
