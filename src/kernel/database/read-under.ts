import type { PoolClient } from 'pg';

/**
 * Reads what organisations have, whatever the scope of the transaction is, and sets that back: for the few facts that those who work together tell
 * each other (who holds an office, whether somebody is there). The caller answers for what it gives away.
 */
export async function readUnder<T>(
  { client }: { readonly client: PoolClient },
  organisations: readonly string[],
  read: () => Promise<T>,
): Promise<T> {
  const before = await client.query<{ scope: string; person: string }>({
    name: 'scope-before',
    text: `select access.scope()::text as scope, coalesce(access.person()::text, '') as person`,
  });
  const { scope = '{}', person = '' } = before.rows[0] ?? {};
  const setScope = (text: string) =>
    client.query('select access.set_context($1, $2)', [text, person]);
  await setScope(`{${organisations.join(',')}}`);
  const found = await read();
  await setScope(scope);
  return found;
}
