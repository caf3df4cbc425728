import type { Principal } from '#kernel/access/principal.ts';
import type { Clock } from '#kernel/clock/clock.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { Config } from '#kernel/config/config.ts';
import type { Database } from '#kernel/database/database.ts';
import type { Log } from '#kernel/log/log.ts';
import type { KeyRing } from './key-ring.ts';
import type { Passwords } from './password.ts';
import type { PrincipalCache } from './principal-cache.ts';

/** What identity is made of; each of its acts takes what it needs from here. */
export interface IdentityParts extends Runner {
  readonly database: Database;
  readonly clock: Clock;
  readonly config: Config;
  readonly log: Log;
  readonly keys: KeyRing;
  readonly passwords: Passwords;
  readonly cache: PrincipalCache;
}

/** A change of identity for a principal: the product's own database role, since accounts belong to no organisation. */
export function changing<T>(
  parts: IdentityParts,
  principal: Principal,
  work: (context: WriteContext) => Promise<T>,
): Promise<T> {
  return inWriteTransaction(
    parts,
    { principal, scope: { organisations: [] }, role: 'system' },
    work,
  );
}

/** A read of identity, with the product's own database role. */
export function reading<T>(
  parts: IdentityParts,
  work: (client: WriteContext['client']) => Promise<T>,
): Promise<T> {
  return parts.database.transaction(
    { role: 'system', scope: [], person: null, readOnly: true },
    ({ client }) => work(client),
  );
}
