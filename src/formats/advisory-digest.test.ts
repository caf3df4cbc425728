import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NormalisedAdvisory } from './advisory.ts';
import { diffAdvisories } from './advisory-diff.ts';
import { changedTargets, remediationDigest, targetDigests } from './advisory-digest.ts';
import { exampleCsafInput } from './csaf/fixtures/example-input.ts';
import { readCsaf } from './csaf/read-csaf.ts';
import { type CsafInput, writeCsaf } from './csaf/write-csaf.ts';

function advisory(change: (input: CsafInput) => void = () => {}): NormalisedAdvisory {
  const input = exampleCsafInput();
  change(input);
  const read = readCsaf(writeCsaf(input).bytes).advisory;
  assert.ok(read !== null);
  return read;
}

/** Other ids, another order and another revision, but nothing new about any product. */
function reissued(input: CsafInput): void {
  const renamed = new Map([
    ['P1', 'CSAFPID-3'],
    ['P2', 'CSAFPID-1'],
    ['P3', 'CSAFPID-2'],
  ]);
  const rename = (id: string) => renamed.get(id) ?? id;
  input.products = input.products.map((product) => ({ ...product, id: rename(product.id) }));
  input.products.reverse();
  for (const vulnerability of input.vulnerabilities) {
    for (const ids of Object.values(vulnerability.statuses)) ids.splice(0, 9, ...ids.map(rename));
    for (const item of vulnerability.remediations ?? [])
      item.productIds = item.productIds.map(rename);
    for (const item of vulnerability.scores ?? []) item.productIds = item.productIds.map(rename);
    vulnerability.remediations?.reverse();
  }
  input.title = 'Remote code execution in Example Gateway (update A)';
  input.revisions.push({ number: '3', date: '2026-03-05T10:00:00Z', summary: 'Typing errors' });
}

test('a revision that says nothing new about any product changes no target', () => {
  const before = advisory();
  const after = advisory(reissued);
  assert.deepEqual(changedTargets(before, after), []);
  assert.deepEqual(
    diffAdvisories(before, after).map(({ path }) => path),
    ['title', 'revision', 'updatedAt'],
  );
});

test('a new remediation changes the one product it is for', () => {
  const before = advisory();
  const after = advisory((input) => {
    input.vulnerabilities[0]!.remediations![0]!.text = 'Install 2.4.1.';
  });
  const changed = changedTargets(before, after);
  assert.equal(changed.length, 1);
  assert.match(changed[0] ?? '', /vers:generic/);
  const changes = diffAdvisories(before, after);
  assert.deepEqual(changes, [
    {
      path: 'products[Example Gateway vers:generic/<2.4].statuses[CVE-2026-10001 known_affected].remediations[vendor-fix].text',
      before: 'Install 2.4.',
      after: 'Install 2.4.1.',
    },
  ]);
});

test('one change for many products is told once', () => {
  const many = (text: string) =>
    advisory((input) => {
      const ids = Array.from({ length: 50 }, (_, number) => `M${number}`);
      const products = ids.map((id) => ({ id, vendor: 'Many', name: id, version: '1' }));
      input.products.push(...products);
      input.vulnerabilities[0]!.statuses.known_affected!.push(...ids);
      const fix = input.vulnerabilities[0]!.remediations![0]!;
      fix.productIds.push(...ids);
      fix.text = text;
    });
  const changes = diffAdvisories(many('Install 2.'), many('Install 3.'));
  assert.equal(changes.length, 1);
  assert.match(changes[0]?.path ?? '', /^products\[.* and 50 more\]\.statuses\[/);
});

test('a product that comes, goes or changes its status is a changed target', () => {
  const before = advisory();
  const after = advisory((input) => {
    const { statuses } = input.vulnerabilities[0]!;
    statuses.known_not_affected = [];
    statuses.under_investigation = ['P3'];
    input.products.push({ id: 'P4', vendor: 'Other', name: 'Cache' });
    statuses.known_affected!.push('P4');
  });
  assert.equal(changedTargets(before, after).length, 2);
  assert.equal(changedTargets(after, before).length, 2);
});

test('a withdrawn advisory changes every target', () => {
  const before = advisory();
  assert.equal(changedTargets(before, { ...before, status: 'withdrawn' }).length, 3);
});

test('the digest of one target is that of the whole list, and a later range changes it', () => {
  const base = advisory();
  for (const product of base.products) {
    const digest = remediationDigest(base, { productId: product.productId });
    assert.ok(digest !== null && [...targetDigests(base).values()].includes(digest));
  }
  assert.equal(remediationDigest(base, { productId: 'P9' }), null);
  const packaged = (fixed: string, versions: string[]): NormalisedAdvisory => ({
    ...base,
    products: [],
    affected: [
      {
        vulnerability: null,
        ecosystem: 'PyPI',
        name: 'gateway',
        purl: null,
        intervals: [{ order: 'ecosystem', introduced: null, fixed, lastAffected: null }],
        versions,
        status: 'affected',
        remediations: [],
      },
    ],
  });
  const target = { ecosystem: 'PyPI', name: 'gateway' };
  const digest = (fixed: string, versions: string[] = []) =>
    remediationDigest(packaged(fixed, versions), target);
  assert.equal(digest('1.0', ['a', 'b']), digest('1.0', ['b', 'a']));
  assert.notEqual(digest('1.0'), digest('1.1'));
  assert.deepEqual(changedTargets(packaged('1.0', []), packaged('1.1', [])), [
    'package:PyPI/gateway',
  ]);
});
