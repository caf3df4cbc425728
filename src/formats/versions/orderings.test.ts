import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { compare as comparePep440, valid as validPep440 } from '@renovatebot/pep440';
import fc from 'fast-check';
import semver from 'semver';
import { requireCorpus } from '#tests/corpus.ts';
import { ecosystemOfPurlType } from './ecosystems.ts';
import exceptions from './exceptions.json' with { type: 'json' };
import { compareFacts, type Fact, factsIn, signs } from './facts.fixture.ts';
import { orderingFor } from './orderings.ts';

const ecosystemOfFile: Readonly<Record<string, string>> = {
  alpine: 'Alpine',
  cran: 'CRAN',
  debian: 'Debian',
  hackage: 'Hackage',
  maven: 'Maven',
  nuget: 'NuGet',
  packagist: 'Packagist',
  pub: 'Pub',
  pypi: 'PyPI',
  redhat: 'Red Hat',
  rubygems: 'RubyGems',
  semver: 'npm',
};

const excused: Readonly<Record<string, readonly { input: string; ours: string }[]>> = {
  Maven: exceptions.Maven,
  Packagist: exceptions.Packagist,
};

function need(ecosystem: string) {
  const ordering = orderingFor(ecosystem);
  assert.ok(ordering, `no ordering for ${ecosystem}`);
  return ordering;
}

for (const [file, ecosystem] of Object.entries(ecosystemOfFile)) {
  test(`${ecosystem} versions compare as the public facts say`, (t: TestContext) => {
    const folder = requireCorpus(t, 'version-compare/osv-scalibr');
    if (folder === null) return;
    const facts = readdirSync(folder)
      .filter(
        (name) => name === `${file}-versions.txt` || name === `${file}-versions-generated.txt`,
      )
      .flatMap((name) => factsIn(readFileSync(join(folder, name), 'utf8')));
    assert.ok(facts.length > 0);
    const failed = compareFacts(need(ecosystem), facts);
    const listed = (excused[ecosystem] ?? []).map(({ input, ours }) => `${input} is ${ours}`);
    assert.deepEqual(failed.sort(), listed.sort());
    assert.ok(failed.length <= facts.length * 0.002);
  });
}

test('each ordering keeps its own list of facts', () => {
  const text = readFileSync(join(import.meta.dirname, 'fixtures/facts.txt'), 'utf8');
  const groups = text.split(/^# /m).slice(1);
  assert.ok(groups.length >= 20);
  for (const group of groups) {
    const [ecosystem = ''] = group.split('\n');
    const facts: Fact[] = factsIn(group.slice(ecosystem.length));
    assert.ok(facts.length >= 3, ecosystem);
    assert.deepEqual(compareFacts(need(ecosystem), facts), [], ecosystem);
  }
});

const orderings = [
  'deb',
  'rpm',
  'apk',
  'alpm',
  'gentoo',
  'maven',
  'pypi',
  'npm',
  'go',
  'pub',
  'nuget',
  'gem',
  'packagist',
  'cran',
  'hackage',
  'conan',
  'openssl',
  'intdot',
  'lexicographic',
  'datetime',
  'generic',
];

/** Pieces that meet every rule of some scheme; short lists of them make near collisions likely. */
const pieces = [
  '0',
  '1',
  '2',
  '10',
  '00',
  '01',
  '010',
  '.',
  '..',
  '-',
  '_',
  '+',
  '~',
  '^',
  ':',
  '!',
  '#',
  'a',
  'b',
  'z',
  'rc',
  'RC',
  'alpha',
  'beta',
  'pre',
  'p',
  'dev',
  'post',
  'sp',
  'ga',
  'final',
  'snapshot',
  'x',
  '-r',
  '-r1',
  '_p1',
  '_rc',
  '~ab',
  'v',
  'é',
  '\u{1F600}',
  '.0',
  '.1',
  '.a',
  '-1',
  '-a',
  '1:',
];
const version = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((p) => p.join('')),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 12, unit: 'binary' }) },
);

for (const name of orderings) {
  test(`the ${name} ordering is a total preorder of all strings and never throws`, () => {
    const ordering = need(name);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        assert.equal(ordering.compare(a, a), 0);
        assert.equal(ordering.compare(a, b) + ordering.compare(b, a), 0, `${a} and ${b}`);
        const [x, y, z] = [a, b, c].sort((p, q) => ordering.compare(p, q)) as [
          string,
          string,
          string,
        ];
        const [xy, yz, xz] = [
          ordering.compare(x, y),
          ordering.compare(y, z),
          ordering.compare(x, z),
        ];
        assert.ok(
          xy <= 0 && yz <= 0 && xz <= 0,
          `${signs(xy)} ${signs(yz)} ${signs(xz)} for ${x} ${y} ${z}`,
        );
        assert.equal(
          xz,
          xy === 0 && yz === 0 ? 0 : -1,
          `${x} ${signs(xy)} ${y} ${signs(yz)} ${z}, ends ${signs(xz)}`,
        );
        ordering.isValid(a);
      }),
      { numRuns: 4000 },
    );
  });
}

test('semantic versions compare as node-semver does', () => {
  const number = fc.nat(30);
  const identifier = fc.constantFrom('0', '1', '10', 'a', 'B', 'rc1', 'x-1', '-');
  const text = fc
    .tuple(
      number,
      number,
      number,
      fc.array(identifier, { maxLength: 3 }),
      fc.array(identifier, { maxLength: 2 }),
    )
    .map(([x, y, z, pre, build]) =>
      [
        `${x}.${y}.${z}`,
        pre.length > 0 ? `-${pre.join('.')}` : '',
        build.length > 0 ? `+${build.join('.')}` : '',
      ].join(''),
    );
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.ok(need('npm').isValid(a));
      assert.equal(need('npm').compare(a, b), semver.compare(a, b));
      assert.equal(need('Go').compare(`v${a}`, b), semver.compare(a, b));
    }),
    { numRuns: 3000 },
  );
});

test('Python versions compare as the pep440 package does', () => {
  const part = fc.constantFrom(
    '',
    'a1',
    'b',
    'rc2',
    '.post1',
    '-1',
    '.dev3',
    'a1.post2.dev0',
    '+x.1',
    '+1',
    '.dev0+a',
    'c3',
    '.rev',
  );
  const text = fc
    .tuple(fc.constantFrom('', '1!'), fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }), part)
    .map(([epoch, release, rest]) => `${epoch}${release.join('.')}${rest}`)
    .filter((v) => validPep440(v) !== null);
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.ok(need('PyPI').isValid(a));
      assert.equal(need('PyPI').compare(a, b), Math.sign(comparePep440(a, b)), `${a} ${b}`);
    }),
    { numRuns: 3000 },
  );
});

test('an ecosystem is found by its OSV name, release or purl type in any case', () => {
  const expected: readonly (readonly [string, string | null])[] = [
    ['Debian', 'deb'],
    ['Debian:12', 'deb'],
    ['Ubuntu:22.04:LTS', 'deb'],
    ['npm', 'semver'],
    ['PyPI', 'pypi'],
    ['Go', 'go'],
    ['crates.io', 'semver'],
    ['Maven', 'maven'],
    ['Maven:https://repo.example/maven2', 'maven'],
    ['NuGet', 'nuget'],
    ['RubyGems', 'gem'],
    ['Packagist', 'packagist'],
    ['Alpine:v3.19', 'apk'],
    ['apk', 'apk'],
    ['alpine', 'apk'],
    ['Red Hat:enterprise_linux:9::baseos', 'rpm'],
    ['Rocky Linux:9', 'rpm'],
    ['SUSE', 'rpm'],
    ['openSUSE:Leap 15.6', 'rpm'],
    ['golang', 'go'],
    ['cargo', 'semver'],
    ['composer', 'packagist'],
    ['unknown', 'generic'],
    ['no such thing', null],
    ['constructor', null],
  ];
  for (const [name, id] of expected) {
    assert.equal(orderingFor(name)?.id ?? null, id, name);
    assert.equal(orderingFor(name.toUpperCase())?.id ?? null, id, name);
  }
});

test('a purl type and its distribution give the OSV ecosystem', () => {
  assert.equal(ecosystemOfPurlType('deb', 'debian-12'), 'Debian:12');
  assert.equal(ecosystemOfPurlType('deb', 'debian-12.5'), 'Debian:12');
  assert.equal(ecosystemOfPurlType('deb', 'bookworm'), 'Debian:12');
  assert.equal(ecosystemOfPurlType('deb', 'ubuntu-22.04'), 'Ubuntu:22.04');
  assert.equal(ecosystemOfPurlType('deb'), 'Debian');
  assert.equal(ecosystemOfPurlType('apk', 'alpine-3.19.1'), 'Alpine:v3.19');
  assert.equal(ecosystemOfPurlType('apk', '3.19.1'), 'Alpine:v3.19');
  assert.equal(ecosystemOfPurlType('rpm', 'opensuse-leap-15.6'), 'openSUSE:Leap 15.6');
  assert.equal(ecosystemOfPurlType('rpm', 'opensuse-tumbleweed-20250101'), 'openSUSE:Tumbleweed');
  assert.equal(ecosystemOfPurlType('rpm', 'rocky-9.3'), 'Rocky Linux:9');
  assert.equal(ecosystemOfPurlType('rpm', 'almalinux-8'), 'AlmaLinux:8');
  assert.equal(ecosystemOfPurlType('rpm', 'rhel-9'), 'Red Hat');
  assert.equal(ecosystemOfPurlType('deb', undefined, 'ubuntu'), 'Ubuntu');
  assert.equal(ecosystemOfPurlType('deb', '12', 'debian'), 'Debian:12');
  assert.equal(ecosystemOfPurlType('deb', 'jammy', 'ubuntu'), 'Ubuntu:22.04');
  assert.equal(ecosystemOfPurlType('rpm', undefined, 'fedora'), 'Fedora');
  assert.equal(ecosystemOfPurlType('rpm', undefined, 'nobody'), 'RPM');
  assert.equal(ecosystemOfPurlType('NPM'), 'npm');
  assert.equal(ecosystemOfPurlType('cargo', 'debian-12'), 'crates.io');
  assert.equal(ecosystemOfPurlType('mlflow'), 'mlflow');
});
