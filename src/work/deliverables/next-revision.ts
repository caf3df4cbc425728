import { sqlState } from '#kernel/database/database.ts';
import { newId } from '#kernel/database/ids.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import { lifeCycleOf } from './life-cycles.ts';
import type { Effect } from './working-copy.ts';

/**
 * Opens the next revision of an issued deliverable as a draft of its own, with reference, texts, manual recipients and document history;
 * the issue stays in force until the new one is released.
 * @throws 409 `revision-open` when one is under way.
 */
export const openNextRevision: Effect = async ({ context, working, module, comment }) => {
  const { row, history, recipients } = working;
  const id = newId();
  const fields = { ...row.fields, returnedFrom: null, agreed: false };
  try {
    await context.client.query({
      text: `insert into deliverable (owner_id, id, case_id, type, title, reference, edition, revision, state, label, tlp, fields,
          author_id, contract_id, supersedes_id, created_at, created_by, updated_at, updated_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $13, $16, $13)`,
      values: [
        row.ownerId,
        id,
        row.caseId,
        row.type,
        row.title,
        row.reference,
        row.edition,
        row.revision,
        lifeCycleOf(module.definition).initial,
        row.label,
        row.tlp,
        JSON.stringify(fields),
        context.principal.personId,
        row.contractId,
        row.id,
        context.now,
      ],
    });
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    throw conflict('revision-open', 'The next revision of this document is under way already.');
  }
  await context.client.query({
    text: `insert into deliverable_history (owner_id, deliverable_id, id, edition, revision, date, description, action, pages,
        discussed_on, discussed_with, person_id, at)
      select $1, $2, h.id, h.edition, h.revision, h.date, h.description, h.action, h.pages, h."discussedOn", h."discussedWith",
        h."personId", h.at
      from jsonb_to_recordset($3::jsonb) as h (id uuid, edition integer, revision integer, date date, description text, action text,
        pages text, "discussedOn" date, "discussedWith" text, "personId" uuid, at timestamptz)`,
    values: [row.ownerId, id, JSON.stringify(history.map((entry) => ({ ...entry, id: newId() })))],
  });
  await context.client.query({
    text: `insert into deliverable_recipient (owner_id, deliverable_id, id, organisation_id, person_id, reason, manual)
      select $1, $2, r.id, r."organisationId", r."personId", r.reason, true
      from jsonb_to_recordset($3::jsonb) as r (id uuid, "organisationId" uuid, "personId" uuid, reason text)`,
    values: [
      row.ownerId,
      id,
      JSON.stringify(
        recipients.filter((one) => one.manual).map((one) => ({ ...one, id: newId() })),
      ),
    ],
  });
  working.told['revision'] = id;
  context.record({
    ownerId: row.ownerId,
    action: 'deliverable.create',
    kind: 'deliverable',
    recordId: id,
    recordVersion: 1,
    details: { type: row.type, reference: row.reference, supersedes: row.id, comment },
  });
};
