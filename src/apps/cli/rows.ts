import { readFileSync } from 'node:fs';
import { mostRows, rowsOutcome } from '#work/rows/contract.ts';
import type { Api } from './api.ts';
import { CommandFailure, exitCodes, usageError } from './failures.ts';
import type { Column, Output } from './output.ts';

export type RowFields = Readonly<Record<string, unknown>>;

/** Rows of a file, each an object with the fields of a form: one JSON array, or a line of JSON for each; `-` reads standard input. @throws CommandFailure `usage` */
export function readRows(path: string): RowFields[] {
  const text = readFileSync(path === '-' ? 0 : path, 'utf8').trim();
  const values = text.startsWith('[')
    ? jsonOf(text, path)
    : text.split('\n').map((line, index) => jsonOf(line, `${path}, line ${index + 1}`));
  if (!Array.isArray(values) || values.length === 0) throw usageError(`${path} holds no rows.`);
  return values.map((value, index) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    throw usageError(`${path}: row ${index + 1} is no JSON object.`);
  });
}

interface Told {
  readonly row: number;
  readonly outcome: 'done' | 'refused';
  readonly id?: string;
  readonly reason?: string;
}

const columns: readonly Column<Told>[] = [
  { title: 'Row', of: ({ row }) => row },
  { title: 'Outcome', of: ({ outcome }) => outcome },
  { title: 'Record or reason', of: ({ id, reason }) => id ?? reason },
];

/**
 * Sends many rows in few requests, each row decided on its own, with progress, and tells what became of each.
 * @throws CommandFailure `conflict` when some were refused; the others are done.
 */
export async function sendRows(
  api: Api,
  path: string,
  rows: readonly object[],
  out: Output,
): Promise<void> {
  let refused = 0;
  for (let from = 0; from < rows.length; from += mostRows) {
    const some = rows.slice(from, from + mostRows);
    const outcome = await api.post(path, rowsOutcome, { rows: some });
    refused += outcome.refused;
    for (const [index, one] of outcome.rows.entries()) {
      const row = from + index + 1;
      const told: Told =
        one.outcome === 'done'
          ? { row, outcome: 'done', id: one.id }
          : { row, outcome: 'refused', reason: reasonOf(one.problem) };
      out.row(told, columns);
    }
    out.say(`${from + some.length} of ${rows.length} sent`);
  }
  out.end('There were no rows.');
  if (refused > 0) {
    throw new CommandFailure(
      exitCodes.conflict,
      `${refused} of ${rows.length} rows were refused; the others are done.`,
    );
  }
}

interface Reasons {
  readonly title: string;
  readonly faults?: readonly { readonly path: string; readonly message: string }[] | undefined;
  readonly refusals?:
    | readonly { readonly rule: string; readonly name?: string | undefined }[]
    | undefined;
}

function reasonOf({ title, faults = [], refusals = [] }: Reasons): string {
  const said = [
    ...faults.map(({ path, message }) => `${path}: ${message}`),
    ...refusals.map(({ rule, name }) => (name === undefined ? rule : `${rule} ${name}`)),
  ];
  return said.length === 0 ? title : `${title}: ${said.join('; ')}`;
}

function jsonOf(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`${place} is no JSON: ${error instanceof Error ? error.message : ''}`);
  }
}
