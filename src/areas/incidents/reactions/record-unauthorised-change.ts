import { unauthorisedChange } from '#areas/operations/change/queries/unauthorised-change.ts';
import type { Reaction } from '#work/catalogue.ts';
import { recordEvent } from './record-event.ts';

/** A change outside any change that somebody raised as an incident is a security event (X.1052 §12.2.4 f, §13.1). */
export const recordUnauthorisedChange: Reaction = {
  id: 'record-unauthorised-change',
  on: 'unauthorised-changes.raise-incident',
  run: async (context, event) => {
    const change = await unauthorisedChange(context, event.ownerId, event.recordId);
    if (change === null) return;
    const { summary, what, seenAt, label, tlp } = change;
    await recordEvent(context, {
      ...{ ownerId: event.ownerId, label, tlp, title: summary, about: 'unauthorised-change' },
      fields: { kind: 'other', at: seenAt, ...(what === null ? {} : { description: what }) },
    });
  },
};
