import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireCorpus } from '#tests/corpus.ts';
import { scoreVector } from './score-vector.ts';

interface Expected {
  vector: string;
  base: number | null;
  overall: number | null;
  temporal: number | null;
  environmental: number | null;
}

function numberOrNull(text: string | undefined): number | null {
  const value = Number(text);
  return text === undefined || text === 'None' || Number.isNaN(value) ? null : value + 0 || 0;
}

function redHatLine(line: string): Expected {
  const [vector, scores] = line.split(' - ') as [string, string];
  const numbers = scores
    .replace(/[()]/g, '')
    .split(',')
    .map((part) => part.trim());
  if (vector.startsWith('CVSS:4')) {
    return {
      vector,
      base: null,
      overall: numberOrNull(numbers[0]),
      temporal: null,
      environmental: null,
    };
  }
  const [base, temporal, environmental] = numbers;
  return {
    vector,
    base: numberOrNull(base),
    overall: null,
    temporal: numberOrNull(temporal),
    environmental: numberOrNull(environmental),
  };
}

function metaeffektLine(file: string, line: string): Expected {
  const [vector = '', ...scores] = line.trim().split(' ');
  const numbers = scores.map(numberOrNull);
  const at = (index: number) => numbers[index] ?? null;
  const none = { base: null, overall: null, temporal: null, environmental: null };
  if (file.startsWith('cvss-4')) return { ...none, vector, overall: at(1) };
  if (file.startsWith('cvss-3.0')) {
    const prefixed = vector.startsWith('CVSS:') ? vector : `CVSS:3.0/${vector}`;
    return { vector: prefixed, base: at(0), overall: null, temporal: at(1), environmental: at(2) };
  }
  return { vector, base: at(1), overall: at(0), temporal: at(4), environmental: at(5) };
}

function* corpusVectors(folder: string): Generator<Expected & { file: string }> {
  for (const source of ['redhat-cvss', 'metaeffekt']) {
    for (const file of readdirSync(join(folder, source))) {
      for (const line of readFileSync(join(folder, source, file), 'utf8').split('\n')) {
        if (line.trim() === '' || line.startsWith('#')) continue;
        const expected = source === 'metaeffekt' ? metaeffektLine(file, line) : redHatLine(line);
        yield { ...expected, file };
      }
    }
  }
}

test('every CVSS vector of the corpus gets its published score', (t) => {
  const folder = requireCorpus(t, 'cvss-vectors');
  if (folder === null) return;
  let count = 0;
  const disagreements = new Map<string, string[]>();
  for (const expected of corpusVectors(folder)) {
    count += 1;
    const scored = scoreVector(expected.vector);
    const wrong: string[] = [];
    if ('fault' in scored) wrong.push(scored.fault.code);
    else {
      for (const [name, actual] of [
        ['base', scored.baseScore],
        ['overall', scored.overall],
        ['temporal', scored.temporal],
        ['environmental', scored.environmental],
      ] as const) {
        const wanted = expected[name];
        if (wanted !== null && actual !== null && wanted !== actual) {
          wrong.push(`${name} ${actual}, expected ${wanted}`);
        }
      }
    }
    if (wrong.length > 0) {
      const list = disagreements.get(expected.file) ?? [];
      list.push(`${expected.vector}: ${wrong.join('; ')}`);
      disagreements.set(expected.file, list);
    }
  }
  const summary = Object.fromEntries(
    [...disagreements].map(([file, list]) => [file, [list.length, ...list.slice(0, 3)]]),
  );
  // The corpus counts 23,650 lines; five of them are comments.
  assert.equal(count, 23645);
  assert.deepEqual(summary, {});
});

test('a vector that is not whole is refused with its reason', () => {
  const codeOf = (vector: string) => {
    const scored = scoreVector(vector);
    return 'fault' in scored ? scored.fault.code : scored.version;
  };
  assert.equal(codeOf(''), 'cvss-not-a-vector');
  assert.equal(codeOf(`CVSS:3.1/${'A'.repeat(600)}`), 'cvss-not-a-vector');
  assert.equal(codeOf('AV:N/AC:L\u0000'), 'cvss-not-a-vector');
  assert.equal(codeOf('CVSS:5.0/AV:N'), 'cvss-unknown-version');
  assert.equal(codeOf('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H'), 'cvss-missing-metric');
  assert.equal(codeOf('CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'), 'cvss-repeated-metric');
  assert.equal(codeOf('CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'), 'cvss-bad-value');
  assert.equal(codeOf('CVSS:3.1/__proto__:N/AC:L'), 'cvss-unknown-metric');
  assert.equal(codeOf('hello'), 'cvss-unknown-metric');
  assert.equal(codeOf('(AV:N/AC:L/Au:N/C:C/I:C/A:C)'), '2.0');
});

test('base and overall score and their ratings are told apart', () => {
  const scored = scoreVector('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:U');
  assert.ok(!('fault' in scored));
  assert.equal(scored.baseScore, 10);
  assert.equal(scored.severity, 'critical');
  assert.equal(scored.overall, 9.1);
  const low = scoreVector('CVSS:3.1/AV:P/AC:L/PR:L/UI:R/S:U/C:N/I:N/A:N');
  assert.ok(!('fault' in low));
  assert.equal(low.severity, 'none');
});
