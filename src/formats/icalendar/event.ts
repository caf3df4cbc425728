/** A person in a calendar: the common name and the mailbox. */
export interface CalendarPerson {
  readonly name: string;
  readonly address: string;
}

/** What an invited person said (RFC 5545 §3.2.12), in the words of the product. */
export const answers = ['accepted', 'tentative', 'declined'] as const;
export type Answer = (typeof answers)[number];

export interface CalendarAttendee extends CalendarPerson {
  /** What the person answered already; null: awaited. */
  readonly answer: Answer | null;
}

/** An event as it is sent to one of those invited (RFC 5545 §3.6.1). Instants are ISO 8601 in UTC. */
export interface CalendarEvent {
  /** The same for every message about the event (RFC 5545 §3.8.4.7). */
  readonly uid: string;
  /** Rises with every change of it (RFC 5546 §2.1.4). */
  readonly sequence: number;
  /** When this message was made. */
  readonly stamp: string;
  readonly startsAt: string;
  /** Null: not known, the event is a moment. */
  readonly endsAt: string | null;
  /** True: whole days; of the instants only their days count, the last one included. */
  readonly allDay?: boolean;
  readonly summary: string;
  readonly description?: string;
  readonly place?: string | null;
  readonly url?: string;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  readonly organiser?: CalendarPerson;
  readonly attendees?: readonly CalendarAttendee[];
}
