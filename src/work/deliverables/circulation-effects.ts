import { isId, newId } from '#kernel/database/ids.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { notify } from '#work/notifications/notify.ts';
import { shareRecord } from '#work/sharing/share-record.ts';
import type { RecipientDraft } from './definition.ts';
import type { RecipientRow } from './load-deliverable.ts';
import type { Release } from './release-rule.ts';
import { sendIt, weighRelease } from './weigh-release.ts';
import { caseOf, type Effect, type EffectInput, formText } from './working-copy.ts';

/** The sealer takes pending entries at most a second later; this leaves it room. */
const sealingTimeMs = 10_000;

const keyOf = (one: { organisationId: string; personId: string | null }): string =>
  `${one.organisationId} ${one.personId ?? ''}`;

function distinct(drafts: readonly RecipientDraft[]): RecipientDraft[] {
  const seen = new Map<string, RecipientDraft>();
  for (const draft of drafts) if (!seen.has(keyOf(draft))) seen.set(keyOf(draft), draft);
  return [...seen.values()];
}

async function insertRecipients(
  { context, working }: EffectInput,
  drafts: readonly RecipientDraft[],
  options: { readonly manual: boolean; readonly sentAt: string | null },
): Promise<void> {
  const rows = drafts.map(
    (draft): RecipientRow => ({
      ...draft,
      id: newId(),
      manual: options.manual,
      sentAt: options.sentAt,
      readAt: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      withheld: null,
    }),
  );
  await context.client.query({
    name: 'deliverable-recipient-insert',
    text: `insert into deliverable_recipient (owner_id, deliverable_id, id, organisation_id, person_id, reason, manual, sent_at)
      select $1, $2, r.id, r."organisationId", r."personId", r.reason, r.manual, r."sentAt"
      from jsonb_to_recordset($3::jsonb) as r (id uuid, "organisationId" uuid, "personId" uuid, reason text, manual boolean,
        "sentAt" timestamptz)`,
    values: [working.row.ownerId, working.row.id, JSON.stringify(rows)],
  });
  working.recipients = [...working.recipients, ...rows];
}

/** The rule's recipients anew; those that people added stay, with their reasons. */
async function computeRecipients(input: EffectInput): Promise<void> {
  const { context, module, working } = input;
  const rule = module.distribution[module.definition.distribution];
  if (rule === undefined) throw new Error(`${working.row.type} has no distribution`);
  const { language } = working.row.fields;
  const named = distinct(await rule(context, { case: caseOf(input), language }));
  await context.client.query({
    name: 'deliverable-recipient-forget',
    text: 'delete from deliverable_recipient where owner_id = $1 and deliverable_id = $2 and not manual',
    values: [working.row.ownerId, working.row.id],
  });
  working.recipients = working.recipients.filter((recipient) => recipient.manual);
  const manual = new Set(working.recipients.map(keyOf));
  await insertRecipients(
    input,
    named.filter((draft) => !manual.has(keyOf(draft))),
    { manual: false, sentAt: null },
  );
}

/**
 * One that was withheld is weighed anew: rules, or a decision, may have come since.
 * @throws 422 when the organisation or the person is not there, or the person belongs elsewhere; what a rule refuses it with
 */
async function addRecipient(input: EffectInput): Promise<void> {
  const { context, working } = input;
  const draft = {
    organisationId: formText(input, 'organisation') ?? '',
    personId: formText(input, 'person'),
    reason: formText(input, 'reason') ?? '',
  };
  const listed = working.recipients.find((one) => keyOf(one) === keyOf(draft));
  if (listed !== undefined && listed.withheld === null) {
    throw invalidInput([
      { path: '/fields/organisation', code: 'listed', message: 'It is on the list already.' },
    ]);
  }
  const { rows } = await context.client.query<{ organisation: boolean; person: boolean }>({
    name: 'deliverable-recipient-check',
    text: `select exists (select from organisation where id = $1) as organisation,
      ($2::uuid is null or exists (select from person where id = $2 and organisation_id = $1)) as person`,
    values: [isId(draft.organisationId) ? draft.organisationId : null, draft.personId],
  });
  if (rows[0]?.organisation !== true) {
    throw invalidInput([
      { path: '/fields/organisation', code: 'unknown', message: 'There is no such organisation.' },
    ]);
  }
  if (rows[0].person !== true) {
    const message = 'This person does not belong to the organisation.';
    throw invalidInput([{ path: '/fields/person', code: 'unknown', message }]);
  }
  const release = (await weighRelease(input, [draft])).get(draft.organisationId) ?? sendIt;
  if (release.outcome !== 'send') throw release.refusal;
  const sent = ['delivered', 'acknowledged', 'distributed'].includes(working.row.state);
  const sentAt = sent ? context.now.toISOString() : null;
  if (listed !== undefined) await forgetRecipient(input, listed);
  await insertRecipients(input, [draft], { manual: true, sentAt });
  working.told['recipient'] = draft;
  if (sent) await sendTo(input, [draft], new Map([[draft.organisationId, release]]));
}

async function forgetRecipient(
  { context, working }: EffectInput,
  { id }: RecipientRow,
): Promise<void> {
  await context.client.query({
    name: 'deliverable-recipient-forget-one',
    text: 'delete from deliverable_recipient where owner_id = $1 and deliverable_id = $2 and id = $3',
    values: [working.row.ownerId, working.row.id, id],
  });
  working.recipients = working.recipients.filter((one) => one.id !== id);
}

async function removeRecipient(input: EffectInput): Promise<void> {
  const { context, working } = input;
  const organisation = formText(input, 'organisation');
  await context.client.query({
    name: 'deliverable-recipient-remove',
    text: `delete from deliverable_recipient where owner_id = $1 and deliverable_id = $2 and organisation_id = $3 and manual`,
    values: [working.row.ownerId, working.row.id, organisation],
  });
  working.recipients = working.recipients.filter(
    (one) => !one.manual || one.organisationId !== organisation,
  );
}

/** Shows it to its recipients and tells them; each organisation gets the newest signed head of the trail with it. */
async function sendTo(
  { context, working, module }: EffectInput,
  recipients: readonly RecipientDraft[],
  releases: ReadonlyMap<string, Release>,
): Promise<void> {
  const { row } = working;
  const releaseOf = ({ organisationId }: RecipientDraft) => releases.get(organisationId) ?? sendIt;
  const becauses = Map.groupBy(
    recipients.filter((recipient) => releaseOf(recipient).outcome === 'send'),
    (recipient) => JSON.stringify([recipient.reason, releaseOf(recipient)]),
  );
  for (const [because, group] of becauses) {
    const [why, { reason, detail }] = JSON.parse(because) as [
      string,
      Extract<Release, { outcome: 'send' }>,
    ];
    await shareRecord(context, {
      ownerId: row.ownerId,
      kind: 'deliverable',
      table: 'deliverable',
      recordId: row.id,
      sortKey: row.id,
      organisations: group.map((recipient) => recipient.organisationId),
      reason,
      detail: { ...detail, why, reference: row.reference },
    });
  }
  for (const recipient of recipients) {
    notify(context, {
      ownerId: row.ownerId,
      recordKind: 'deliverable',
      recordId: row.id,
      reference: row.reference,
      title: row.title,
      label: row.label,
      tlp: row.tlp,
      kind: 'deliverable',
      about: module.definition.id,
      roles: recipient.personId === null ? [...module.definition.roles.recipients] : [],
      people: recipient.personId === null ? [] : [recipient.personId],
      organisationId: recipient.organisationId,
    });
  }
  context.enqueue({
    kind: 'give-release-heads',
    payload: {
      organisations: [...new Set([row.ownerId, ...recipients.map((one) => one.organisationId)])],
    },
    // The head is to cover this very distribution, so the sealer goes first.
    startAfter: new Date(context.now.getTime() + sealingTimeMs),
  });
}

/** To whom a rule does not let it go stays on the list with what stands against it. @throws what refuses a recipient that a person named */
async function holdBack(
  { context, working }: EffectInput,
  releases: ReadonlyMap<string, Release>,
): Promise<void> {
  const held = working.recipients.flatMap((one) => {
    const release = releases.get(one.organisationId);
    return release === undefined || release.outcome === 'send' ? [] : [{ one, release }];
  });
  const named = held.find(({ one }) => one.manual);
  if (named !== undefined) throw named.release.refusal;
  if (held.length === 0) return;
  const withheld = new Map(
    held.map(({ one, release }) => [one.id, { outcome: release.outcome, ...release.ground }]),
  );
  await context.client.query({
    name: 'deliverable-recipient-withhold',
    text: `update deliverable_recipient r set withheld = w.withheld
      from jsonb_to_recordset($3::jsonb) as w (id uuid, withheld jsonb)
      where r.owner_id = $1 and r.deliverable_id = $2 and r.id = w.id`,
    values: [
      ...[working.row.ownerId, working.row.id],
      JSON.stringify([...withheld].map(([id, one]) => ({ id, withheld: one }))),
    ],
  });
  working.recipients = working.recipients.map((one) => ({
    ...one,
    withheld: withheld.get(one.id) ?? one.withheld,
  }));
  working.told['withheld'] = held.map(({ one, release }) => ({
    organisation: one.organisationId,
    outcome: release.outcome,
    ...release.ground,
  }));
}

async function send(input: EffectInput): Promise<void> {
  const { context, working } = input;
  const at = context.now.toISOString();
  const releases = await weighRelease(input, working.recipients);
  await holdBack(input, releases);
  await context.client.query({
    name: 'deliverable-recipient-sent',
    text: `update deliverable_recipient set sent_at = $3 where owner_id = $1 and deliverable_id = $2 and sent_at is null and withheld is null`,
    values: [working.row.ownerId, working.row.id, context.now],
  });
  working.recipients = working.recipients.map((one) =>
    one.withheld === null ? { ...one, sentAt: one.sentAt ?? at } : one,
  );
  const reached = working.recipients.filter(({ withheld }) => withheld === null);
  working.told['recipients'] = reached.length;
  await sendTo(input, reached, releases);
}

/** Reviewers and approvers of other organisations see it from its submission on, as parties of its case. */
async function shareWithReviewers({
  context,
  working,
  module,
  loadedCase,
}: EffectInput): Promise<void> {
  const { reviewers, approver } = module.definition.roles;
  const roles = new Set([...reviewers, ...approver]);
  const { row } = working;
  await shareRecord(context, {
    ownerId: row.ownerId,
    kind: 'deliverable',
    table: 'deliverable',
    recordId: row.id,
    sortKey: row.id,
    organisations: (loadedCase?.parties ?? [])
      .filter((party) => roles.has(party.role))
      .map((party) => party.organisationId),
    reason: 'party',
  });
}

/** A member acknowledges for the organisation: every row of it that waits. */
async function acknowledge({ context, working }: EffectInput): Promise<void> {
  const { principal, now } = context;
  const at = now.toISOString();
  await context.client.query({
    name: 'deliverable-recipient-acknowledge',
    text: `update deliverable_recipient set acknowledged_at = $4, acknowledged_by = $5, read_at = coalesce(read_at, $4)
      where owner_id = $1 and deliverable_id = $2 and organisation_id = $3 and acknowledged_at is null`,
    values: [
      working.row.ownerId,
      working.row.id,
      principal.organisationId,
      now,
      principal.personId,
    ],
  });
  working.recipients = working.recipients.map((one) =>
    one.organisationId !== principal.organisationId || one.acknowledgedAt !== null
      ? one
      : {
          ...one,
          readAt: one.readAt ?? at,
          acknowledgedAt: at,
          acknowledgedBy: principal.personId,
        },
  );
  working.told['organisation'] = principal.organisationId;
}

export const circulationEffects: Readonly<Record<string, Effect>> = {
  'compute-recipients': computeRecipients,
  'add-recipient': addRecipient,
  'remove-recipient': removeRecipient,
  'share-with-reviewers': shareWithReviewers,
  send,
  acknowledge,
};
