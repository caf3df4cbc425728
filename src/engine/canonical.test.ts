import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CanonicalError, canonicalJson, hashOf, sha256Hex } from './canonical.ts';

test('RFC 8785 §3.2.2: numbers, strings and literals are written as in the example', () => {
  const input = JSON.parse(`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
    "literals": [null, true, false]
  }`);
  assert.equal(
    canonicalJson(input),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('RFC 8785 §3.2.3: names are sorted by UTF-16 code units', () => {
  const input = JSON.parse(
    '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",' +
      '"\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
  );
  const values = [...canonicalJson(input).matchAll(/:"((?:[^"\\]|\\.)*)"/g)].map((m) => m[1]);
  assert.deepEqual(values, [
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ]);
});

test('RFC 8785 appendix B: IEEE 754 samples are written as listed', () => {
  const samples: [string, string][] = [
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ];
  for (const [hex, text] of samples) {
    assert.equal(canonicalJson(Buffer.from(hex, 'hex').readDoubleBE()), text, hex);
  }
});

test('what JSON cannot say is refused with its path', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const refused: [unknown, string][] = [
    [{ a: { b: [1, undefined] } }, 'a.b[1]'],
    [{ a: Number.NaN }, 'a'],
    [[Number.POSITIVE_INFINITY], '[0]'],
    [{ f: () => 1 }, 'f'],
    [{ a: '\ud800' }, 'a'],
    [{ '\udc00': 1 }, '\udc00'],
    [{ at: new Date(0) }, 'at'],
    [{ n: 1n }, 'n'],
    [{ s: Symbol('s') }, 's'],
    [new Array(1), '[0]'],
    [undefined, ''],
  ];
  for (const [value, path] of refused) {
    assert.throws(
      () => canonicalJson(value),
      (e: unknown) => e instanceof CanonicalError && e.path === path,
      path,
    );
  }
  assert.throws(() => canonicalJson(cycle), /nested deeper/);
});

test('canonical JSON reads back to the same value and does not depend on the order of names', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      const text = canonicalJson(plain);
      assert.equal(canonicalJson(JSON.parse(text)), text);
      assert.deepEqual(JSON.parse(text), plain);
    }),
  );
  assert.equal(hashOf({ a: 1, b: [2] }), hashOf({ b: [2], a: 1 }));
  assert.notEqual(hashOf({ a: 1 }), hashOf({ a: '1' }));
});

test('hashes are SHA-256 in lower-case hexadecimal', () => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  assert.equal(sha256Hex(''), empty);
  assert.equal(sha256Hex(new Uint8Array()), empty);
  assert.equal(hashOf({}), sha256Hex('{}'));
});
