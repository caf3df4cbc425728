import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import { shareRecord } from '#work/sharing/share-record.ts';
import { type AgendaRow, agendaChanges } from '../agenda-changes.ts';
import { partiesOf } from '../parties.ts';
import {
  type AgendaItem,
  agendaOf,
  documentLines,
  type SupportingDocument,
} from '../queries/agenda.ts';
import { agendaItems, agendaObjections } from '../registers.ts';
import { addToCase, recordOfCase, removeFromCase, shareWith } from './case-record.ts';

const items = { register: agendaItems };
const objections = { register: agendaObjections };

function rowOf({ topic, position, presenter, durationMinutes, documents }: AgendaItem): AgendaRow {
  const lines = documentLines(documents).join('\n');
  return {
    ...{ position, topic, presenter, durationMinutes },
    ...(lines === '' ? {} : { documents: lines }),
  };
}

/** What is proposed is frozen in the case: agreements are bound to it, and everybody who is asked may read the items. */
async function freezeAgenda(
  context: WriteContext,
  { case: row }: ActInput,
): Promise<Record<string, unknown>> {
  const present = await agendaOf(context, row);
  const parties = await partiesOf(context, row);
  for (const { id, topic, documents } of present) {
    await shareWith(context, items, row, id, parties);
    await shareFiles(context, row, topic, documents, parties);
  }
  const agenda = present.map(rowOf);
  const before = row.fields['agenda'];
  return {
    agenda,
    agendaChanges: Array.isArray(before) ? agendaChanges(before as AgendaRow[], agenda) : null,
  };
}

/** Who may read a topic may read the files that are presented under it (R-MTG-5). */
async function shareFiles(
  context: WriteContext,
  row: CaseRow,
  topic: string,
  documents: readonly SupportingDocument[],
  parties: readonly string[],
): Promise<void> {
  for (const { file } of documents) {
    if (typeof file !== 'string') continue;
    await shareRecord(context, {
      ...{ ownerId: row.ownerId, kind: 'evidence', table: 'evidence', recordId: file },
      ...{ sortKey: file, organisations: parties, reason: 'party' },
      detail: { case: row.reference, topic },
    });
  }
}

/** @throws 422 with the place of a file that was brought in elsewhere, or in which something was found */
async function checkFiles(
  context: WriteContext,
  row: CaseRow,
  form: ActInput['form'],
): Promise<void> {
  const documents = (form['documents'] ?? []) as readonly SupportingDocument[];
  const { rows } = await context.client.query<{ id: string }>({
    name: 'meeting-files',
    text: `select id from evidence where owner_id = $1 and case_id = $2 and id = any ($3::uuid[]) and scan <> 'infected'`,
    values: [row.ownerId, row.id, documents.flatMap(({ file }) => file ?? [])],
  });
  const known = new Set(rows.map(({ id }) => id));
  const faults = documents.flatMap(({ file }, at) => {
    if (file == null || known.has(file)) return [];
    const message = 'Choose a file that was brought into this meeting and found clean.';
    return [{ path: `/fields/documents/${at}/file`, code: 'not-of-the-meeting', message }];
  });
  if (faults.length > 0) throw invalidInput(faults);
}

async function changeItem(context: WriteContext, { case: row, form }: ActInput): Promise<void> {
  await checkFiles(context, row, form);
  const { item, ...fields } = form;
  const found = await recordOfCase(context, items, row, item);
  // What was left empty in the form is empty now.
  const all = { documents: null, ...fields };
  await updateRecord(context, items, found, { fields: all, version: null });
}

/** The objection of the acting organisation: read by the facilitator, LISO and itself. */
async function keepObjection(context: WriteContext, { case: row, form }: ActInput): Promise<void> {
  const { organisationId, personId } = context.principal;
  await addToCase(
    context,
    objections,
    row,
    {
      objection: form['objection'],
      organisation: organisationId ?? row.ownerId,
      person: personId,
      raisedAt: context.now.toISOString(),
    },
    organisationId === null ? [] : [organisationId],
  );
}

async function answerObjection(context: WriteContext, input: ActInput): Promise<void> {
  const { case: row, form } = input;
  const found = await recordOfCase(context, objections, row, form['objection']);
  await updateRecord(context, objections, found, {
    version: null,
    computed: true,
    fields: {
      answer: form['answer'],
      toAll: form['toAll'],
      answeredBy: context.principal.personId,
      answeredAt: context.now.toISOString(),
    },
  });
  if (form['toAll'] === true) {
    await shareWith(context, objections, row, found.id, await partiesOf(context, row));
  }
}

export const agendaEffects = {
  'add-agenda-item': async (context: WriteContext, { case: row, form }: ActInput) => {
    await checkFiles(context, row, form);
    await addToCase(context, items, row, form);
  },
  'change-agenda-item': changeItem,
  'remove-agenda-item': (context: WriteContext, { case: row, form }: ActInput) =>
    removeFromCase(context, items, row, form['item']),
  'freeze-agenda': freezeAgenda,
  'keep-objection': keepObjection,
  'answer-objection': answerObjection,
};
