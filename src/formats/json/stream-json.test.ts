import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FormatError } from '../format-error.ts';
import type { JsonStreamItem } from './json-value-reader.ts';
import { readJson } from './read-json.ts';
import { type JsonArrayOptions, streamJsonArray } from './stream-json.ts';
import { streamJsonLines } from './stream-json-lines.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    // A copy of its own, spoilt afterwards: nobody may rely on a piece that has been given back.
    const piece = bytes.slice(at, at + size);
    yield piece;
    piece.fill(0x3f);
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const read = (text: string, size: number, options: JsonArrayOptions): Promise<JsonStreamItem[]> =>
  collect(streamJsonArray(pieces(bytesOf(text), size), options));

async function faultOf(run: Promise<unknown>): Promise<FormatError> {
  const error: unknown = await run.then(
    () => assert.fail('accepted'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof FormatError, String(error));
  return error;
}

const SAMPLE =
  '\ufeff{ "v":1.5, "meta":{"a":"\\ud83d\\ude00\\\\"},\n "items":[1, {"x":"}]\\""},\n [], "é"] ,"skip":[{"y":2},3],"n":null}\n';

test('elements and members come out the same however the bytes are cut', async () => {
  for (let size = 1; size <= 120; size += 1) {
    const items = await read(SAMPLE, size, { paths: ['/items'] });
    assert.deepEqual(
      items.map(({ pointer, value }) => [pointer, value]),
      [
        ['/v', 1.5],
        ['/meta', { a: '😀\\' }],
        ['/items/0', 1],
        ['/items/1', { x: '}]"' }],
        ['/items/2', []],
        ['/items/3', 'é'],
        ['/n', null],
      ],
    );
    assert.deepEqual(items[4]?.place, {
      path: '/items/2',
      line: 3,
      column: 2,
      offset: Buffer.from(SAMPLE).indexOf('[],'),
    });
  }
});

test('members can be chosen, and the root may be an array', async () => {
  const some = await read(SAMPLE, 7, { paths: [], members: ['/skip'] });
  assert.deepEqual(
    some.map((item) => item.value),
    [[{ y: 2 }, 3]],
  );
  const root = await read('[{"a":1},2]', 3, { paths: [''] });
  assert.deepEqual(
    root.map((item) => [item.pointer, item.value]),
    [
      ['/0', { a: 1 }],
      ['/1', 2],
    ],
  );
  assert.deepEqual(await read('[]', 1, { paths: [''] }), []);
  assert.deepEqual(await read('{}', 1, { paths: [''] }), []);
});

test('each fault names line, column and pointer of the whole stream', async () => {
  const cases: [string, string, string, number, number][] = [
    ['{"items":[{"a":1},\n {"b":1,"b":2}]}', 'json-duplicate-key', '/items/1/b', 2, 9],
    ['{"items":[{"a":1},\n {"b":1 "c":2}]}', 'json-syntax', '/items/1', 2, 9],
    ['{"items":[],"items":[]}', 'json-duplicate-key', '/items', 1, 13],
    ['{"__proto__":[]}', 'json-forbidden-key', '/__proto__', 1, 2],
    ['{"skip":["\\u0000"]}', 'json-nul', '/skip/0', 1, 11],
    ['{"items":[1,,2]}', 'json-syntax', '/items/1', 1, 13],
    ['{"items":[1,]}', 'json-syntax', '/items/1', 1, 13],
    ['{"items":[1 2]}', 'json-syntax', '/items/0', 1, 13],
    ['{"items":[tru]}', 'json-syntax', '/items/0', 1, 14],
    ['{"items":[1]} x', 'json-syntax', '', 1, 15],
    ['{"items":[1],}', 'json-syntax', '', 1, 14],
    ['[1]', 'json-syntax', '', 1, 1],
    ['{"items":[1}', 'json-syntax', '/items/0', 1, 12],
    ['', 'json-truncated', '', 1, 1],
  ];
  for (const [text, code, path, line, column] of cases) {
    for (const size of [1, 5, 1000]) {
      const fault = await faultOf(read(text, size, { paths: ['/items'] }));
      assert.equal(fault.code, code, text);
      assert.deepEqual(
        [fault.place.path, fault.place.line, fault.place.column],
        [path, line, column],
        text,
      );
    }
  }
});

test('every prefix is refused', async () => {
  const bytes = bytesOf(SAMPLE.trimEnd());
  for (let length = 0; length < bytes.length; length += 1) {
    const run = collect(
      streamJsonArray(pieces(bytes.subarray(0, length), 11), { paths: ['/items'] }),
    );
    assert.match((await faultOf(run)).code, /^(json-|not-utf-8)/);
  }
});

test('with keepGoing a bad element costs no good one', async () => {
  const deep = '['.repeat(80) + ']'.repeat(80);
  const large = `"${'x'.repeat(3000)}"`;
  const text = `{"items":[1,{"a":1,"a":2},${deep},${large},"\\u0000",{"constructor":0},\n7]}`;
  for (const size of [1, 64, 10_000]) {
    const items = await read(text, size, {
      paths: ['/items'],
      keepGoing: true,
      maxElementBytes: 1024,
    });
    assert.deepEqual(
      items.map((item) => item.fault?.code ?? item.value),
      [
        1,
        'json-duplicate-key',
        'json-too-deep',
        'json-value-too-large',
        'json-nul',
        'json-forbidden-key',
        7,
      ],
    );
    assert.equal(items[6]?.place.line, 2);
  }
});

test('a string of 100 MB is refused with bounded memory, and the rest still read', async () => {
  async function* hostile(): AsyncGenerator<Uint8Array> {
    yield bytesOf('{"items":["');
    const piece = new Uint8Array(1024 * 1024).fill(0x61);
    for (let k = 0; k < 100; k += 1) yield piece;
    yield bytesOf('",2]}');
  }
  const options = { paths: ['/items'], maxElementBytes: 4 * 1024 * 1024 };
  assert.equal(
    (await faultOf(collect(streamJsonArray(hostile(), options)))).code,
    'json-value-too-large',
  );
  const before = process.memoryUsage();
  let peak = 0;
  const values: unknown[] = [];
  for await (const item of streamJsonArray(hostile(), { ...options, keepGoing: true })) {
    values.push(item.fault?.code ?? item.value);
    const now = process.memoryUsage();
    peak = Math.max(peak, now.arrayBuffers + now.heapUsed - before.arrayBuffers - before.heapUsed);
  }
  assert.deepEqual(values, ['json-value-too-large', 2]);
  assert.ok(peak < 40 * 1024 * 1024, `${peak} bytes`);
});

test('the stream agrees with the whole reader on any value, however cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 6 }),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (values, size, pretty) => {
        const text = JSON.stringify(
          { before: values, items: values, after: 1 },
          null,
          pretty ? 1 : 0,
        );
        const run = read(text, size, { paths: ['/items'] });
        let expected: unknown;
        try {
          expected = (readJson(bytesOf(text)) as { items: unknown[] }).items;
        } catch {
          await faultOf(run);
          return;
        }
        const items = await run;
        assert.deepEqual(
          items.filter((item) => item.pointer !== '/after').map((item) => item.value),
          expected,
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('random bytes never do anything but yield or raise a FormatError', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom('', '{"items":[', '{"items":[{"a":'),
      async (bytes, head) => {
        const input = new Uint8Array([...bytesOf(head), ...bytes]);
        await collect(
          streamJsonArray(pieces(input, 9), { paths: ['/items'], keepGoing: true }),
        ).catch((error: unknown) => {
          assert.ok(error instanceof FormatError, String(error));
        });
      },
    ),
    { numRuns: 1500 },
  );
});

test('JSON Lines come one by one, with faults at their line', async () => {
  const text = '\ufeff{"a":1}\r\n\n{"a":1,"a":2}\n[1,\n"x"';
  for (const size of [1, 4, 100]) {
    const items = await collect(streamJsonLines(pieces(bytesOf(text), size), { keepGoing: true }));
    assert.deepEqual(
      items.map((item) => [item.line, item.fault?.code ?? item.value]),
      [
        [1, { a: 1 }],
        [3, 'json-duplicate-key'],
        [4, 'json-truncated'],
        [5, 'x'],
      ],
    );
    assert.equal(items[1]?.fault?.place.line, 3);
  }
  const raised = await faultOf(collect(streamJsonLines(pieces(bytesOf(text), 4))));
  assert.match(raised.message, /line 3, column 8/);
});

test('a JSON line of 100 MB is stepped over with bounded memory', async () => {
  async function* hostile(): AsyncGenerator<Uint8Array> {
    yield bytesOf('1\n');
    const piece = new Uint8Array(1024 * 1024).fill(0x61);
    for (let k = 0; k < 100; k += 1) yield piece;
    yield bytesOf('\n2');
  }
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  const values: unknown[] = [];
  const options = { keepGoing: true, maxElementBytes: 2 * 1024 * 1024 };
  for await (const item of streamJsonLines(hostile(), options)) {
    values.push(item.fault?.code ?? item.value);
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  }
  assert.deepEqual(values, [1, 'json-value-too-large', 2]);
  assert.ok(peak < 32 * 1024 * 1024, `${peak} bytes`);
});
