import { formatDate } from '#documents/texts.ts';
import {
  type DocumentVersion,
  formatActions,
  type HistoryAction,
  nextRevision,
  versionForSubmission,
} from '#documents/version.ts';
import { newId } from '#kernel/database/ids.ts';
import { dayOf } from './compose-model.ts';
import { type Delivery, deliveryWords } from './delivery-words.ts';
import { type Effect, type EffectInput, formText } from './working-copy.ts';

interface Discussion {
  readonly on: string;
  readonly with: string;
}

/** Writes one row of the document history, and its version on the document (R-DOC-2, R-DOC-3). */
async function writeRow(
  input: EffectInput,
  version: DocumentVersion,
  delivery: Delivery,
  discussion: Discussion | null,
): Promise<void> {
  const { context, working } = input;
  const { language } = working.row.fields;
  const entry = {
    ...version,
    date: dayOf(context.now),
    description:
      formText(input, 'description') ??
      deliveryWords(
        language,
        delivery,
        discussion && { ...discussion, on: formatDate(discussion.on, language) },
      ),
    action: formatActions(actionsOf(input, delivery)),
    pages: formText(input, 'pages') ?? 'All',
    discussedOn: discussion?.on ?? null,
    discussedWith: discussion?.with ?? null,
    personId: context.principal.personId,
    at: context.now.toISOString(),
  };
  await context.client.query({
    name: 'deliverable-history-insert',
    text: `insert into deliverable_history (owner_id, deliverable_id, id, edition, revision, date, description, action, pages,
        discussed_on, discussed_with, person_id, at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    values: [
      working.row.ownerId,
      working.row.id,
      newId(),
      entry.edition,
      entry.revision,
      entry.date,
      entry.description,
      entry.action,
      entry.pages,
      entry.discussedOn,
      entry.discussedWith,
      entry.personId,
      entry.at,
    ],
  });
  working.history = [...working.history, entry];
  working.row = { ...working.row, ...version };
  working.told['version'] = `${version.edition}.${String(version.revision).padStart(2, '0')}`;
}

/** As the person says (I, R or both); a first draft inserts, everything later inserts and replaces. */
function actionsOf(input: EffectInput, delivery: Delivery): HistoryAction[] {
  const given = input.decision.form['changes'];
  const chosen = Array.isArray(given)
    ? given.map((change): HistoryAction => (change === 'insert' ? 'I' : 'R'))
    : [];
  if (chosen.length > 0) return chosen;
  return delivery === 'first-draft' ? ['I'] : ['I', 'R'];
}

function discussionOf(input: EffectInput): Discussion | null {
  const on = formText(input, 'discussedOn');
  const who = formText(input, 'discussedWith');
  return on === null || who === null ? null : { on, with: who };
}

const versionOf = ({ working }: EffectInput): DocumentVersion => ({
  edition: working.row.edition,
  revision: working.row.revision,
});

const nextOf = (input: EffectInput): DocumentVersion => nextRevision(versionOf(input));

/** The version of a draft that goes to quality control: the first keeps 0.01, each later delivery raises the revision. */
function draftVersion(input: EffectInput): DocumentVersion {
  const written = input.working.history.some(
    (row) =>
      row.edition === input.working.row.edition && row.revision === input.working.row.revision,
  );
  return written ? nextOf(input) : versionOf(input);
}

export const historyEffects: Readonly<Record<string, Effect>> = {
  'write-draft-row': async (input) => {
    const discussion = discussionOf(input);
    const delivery = discussion !== null ? 'modified' : firstOrNext(input);
    await writeRow(input, draftVersion(input), delivery, discussion);
  },
  'write-modification-row': (input) =>
    writeRow(input, nextOf(input), 'modified', discussionOf(input)),
  'keep-agreement': async (input) => {
    const { working } = input;
    const discussion = discussionOf(input);
    working.row = {
      ...working.row,
      fields: {
        ...working.row.fields,
        agreed: true,
        discussedOn: discussion?.on ?? null,
        discussedWith: discussion?.with ?? null,
      },
    };
  },
  'write-submission-row': async (input) => {
    const { working, decision } = input;
    const { agreed, discussedOn, discussedWith } = working.row.fields;
    const discussion =
      agreed === true && discussedOn && discussedWith
        ? { on: discussedOn, with: discussedWith }
        : null;
    const delivery: Delivery =
      discussion !== null
        ? 'agreed-for-approval'
        : decision.to === 'issued'
          ? 'issued'
          : decision.to === 'submitted-for-approval'
            ? 'for-approval'
            : 'for-review';
    const raised = delivery === 'for-review' || delivery === 'issued';
    const version = raised ? versionForSubmission(versionOf(input)) : nextOf(input);
    await writeRow(input, version, delivery, discussion);
    const fields = { ...working.row.fields, agreed: false, discussedOn: null, discussedWith: null };
    working.row = { ...working.row, fields };
  },
};

function firstOrNext(input: EffectInput): Delivery {
  return input.working.history.length === 0 ? 'first-draft' : 'next-draft';
}
