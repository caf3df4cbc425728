import { sha256Hex } from '#engine/canonical.ts';
import { refuseClassified } from '#kernel/command/eu-classified.ts';
import { isId, newId } from '#kernel/database/ids.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { notify } from '#work/notifications/notify.ts';
import { shareRecord } from '#work/sharing/share-record.ts';
import { qualityAssurance } from './comment-actions.ts';
import { threadsOf } from './comments.ts';
import type { CommentRow } from './load-deliverable.ts';
import { type Effect, type EffectInput, formText } from './working-copy.ts';

const kinds: Readonly<Record<string, CommentRow['kind']>> = {
  'add-comment': 'comment',
  'answer-comment': 'answer',
  'accept-answer': 'acceptance',
  'object-to-answer': 'objection',
};

/** Keeps what was said; the trail has its hash, so that who reads the trail of a shared document does not read the discussion of it. */
const writeComment: Effect = async (input) => {
  const { context, working, module } = input;
  const section = formText(input, 'section');
  if (section !== null && !module.definition.sections.some(({ id }) => id === section)) {
    const message = 'There is no such section.';
    throw invalidInput([{ path: '/fields/section', code: 'unknown', message }]);
  }
  const text = (input.comment ?? '').normalize('NFC');
  if (text.length > 5000) {
    const message = 'A comment has 5,000 characters at most.';
    throw invalidInput([{ path: '/comment', code: 'too_big', message }]);
  }
  refuseClassified(text, '/comment');
  const id = newId();
  const about = formText(input, 'about');
  const { ownerId, edition, revision } = working.row;
  const { personId, organisationId } = context.principal;
  await context.client.query({
    name: 'deliverable-comment-insert',
    text: `insert into deliverable_comment (owner_id, deliverable_id, id, about_id, kind, section, text, edition, revision, person_id,
        organisation_id, at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      ...[ownerId, working.row.id, id, about, kinds[input.action], section, text],
      ...[edition, revision, personId, organisationId, context.now],
    ],
  });
  working.quiet = true;
  working.told['about'] = about ?? id;
  working.told['textHash'] = sha256Hex(text);
  tellCommenter(input, about);
};

/** Who commented is told of the answer. */
function tellCommenter(input: EffectInput, about: string | null): void {
  const { loaded, action, context } = input;
  const thread = threadsOf(loaded.comments).find(({ head }) => head.id === about);
  if (action !== 'answer-comment' || thread === undefined) return;
  const { personId, organisationId } = thread.head;
  if (personId === null) return;
  notify(context, { ...noticeOf(input), roles: [], people: [personId], organisationId });
}

function noticeOf({ working, action }: EffectInput) {
  const { row } = working;
  return {
    ...{ ownerId: row.ownerId, recordKind: 'deliverable', recordId: row.id },
    ...{ reference: row.reference, title: row.title, label: row.label, tlp: row.tlp },
    kind: 'deliverable' as const,
    about: action,
  };
}

/** Shows the document to an organisation for quality assurance, by the author's decision. @throws 422 for an unknown organisation */
const giveToQualityAssurance: Effect = async (input) => {
  const { context, working } = input;
  const { row } = working;
  const organisationId = formText(input, 'organisation') ?? '';
  const reason = formText(input, 'reason') ?? '';
  const { rows } = await context.client.query({
    name: 'deliverable-reader-check',
    text: 'select from organisation where id = $1',
    values: [isId(organisationId) ? organisationId : null],
  });
  if (rows.length === 0 || organisationId === row.ownerId) {
    const message = 'Name the organisation that assures the quality of it.';
    throw invalidInput([{ path: '/fields/organisation', code: 'unknown', message }]);
  }
  await context.client.query({
    name: 'deliverable-reader-insert',
    text: `insert into deliverable_reader (owner_id, deliverable_id, organisation_id, reason, given_at, given_by)
      values ($1, $2, $3, $4, $5, $6) on conflict (owner_id, deliverable_id, organisation_id) do nothing`,
    values: [row.ownerId, row.id, organisationId, reason, context.now, context.principal.personId],
  });
  await shareRecord(context, {
    ownerId: row.ownerId,
    kind: 'deliverable',
    table: 'deliverable',
    recordId: row.id,
    sortKey: row.id,
    organisations: [organisationId],
    reason: 'decision',
    detail: { why: reason, reference: row.reference, by: context.principal.personId },
  });
  notify(context, { ...noticeOf(input), roles: [qualityAssurance], organisationId });
};

export const commentEffects: Readonly<Record<string, Effect>> = {
  'write-comment': writeComment,
  'give-to-qac': giveToQualityAssurance,
};
