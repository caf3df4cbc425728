import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readCsaf } from '#formats/csaf/read-csaf.ts';
import { benches } from './benches.ts';
import { distributorAdvisory, vendorAdvisory } from './csaf-maker.ts';
import { FleetMaker } from './fleet-store.ts';

test('the made advisories are CSAF documents without a fault, the same each time', () => {
  for (const bytes of [vendorAdvisory(0), vendorAdvisory(7), distributorAdvisory(20)]) {
    const { advisory, faults } = readCsaf(bytes, { maxBytes: bytes.length });
    assert.deepEqual(faults, []);
    assert.ok(advisory !== null && advisory.products.length > 0);
  }
  assert.deepEqual(vendorAdvisory(7), vendorAdvisory(7));
});

test('the made fleet has as many different pairs as asked for, the same each time', () => {
  const size = { advisories: 50, packages: 20, hosts: 0, perHost: 0, pairs: 200 };
  const made = [new FleetMaker(size), new FleetMaker(size)].map((maker) => ({
    said: maker.advisories().map(({ id: _id, ...said }) => said),
    pairs: maker.pairs(),
  }));
  assert.deepEqual(made[0], made[1]);
  const pairs = made[0]?.pairs.map((pair) => `${pair.package} ${pair.version}`);
  assert.equal(new Set(pairs).size, 200);
});

test('npm run bench lists every bench and refuses one that is not there', () => {
  const run = fileURLToPath(new URL('./run.ts', import.meta.url));
  const listed = spawnSync(process.execPath, [run], { encoding: 'utf8' });
  assert.equal(listed.status, 0);
  for (const name of Object.keys(benches)) assert.match(listed.stdout, new RegExp(`  ${name} `));
  const refused = spawnSync(process.execPath, [run, 'nothing'], { encoding: 'utf8' });
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /no bench nothing/);
});
