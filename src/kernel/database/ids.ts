import { randomUUIDv7 } from 'node:crypto';

/** A new UUIDv7 (RFC 9562): made in code, ordered by time, so that primary keys grow at one end. */
export function newId(): string {
  return randomUUIDv7();
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a lower-case UUID text, the only form that this product accepts as an identifier. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && uuidPattern.test(value);
}
