import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { catalogue } from '#apps/catalogue.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand } from '#kernel/command/command.ts';
import { readConfig } from '#kernel/config/config.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import { openTrailSigner, type TrailSigner } from '#kernel/trail/signing-keys.ts';
import { createWorld, type World } from '#tests/world.ts';
import type { IntakeView } from '#work/bundle/contract.ts';
import { definitionHashOf } from '#work/bundle/definition-hash.ts';
import { type BundleParts, receiveBundle } from '#work/bundle/receive-bundle.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import type { Sender } from './forge.ts';

export const procedure = 'incident-coordination';

/** One installation that receives bundles, and the key of another one that it trusts. */
export interface ReceivingWorld {
  readonly world: World;
  readonly parts: BundleParts;
  readonly niso: Principal;
  readonly ids: { readonly xx: string; readonly taxud: string };
  /** The trusted key, and one that nobody knows. */
  readonly signer: TrailSigner;
  readonly stranger: TrailSigner;
  readonly sender: Sender;
  readonly dataDir: string;
  receive(bytes: Buffer): Promise<IntakeView>;
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export async function receivingWorld(): Promise<ReceivingWorld> {
  const world = await createWorld();
  const dataDir = mkdtempSync(join(tmpdir(), 'commonward-bundle-'));
  const other = mkdtempSync(join(tmpdir(), 'commonward-sender-'));
  const signer = openTrailSigner(join(other, 'known'));
  const stranger = openTrailSigner(join(other, 'unknown'));
  const config = readConfig({ DATA_DIR: dataDir });
  const { database } = world.test;
  const files = new FileStore({ database, clock: world.clock, config });
  const parts = { runner: world.runner, catalogue, files, scanner: null, dataDir };
  const ids = { xx: await world.organisation('XX'), taxud: await world.organisation('TAXUD') };
  const niso = await world.person('Nina', ids.xx, ['niso']);
  await trustKey(world, ids, signer.publicKey);
  const definitionHash = definitionHashOf(catalogue, { procedure, definitionVersion: 1 });
  return {
    ...{ world, parts, niso, ids, signer, stranger, dataDir },
    sender: { signer, definitionHash, procedure, from: 'TAXUD', to: 'XX' },
    receive: (bytes) =>
      receiveBundle(parts, niso, { fileName: 'bundle.zip' }, Readable.from([bytes])),
    query: (text, values = []) =>
      database.transaction(
        { role: 'owner', scope: [], person: null },
        async ({ client }) => (await client.query(text, values)).rows,
      ),
    close: async () => {
      await world.close();
      for (const folder of [dataDir, other]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function trustKey(
  world: World,
  { xx, taxud }: { xx: string; taxud: string },
  publicKey: string,
): Promise<void> {
  const module = catalogue.registers.get('known-installations');
  assert.ok(module);
  const operations = registerOperations(catalogue, module);
  const [first, second] = [
    await world.person('Ada', xx, ['system-administrator']),
    await world.person('Bo', xx, ['system-administrator']),
  ];
  const fields = { name: 'Central body', organisations: [taxud], publicKey };
  const made = await runCommand(world.runner, operations.create, first, { fields });
  await runCommand(world.runner, operations.act, second, {
    ...{ id: made.id, action: 'confirm' },
    fields: { comparedFingerprint: made.fields['fingerprint'] },
  });
}
