import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { PoolClient } from 'pg';

/** How many attempts in which time, and for how long a subject is then blocked. Times in milliseconds. */
export interface ThrottleRule {
  readonly attempts: number;
  readonly windowMs: number;
  readonly blockMs: number;
  readonly longestBlockMs: number;
}

const minute = 60_000;

/** Per account: five attempts, then 15 minutes, doubled with each block in a row up to four hours (OWASP ASVS 5.0 §6.3.1). */
export const accountRule: ThrottleRule = {
  attempts: 5,
  windowMs: 15 * minute,
  blockMs: 15 * minute,
  longestBlockMs: 240 * minute,
};

/** Per network address: many people may sit behind one, so it is wider and does not grow. */
export const addressRule: ThrottleRule = {
  attempts: 50,
  windowMs: 15 * minute,
  blockMs: 15 * minute,
  longestBlockMs: 15 * minute,
};

export interface Attempts {
  readonly attempts: number;
  readonly windowFrom: Date;
  readonly blockedUntil: Date | null;
  readonly blocks: number;
}

/** The subject of an account: by what was typed in, so that a known and an unknown address are counted alike. */
export function accountSubject(email: string): string {
  return `account:${createHash('sha256').update(email.trim().toLowerCase()).digest('hex')}`;
}

/** The subject of a network address; of IPv6 the first 64 bits, since one customer has all behind them. */
export function addressSubject(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return `address:${address}`;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return `address:${groups.slice(0, 4).join(':')}::/64`;
}

/**
 * Counts one attempt. Pure. The attempt that reaches the limit still runs, and leaves the block behind in case it fails: so attempts made at the
 * same moment cannot pass the limit together.
 */
export function countAttempt(
  before: Attempts | null,
  rule: ThrottleRule,
  now: Date,
): { readonly after: Attempts; readonly blockedForMs: number } {
  const at = now.getTime();
  if (before?.blockedUntil != null && before.blockedUntil.getTime() > at) {
    return { after: before, blockedForMs: before.blockedUntil.getTime() - at };
  }
  const blockOver = before?.blockedUntil != null;
  const quiet = before === null || at - before.windowFrom.getTime() >= rule.longestBlockMs * 2;
  const fresh = before === null || blockOver || at - before.windowFrom.getTime() >= rule.windowMs;
  const attempts = fresh ? 1 : before.attempts + 1;
  const blocks = quiet ? 0 : before.blocks;
  const reached = attempts >= rule.attempts;
  const blockMs = Math.min(rule.blockMs * 2 ** blocks, rule.longestBlockMs);
  return {
    after: {
      attempts,
      windowFrom: fresh ? now : before.windowFrom,
      blockedUntil: reached ? new Date(at + blockMs) : null,
      blocks: reached ? blocks + 1 : blocks,
    },
    blockedForMs: 0,
  };
}

interface Row {
  readonly subject: string;
  readonly attempts: number;
  readonly window_from: Date;
  readonly blocked_until: Date | null;
  readonly blocks: number;
}

export interface Reserved {
  /** Until when nobody may try, or null when this attempt may run. */
  readonly blockedForMs: number;
  /** True when this attempt is the last one: if it fails, the account is locked. */
  readonly last: boolean;
  /** Attempts on the account since the last success, with this one. */
  readonly attempts: number;
}

/** Takes an attempt for an account and an address before anything is checked; rows are locked in one order. */
export async function reserveAttempt(
  client: PoolClient,
  email: string,
  address: string,
  now: Date,
): Promise<Reserved> {
  const account = accountSubject(email);
  const rules = new Map([
    [account, accountRule],
    [addressSubject(address), addressRule],
  ]);
  const subjects = [...rules.keys()].sort();
  await client.query(
    `insert into sign_in_throttle (subject, attempts, window_from, blocks)
     select unnest($1::text[]), 0, $2, 0 on conflict do nothing`,
    [subjects, now],
  );
  const { rows } = await client.query<Row>(
    'select * from sign_in_throttle where subject = any($1) order by subject for update',
    [subjects],
  );
  const counted = rows.map((row) => ({
    subject: row.subject,
    ...countAttempt(attemptsOf(row), rules.get(row.subject) ?? addressRule, now),
  }));
  const blockedForMs = Math.max(...counted.map((each) => each.blockedForMs));
  const own = counted.find(({ subject }) => subject === account)?.after;
  const reserved = {
    blockedForMs,
    last: own?.blockedUntil != null,
    attempts: own?.attempts ?? 0,
  };
  // Blocked on one side: nothing runs, so nothing is counted on the other.
  if (blockedForMs > 0) return reserved;
  for (const { subject, after } of counted) {
    await client.query(
      'update sign_in_throttle set attempts = $2, window_from = $3, blocked_until = $4, blocks = $5 where subject = $1',
      [subject, after.attempts, after.windowFrom, after.blockedUntil, after.blocks],
    );
  }
  return reserved;
}

/** Takes an attempt for one subject, by the rule of addresses. Returns for how long it is blocked, in milliseconds; 0: it may go on. */
export async function reserveFor(client: PoolClient, subject: string, now: Date): Promise<number> {
  await client.query(
    `insert into sign_in_throttle (subject, attempts, window_from, blocks) values ($1, 0, $2, 0) on conflict do nothing`,
    [subject, now],
  );
  const { rows } = await client.query<Row>(
    'select * from sign_in_throttle where subject = $1 for update',
    [subject],
  );
  const before = rows[0] === undefined ? null : attemptsOf(rows[0]);
  const { after, blockedForMs } = countAttempt(before, addressRule, now);
  if (blockedForMs > 0) return blockedForMs;
  await client.query(
    'update sign_in_throttle set attempts = $2, window_from = $3, blocked_until = $4, blocks = $5 where subject = $1',
    [subject, after.attempts, after.windowFrom, after.blockedUntil, after.blocks],
  );
  return 0;
}

/** After a success: the account starts anew; the address gets back the attempt that it lent. */
export async function clearAttempts(
  client: PoolClient,
  email: string,
  address: string,
): Promise<void> {
  await client.query('delete from sign_in_throttle where subject = $1', [accountSubject(email)]);
  await returnAttempt(client, [addressSubject(address)]);
}

/** Gives back an attempt that was neither a success nor a failure, such as a right password that still lacks the code. */
export async function returnAttempt(
  client: PoolClient,
  subjects: readonly string[],
): Promise<void> {
  await client.query(
    `update sign_in_throttle set attempts = greatest(attempts - 1, 0), blocked_until = null,
       blocks = case when blocked_until is null then blocks else greatest(blocks - 1, 0) end
     where subject = any($1)`,
    [subjects],
  );
}

function attemptsOf(row: Row): Attempts | null {
  if (row.attempts === 0 && row.blocks === 0) return null;
  return {
    attempts: row.attempts,
    windowFrom: row.window_from,
    blockedUntil: row.blocked_until,
    blocks: row.blocks,
  };
}
