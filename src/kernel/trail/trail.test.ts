import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { canonicalJson } from '#engine/canonical.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { eraseDetails } from './erase-details.ts';
import { exportTrail, type TrailExport } from './export-trail.ts';
import { giveDailyHeads, type KeptHead } from './head-receipts.ts';
import { leafHash, verifyConsistency, verifyInclusion } from './merkle.ts';
import { proveConsistency, proveEntry } from './proof.ts';
import { sealAll, sealPending } from './sealer.ts';
import { openTrailSigner, rotateTrailKey, type TrailSigner } from './signing-keys.ts';
import { verifyTrail } from './verify-trail.ts';

let dataDir: string;
before(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'commonward-trail-'));
});
after(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await stopTestServer();
});

async function write(world: World, ownerId: string, count: number): Promise<void> {
  const who = {
    principal: systemPrincipal('test'),
    scope: { organisations: [ownerId] },
    role: 'app',
  };
  await inWriteTransaction(world.runner, who as never, async (context) => {
    for (let i = 0; i < count; i += 1) {
      context.record({
        ownerId,
        action: 'asset.create',
        kind: 'assets',
        recordId: newId(),
        recordVersion: 1,
        details: { name: `asset ${i}`, who: 'a person' },
      });
    }
  });
}

function asOwner(world: World, text: string, values: unknown[] = []) {
  return world.test.database.transaction({ role: 'owner', scope: [], person: null }, ({ client }) =>
    client.query(text, values),
  );
}

async function exported(world: World, options: TrailExport): Promise<string[]> {
  const lines: string[] = [];
  const read = <T>(work: (client: never) => Promise<T>) =>
    world.test.database.transaction(
      { role: 'owner', scope: [], person: null, readOnly: true },
      ({ client }) => work(client as never),
    );
  for await (const line of exportTrail(read as never, options)) lines.push(line);
  return lines;
}

const everything: TrailExport = { organisations: null, details: true };

/** Two organisations with sealed entries, the heads that they kept, and more entries after those. */
async function sealedWorld(signer: TrailSigner) {
  const world = await createWorld();
  const a = await world.organisation('A');
  const b = await world.organisation('B');
  const sealer = { database: world.test.database, clock: world.clock, signer, batchSize: 7 };
  await write(world, a, 9);
  await write(world, b, 5);
  await write(world, a, 3);
  await sealAll(sealer);
  const kept = await giveDailyHeads(world.runner);
  await write(world, b, 4);
  await write(world, a, 2);
  await sealAll(sealer);
  return { world, a, b, sealer, kept };
}

describe('the sealed trail', () => {
  let signer: TrailSigner;
  let state: Awaited<ReturnType<typeof sealedWorld>>;
  before(async () => {
    signer = openTrailSigner(dataDir);
    state = await sealedWorld(signer);
  });
  after(() => state.world.close());

  test('leaf indexes and counters of each organisation have no gaps, and nothing stays pending', async () => {
    const { world } = state;
    const { rows } = await asOwner(
      world,
      `select count(*) as n, max(leaf_index) as last, (select count(*) from trail_pending) as pending,
        (select count(*) from (select owner_id, count(*) as c, max(owner_counter) as m from trail_leaf group by 1) x where c <> m) as gaps
       from trail_leaf`,
    );
    assert.deepEqual(rows, [{ n: 23, last: 22, pending: 0, gaps: 0 }]);
  });

  test('two sealers at once seal each entry once', async () => {
    const { world, a, sealer } = state;
    await write(world, a, 40);
    await Promise.all([sealAll(sealer), sealAll(sealer), sealAll(sealer)]);
    await sealAll(sealer);
    const { rows } = await asOwner(
      world,
      'select count(*) as n, count(distinct entry_id) as entries, max(leaf_index) + 1 as size from trail_leaf',
    );
    assert.deepEqual(rows, [{ n: 63, entries: 63, size: 63 }]);
  });

  test('every entry is proved to be in the newest tree, and older heads to be its beginning', async () => {
    const { world, a, b, kept } = state;
    await world.test.database.transaction(
      { role: 'app', scope: [a, b], person: null, readOnly: true },
      async ({ client }) => {
        const { rows } = await client.query('select id, header from trail_entry');
        for (const { id, header } of rows) {
          const proof = await proveEntry(client, [a, b], id);
          assert.ok(proof !== null);
          const leaf = leafHash(canonicalJson({ ...header, counter: proof.counter }));
          assert.equal(leaf.toString('hex'), proof.leafHash);
          const path = proof.inclusion.map((hash) => Buffer.from(hash, 'hex'));
          const root = Buffer.from(proof.head.rootHash, 'hex');
          assert.ok(verifyInclusion(proof.leafIndex, proof.head.treeSize, leaf, path, root));
        }
        const old = kept[0] as KeptHead;
        const proof = await proveEntry(client, [a, b], rows[0].id);
        const hashes = await proveConsistency(client, old.treeSize, proof?.head.treeSize ?? 0);
        assert.ok(
          verifyConsistency(
            old.treeSize,
            proof?.head.treeSize ?? 0,
            Buffer.from(old.rootHash, 'hex'),
            Buffer.from(proof?.head.rootHash ?? '', 'hex'),
            hashes.map((hash) => Buffer.from(hash, 'hex')),
          ),
        );
      },
    );
  });

  test('the request role can neither write leaves nor rewrite entries', async () => {
    const { world, a } = state;
    const tries = [
      'delete from trail_leaf',
      'update trail_entry set details = null',
      'delete from trail_entry',
      'update trail_head set tree_size = 1',
    ];
    for (const text of tries) {
      const refused = world.test.database.transaction(
        { role: 'app', scope: [a], person: null },
        ({ client }) => client.query(text),
      );
      await assert.rejects(refused, { code: '42501' }, text);
    }
  });

  test('an export verifies offline, whole and for one organisation, with and without details', async () => {
    const { world, a, kept } = state;
    const whole = await verifyTrail(await exported(world, everything), kept);
    assert.deepEqual(whole.problems, []);
    assert.equal(whole.detailsChecked, 63);
    const one = await exported(world, { organisations: [a], details: false });
    assert.ok(!one.join('').includes('a person'));
    const verdict = await verifyTrail(
      one,
      kept.filter((head) => head.organisation === a),
    );
    assert.deepEqual(verdict.problems, []);
    assert.deepEqual(verdict.entries, { [a]: 54 });
  });

  test('erased personal data leaves the trail verifiable', async () => {
    const { world, b, kept } = state;
    const { rows } = await asOwner(
      world,
      'select id from trail_entry where owner_id = $1 limit 3',
      [b],
    );
    const ids = rows.map((row) => row.id);
    assert.equal(await eraseDetails(world.test.database, b, ids), 3);
    const verdict = await verifyTrail(await exported(world, everything), kept);
    assert.deepEqual(verdict.problems, []);
    assert.equal(verdict.detailsErased, 3);
  });

  test('a new key signs from then on, the old public key still verifies older heads, and private keys are 0600', async () => {
    const { world, a, sealer, kept } = state;
    const next = rotateTrailKey(dataDir);
    assert.notEqual(next.keyId, signer.keyId);
    assert.equal(openTrailSigner(dataDir).keyId, next.keyId);
    await write(world, a, 1);
    await sealPending({ ...sealer, signer: next });
    const verdict = await verifyTrail(await exported(world, everything), kept);
    assert.deepEqual(verdict.problems, []);
    const secret = readdirSync(join(dataDir, 'keys', 'trail')).filter((file) =>
      file.includes('private'),
    );
    assert.deepEqual(secret, [`${next.keyId}.private.pem`]);
    const mode = statSync(join(dataDir, 'keys', 'trail', secret[0] as string)).mode & 0o777;
    assert.equal(mode, 0o600);
  });
});

/** Builds the whole tree anew from the entries as they are now, and signs it with the server's own key. */
async function sealAnew(world: World, signer: TrailSigner, order = 'id'): Promise<void> {
  await asOwner(
    world,
    `truncate trail_head_receipt, trail_head, trail_leaf, trail_node, trail_counter`,
  );
  const { rows } = await asOwner(world, `select owner_id, id from trail_entry order by ${order}`);
  for (const row of rows) {
    await asOwner(world, 'insert into trail_pending (owner_id, id) values ($1, $2)', [
      row.owner_id,
      row.id,
    ]);
    await sealPending({ database: world.test.database, clock: world.clock, signer });
  }
}

const forged = `insert into trail_entry (owner_id, id, at, person_id, via, action, kind, record_id, record_version, header, details, salt)
  select owner_id, $1::uuid, at, person_id, via, action, kind, record_id, record_version, header || jsonb_build_object('id', $1::uuid), details, salt
  from trail_entry order by id limit 1`;

const tampering: Record<string, (world: World, signer: TrailSigner) => Promise<void>> = {
  'alters an entry': async (world, signer) => {
    await asOwner(
      world,
      `update trail_entry set header = header || '{"action": "asset.delete"}' where id = (select id from trail_entry order by id limit 1)`,
    );
    await sealAnew(world, signer);
  },
  'deletes an entry': async (world, signer) => {
    await asOwner(
      world,
      'delete from trail_entry where id = (select id from trail_entry order by id offset 4 limit 1)',
    );
    await sealAnew(world, signer);
  },
  'inserts an entry': async (world, signer) => {
    await asOwner(world, forged, ['00000000-0000-7000-8000-000000000001']);
    await sealAnew(world, signer);
  },
  'reorders entries': async (world, signer) => sealAnew(world, signer, 'id desc'),
  'cuts the end off': async (world, signer) => {
    await asOwner(
      world,
      'delete from trail_entry where id in (select id from trail_entry order by id desc limit 8)',
    );
    await sealAnew(world, signer);
  },
};

describe('an operator with the database and the key', () => {
  for (const [name, tamper] of Object.entries(tampering)) {
    test(`who ${name} and seals everything anew is found by a head that an organisation kept`, async () => {
      const signer = openTrailSigner(dataDir);
      const { world, kept } = await sealedWorld(signer);
      try {
        await tamper(world, signer);
        const lines = await exported(world, {
          ...everything,
          heads: kept.map((head) => head.treeSize),
        });
        const verdict = await verifyTrail(lines, kept);
        assert.ok(!verdict.ok);
        assert.match(verdict.problems.join('\n'), /that you kept|you kept \d+/);
        // Without a kept head the new tree is consistent in itself: that is why heads leave the server.
        assert.ok((await verifyTrail(lines)).ok);
      } finally {
        await world.close();
      }
    });
  }

  test('who alters an entry or its details without sealing anew is found by the export alone', async () => {
    const { world } = await sealedWorld(openTrailSigner(dataDir));
    try {
      await asOwner(world, `update trail_entry set details = details || '{"name": "other"}'`);
      const details = await verifyTrail(await exported(world, everything));
      assert.match(details.problems.join('\n'), /not those it was written with/);
      await asOwner(world, `update trail_entry set header = header || '{"version": 7}'`);
      const headers = await verifyTrail(await exported(world, everything));
      assert.match(headers.problems.join('\n'), /do not give the root/);
    } finally {
      await world.close();
    }
  });

  test('who shows an organisation another tree by hiding an entry of its own behind a hash is found', async () => {
    const { world, a, kept } = await sealedWorld(openTrailSigner(dataDir));
    try {
      const lines = await exported(world, { organisations: [a], details: false });
      const at = lines.findIndex((line) => line.includes('"leaf"'));
      const header = JSON.parse(lines[at] as string).header;
      lines[at] =
        `${JSON.stringify({ type: 'node', level: 0, index: 0, hash: leafHash(canonicalJson(header)).toString('hex') })}\n`;
      const verdict = await verifyTrail(
        lines,
        kept.filter((head) => head.organisation === a),
      );
      assert.match(verdict.problems.join('\n'), /counter 2 of its organisation where 1 follows/);
    } finally {
      await world.close();
    }
  });
});
