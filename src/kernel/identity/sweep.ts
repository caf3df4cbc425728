import type { IdentityParts } from './parts.ts';

/** What ended stays this long for questions about it; the trail keeps who and when for good. */
const keptMs = 30 * 24 * 3_600_000;

const texts = [
  'delete from account_session where expires_at < $1 or ended_at < $1',
  'delete from api_token where expires_at < $1 or revoked_at < $1',
  'delete from invitation where expires_at < $1',
  'delete from sign_in_throttle where window_from < $1',
];

/** Deletes sessions, tokens, invitations and counters that ended more than 30 days ago. Returns the number of rows. */
export async function sweepIdentity(parts: IdentityParts): Promise<number> {
  const before = new Date(parts.clock.now().getTime() - keptMs);
  return parts.database.transaction(
    { role: 'system', scope: [], person: null },
    async ({ client }) => {
      let deleted = 0;
      for (const text of texts) deleted += (await client.query(text, [before])).rowCount ?? 0;
      return deleted;
    },
  );
}
