import { catalogue } from '#apps/catalogue.ts';
import type { Operation, Schema } from '#tests/access/sample-request.ts';
import type { Foreign } from '../foreign-texts.ts';
import { bodyOf, type Read, type Reader } from '../reader.ts';

export type Reads = readonly (readonly [path: string, operation: Operation])[];

/** Tables behind the first word of a path; any other is a case. */
const tableOf: ReadonlyMap<string, string> = new Map([
  ['accounts', 'person'],
  ['deliverables', 'deliverable'],
  ['evidence', 'evidence'],
  ['foreign-cases', 'foreign_case'],
  ['house-styles', 'organisation'],
  ['imports', 'import_run'],
  ['questionnaires', 'request_recipient'],
  ['requests', 'request'],
  ['tasks', 'task'],
  ['trail', 'trail_entry'],
  ['uploads', 'upload'],
  ...[...catalogue.registers.values()].map(({ register }): [string, string] => [
    register.id,
    register.table,
  ]),
]);
/** What hangs on a record, by its name in a path. */
const hanging: ReadonlyMap<string, string> = new Map([
  ['inventory', 'inventory'],
  ['recipient', 'request_recipient'],
]);
/** So many records of each kind are read, those of others that were shared first. */
const ofEach = 5;
/** The demonstration lies between: some weeks before today and after. */
const [firstDay, lastDay] = [-120, 120].map((days) =>
  new Date(Date.now() + days * 86_400_000).toISOString(),
) as [string, string];

/** Parameters that choose how something is shown and never what; none may be here that chooses what is counted. */
const ways = new Map([
  ['after', 'the next page of a list that is asked for whole'],
  ['sort', 'the order of what is shown'],
  ['columns', 'which columns of the same rows'],
  ['details', 'how much of the same entries'],
  ['revision', 'an older one of the same record'],
  ['version', 'an older one of a definition'],
  ['head', 'up to which signed head'],
  ...['accent', 'ink', 'muted', 'rule', 'tint', 'font', 'headings', 'language', 'locale'].map(
    (name): [string, string] => [name, 'how a document looks'],
  ),
]);

const isId = ({ pattern = '' }: Schema) => pattern.includes('[0-9a-f]{12}');

/**
 * Parameters of a query whose values this comparison cannot choose: neither an enumeration, an id, a time nor a field that items show.
 * A read that is new is compared by itself; one that counts by a parameter of a new kind stands here.
 */
export function unknownParameters(reads: Reads): string[] {
  const ranges = ['limit', 'count', 'q', 'register', 'from', 'to'];
  const named = new Set([...ranges, ...ways.keys(), ...fieldsOfItems]);
  return reads.flatMap(([path, { parameters = [] }]) =>
    parameters.flatMap(({ name, in: place, schema }) =>
      place !== 'query' ||
      schema.enum !== undefined ||
      isId(schema) ||
      named.has(name) ||
      filters(path).has(name)
        ? []
        : [`${path} ${name}`],
    ),
  );
}

/** Filters of lists that are no register, each by a field that their items show. */
const fieldsOfItems = [
  ...['procedure', 'state', 'label', 'tlp', 'kind', 'type', 'caseId', 'action', 'part'],
  ...['organisation', 'days'],
  // The files of a house style's own font, by their digests.
  ...['regular', 'bold', 'italic', 'boldItalic'],
];

function filters(path: string): ReadonlySet<string> {
  const register = catalogue.registers.get(path.split('/')[1] ?? '')?.register;
  return new Set([...Object.keys(register?.fields ?? {}), 'state']);
}

/** Every path to compare: each list, count, filter, search, export and record that there is for one organisation's own view. */
export async function pathsFor(
  read: Reader,
  reads: Reads,
  seen: Foreign,
  organisation: string,
): Promise<string[]> {
  const paths: string[] = [];
  for (const [path, operation] of reads) {
    for (const filled of withIds(path, operation, seen)) {
      for (const wide of widely(operation)) {
        const base = withQuery(filled, wide);
        paths.push(base);
        // That a document is read for the first time is written down.
        if (isFile.test(path)) await read(base);
        // An export is of a list, which is narrowed itself.
        if (path.includes('{')) continue;
        const answer = await read(base);
        if (answer.status >= 400) continue;
        const narrowed = narrowings(operation, firstItem(answer), seen, organisation);
        paths.push(...narrowed.map((one) => withQuery(filled, { ...wide, ...one })));
      }
    }
  }
  return [...new Set(paths)];
}

const isFile = /\}\.\w+$/;

type Query = Readonly<Record<string, string>>;

function withQuery(path: string, query: Query): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The path with the ids of records that may be read, and with each value of an enumeration. */
function withIds(path: string, { parameters = [] }: Operation, seen: Foreign): string[] {
  const [first, ...others] = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (first === undefined) return [path];
  const values = parameters.find(({ name }) => name === first)?.schema.enum;
  // Whatever the format, the rows are the same.
  if (values !== undefined) return [path.replace(`{${first}}`, String(values[0]))];
  const table = tableOf.get(path.split('/')[1] ?? '') ?? 'procedure_case';
  const ids = [...(seen.shared.get(table) ?? []), ...(seen.own.get(table) ?? [])];
  return [...new Set(ids)].slice(0, ofEach).map((id) =>
    others.reduce(
      (filled, name) => {
        const other = seen.own.get(hanging.get(name) ?? '')?.at(-1) ?? id;
        return filled.replace(`{${name}}`, other);
      },
      path.replace(`{${first}}`, id),
    ),
  );
}

/** As widely as it can be asked; what needs a register once for each. */
function widely({ parameters = [] }: Operation): Query[] {
  const query: Record<string, string> = {};
  const named = parameters.filter((one) => one.in === 'query');
  for (const { name, required, schema } of named) {
    if (name === 'limit') query[name] = String(schema.maximum ?? 100);
    else if (name === 'count') query[name] = 'true';
    else if (name === 'from' && schema.format === 'date-time') query[name] = firstDay;
    else if (name === 'to') query[name] = lastDay;
    else if (required === true && schema.enum !== undefined) query[name] = String(schema.enum[0]);
    else if (required === true && name === 'q') query[name] = 'the';
  }
  const perRegister = named.some(({ name, required }) => name === 'register' && required === true);
  const registers = ['cases', ...catalogue.registers.keys()];
  return perRegister ? registers.map((register) => ({ ...query, register })) : [query];
}

/** A value for each parameter that narrows what is counted, by what an item shows. */
function narrowings(
  { parameters = [] }: Operation,
  item: unknown,
  { texts }: Foreign,
  organisation: string,
): Query[] {
  return parameters.flatMap(({ name, in: place, schema }): Query[] => {
    if (place !== 'query' || name === 'count' || ways.has(name)) return [];
    if (name === 'q') return [wordOf(item), wordOf(texts[0])].map((q) => ({ q }));
    if (schema.enum !== undefined) return schema.enum.map((value) => ({ [name]: String(value) }));
    const value = name === 'organisation' ? organisation : fieldOf(item, name);
    return value === null ? [] : [{ [name]: value }];
  });
}

function firstItem(answer: Read): unknown {
  const { items } = bodyOf(answer);
  return Array.isArray(items) ? items[0] : undefined;
}

function fieldOf(item: unknown, name: string): string | null {
  if (typeof item !== 'object' || item === null) return null;
  const { fields = {}, ...rest } = item as Record<string, unknown>;
  const value = { ...rest, ...(fields as Record<string, unknown>) }[name];
  const single: unknown = Array.isArray(value) ? value[0] : value;
  return ['string', 'number', 'boolean'].includes(typeof single)
    ? String(single).slice(0, 100)
    : null;
}

/** The longest word of what somebody wrote. */
function wordOf(value: unknown): string {
  const words = JSON.stringify(value ?? '').match(/\p{L}{4,}/gu) ?? [];
  return [...words].sort((a, b) => b.length - a.length)[0] ?? 'word';
}
