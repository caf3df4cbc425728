import type { Principal } from '#kernel/access/principal.ts';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Config } from '#kernel/config/config.ts';
import type { Database } from '#kernel/database/database.ts';
import type { Authenticate, HttpApp } from '#kernel/http/http-app.ts';
import type { Log } from '#kernel/log/log.ts';
import { accountRoutes } from './account-routes.ts';
import { createAccount, revokeAllOf, setPassword } from './accounts.ts';
import { principalOfAddress } from './address-secrets.ts';
import { administrationRoutes } from './administration-routes.ts';
import { apiTokenRoutes, createToken, type NewTokenInput, type TokenView } from './api-tokens.ts';
import { authenticator } from './authenticate.ts';
import type { InviteInput } from './contract.ts';
import { type Invited, invite } from './invitations.ts';
import { KeyRing } from './key-ring.ts';
import { ownAccountRoutes } from './own-account-routes.ts';
import type { IdentityParts } from './parts.ts';
import { Passwords } from './password.ts';
import { PrincipalCache } from './principal-cache.ts';
import { type MeOf, sessionRoutes } from './session-routes.ts';
import { sweepIdentity } from './sweep.ts';

export interface IdentityOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly config: Config;
  readonly log: Log;
}

/** Who somebody is: the one module of accounts, sessions, tokens, invitations and breaking the glass. */
export interface Identity {
  /** The keys of this installation, each for its purpose. */
  readonly keys: KeyRing;
  readonly authenticate: Authenticate;
  /** The person whose token stands in an address, made for nothing but `scope`: 404, 429. */
  principalOfAddress(asked: {
    readonly token: string;
    readonly scope: string;
    readonly from: string;
  }): Promise<Principal>;
  /** Registers the HTTP routes; `meOf` composes the answer to "who am I". */
  routes(app: HttpApp, above: { readonly meOf: MeOf }): void;
  /** Account with a password for a person who has none: 404, 409 `account-exists`, 422. */
  createAccount(
    input: { readonly personId: string; readonly password: string },
    by?: Principal,
  ): Promise<void>;
  /** New password; all sessions of the person end: 404, 422. */
  setPassword(
    input: { readonly personId: string; readonly password: string },
    by?: Principal,
  ): Promise<void>;
  /** API token, shown here once: 404, 422. */
  createToken(
    input: NewTokenInput,
    by?: Principal,
  ): Promise<TokenView & { readonly token: string }>;
  /** One-time link to set a password; the mail is written as well where a mail server is set up. */
  invite(input: InviteInput, by: Principal): Promise<Invited>;
  /** Deletes what ended more than 30 days ago; for a daily job. Returns the number of rows. */
  sweep(): Promise<number>;
  /** Ends sessions and revokes tokens and invitations of a person: 404. */
  revokeAllOf(personId: string, by?: Principal): Promise<void>;
  /** To be called when the roles of a person changed: this process loads them anew at the next request. */
  forget(personId: string): void;
}

/**
 * Opens the keys below `DATA_DIR/keys` (makes them at the first start) and gives the module.
 * @throws Error when a key file cannot be read.
 */
export function createIdentity(options: IdentityOptions): Identity {
  const keys = KeyRing.open(options.config.dataDir);
  const parts: IdentityParts = {
    ...options,
    keys,
    passwords: new Passwords(keys),
    cache: new PrincipalCache(),
  };
  return {
    keys,
    authenticate: authenticator(parts),
    principalOfAddress: (asked) => principalOfAddress(parts, asked),
    routes: (app, { meOf }) => {
      sessionRoutes(app, parts, meOf);
      ownAccountRoutes(app, parts);
      apiTokenRoutes(app, parts);
      administrationRoutes(app, parts);
      accountRoutes(app, parts);
    },
    createAccount: (input, by) => createAccount(parts, input, by),
    setPassword: (input, by) => setPassword(parts, input, by),
    createToken: (input, by) => createToken(parts, input, by),
    invite: (input, by) => invite(parts, by, input),
    revokeAllOf: (personId, by) => revokeAllOf(parts, personId, by),
    sweep: () => sweepIdentity(parts),
    forget: (personId) => parts.cache.forgetPerson(personId),
  };
}
