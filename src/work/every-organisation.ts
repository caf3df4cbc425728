import type { Runner } from '#kernel/command/command.ts';

/** The ids of all organisations, for work that is done for each under its own scope. */
export async function everyOrganisation(runner: Runner): Promise<string[]> {
  const system = { role: 'system', scope: [], person: null, readOnly: true } as const;
  return runner.database.transaction(system, async ({ client }) => {
    const { rows } = await client.query<{ id: string }>('select id from organisation order by id');
    return rows.map(({ id }) => id);
  });
}
