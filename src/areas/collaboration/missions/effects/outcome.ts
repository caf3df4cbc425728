import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { viewOf } from '#work/registers/register-sql.ts';
import { insertRecord, updateRecord } from '#work/registers/write-record.ts';
import { shareRecord } from '#work/sharing/share-record.ts';
import {
  addToCase,
  recordOfCase,
  recordsOfCase,
  removeFromCase,
  shareWith,
} from '../case-record.ts';
import { csipImprovements } from '../improvements.ts';
import { csipDiscussions, missionFindings } from '../registers.ts';

const findings = { register: missionFindings };
const changed = (context: WriteContext) => ({ findingsChangedAt: context.now.toISOString() });

async function addFinding(context: WriteContext, { case: row, form }: ActInput) {
  const present = await recordsOfCase(context, findings, row);
  const number = Math.max(0, ...present.map((one) => Number(one['number']))) + 1;
  await addToCase(context, findings, row, { ...form, number });
  return changed(context);
}

async function changeFinding(context: WriteContext, { case: row, form }: ActInput) {
  const { finding, ...fields } = form;
  const found = await recordOfCase(context, findings, row, finding);
  // What was left empty in the form is empty now.
  const all = { recommendation: null, evidence: null, note: null, ...fields };
  await updateRecord(context, findings, found, { fields: all, version: null });
  return changed(context);
}

async function removeFinding(context: WriteContext, { case: row, form }: ActInput) {
  await removeFromCase(
    context,
    findings,
    row,
    await recordOfCase(context, findings, row, form['finding']),
  );
  return changed(context);
}

/** Who sees to it, and by when; while the report is written, it prints that too. */
async function assignFinding(context: WriteContext, { case: row, form }: ActInput) {
  const found = await recordOfCase(context, findings, row, form['finding']);
  const fields = { responsible: form['responsible'], dueOn: form['dueOn'] };
  await updateRecord(context, findings, found, { fields, version: null, computed: true });
  return row.state === 'reporting' ? changed(context) : {};
}

/** Once approved, an administration reads what was found at it, and nothing of what was found elsewhere. */
async function shareFindings(context: WriteContext, { case: row }: ActInput): Promise<void> {
  for (const record of await recordsOfCase(context, findings, row)) {
    const { organisation } = viewOf(missionFindings, record).fields;
    await shareWith(context, findings, row, record.id, [String(organisation)]);
  }
}

/** The discussion, and the improvements that it came to: they belong to the CSIP Manager's organisation and are shown to the central body. */
async function keepDiscussion(context: WriteContext, { case: row, form }: ActInput): Promise<void> {
  const { improvements, ...discussion } = form;
  await addToCase(context, { register: csipDiscussions }, row, discussion);
  const ownerId = context.principal.organisationId ?? row.ownerId;
  for (const one of Array.isArray(improvements) ? improvements : []) {
    await keepImprovement(context, row, ownerId, one as Record<string, unknown>);
  }
}

async function keepImprovement(
  context: WriteContext,
  row: CaseRow,
  ownerId: string,
  improvement: Record<string, unknown>,
): Promise<void> {
  const view = await insertRecord(
    context,
    { register: csipImprovements },
    {
      ...{ ownerId, label: row.label, tlp: row.tlp, computed: true },
      fields: { ...improvement, mission: row.reference, missionId: row.id },
    },
  );
  await shareRecord(context, {
    ...{ ownerId, kind: csipImprovements.id, table: csipImprovements.table },
    ...{ recordId: view.id, sortKey: view.id, organisations: [row.ownerId], reason: 'party' },
    detail: { case: row.reference },
  });
}

export const outcomeEffects = {
  'add-finding': addFinding,
  'change-finding': changeFinding,
  'remove-finding': removeFinding,
  'assign-finding': assignFinding,
  'share-findings': shareFindings,
  'keep-discussion': keepDiscussion,
};
