import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import { actionPoints, actionPointsModule } from '../action-points.ts';
import { actionPointReviews } from '../registers.ts';
import { belongTogether } from '../same-scope.ts';
import { addToCase, recordOfCase, removeFromCase, shareWith } from './case-record.ts';

const reviews = { register: actionPointReviews };

interface Candidate {
  readonly id: string;
  readonly title: string;
  readonly organisation: string | null;
  readonly owner: string | null;
  readonly dueDate: string | null;
  readonly scope: Readonly<Record<string, unknown>>;
}

/** Open action points of earlier meetings that this one has not pulled in yet. */
async function candidates(context: WriteContext, row: CaseRow): Promise<Candidate[]> {
  const { rows } = await context.client.query<Candidate>({
    name: 'meeting-open-action-points',
    text: `select p.id, p.title, p.organisation, p.owner, to_char(p.due_date, 'YYYY-MM-DD') as "dueDate", c.fields as scope
      from action_point p join procedure_case c on c.owner_id = p.owner_id and c.id = p.case_id
      where p.owner_id = $1 and p.state in ('open', 'done') and p.case_id <> $2
        and not exists (select from action_point_review r where r.owner_id = $1 and r.case_id = $2 and r.action_point = p.id)
      order by p.due_date, p.id limit 500`,
    values: [row.ownerId, row.id],
  });
  return rows;
}

/** The action points that this meeting has to review: those of its series or scope (R-MTG-15). */
async function pullActionPoints(context: WriteContext, { case: row }: ActInput): Promise<void> {
  for (const one of await candidates(context, row)) {
    if (!belongTogether(row.fields, one.scope)) continue;
    const { id, title, organisation, owner, dueDate } = one;
    const fields = { title, actionPoint: id, organisation, owner, dueDate };
    await addToCase(context, reviews, row, fields, organisation === null ? [] : [organisation]);
  }
}

async function keepReview(context: WriteContext, { case: row, form }: ActInput): Promise<void> {
  const found = await recordOfCase(context, reviews, row, form['review']);
  await updateRecord(context, reviews, found, {
    version: null,
    computed: true,
    fields: {
      status: form['status'],
      remark: form['remark'] ?? null,
      newDueDate: form['newDueDate'] ?? null,
      reviewedAt: context.now.toISOString(),
    },
  });
}

/** @throws 422 for an owner who is not of the organisation that the point is for */
async function checkOwner(
  context: WriteContext,
  form: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { owner, organisation } = form;
  if (typeof owner !== 'string' || typeof organisation !== 'string') return;
  const { rows } = await context.client.query({
    name: 'action-point-owner',
    text: 'select from person where id = $1 and organisation_id = $2',
    values: [owner, organisation],
  });
  if (rows.length > 0) return;
  const message = 'Choose somebody of the organisation that the action point is for.';
  throw invalidInput([{ path: '/fields/owner', code: 'stranger', message }]);
}

async function addActionPoint(context: WriteContext, { case: row, form }: ActInput): Promise<void> {
  await checkOwner(context, form);
  const series = row.fields['series'] ?? null;
  await addToCase(context, actionPointsModule, row, { ...form, series, carriedOver: 0 });
}

async function changeActionPoint(
  context: WriteContext,
  { case: row, form }: ActInput,
): Promise<void> {
  await checkOwner(context, form);
  const { actionPoint, ...fields } = form;
  const found = await recordOfCase(context, actionPointsModule, row, actionPoint);
  refuseOpened(found['state']);
  const nothing = { description: null, organisation: null, owner: null, dueDate: null };
  const all = { ...nothing, becomes: null, ...fields };
  await updateRecord(context, actionPointsModule, found, { fields: all, version: null });
}

/** A returned report is written again, but what was opened by an approval has a life of its own. */
function refuseOpened(state: unknown): void {
  if (state === 'drafted') return;
  const message = 'Only an action point that is still drafted can be changed here.';
  throw invalidInput([{ path: '/fields/actionPoint', code: 'not-drafted', message }]);
}

async function removeActionPoint(
  context: WriteContext,
  { case: row, form }: ActInput,
): Promise<void> {
  const found = await recordOfCase(context, actionPointsModule, row, form['actionPoint']);
  refuseOpened(found['state']);
  await removeFromCase(context, actionPointsModule, row, form['actionPoint']);
}

/** Approval of the report opens its action points; from now on the organisation that owns one sees it and acts on it. */
async function openActionPoints(context: WriteContext, { case: row }: ActInput): Promise<void> {
  const { rows } = await context.client.query<{ id: string; organisation: string | null }>({
    name: 'meeting-drafted-action-points',
    text: `select id, organisation from action_point where owner_id = $1 and case_id = $2 and state = 'drafted' order by id`,
    values: [row.ownerId, row.id],
  });
  for (const { id, organisation } of rows) {
    if (organisation !== null) {
      await shareWith(context, actionPointsModule, row, id, [organisation]);
    }
    await actBySystem(context, id, 'begin', {});
  }
}

async function actBySystem(
  context: WriteContext,
  id: string,
  action: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  const found = await findRecord(context, actionPoints, id, { lock: true });
  const act = { action, comment: null, fields, actor: systemActor };
  await actOnRecord(context, actionPointsModule, found, act);
}

/** What the meeting found of earlier action points takes effect with the approval of its report (R-MTG-16). */
async function concludeReviews(context: WriteContext, { case: row }: ActInput): Promise<void> {
  const { rows } = await context.client.query<{
    actionPoint: string;
    status: string;
    newDueDate: string | null;
    state: string;
  }>({
    name: 'meeting-reviews',
    text: `select r.action_point as "actionPoint", r.status, to_char(r.new_due_date, 'YYYY-MM-DD') as "newDueDate", p.state
      from action_point_review r join action_point p on p.owner_id = r.owner_id and p.id = r.action_point
      where r.owner_id = $1 and r.case_id = $2 order by r.id`,
    values: [row.ownerId, row.id],
  });
  for (const { actionPoint, status, newDueDate, state } of rows) {
    // LISO may have closed or cancelled it since the review.
    if (state !== 'open' && state !== 'done') continue;
    const reviewedIn = row.id;
    if (status === 'closed') await actBySystem(context, actionPoint, 'conclude', { reviewedIn });
    else {
      const fields = newDueDate === null ? { reviewedIn } : { reviewedIn, dueDate: newDueDate };
      await actBySystem(context, actionPoint, 'carry-over', fields);
    }
  }
}

export const actionPointEffects = {
  'pull-action-points': pullActionPoints,
  'keep-review': keepReview,
  'add-action-point': addActionPoint,
  'change-action-point': changeActionPoint,
  'remove-action-point': removeActionPoint,
  'open-action-points': openActionPoints,
  'conclude-reviews': concludeReviews,
};
