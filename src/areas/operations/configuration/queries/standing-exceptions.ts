import type { ReadContext } from '#kernel/command/context.ts';
import type { StandingException } from '#work/exceptions/exception-life.ts';

/** An approved exception of an asset with the items that it covers. */
export interface ConfigurationException extends StandingException {
  readonly items: readonly string[];
}

/** Approved exceptions of one asset; those that expired have left that state by their deadline. */
export async function standingExceptions(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  asset: string,
): Promise<ConfigurationException[]> {
  const { rows } = await context.client.query<{ items: string[]; expires_at: Date }>({
    name: 'configuration-exceptions-approved',
    text: `select items, expires_at from configuration_exception
      where owner_id = $1 and asset = $2 and state = 'approved' order by expires_at, id`,
    values: [ownerId, asset],
  });
  return rows.map(({ items, expires_at }) => ({ items, expiresAt: expires_at.toISOString() }));
}
