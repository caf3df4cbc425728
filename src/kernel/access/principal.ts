/** One role held now, as loaded with the session or token. */
export interface Holding {
  readonly role: string;
  readonly organisationId: string;
  readonly systemId: string | null;
  readonly caseId: string | null;
  readonly kind: 'holder' | 'substitute' | 'delegate';
  /** Whom a substitute or delegate stands for. */
  readonly forPersonId: string | null;
}

/**
 * Who asks: a person through a session, an API token, a message from his address or a one-time link; or the product itself through a job.
 */
export interface Principal {
  readonly kind: 'session' | 'token' | 'mail' | 'link' | 'system';
  readonly personId: string | null;
  readonly name: string;
  readonly locale: 'en' | 'fr' | 'de';
  /** The organisation whose member the person is; null for the product itself. */
  readonly organisationId: string | null;
  readonly holdings: readonly Holding[];
  /** Of a token, a message or a link: the permissions it is limited to (`assets:read`, `cases:act`, `*`); null for a session. */
  readonly tokenScopes: readonly string[] | null;
  /** The session or token that carries it, for the trail. */
  readonly viaId: string | null;
  /** Where from: IP address or job kind. */
  readonly from: string;
}

/** The organisations that a decision of access gave; all that later steps can see. */
export interface Scope {
  readonly organisations: readonly string[];
}

/** The product itself, doing `kind` of work: no holdings, so it acts only where `system` is declared. */
export function systemPrincipal(kind: string): Principal {
  return {
    kind: 'system',
    personId: null,
    name: 'Commonward',
    locale: 'en',
    organisationId: null,
    holdings: [],
    tokenScopes: null,
    viaId: null,
    from: kind,
  };
}

/** The roles that the principal holds for a record of `organisationId`, optionally for a system or a case. */
export function rolesFor(
  principal: Principal,
  record: {
    readonly organisationIds: readonly string[];
    readonly systemId?: string | null;
    readonly caseId?: string | null;
  },
): readonly Holding[] {
  return principal.holdings.filter(
    (holding) =>
      record.organisationIds.includes(holding.organisationId) &&
      (holding.systemId === null || holding.systemId === (record.systemId ?? null)) &&
      (holding.caseId === null || holding.caseId === (record.caseId ?? null)),
  );
}
