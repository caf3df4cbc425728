import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SaidOfPackage } from '../../analysis/contract.ts';
import type { AffectedAssetView } from '../../contract.ts';
import { groupAffected, installedAs } from './group-affected.ts';
import { affectedVersions, fixedVersions } from './said-versions.ts';

const said = (more: Partial<SaidOfPackage>): SaidOfPackage => ({
  ...{
    ecosystem: 'npm',
    name: 'x',
    stands: true,
    statuses: ['affected'],
    intervals: [],
    versions: [],
  },
  ...{ rangeText: null, remediation: null, vulnerabilities: [], ...more },
});
const interval = (
  introduced: string | null,
  fixed: string | null,
  lastAffected: string | null,
) => ({
  ...{ introduced, fixed, lastAffected },
});

test('the versions that an advisory means are told in words, and all of them when it names none', () => {
  const codes = (one: SaidOfPackage) => affectedVersions(one).map(({ code }) => code);
  assert.deepEqual(codes(said({})), ['all']);
  assert.deepEqual(
    codes(
      said({
        intervals: [
          interval('0', '2', null),
          interval('3', '4', null),
          interval(null, null, '9'),
          interval('1', null, '2'),
          interval('5', null, null),
        ],
        versions: ['7'],
        rangeText: 'V8 and older',
      }),
    ),
    ['below', 'between', 'up-to', 'from-up-to', 'from', 'listed', 'range'],
  );
  const many = affectedVersions(said({ versions: Array.from({ length: 20 }, (_, n) => `1.${n}`) }));
  assert.match(many[0]?.values['list'] ?? '', /1\.7 … \(\+ 12\)$/);
  assert.deepEqual(
    fixedVersions(said({ intervals: [interval('0', '2', null), interval('1', '2', null)] })),
    ['2'],
  );
});

test('binary packages of one source package on one asset are one row', () => {
  const row = (assetId: string, binaryName: string) =>
    ({
      ownerId: 'o',
      assetId,
      ecosystem: 'Debian:12',
      package: 'openssl',
      version: '3',
      binaryName,
    }) as AffectedAssetView;
  const rows = groupAffected([row('a', 'libssl3'), row('a', 'openssl'), row('b', 'openssl')]);
  assert.deepEqual(
    rows.map((one) => [one.assetId, one.binaries, installedAs(one)]),
    [
      ['a', ['libssl3', 'openssl'], 'libssl3'],
      ['b', ['openssl'], null],
    ],
  );
});
