import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { type CaseDate, momentOf } from '#work/calendar/case-dates.ts';
import type { CaseEvent } from '#work/calendar/case-event.ts';
import { askForInvitations } from '#work/calendar/send-invitations.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { noticeOfCase, notify } from '#work/notifications/notify.ts';

const told = ['liso', 'npm', 'itsm-security-manager'] as const;

/**
 * Tells everybody who takes part: in the application at once, and those invited by an invitation, its update or its end. Before it was
 * convened nobody has an invitation, so that the notice itself goes by mail.
 */
async function tellInvited(context: WriteContext, { case: row, action }: ActInput): Promise<void> {
  const invited = action === 'convene' || typeof row.fields['convenedAt'] === 'string';
  notify(context, {
    ...noticeOfCase(row),
    kind: 'case',
    about: action,
    roles: [...told],
    mailed: !invited,
  });
  if (invited) askForInvitations(context, row);
}

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** Takes an administration off the list of those invited; it stays a party and sees why. @throws 422 for one that is not on it */
async function uninvite(_context: WriteContext, { case: row, form }: ActInput) {
  const invited = listOf(row.fields['administrations']);
  const left = invited.filter((one) => one !== form['organisation']);
  if (left.length < invited.length) return { administrations: left };
  const message = 'This administration is not invited.';
  throw invalidInput([{ path: '/fields/organisation', code: 'not-invited', message }]);
}

export const invitationEffects = {
  'tell-invited': tellInvited,
  uninvite,
  'keep-convened': async ({ now }: WriteContext, { case: row }: ActInput) => ({
    convenedAt: row.fields['convenedAt'] ?? now.toISOString(),
  }),
};

interface Topic {
  readonly topic: string;
  readonly durationMinutes: number;
}

/** When a meeting ends: after the minutes that were set, or those of the agenda as agreed on; null while neither is known. */
export function endOf(fields: Readonly<Record<string, unknown>>): string | null {
  const { startsAt, plannedMinutes } = fields;
  if (typeof startsAt !== 'string') return null;
  const minutes =
    typeof plannedMinutes === 'number'
      ? plannedMinutes
      : topicsOf(fields).reduce((sum, topic) => sum + topic.durationMinutes, 0);
  return minutes > 0 ? new Date(Date.parse(startsAt) + minutes * 60_000).toISOString() : null;
}

const topicsOf = (fields: Readonly<Record<string, unknown>>): readonly Topic[] =>
  Array.isArray(fields['agenda']) ? (fields['agenda'] as Topic[]) : [];

/** When it sits, also while that is only planned. */
export function meetingDates({ state, fields }: CaseRow): CaseDate[] {
  const sitting = momentOf('startsAt', fields['startsAt'], endOf(fields));
  return sitting === null || state === 'cancelled' ? [] : [{ ...sitting, takesPlace: true }];
}

/**
 * The meeting as people are invited to it (R-MTG-5): from the convocation on; while it is postponed, tentatively at its next date. A meeting
 * that was cancelled is none any longer.
 */
export async function meetingEvent(
  _context: ReadContext,
  { ownerId, state, fields }: CaseRow,
): Promise<CaseEvent | null> {
  const { startsAt, place, convenedAt, contractor, purpose } = fields;
  if (state === 'cancelled' || typeof startsAt !== 'string') return null;
  if (typeof convenedAt !== 'string') return null;
  const topics = topicsOf(fields).map(
    ({ topic, durationMinutes }, index) => `${index + 1}. ${topic} (${durationMinutes} min)`,
  );
  return {
    standing: state === 'setup-approved' ? 'tentative' : 'confirmed',
    startsAt: new Date(startsAt).toISOString(),
    endsAt: endOf(fields),
    place: typeof place === 'string' ? place : null,
    description: [String(purpose ?? ''), topics.join('\n')]
      .filter((part) => part !== '')
      .join('\n\n'),
    invited: [
      { organisationId: ownerId, role: 'liso' },
      ...(typeof contractor === 'string'
        ? [{ organisationId: contractor, role: 'itsm-security-manager' }]
        : []),
      ...listOf(fields['administrations']).map((organisationId) => ({
        organisationId,
        role: 'npm',
      })),
    ],
  };
}
