import type { WriteContext } from '#kernel/command/context.ts';
import { type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { CaseRow } from '#work/catalogue.ts';

type Values = Readonly<Record<string, unknown>>;

/** Which of these pieces of evidence are of the case. */
async function ofCase(context: WriteContext, row: CaseRow, ids: readonly string[]) {
  if (ids.length === 0) return new Set<string>();
  const { rows } = await context.client.query<{ id: string }>({
    name: 'incident-evidence-of-case',
    text: 'select id from evidence where owner_id = $1 and case_id = $2 and id = any ($3::uuid[])',
    values: [row.ownerId, row.id, ids],
  });
  return new Set(rows.map(({ id }) => id));
}

/**
 * What an extract says of its file: a piece of evidence of the same case, and a range that has a unit and does not end before it begins.
 * @throws 422 with the place of each fault
 */
export async function refuseWrongCitation(
  context: WriteContext,
  row: CaseRow,
  form: Values,
): Promise<void> {
  const faults: Fault[] = [];
  const fault = (field: string, code: string, message: string) =>
    faults.push({ path: `/fields/${field}`, code, message });
  const { file, rangeUnit, rangeFrom, rangeTo } = form;
  const ranged = rangeFrom != null || rangeTo != null;
  if (typeof file === 'string' && !(await ofCase(context, row, [file])).has(file)) {
    fault('file', 'of-another-case', 'This is no evidence of this incident.');
  }
  if (ranged && file == null) fault('file', 'required', 'Say of which file.');
  if (ranged && rangeUnit == null) fault('rangeUnit', 'required', 'Say lines or bytes.');
  if (rangeUnit === 'lines' && rangeFrom === 0) fault('rangeFrom', 'min', 'Lines begin at 1.');
  if (typeof rangeFrom === 'number' && typeof rangeTo === 'number' && rangeTo < rangeFrom) {
    fault('rangeTo', 'min', 'It ends before it begins.');
  }
  if (faults.length > 0) throw invalidInput(faults);
}

/** Extracts of an answer, without references to what is no evidence of this case: an answer that was given is not lost for that. */
export async function onlyOfCase(
  context: WriteContext,
  row: CaseRow,
  extracts: readonly Values[],
): Promise<Values[]> {
  const cited = extracts.flatMap(({ file }) => (typeof file === 'string' ? [file] : []));
  const known = await ofCase(context, row, cited);
  return extracts.map((one) => {
    if (typeof one['file'] === 'string' && known.has(one['file'])) return one;
    const { file, rangeUnit, rangeFrom, rangeTo, ...rest } = one;
    return rest;
  });
}
