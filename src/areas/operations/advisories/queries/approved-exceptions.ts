import type { ReadContext } from '#kernel/command/context.ts';

export interface ApprovedException {
  readonly id: string;
  readonly assets: readonly string[];
  /** ISO 8601 UTC. */
  readonly expiresAt: string;
}

/** Approved exceptions of an organisation for one advisory; those that expired have left that state by their deadline. */
export async function approvedExceptions(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  advisoryId: string,
): Promise<ApprovedException[]> {
  const { rows } = await context.client.query<{ id: string; assets: string[]; expires_at: Date }>({
    name: 'exceptions-approved',
    text: `select id, assets, expires_at from finding_exception
      where owner_id = $1 and advisory_id = $2 and state = 'approved' order by expires_at, id`,
    values: [ownerId, advisoryId],
  });
  return rows.map(({ id, assets, expires_at }) => ({
    id,
    assets,
    expiresAt: expires_at.toISOString(),
  }));
}
