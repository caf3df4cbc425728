import type { Principal } from '#kernel/access/principal.ts';

/** A principal as it was loaded, without the address of one request. */
export interface Loaded {
  readonly principal: Principal;
  /** By the kernel's clock: the earliest instant at which something of it changes (end of session or token, begin or end of a role). */
  readonly validUntil: Date;
}

interface Entry extends Loaded {
  readonly loadedAt: number;
  readonly monotonic: number;
}

const longestMs = 5000;
const mostEntries = 10_000;

/**
 * Principals by the hash of their secret, for at most five seconds. Another process learns of a sign-out or a change of roles at the latest
 * when its entry is that old; this process forgets at once.
 */
export class PrincipalCache {
  readonly #entries = new Map<string, Entry>();
  #generation = 0;

  /** Rises whenever something is forgotten. */
  get generation(): number {
    return this.#generation;
  }

  get(key: string, now: Date): Principal | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    const age = now.getTime() - entry.loadedAt;
    const fresh =
      age >= 0 &&
      age < longestMs &&
      performance.now() - entry.monotonic < longestMs &&
      now < entry.validUntil;
    if (fresh) return entry.principal;
    this.#entries.delete(key);
    return null;
  }

  set(key: string, loaded: Loaded, now: Date): void {
    this.#entries.delete(key);
    if (this.#entries.size >= mostEntries) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    this.#entries.set(key, {
      ...loaded,
      loadedAt: now.getTime(),
      monotonic: performance.now(),
    });
  }

  /** Forgets everything loaded for a person, and for who stands in for him: sign-out, change of password or roles. */
  forgetPerson(personId: string): void {
    this.#generation += 1;
    for (const [key, { principal }] of this.#entries) {
      const standsIn = principal.holdings.some(({ forPersonId }) => forPersonId === personId);
      if (principal.personId === personId || standsIn) this.#entries.delete(key);
    }
  }
}
