import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  consistencyRanges,
  emptyRoot,
  GrowingTree,
  hashOfRange,
  inclusionRanges,
  leafHash,
  type NodePlace,
  nodeHash,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';

/** The recursive definition of RFC 9162 §2.1.1, word for word. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return emptyRoot();
  if (leaves.length === 1) return first;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

const leavesOf = (n: number): Buffer[] =>
  Array.from({ length: n }, (_, i) => leafHash(`leaf ${i}`));
const lookupIn =
  (leaves: readonly Buffer[]) =>
  ({ level, index }: NodePlace): Buffer =>
    naiveRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));

test('the hash of nothing and of one empty leaf are those of RFC 9162', () => {
  assert.equal(
    emptyRoot().toString('hex'),
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  );
  assert.equal(
    leafHash('').toString('hex'),
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
});

test('a growing tree has the root of the definition at every size, and gives each inner node once', () => {
  const leaves = leavesOf(140);
  const tree = new GrowingTree();
  const seen = new Map<string, Buffer>();
  leaves.forEach((leaf, at) => {
    for (const node of tree.append(leaf)) {
      const key = `${node.level}/${node.index}`;
      assert.ok(!seen.has(key));
      seen.set(key, node.hash);
      assert.deepEqual(node.hash, lookupIn(leaves)(node));
    }
    assert.deepEqual(tree.root(), naiveRoot(leaves.slice(0, at + 1)));
  });
});

test('inclusion is proved for every leaf, and for no other leaf, index or size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.nat(), (size, seed) => {
      const leaves = leavesOf(size);
      const index = seed % size;
      const proof = inclusionRanges(index, size).map((r) => hashOfRange(r, lookupIn(leaves)));
      const root = naiveRoot(leaves);
      const leaf = leaves[index] as Buffer;
      assert.ok(verifyInclusion(index, size, leaf, proof, root));
      assert.ok(!verifyInclusion(index, size, leafHash('another'), proof, root));
      assert.ok(!verifyInclusion(index, size, leaf, [...proof, leaf], root));
      if (size > 1) assert.ok(!verifyInclusion((index + 1) % size, size, leaf, proof, root));
    }),
    { numRuns: 150 },
  );
});

test('consistency is proved for every older size, and for no other tree', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(), fc.nat(), (to, seed, changed) => {
      const from = 1 + (seed % to);
      const leaves = leavesOf(to);
      const proof = consistencyRanges(from, to).map((r) => hashOfRange(r, lookupIn(leaves)));
      const older = naiveRoot(leaves.slice(0, from));
      assert.ok(verifyConsistency(from, to, older, naiveRoot(leaves), proof));
      const other = [...leaves];
      other[changed % from] = leafHash('altered');
      const forged = consistencyRanges(from, to).map((r) => hashOfRange(r, lookupIn(other)));
      assert.ok(!verifyConsistency(from, to, older, naiveRoot(other), forged));
      assert.ok(!verifyConsistency(from, to, older, naiveRoot(other), proof));
    }),
    { numRuns: 150 },
  );
});

test('proofs of a tree of a billion leaves name few subtrees', () => {
  assert.ok(inclusionRanges(123_456_789, 1_000_000_007).length <= 31);
  assert.ok(consistencyRanges(123_456_789, 1_000_000_007).length <= 31);
});
