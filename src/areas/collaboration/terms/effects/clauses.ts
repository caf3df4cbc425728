import { hashOf } from '#engine/canonical.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { findRecord } from '#work/registers/find-record.ts';
import type { RegisterRow } from '#work/registers/register-sql.ts';
import { insertRecord, leaveTrail, updateRecord } from '#work/registers/write-record.ts';
import { type Part, partNumbers, parts } from '../choices.ts';
import type { TermsFacts } from '../facts.ts';
import { clauseFields } from '../fields.ts';
import { clauseAssessments, termsClauses } from '../registers.ts';
import { termsTexts } from '../version-registers.ts';
import { partiesOfCase, shareWith } from './sharing.ts';

type Input = ActInput<TermsFacts>;
type Values = Readonly<Record<string, unknown>>;
type Place = Pick<CaseRow, 'ownerId' | 'id'>;

const module = { register: termsClauses };

/** A clause of the text as it is hashed, frozen and printed: the declared fields, absent ones left out. */
export interface ClauseOfText {
  readonly id: string;
  readonly number: string;
  readonly position: number;
  readonly fields: Values;
}

/** The clauses of a case in their order. */
export async function clausesOf(
  context: Pick<WriteContext, 'client'>,
  row: Place,
): Promise<ClauseOfText[]> {
  const { rows } = await context.client.query<{ id: string; row: Record<string, unknown> }>({
    name: 'terms-clauses-of',
    text: `select c.id, to_jsonb(c) as row from terms_clause c where c.owner_id = $1 and c.case_id = $2 order by c."position"`,
    values: [row.ownerId, row.id],
  });
  return rows.map(({ id, row: found }) => ({
    id,
    number: String(found['number']),
    position: Number(found['position']),
    fields: declaredOf(found),
  }));
}

/** Digest of what one clause says: what a statement of compliance with it is made for. */
export function wordingOf(clause: Readonly<Record<string, unknown>>): string {
  return hashOf(declaredOf(clause));
}

/** The declared fields of a row of the table, absent ones left out. */
function declaredOf(found: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    Object.keys(clauseFields).flatMap((name) => {
      const value = found[snake(name)];
      return value === null || value === undefined ? [] : [[name, value]];
    }),
  );
}

const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Digest of the text: what agreements and approvals are bound to. */
export async function digestOfText(context: WriteContext, row: Place): Promise<string> {
  const clauses = await clausesOf(context, row);
  return hashOf(clauses.map(({ number, fields }) => ({ number, ...fields })));
}

/** The clause that a form names. @throws 404 for one of another text */
export async function clauseNamed(
  context: WriteContext,
  row: Place,
  id: unknown,
): Promise<RegisterRow> {
  const found = await findRecord(context, termsClauses, String(id), { lock: false });
  if (found['case_id'] !== row.id) throw notFound('clause');
  return found;
}

async function nextPlace(context: WriteContext, row: Place, part: Part) {
  const { rows } = await context.client.query<{ last: number | null }>({
    name: 'terms-clause-last',
    text: `select max("position") - $3::int as last from terms_clause where owner_id = $1 and case_id = $2 and "part" = $4`,
    values: [row.ownerId, row.id, baseOf(part), part],
  });
  const index = (rows[0]?.last ?? 0) + 1;
  return { number: `${partNumbers[part]}.${index}`, position: baseOf(part) + index };
}

const baseOf = (part: Part): number => (parts.indexOf(part) + 1) * 1000;

/** Adds a clause at the end of its part, and shows it to every party. */
export async function insertClause(
  context: WriteContext,
  row: CaseRow,
  fields: Values,
  parties: readonly string[],
): Promise<void> {
  const place = await nextPlace(context, row, fields['part'] as Part);
  const made = await insertRecord(context, module, {
    ownerId: row.ownerId,
    caseId: row.id,
    label: row.label,
    tlp: row.tlp,
    computed: true,
    fields: { ...fields, ...place },
  });
  await shareWith(context, termsClauses, row, made.id, parties);
}

async function addClause(context: WriteContext, { case: row, form }: Input) {
  await insertClause(context, row, given(form), await partiesOfCase(context, row));
  return { textDigest: await digestOfText(context, row) };
}

/** What the form says of a clause: absent fields are cleared in a redraft. */
function given(form: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(clauseFields).flatMap((name) =>
      form[name] === undefined || form[name] === null ? [] : [[name, form[name]]],
    ),
  );
}

async function changeClause(context: WriteContext, { case: row, form }: Input) {
  const before = await clauseNamed(context, row, form['termsClause']);
  const earlier = wordingOf(before);
  const moved =
    before['part'] === form['part'] ? {} : await nextPlace(context, row, form['part'] as Part);
  const cleared = Object.fromEntries(Object.keys(clauseFields).map((name) => [name, null]));
  await updateRecord(context, module, before, {
    fields: { ...cleared, ...given(form), ...moved },
    version: null,
    computed: true,
  });
  const after = await clauseNamed(context, row, before.id);
  await weighStatements(context, row, { id: before.id, earlier, now: wordingOf(after) });
  return { textDigest: await digestOfText(context, row) };
}

interface Redrafted {
  readonly id: string;
  readonly earlier: string;
  readonly now: string;
}

/** What was stated for another wording of a clause does not count for it as it reads now; it does again once the wording is back. */
async function weighStatements(
  context: WriteContext,
  row: CaseRow,
  { id, earlier, now }: Redrafted,
): Promise<void> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'terms-statements-of-clause',
    text: `select id from clause_assessment where owner_id = $1 and "terms_clause" = $2
      and coalesce("outdated", false) <> (coalesce("wording", $3) <> $4) order by id`,
    values: [row.ownerId, id, earlier, now],
  });
  for (const one of rows) {
    const found = await findRecord(context, clauseAssessments, one.id, { lock: true });
    const fields = { outdated: found['outdated'] !== true };
    await updateRecord(context, { register: clauseAssessments }, found, {
      fields,
      version: null,
      computed: true,
    });
  }
}

/** A clause that is taken out leaves what was said of it, under its number. */
async function takeClauseOut(context: WriteContext, { case: row, form }: Input) {
  const before = await clauseNamed(context, row, form['termsClause']);
  const place = [row.ownerId, before.id];
  const run = (name: string, text: string) =>
    context.client.query({ name: `terms-${name}`, text, values: place });
  await run(
    'unlink-comments',
    'update clause_comment set "terms_clause" = null where owner_id = $1 and "terms_clause" = $2',
  );
  await run(
    'unlink-contributions',
    'update expert_contribution set "concerns" = null where owner_id = $1 and "concerns" = $2',
  );
  await run(
    'drop-assessments',
    'delete from clause_assessment where owner_id = $1 and "terms_clause" = $2',
  );
  await run('drop-clause', 'delete from terms_clause where owner_id = $1 and id = $2');
  leaveTrail(context, termsClauses, 'delete', before, row.ownerId, {
    number: before['number'],
    title: before['title'],
  });
  return { textDigest: await digestOfText(context, row) };
}

/** A text that is handed in for review is numbered, its digest made anew, and kept as every party gets it. */
async function numberText(context: WriteContext, { case: row }: Input) {
  const textRevision = Number(row.fields['textRevision'] ?? 0) + 1;
  const textDigest = await digestOfText(context, row);
  const clauses = await clausesOf(context, row);
  const made = await insertRecord(
    context,
    { register: termsTexts },
    {
      ...{ ownerId: row.ownerId, caseId: row.id, label: row.label, tlp: row.tlp, computed: true },
      fields: {
        ...{ reference: row.reference, revision: textRevision, textDigest },
        handedOutAt: context.now.toISOString(),
        clauses: clauses.map(({ number, fields }) => ({ number, ...fields })),
      },
    },
  );
  await shareWith(context, termsTexts, row, made.id, await partiesOfCase(context, row));
  return { textRevision, textDigest };
}

export const clauseEffects = {
  'add-clause': addClause,
  'change-clause': changeClause,
  'take-clause-out': takeClauseOut,
  'number-text': numberText,
};
