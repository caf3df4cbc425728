import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Database } from '#kernel/database/database.ts';
import { newId } from '#kernel/database/ids.ts';

interface MasterKeys {
  readonly present: string;
  readonly keys: Readonly<Record<string, string>>;
}

interface KeyRow {
  owner_id: string;
  id: string;
  master_key_id: string;
  wrapped: Buffer;
}

/**
 * Data keys, one a owner at a time, wrapped by a master key that lives in `dataDir/keys/files.json` (mode 0600) and never in the database.
 */
export class FileKeys {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #path: string;

  constructor(database: Database, clock: Clock, dataDir: string) {
    this.#database = database;
    this.#clock = clock;
    const folder = join(dataDir, 'keys');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, 'files.json');
  }

  /** The owner's present data key, made at its first file. */
  async present(ownerId: string): Promise<{ id: string; key: Buffer }> {
    return this.#as(ownerId, async (client) => {
      const select = `select owner_id, id, master_key_id, wrapped from file_key where owner_id = $1 and retired_at is null`;
      const found = await client.query<KeyRow>(select, [ownerId]);
      if (found.rows[0] !== undefined) {
        return { id: found.rows[0].id, key: this.#unwrap(found.rows[0]) };
      }
      // Rotation locks harder: a key is either there before it, or wrapped by the master key that it made.
      await client.query('lock table file_key in row exclusive mode');
      const masters = this.#masters();
      const id = newId();
      await client.query(
        `insert into file_key (owner_id, id, master_key_id, wrapped, created_at) values ($1, $2, $3, $4, $5)
         on conflict (owner_id) where retired_at is null do nothing`,
        [
          ownerId,
          id,
          masters.present,
          wrap(masters, ownerId, id, randomBytes(32)),
          this.#clock.now(),
        ],
      );
      // Another copy may have made one at the same time: the one that is there counts.
      const row = (await client.query<KeyRow>(select, [ownerId])).rows[0];
      if (row === undefined) throw new Error('the data key was not written');
      return { id: row.id, key: this.#unwrap(row) };
    });
  }

  /** A data key of the owner, retired ones too. @throws Error when it or its master key is gone. */
  async keyOf(ownerId: string, keyId: string): Promise<Buffer> {
    return this.#as(ownerId, async (client) => {
      const { rows } = await client.query<KeyRow>(
        'select owner_id, id, master_key_id, wrapped from file_key where owner_id = $1 and id = $2',
        [ownerId, keyId],
      );
      if (rows[0] === undefined) throw new Error('the data key of this file is gone');
      return this.#unwrap(rows[0]);
    });
  }

  /** The owner's next file gets a new data key; older files keep theirs. */
  async retireKey(ownerId: string): Promise<void> {
    await this.#as(ownerId, (client) =>
      client.query(
        'update file_key set retired_at = $2 where owner_id = $1 and retired_at is null',
        [ownerId, this.#clock.now()],
      ),
    );
  }

  /**
   * Makes a new master key, wraps every data key anew and destroys the old master key. The files themselves stay as they are.
   * Copies of the server that share the folder read the file at each use.
   * @returns how many data keys were wrapped anew.
   */
  async rotateMasterKey(): Promise<number> {
    const before = this.#masters();
    const present = newId();
    const both = {
      present,
      keys: { ...before.keys, [present]: randomBytes(32).toString('base64') },
    };
    this.#write(both);
    const count = await this.#database.transaction(
      { role: 'system', scope: [], person: null },
      async ({ client }) => {
        await client.query('lock table file_key in share row exclusive mode');
        const { rows } = await client.query<KeyRow>(
          'select owner_id, id, master_key_id, wrapped from file_key where master_key_id <> $1',
          [present],
        );
        for (const row of rows) {
          await client.query(
            'update file_key set master_key_id = $3, wrapped = $4 where owner_id = $1 and id = $2',
            [row.owner_id, row.id, present, wrap(both, row.owner_id, row.id, this.#unwrap(row))],
          );
        }
        return rows.length;
      },
    );
    this.#write({ present, keys: { [present]: both.keys[present] ?? '' } });
    return count;
  }

  #as<T>(ownerId: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.#database.transaction(
      { role: 'app', scope: [ownerId], person: null },
      ({ client }) => work(client),
    );
  }

  #masters(): MasterKeys {
    if (!existsSync(this.#path)) {
      const present = newId();
      this.#write({ present, keys: { [present]: randomBytes(32).toString('base64') } });
    }
    return JSON.parse(readFileSync(this.#path, 'utf8')) as MasterKeys;
  }

  #write(masters: MasterKeys): void {
    const next = `${this.#path}.new`;
    rmSync(next, { force: true });
    writeFileSync(next, JSON.stringify(masters), { mode: 0o600, flush: true });
    renameSync(next, this.#path);
  }

  #unwrap(row: KeyRow): Buffer {
    const master = masterOf(this.#masters(), row.master_key_id);
    const decipher = createDecipheriv('aes-256-gcm', master, row.wrapped.subarray(0, 12));
    decipher.setAAD(Buffer.from(row.owner_id + row.id));
    decipher.setAuthTag(row.wrapped.subarray(-16));
    return Buffer.concat([decipher.update(row.wrapped.subarray(12, -16)), decipher.final()]);
  }
}

/** Bound to owner and id, so that a wrapped key cannot be given to another owner. */
function wrap(masters: MasterKeys, ownerId: string, id: string, key: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', masterOf(masters, masters.present), nonce);
  cipher.setAAD(Buffer.from(ownerId + id));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

function masterOf(masters: MasterKeys, id: string): Buffer {
  const key = masters.keys[id];
  if (key === undefined) throw new Error(`the master key ${id} of stored files is gone`);
  return Buffer.from(key, 'base64');
}
