import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord, updateRecord } from '#work/registers/write-record.ts';
import { scopeOf } from '../../scope.ts';
import type { TermsFacts } from '../facts.ts';
import { termsRules, termsVersions } from '../version-registers.ts';
import { clausesOf } from './clauses.ts';
import { partiesOfCase, shareWith } from './sharing.ts';

type Input = ActInput<TermsFacts>;

interface VersionRow {
  readonly id: string;
  readonly reference: string;
  readonly revision: number;
  readonly effectiveTo: Date | null;
}

async function newestVersionOf(
  context: WriteContext,
  ownerId: string,
  caseId: string,
): Promise<VersionRow | null> {
  const { rows } = await context.client.query<VersionRow>({
    name: 'terms-newest-version',
    text: `select id, "reference" as reference, "revision" as revision, "effective_to" as "effectiveTo" from terms_version
      where owner_id = $1 and case_id = $2 order by "revision" desc limit 1`,
    values: [ownerId, caseId],
  });
  return rows[0] ?? null;
}

async function endVersion(
  context: WriteContext,
  version: VersionRow,
  effectiveTo: string | null,
): Promise<void> {
  const found = await findRecord(context, termsVersions, version.id, { lock: true });
  await updateRecord(context, { register: termsVersions }, found, {
    fields: { effectiveTo },
    version: null,
    computed: true,
  });
}

/** The administrations that agreed, and so are bound; one whose agreement was waived is told, and not bound. */
async function boundAdministrations(context: WriteContext, row: CaseRow): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'terms-bound',
    text: `select distinct organisation_id as id from case_party
      where owner_id = $1 and case_id = $2 and role = 'npm' and waived_at is null`,
    values: [row.ownerId, row.id],
  });
  return rows.map(({ id }) => id);
}

const endOf = (date: unknown): string => `${String(date)}T23:59:59.000Z`;

/**
 * Freezes what was approved, with the period in which it decides: from the instant that the LISO set, at once when he set none. The version
 * before it ends then.
 */
async function writeVersion(context: WriteContext, { case: row, form }: Input) {
  const now = context.now.toISOString();
  const effectiveFrom = typeof form['effectiveFrom'] === 'string' ? form['effectiveFrom'] : now;
  const before =
    typeof row.fields['updates'] === 'string'
      ? await newestVersionOf(context, row.ownerId, row.fields['updates'])
      : null;
  if (
    before !== null &&
    (before.effectiveTo === null || before.effectiveTo.toISOString() > effectiveFrom)
  ) {
    await endVersion(context, before, effectiveFrom);
  }
  const parties = await partiesOfCase(context, row);
  const { communities, threads, memberStates } = scopeOf(row.fields);
  const place = {
    ownerId: row.ownerId,
    caseId: row.id,
    label: row.label,
    tlp: row.tlp,
    computed: true,
  };
  const version = await insertRecord(
    context,
    { register: termsVersions },
    {
      ...place,
      fields: {
        reference: before?.reference ?? row.reference,
        revision: (before?.revision ?? 0) + 1,
        title: row.title,
        ...{ communities, threads, memberStates },
        organisations: await boundAdministrations(context, row),
        textDigest: row.fields['textDigest'],
        ...(before === null ? {} : { replaces: before.id }),
        effectiveFrom,
        ...(typeof form['validUntil'] === 'string'
          ? { effectiveTo: endOf(form['validUntil']) }
          : {}),
      },
    },
  );
  await shareWith(context, termsVersions, row, version.id, parties);
  for (const { number, position, fields } of await clausesOf(context, row)) {
    const rule = await insertRecord(
      context,
      { register: termsRules },
      { ...place, fields: { ...fields, number, position, termsVersion: version.id } },
    );
    await shareWith(context, termsRules, row, rule.id, parties);
  }
  return { effectiveFrom };
}

/** Notice of a termination ends the version on the day that it names; taking it back lifts the end again. */
async function setEnd(context: WriteContext, { case: row, form }: Input): Promise<void> {
  const version = await newestVersionOf(context, row.ownerId, row.id);
  if (version !== null) await endVersion(context, version, endOf(form['endsOn']));
}

async function unsetEnd(context: WriteContext, { case: row }: Input) {
  const version = await newestVersionOf(context, row.ownerId, row.id);
  const { validUntil } = row.fields;
  const end = typeof validUntil === 'string' ? endOf(validUntil) : null;
  if (version !== null) await endVersion(context, version, end);
  return { endsOn: null };
}

export const versionEffects = {
  'write-version': writeVersion,
  'mark-review-due': async (context: WriteContext) => ({
    reviewFallenDue: context.now.toISOString(),
  }),
  'clear-review': async () => ({ reviewFallenDue: null }),
  'set-end': setEnd,
  'unset-end': unsetEnd,
};
