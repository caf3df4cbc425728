/** Who is asked. */
export interface Asked {
  readonly organisationId: string;
  /** One of the roles that the kind names; absent: its first. */
  readonly role?: string | undefined;
  /** Asked by name; otherwise any holder of the role. */
  readonly personId?: string | null | undefined;
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
  /** Why the recipients see it, where it is more than being asked: the clause of the terms that allows it. */
  readonly because?: { readonly reason: 'terms' | 'decision'; readonly detail: object } | undefined;
}
