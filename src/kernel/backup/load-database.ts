import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { migrateWithin } from '#kernel/database/migrate.ts';
import { exportTrail } from '#kernel/trail/export-trail.ts';
import { verifyTrail } from '#kernel/trail/verify-trail.ts';
import { BackupError } from './backup-error.ts';
import { copyInText, copyOutText, plainOutput, quoted, savedTables } from './catalog.ts';
import { copyIn, copyOut } from './copy.ts';
import { checkEmpty, clearDatabase } from './empty-database.ts';
import { type Manifest, queueName } from './manifest.ts';
import { queuedJobsSchema, requestJobs } from './queued-jobs.ts';
import type { VerifiedArchive } from './read-archive.ts';

type Say = (words: string) => void;

/**
 * Loads the database of an archive in the transaction that is open: makes the schema as the backup had it, loads all rows, compares them
 * with the manifest, verifies the trail. The caller commits.
 * @throws BackupError `not-empty`, `busy`, `version`, `damaged`, `unverified`.
 */
export async function loadDatabase(
  client: PoolClient,
  archive: VerifiedArchive,
  options: { readonly say: Say; readonly acceptTrailProblems: boolean },
): Promise<{ readonly trailProblems: readonly string[]; readonly trailEntries: number }> {
  const { manifest } = archive;
  await client.query(plainOutput);
  await checkEmpty(client);
  await clearDatabase(client);
  options.say('schema');
  await makeSchema(client, manifest);
  await checkTables(client, manifest);
  const references = await dropReferences(client);
  for (const table of manifest.tables) {
    options.say(table.name);
    await loadTable(client, archive, table);
  }
  options.say('references');
  for (const reference of references) {
    await client.query(
      `alter table ${reference.table} add constraint ${reference.name} ${reference.definition}`,
    );
  }
  await setSequences(client, manifest);
  options.say('comparison with the manifest');
  await compareTables(client, manifest);
  await requestJobs(
    client,
    queuedJobsSchema.parse(JSON.parse((await archive.bytes(queueName)).toString('utf8'))),
  );
  options.say('trail');
  const verdict = await verifyTrail(
    exportTrail((read) => read(client), { organisations: null, details: true }),
    manifest.trailHead === null ? [] : [manifest.trailHead],
  );
  // A trail without any head was never sealed: there is nothing to verify yet.
  const problems = manifest.trailHead === null ? [] : verdict.problems;
  if (problems.length > 0 && !options.acceptTrailProblems) {
    throw new BackupError('unverified', `The trail does not verify: ${problems.join('; ')}`);
  }
  return { trailProblems: problems, trailEntries: verdict.treeSize };
}

async function makeSchema(client: PoolClient, manifest: Manifest): Promise<void> {
  const missing = await migrateWithin(client, manifest.migrations);
  if (missing.length > 0) {
    throw new BackupError(
      'version',
      `This backup was made by a newer release: this one has no migration ${missing.join(', ')}.`,
    );
  }
}

async function checkTables(client: PoolClient, manifest: Manifest): Promise<void> {
  const describe = (table: { readonly name: string; readonly columns: readonly string[] }) =>
    `${table.name} (${[...table.columns].sort().join(', ')})`;
  const expected = manifest.tables.map(describe).sort();
  const present = (await savedTables(client)).map(describe).sort();
  const different =
    expected.find((table) => !present.includes(table)) ??
    present.find((table) => !expected.includes(table));
  if (different !== undefined) {
    throw new BackupError(
      'version',
      `The backup and this release do not agree about ${different}, although they name the same migrations.`,
    );
  }
}

interface Reference {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Takes all foreign keys off, so that tables load in any order, cycles included; an owner may do that, unlike switching triggers off. */
async function dropReferences(client: PoolClient): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(`
    select c.conrelid::regclass::text as table, quote_ident(c.conname) as name, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join pg_class t on t.oid = c.conrelid
    where c.contype = 'f' and c.conparentid = 0 and t.relnamespace = 'public'::regnamespace order by 1, 2`);
  for (const { table, name } of rows) {
    await client.query(`alter table ${table} drop constraint ${name}`);
  }
  return rows;
}

async function loadTable(
  client: PoolClient,
  archive: VerifiedArchive,
  table: Manifest['tables'][number],
): Promise<void> {
  const name = quoted(table.name);
  // Migrations may have put rows in, and triggers would act on what happened long ago.
  await client.query(`delete from ${name}; alter table ${name} disable trigger user`);
  if (table.parts > 0) await copyIn(client, copyInText(table), archive.rows(table));
  await client.query(`alter table ${name} enable trigger user; analyze ${name}`);
}

async function setSequences(client: PoolClient, manifest: Manifest): Promise<void> {
  for (const { name, lastValue, isCalled } of manifest.sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [
      quoted(name),
      lastValue,
      isCalled,
    ]);
  }
}

/** Reads every table back: as many rows and the same bytes as were saved. */
async function compareTables(client: PoolClient, manifest: Manifest): Promise<void> {
  const tables = new Map((await savedTables(client)).map((table) => [table.name, table]));
  for (const saved of manifest.tables) {
    const table = tables.get(saved.name);
    if (table === undefined) throw new Error(`${saved.name} is gone`);
    const digest = createHash('sha256');
    let rows = 0;
    const text = copyOutText({ ...table, columns: saved.columns });
    for await (const chunk of copyOut(client, text, (count) => {
      rows = count;
    })) {
      digest.update(chunk);
    }
    if (rows !== saved.rows || digest.digest('hex') !== saved.sha256) {
      throw new BackupError(
        'unverified',
        `${saved.name} is not what was saved: ${rows} rows of ${saved.rows}.`,
      );
    }
  }
}
