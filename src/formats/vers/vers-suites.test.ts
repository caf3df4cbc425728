import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { orderingFor } from '#formats/versions/orderings.ts';
import { requireCorpus } from '#tests/corpus.ts';
import { versContains } from './containment.ts';
import exceptions from './exceptions.json' with { type: 'json' };
import { versFromNative } from './native.ts';
import { formatVers, parseVers, readVers } from './vers.ts';

interface SuiteCase {
  readonly test_type: string;
  readonly input: unknown;
  readonly expected_output?: unknown;
}

const excused = new Map(exceptions.cases.map((c) => [c.input, c]));

/** Over all suites: how many conversions of an ecosystem were run, and how many of them an exception excuses. */
const shares = new Map<string, { run: number; excused: number }>();

/** Runs from-native conversions; returns those that fail without being excused. */
function convert(cases: readonly { type: string; native: string; expected: string }[]): string[] {
  const failed: string[] = [];
  for (const { type, native, expected } of cases) {
    const got = formatVers(versFromNative(type, native));
    const exception = excused.get(`${type} ${native}`);
    const share = shares.get(type) ?? { run: 0, excused: 0 };
    shares.set(type, share);
    share.run++;
    if (exception !== undefined) {
      share.excused++;
      assert.deepEqual([got, expected], [exception.ours, exception.expected]);
    } else if (got !== expected) failed.push(`${type} ${native} gives ${got}, not ${expected}`);
  }
  return failed;
}

const outcomes: Readonly<Record<string, (c: SuiteCase) => unknown>> = {
  comparison: ({ input, expected_output }) => {
    const { input_scheme, versions } = input as { input_scheme: string; versions: string[] };
    const ordering = orderingFor(input_scheme);
    assert.ok(ordering, input_scheme);
    const sorted = [...versions].sort(ordering.compare);
    // NuGet's expected versions are written in lower case, which is the same version.
    const same = (v: string, i: number) => {
      const expected = (expected_output as string[])[i] ?? '';
      return (
        v === expected || (input_scheme === 'nuget' && v.toLowerCase() === expected.toLowerCase())
      );
    };
    return sorted.every(same) ? expected_output : sorted;
  },
  equality: ({ input }) => {
    const { input_scheme, versions } = input as {
      input_scheme: string;
      versions: [string, string];
    };
    return orderingFor(input_scheme)?.compare(...versions) === 0;
  },
  containment: ({ input }) => {
    const { vers, version } = input as { vers: string; version: string };
    const result = readVers(vers);
    return result.ok && versContains(result.vers, version);
  },
  validate: ({ input }) => {
    const result = readVers(input as string);
    return result.ok ? formatVers(result.vers) : undefined;
  },
  parse: ({ input }) => {
    const result = parseVers(input as string);
    if (!result.ok) return undefined;
    const { type, constraints } = result.vers;
    const pairs = constraints === '*' ? '*' : constraints.map((c) => [c.comparator, c.version]);
    return { scheme: type, version_constraints: pairs };
  },
};

test('ranges and versions behave as the VERS suite says', (t) => {
  const folder = requireCorpus(t, 'vers-conformance/tests');
  if (folder === null) return;
  let count = 0;
  for (const name of readdirSync(folder)) {
    const suite = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { tests: SuiteCase[] };
    const native = suite.tests.filter((c) => c.test_type === 'from_native');
    const failed = convert(
      native.map((c) => {
        const input = c.input as { scheme: string; native_range: string };
        return {
          type: input.scheme,
          native: input.native_range,
          expected: c.expected_output as string,
        };
      }),
    );
    assert.deepEqual(failed, [], name);
    for (const c of suite.tests) {
      count++;
      const outcome = outcomes[c.test_type];
      if (c.test_type !== 'from_native')
        assert.deepEqual(outcome?.(c), c.expected_output, JSON.stringify(c));
    }
  }
  assert.equal(count, 1337);
});

test('ranges of advisories become VERS as univers writes them', (t) => {
  const folder = requireCorpus(t, 'version-compare/univers/tests/data');
  if (folder === null) return;
  let count = 0;
  for (const name of readdirSync(folder)) {
    const facts = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>[];
    const failed = convert(
      facts.map((fact) => {
        const expected = fact.expected_vers ?? '';
        const type = expected.slice(5, expected.indexOf('/'));
        return { type, native: fact.gitlab_native ?? fact.npm_native ?? '', expected };
      }),
    );
    count += facts.length;
    assert.deepEqual(failed, [], name);
  }
  assert.equal(count, 4504);
});

test('of no ecosystem more than 0.2 % of the ranges are exceptions', (t) => {
  if (requireCorpus(t, 'vers-conformance/tests') === null) return;
  const told = [...shares].filter(([, { excused }]) => excused > 0);
  assert.deepEqual(told.map(([type]) => type).sort(), ['composer', 'npm']);
  for (const [type, { run, excused }] of told) {
    assert.ok(excused / run <= 0.002, `${type}: ${excused} of ${run}`);
  }
});
