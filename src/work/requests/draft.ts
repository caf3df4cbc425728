/** The duty to be reachable that the recipient has, by a clause of terms. */
export interface ContactDuty {
  /** Who must be reached there, told first, and first again when nobody acknowledged; null: the clause names nobody beside who is asked. */
  readonly role: string | null;
  /** ISO 8601 UTC: until when somebody acknowledges; null: as the urgency says. */
  readonly acknowledgeBy: string | null;
  /** Where it rests. */
  readonly ground: Readonly<Record<string, unknown>>;
}

/** Who is asked. */
export interface Asked {
  readonly organisationId: string;
  /** One of the roles that the kind names; absent: its first. */
  readonly role?: string | undefined;
  /** Asked by name; otherwise any holder of the role. */
  readonly personId?: string | null | undefined;
  /** ISO 8601 UTC: until when this one answers, instead of what the request says of all. */
  readonly dueAt?: string | null | undefined;
  readonly contact?: ContactDuty | undefined;
  /** Why it sees the request, where that is more than being asked: a clause of terms, a recorded decision. */
  readonly because?: { readonly reason: 'terms' | 'decision'; readonly detail: object } | undefined;
}

/** A request as it is to be sent. */
export interface RequestDraft {
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly urgency: string;
  /** ISO 8601 UTC; instead of what the urgency says. */
  readonly dueAt?: string | null | undefined;
  readonly fields?: unknown;
  readonly recipients: readonly Asked[];
}

/** What is said to those whose agreement an action asks for; who that is, is those whose agreement is missing. */
export type AgreementDraft = Omit<RequestDraft, 'kind' | 'recipients'>;
