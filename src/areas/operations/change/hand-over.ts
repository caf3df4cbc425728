import type { WriteContext } from '#kernel/command/context.ts';
import { momentOf } from '#work/calendar/case-dates.ts';
import type { ActInput, CaseRow, HandOffPayload } from '#work/catalogue.ts';
import type { ChangeFacts } from './facts.ts';

/** The request that takes up a change which was not effective or did harm (SM-CH: ineffective → new request). */
export async function successors(
  _context: WriteContext,
  { case: { reference, title, fields }, comment }: ActInput<ChangeFacts>,
): Promise<HandOffPayload[]> {
  const { assets, services, priority } = fields;
  const kept = Object.entries({ assets, services, priority }).filter(([, value]) => value != null);
  const reason = `${reference}: ${comment ?? ''}`;
  return [{ title, fields: { origin: 'change', reason, ...Object.fromEntries(kept) } }];
}

const givenUp = new Set(['rejected', 'cancelled']);

/** The window in which a change is carried out, for the calendar. */
export function windowDates({ fields, state }: CaseRow) {
  const end = typeof fields['windowEnd'] === 'string' ? fields['windowEnd'] : null;
  const window = givenUp.has(state) ? null : momentOf('windowStart', fields['windowStart'], end);
  return window === null ? [] : [{ ...window, takesPlace: true as const }];
}
