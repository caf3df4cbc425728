import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import {
  createLoopPeople,
  type LoopPeople,
} from '#areas/operations/early-warning/fixtures/loop-people.ts';
import { LoopWorld } from '#areas/operations/early-warning/fixtures/loop-world.ts';
import { debOrdering } from '#formats/versions/deb.ts';
import { isAffected } from '#formats/versions/range.ts';
import { corpusPath } from '#tests/corpus.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { importBytes } from './fixtures/import-run.ts';
import { debianTrackerImporter, documentPool } from './intake/importers.ts';
import type { PackageStatement } from './matching/match-package.ts';

const dpkg = catalogue.importers.get('dpkg-status')!;
const stanza = (name: string, version: string) =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`;

describe('matching a real Debian system', () => {
  let world: World;
  let loop: LoopWorld;
  let people: LoopPeople;

  before(async () => {
    world = await createWorld();
    loop = new LoopWorld(world, catalogue, await world.organisation('TELCO'));
    people = await createLoopPeople(world, loop.organisation);
  });
  after(async () => {
    await documentPool.close();
    await world.close();
    await stopTestServer();
  });

  const rows = async <T>(text: string) => (await loop.rows(text)) as T[];

  it('R-EW-3 agrees with a look at every range for a real Debian system against the DSA and DLA lists', async (t) => {
    const list = ['DSA', 'DLA'].map((name) => corpusPath(`debian-tracker/data/${name}/list`));
    const status = corpusPath('dpkg/chroot-debian11/status');
    if (status === null || list.includes(null))
      return t.skip('the shared corpus is not beside this checkout');
    const host = await loop.create(people.assetManager, 'assets', {
      ...{ name: 'deb11', kind: 'host', ecosystem: 'Debian:11' },
    });
    await importBytes(world, dpkg, people.assetManager, readFileSync(status), {
      targetId: host.id,
    });
    await loop.relay();
    for (const path of list)
      await importBytes(world, debianTrackerImporter, people.keeper, readFileSync(path!), {
        fileName: 'list',
      });
    await loop.relay();
    // Older than anything that was ever fixed: each package that the lists name for this release must be found.
    const old = readFileSync(list[0]!, 'utf8').match(/\[bullseye\] - (\S+) \d\S*/g) ?? [];
    const names = [...new Set(old.map((line) => line.split(' ')[2] ?? ''))].slice(0, 40);
    await importBytes(
      world,
      dpkg,
      people.assetManager,
      readFileSync(status, 'utf8') + names.map((name) => stanza(name, '0~0')).join(''),
      { targetId: host.id },
    );
    await loop.relay();
    const found = await rows<{ key: string }>(
      `select v.id || ' ' || m.advisory_package_id as key from match m join package_version v on v.id = m.package_version_id
        join package_name n on n.id = v.package_id where n.ecosystem = 'Debian:11'`,
    );
    const pairs = await rows<{ key: string; version: string; statements: PackageStatement[] }>(
      `select v.id || ' ' || p.id as key, v.version, p.statements from package_name n join package_version v on v.package_id = n.id
        join advisory_package p on p.package_id = n.id where n.ecosystem = 'Debian:11' and p.stands`,
    );
    const naive = pairs.filter(({ version, statements }) =>
      statements.some((said) => isAffected(debOrdering, version, said.intervals, said.versions)),
    );
    t.diagnostic(`${pairs.length} pairs, ${found.length} matches, ${names.length} old packages`);
    assert.ok(found.length >= names.length);
    assert.deepEqual(found.map(({ key }) => key).sort(), naive.map(({ key }) => key).sort());
  });
});
