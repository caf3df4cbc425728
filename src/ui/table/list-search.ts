import type { Register } from '#engine/register.ts';
import type { Parameters } from '../api/client.ts';

/** Search parameters of an address; a list as its page understands it. */
export type Search = { readonly [name: string]: string | undefined };

/** Parameters that are not filters. */
const OWN = new Set(['q', 'sort', 'columns', 'peek', 'view', 'after', 'limit', 'count', 'return']);

export interface ListState {
  readonly q: string;
  /** A sortable field, `-` in front for descending. */
  readonly sort: string;
  readonly filters: { readonly [field: string]: string };
  /** Chosen columns in order, or null for those of the declaration. */
  readonly columns: readonly string[] | null;
}

/** Reads the address; filters that the list does not declare are left out, so that an old link still opens. */
export function listState(
  search: Search,
  filterable: ReadonlySet<string>,
  defaultSort: string,
): ListState {
  const filters: Record<string, string> = {};
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== '' && !OWN.has(name) && filterable.has(name)) {
      filters[name] = value;
    }
  }
  const columns = search.columns?.split(',').filter((name) => name !== '');
  return {
    q: search.q ?? '',
    sort: search.sort ?? defaultSort,
    filters,
    columns: columns === undefined || columns.length === 0 ? null : columns,
  };
}

/** What the server is asked for. */
export function listParameters(state: ListState): Parameters {
  return { ...state.filters, q: state.q, sort: state.sort };
}

/** The address with some parameters changed; undefined takes one away. */
export function withSearch(search: Search, change: Search): Record<string, string> {
  const next: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...search, ...change })) {
    if (value !== undefined && value !== '') next[name] = value;
  }
  return next;
}

/** The next sort when a head is pressed: ascending, descending, back to the declared one. */
export function nextSort(current: string, field: string, defaultSort: string): string | undefined {
  if (current === field) return `-${field}`;
  if (current === `-${field}`) return defaultSort === `-${field}` ? field : undefined;
  return field;
}

/** Fields by which a register can be filtered; `state` and the owner are columns of their own. */
export function filterableOf(register: Register): ReadonlySet<string> {
  const names = Object.entries(register.fields)
    .filter(([, field]) => field.filter === true)
    .map(([name]) => name);
  if (register.lifeCycle !== undefined) names.unshift('state');
  if (register.class === 'tenant') names.push('ownerId');
  return new Set(names);
}

/** Beside the title this many columns fit a usual window; the others are a choice away. */
const SHOWN = 6;

/** Columns that a register's list may show: those of the declaration first. */
export function columnsOf(register: Register): { shown: string[]; all: string[] } {
  const listed = Object.entries(register.fields).filter(
    ([name, field]) => name !== register.title && field.kind !== 'rows' && field.list === true,
  );
  const others = Object.entries(register.fields).filter(
    ([name, field]) => name !== register.title && field.kind !== 'rows' && field.list !== true,
  );
  const state = register.lifeCycle === undefined ? [] : ['state'];
  const owner = register.class === 'tenant' ? ['ownerId'] : [];
  const declared = [...state, ...listed.map(([name]) => name)];
  return {
    shown: declared.slice(0, SHOWN),
    all: [...declared, ...owner, 'updatedAt', 'createdAt', ...others.map(([name]) => name)],
  };
}

/** Address of an export of exactly this list. */
export function exportParameters(register: string, state: ListState): Parameters {
  return {
    register,
    ...listParameters(state),
    columns: state.columns === null ? undefined : state.columns.join(','),
  };
}

export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: { readonly [name: string]: unknown }): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
