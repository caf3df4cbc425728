import assert from 'node:assert/strict';
import type { Runner } from '#kernel/command/command.ts';
import { createLog } from '#kernel/log/log.ts';
import { relayEvents } from '#kernel/outbox/relay.ts';
import type { Catalogue } from '#work/catalogue.ts';

const log = createLog('silent');
const owner = { role: 'owner', scope: [], person: null } as const;

/** Runs reactions, and those to what they do, until no event waits; then none of them may have failed. */
export async function relayAll(
  runner: Runner,
  { reactions }: Pick<Catalogue, 'reactions'>,
): Promise<void> {
  while ((await relayEvents({ runner, reactions, log })) > 0);
  const { rows } = await runner.database.transaction(owner, ({ client }) =>
    client.query('select reaction, last_error from outbox_failure'),
  );
  assert.deepEqual(rows, []);
}
