import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FormatError } from '../format-error.ts';
import { defaultJsonLimits } from './json-limits.ts';
import { locateJsonFault } from './locate-json-fault.ts';
import { readJson } from './read-json.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function faultOf(input: string | Uint8Array, limits = {}): FormatError {
  try {
    readJson(typeof input === 'string' ? bytesOf(input) : input, limits);
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return error;
  }
  return assert.fail(`accepted: ${String(input).slice(0, 60)}`);
}

test('a sound document reads as JSON.parse reads it, with or without a byte order mark', () => {
  const text = '{"a":[1,2.5e3,-0,true,null,"é\\u00e9\\ud83d\\ude00 \\"x\\\\"],"":{"b":{}},"10":[]}';
  assert.deepEqual(readJson(bytesOf(text)), JSON.parse(text));
  assert.deepEqual(readJson(bytesOf(`\ufeff ${text}\n`)), JSON.parse(text));
  for (const scalar of ['1', '"x"', 'null', '-0.5', '[]', ' {} ']) {
    assert.deepEqual(readJson(bytesOf(scalar)), JSON.parse(scalar));
  }
});

test('each fault is named with its place', () => {
  const cases: [string, string, string, number, number][] = [
    ['{"a":1,\n "b":{"c":1,"c":2}}', 'json-duplicate-key', '/b/c', 2, 13],
    ['{"a":1,"\\u0061":2}', 'json-duplicate-key', '/a', 1, 8],
    ['[{"__proto__":{}}]', 'json-forbidden-key', '/0/__proto__', 1, 3],
    ['[{"\\u005f_proto__":{}}]', 'json-forbidden-key', '/0/__proto__', 1, 3],
    ['{"constructor":1}', 'json-forbidden-key', '/constructor', 1, 2],
    ['{"prototype":1}', 'json-forbidden-key', '/prototype', 1, 2],
    ['{"a~/b":"x\\u0000y"}', 'json-nul', '/a~0~1b', 1, 11],
    ['["\\ud800"]', 'json-lone-surrogate', '/0', 1, 3],
    ['["\\udc00\\ud800"]', 'json-lone-surrogate', '/0', 1, 3],
    ['["\\ud83dx"]', 'json-lone-surrogate', '/0', 1, 3],
    ['[1e999]', 'json-number-too-large', '/0', 1, 2],
    ['[01]', 'json-syntax', '/0', 1, 2],
    ['[1 2]', 'json-syntax', '', 1, 4],
    ['{"a":1}}', 'json-syntax', '', 1, 8],
    ['{"a":tru}', 'json-syntax', '/a', 1, 9],
    ["{'a':1}", 'json-syntax', '', 1, 2],
    ['["a\nb"]', 'json-syntax', '/0', 1, 4],
    ['[NaN]', 'json-syntax', '/0', 1, 2],
    ['[1,]', 'json-syntax', '/1', 1, 4],
    ['["\\x"]', 'json-syntax', '/0', 1, 4],
    ['', 'json-truncated', '', 1, 1],
  ];
  for (const [text, code, path, line, column] of cases) {
    const fault = faultOf(text);
    assert.equal(fault.code, code, text);
    assert.deepEqual(
      [fault.place.path, fault.place.line, fault.place.column],
      [path, line, column],
      text,
    );
    assert.match(fault.message, new RegExp(`line ${line}, column ${column}`));
  }
});

test('bytes that are not UTF-8 are refused at their place, other encodings by name', () => {
  const latin = new Uint8Array([...bytesOf('{"name":"caf'), 0xe9, ...bytesOf('"}')]);
  const fault = faultOf(latin);
  assert.equal(fault.code, 'not-utf-8');
  assert.deepEqual(fault.place, { path: '/name', line: 1, column: 13, offset: 12 });
  for (const bad of [
    [0xc0, 0xaf],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0x80],
    [0xe2, 0x82],
  ]) {
    assert.equal(faultOf(new Uint8Array([0x22, ...bad, 0x22])).code, 'not-utf-8');
  }
  const utf16 = new Uint8Array(Buffer.from('\ufeff{"a":1}', 'utf16le'));
  assert.match(faultOf(utf16).message, /UTF-16/);
  assert.match(faultOf(new Uint8Array(Buffer.from('{"a":1}', 'utf16le'))).message, /UTF-16/);
});

test('limits on size, depth, strings, members and values hold at their edge', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  assert.ok(readJson(bytesOf(nested(64))));
  assert.equal(faultOf(nested(65)).code, 'json-too-deep');
  assert.equal(faultOf('['.repeat(5_000_000)).code, 'json-too-deep');
  assert.equal(faultOf('{"a":'.repeat(100_000)).code, 'json-too-deep');
  assert.equal(readJson(bytesOf('"abcd"'), { maxStringBytes: 4 }), 'abcd');
  assert.equal(faultOf('["abcde"]', { maxStringBytes: 4 }).code, 'json-string-too-long');
  assert.equal(faultOf('{"abcde":1}', { maxStringBytes: 4 }).code, 'json-string-too-long');
  assert.ok(readJson(bytesOf('{"a":1,"b":2}'), { maxKeys: 2 }));
  assert.equal(faultOf('{"a":1,"b":{"c":1}}', { maxKeys: 2 }).code, 'json-too-many-keys');
  assert.ok(readJson(bytesOf('[1,2]'), { maxValues: 3 }));
  assert.equal(faultOf('[1,2,3]', { maxValues: 3 }).code, 'json-too-many-values');
  assert.equal(faultOf('[1,2,3]', { maxBytes: 6 }).code, 'json-too-large');
});

test('every prefix of a document is refused as truncated or broken, never accepted', () => {
  const text = '{"a":[1,-2.5e+3,true,null,"é\\u00e9\\ud83d\\ude00"],"b":{"c":"d"}}';
  const bytes = bytesOf(text);
  for (let length = 0; length < bytes.length; length += 1) {
    const fault = faultOf(bytes.subarray(0, length));
    assert.ok(
      ['json-truncated', 'not-utf-8', 'json-lone-surrogate'].includes(fault.code),
      `${length}: ${fault.message}`,
    );
  }
});

test('the quick path and the strict reader agree on mutated documents', () => {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '"a"',
    '"b":',
    '\\u0000',
    '\\ud800',
    '\\udc00',
    '\\n',
    '1',
    '-',
    '.5',
    'e9',
    'true',
    'nul',
    ' ',
    '\n',
    'é',
    '"__proto__":1',
    '[1,2]',
    '{"a":1}',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (parts) => {
      const bytes = bytesOf(parts.join(''));
      const strict = locateJsonFault(bytes, defaultJsonLimits);
      if (strict === null) readJson(bytes);
      else assert.equal(faultOf(bytes).code, strict.code);
    }),
    { numRuns: 4000 },
  );
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.nat(), fc.nat(255), (text, where, byte) => {
      const bytes = bytesOf(text);
      bytes[where % bytes.length] = byte;
      const strict = locateJsonFault(bytes, defaultJsonLimits);
      if (strict !== null) assert.ok(faultOf(bytes) instanceof FormatError);
      else assert.deepEqual(readJson(bytes), JSON.parse(new TextDecoder().decode(bytes)));
    }),
    { numRuns: 2000 },
  );
});
