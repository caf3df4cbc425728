import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { requireCorpus } from '#tests/corpus.ts';
import { type DeployerInputs, decideDeployer, ssvcKey } from './decide-deployer.ts';

const values = {
  exploitation: ['N', 'P', 'A'],
  exposure: ['S', 'C', 'O'],
  automatable: ['N', 'Y'],
  humanImpact: ['L', 'M', 'H', 'VH'],
} as const;

function* everyCombination(): Generator<DeployerInputs> {
  for (const exploitation of values.exploitation) {
    for (const exposure of values.exposure) {
      for (const automatable of values.automatable) {
        for (const humanImpact of values.humanImpact) {
          yield { exploitation, exposure, automatable, humanImpact };
        }
      }
    }
  }
}

const ranks = ['defer', 'scheduled', 'out-of-cycle', 'immediate'];
const rank = (inputs: DeployerInputs) => ranks.indexOf(decideDeployer(inputs).priority);

test('every combination is decided, and never less urgently when something gets worse', () => {
  let count = 0;
  for (const inputs of everyCombination()) {
    count += 1;
    for (const property of Object.keys(values) as (keyof DeployerInputs)[]) {
      const scale: readonly string[] = values[property];
      const worse = scale[scale.indexOf(inputs[property]) + 1];
      if (worse === undefined) continue;
      assert.ok(rank({ ...inputs, [property]: worse }) >= rank(inputs), JSON.stringify(inputs));
    }
  }
  assert.equal(count, 72);
});

test('the ends of the table', () => {
  const least = { exploitation: 'N', exposure: 'S', automatable: 'N', humanImpact: 'L' } as const;
  const most = { exploitation: 'A', exposure: 'O', automatable: 'Y', humanImpact: 'VH' } as const;
  assert.deepEqual(decideDeployer(least), { priority: 'defer', table: 'ssvc:DT_DP:1.0.0' });
  assert.equal(decideDeployer(most).priority, 'immediate');
  assert.throws(() => decideDeployer({ ...least, humanImpact: 'X' as 'L' }), RangeError);
});

test('values are understood in every spelling in use', () => {
  assert.equal(ssvcKey('exploitation', 'Public PoC'), 'P');
  assert.equal(ssvcKey('exploitation', 'poc'), 'P');
  assert.equal(ssvcKey('exploitation', 'none'), 'N');
  assert.equal(ssvcKey('humanImpact', 'very_high'), 'VH');
  assert.equal(ssvcKey('humanImpact', 'VH'), 'VH');
  assert.equal(ssvcKey('automatable', 'Yes'), 'Y');
  assert.equal(ssvcKey('exposure', 'constructor'), null);
});

test('every row of the published table is decided as published', (t) => {
  const path = requireCorpus(t, 'ssvc/data/csv/ssvc/deployer_patch_application_priority_1_0_0.csv');
  if (path === null) return;
  const [, ...rows] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  assert.equal(rows.length, 72);
  for (const row of rows) {
    const [, exploitation = '', exposure = '', automatable = '', humanImpact = '', expected] =
      row.split(',');
    const { priority } = decideDeployer({
      exploitation: ssvcKey('exploitation', exploitation)!,
      exposure: ssvcKey('exposure', exposure)!,
      automatable: ssvcKey('automatable', automatable)!,
      humanImpact: ssvcKey('humanImpact', humanImpact)!,
    });
    assert.equal(priority, expected, row);
  }
});
