import pg from 'pg';

/**
 * Counts what one person's requests ask of the database, besides begin, settings and commit. It watches every connection of this process and
 * knows a request by the person in its settings.
 */
export class StatementCounter {
  /** Statements of each transaction that has ended. */
  readonly counts: number[] = [];
  readonly #original = pg.Client.prototype.query;

  constructor(personId: string) {
    const open = new WeakMap<object, number>();
    const counts = this.counts;
    const original = this.#original as (...args: unknown[]) => unknown;
    const watched = function query(this: pg.Client, ...args: unknown[]): unknown {
      const [first] = args;
      const text = typeof first === 'string' ? first : ((first as { text?: string })?.text ?? '');
      if (text.startsWith('begin')) {
        if (text.includes(personId)) open.set(this, 0);
        else open.delete(this);
      } else if (text === 'commit' || text === 'rollback') {
        const count = open.get(this);
        if (count !== undefined) counts.push(count);
        open.delete(this);
      } else {
        const count = open.get(this);
        if (count !== undefined) open.set(this, count + 1);
      }
      return original.apply(this, args);
    };
    pg.Client.prototype.query = watched as typeof pg.Client.prototype.query;
  }

  /** The most of one transaction since the last call. */
  take(): number {
    const most = Math.max(0, ...this.counts);
    this.counts.length = 0;
    return most;
  }

  stop(): void {
    pg.Client.prototype.query = this.#original;
  }
}
