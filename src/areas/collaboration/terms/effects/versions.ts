import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord, updateRecord } from '#work/registers/write-record.ts';
import { scopeOf } from '../../scope.ts';
import type { TermsFacts } from '../facts.ts';
import { termsRules, termsVersions } from '../version-registers.ts';
import { clausesOf } from './clauses.ts';
import { refuseSilentLoss, termsToUpdate } from './scoping.ts';
import { partiesOfCase, shareWith } from './sharing.ts';

type Input = ActInput<TermsFacts>;

interface VersionRow {
  readonly id: string;
  readonly caseId: string;
  readonly reference: string;
  readonly revision: number;
}

async function newestVersionOf(
  context: WriteContext,
  ownerId: string,
  caseId: string,
): Promise<VersionRow | null> {
  const { rows } = await context.client.query<VersionRow>({
    name: 'terms-newest-version',
    text: `select n.id, n.case_id as "caseId", n."reference" as reference, n."revision" as revision from terms_version v
      join terms_version n on n.owner_id = v.owner_id and n."reference" = v."reference"
      where v.owner_id = $1 and v.case_id = $2 order by n."revision" desc limit 1`,
    values: [ownerId, caseId],
  });
  return rows[0] ?? null;
}

/** Versions before a revision of the same terms that would still decide at its instant. */
async function versionsUntil(
  context: WriteContext,
  ownerId: string,
  { reference }: Pick<VersionRow, 'reference'>,
  instant: string,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'terms-versions-until',
    text: `select id from terms_version where owner_id = $1 and "reference" = $2
      and ("effective_to" is null or "effective_to" > $3) order by "revision"`,
    values: [ownerId, reference, instant],
  });
  return rows.map(({ id }) => id);
}

async function endVersion(
  context: WriteContext,
  versionId: string,
  effectiveTo: string | null,
): Promise<void> {
  const found = await findRecord(context, termsVersions, versionId, { lock: true });
  await updateRecord(context, { register: termsVersions }, found, {
    fields: { effectiveTo },
    version: null,
    computed: true,
  });
}

/** When the version of a case stops to decide: by notice, on the last day that it was approved for, or once a later revision does, whichever is first. */
async function endOfVersion(
  context: WriteContext,
  row: CaseRow,
  endsOn: unknown,
): Promise<string | null> {
  const { rows } = await context.client.query<{ at: Date | null }>({
    name: 'terms-successor-from',
    text: `select min(n."effective_from") as at from terms_version v
      join terms_version n on n.owner_id = v.owner_id and n."reference" = v."reference" and n."revision" > v."revision"
      where v.owner_id = $1 and v.case_id = $2`,
    values: [row.ownerId, row.id],
  });
  const days = [endsOn, row.fields['validUntil']].filter((date) => typeof date === 'string');
  const ends = days.map(endOf);
  const successor = rows[0]?.at;
  if (successor) ends.push(successor.toISOString());
  return ends.sort().at(0) ?? null;
}

async function setEndOfVersion(
  context: WriteContext,
  row: CaseRow,
  endsOn: unknown,
): Promise<void> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'terms-version-of-case',
    text: 'select id from terms_version where owner_id = $1 and case_id = $2',
    values: [row.ownerId, row.id],
  });
  const effectiveTo = await endOfVersion(context, row, endsOn);
  for (const { id } of rows) await endVersion(context, id, effectiveTo);
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
 * What the approved terms take the place of: those in force whose scope they overlap, looked up again since others may have come into force
 * while these were negotiated; else the newest revision of what they were begun as an update of.
 * @throws 409 `leaves-out` naming whom those bind and these would not
 */
async function versionBefore(context: WriteContext, row: CaseRow): Promise<VersionRow | null> {
  const standing = await termsToUpdate(context, row, scopeOf(row.fields));
  if (standing !== null) {
    await refuseSilentLoss(context, standing, scopeOf(row.fields), row.fields);
    return await newestVersionOf(context, row.ownerId, standing.caseId);
  }
  const { updates } = row.fields;
  return typeof updates === 'string' ? newestVersionOf(context, row.ownerId, updates) : null;
}

/**
 * Freezes what was approved, with the period in which it decides: from the instant that the LISO set, at once when he set none. Every version
 * before it ends then, one that had not begun as well: two revisions never decide together.
 */
async function writeVersion(context: WriteContext, { case: row, form }: Input) {
  const now = context.now.toISOString();
  const effectiveFrom = typeof form['effectiveFrom'] === 'string' ? form['effectiveFrom'] : now;
  const before = await versionBefore(context, row);
  if (before !== null) {
    for (const id of await versionsUntil(context, row.ownerId, before, effectiveFrom)) {
      await endVersion(context, id, effectiveFrom);
    }
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
  return before === null
    ? { effectiveFrom }
    : { effectiveFrom, kind: 'update', updates: before.caseId };
}

/** Notice of a termination ends the version on the day that it names; taking it back lifts that end again, no other. */
const setEnd = (context: WriteContext, { case: row, form }: Input): Promise<void> =>
  setEndOfVersion(context, row, form['endsOn']);

async function unsetEnd(context: WriteContext, { case: row }: Input) {
  await setEndOfVersion(context, row, null);
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
