import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import * as library from '@secvisogram/csaf-validator-lib/mandatoryTests.js';
import { extractCorpusArchive, requireCorpus } from '#tests/corpus.ts';
import type { CsafDocument } from './csaf-document.ts';
import { csafFileName } from './csaf-file-name.ts';
import { checkCsafSchema } from './csaf-schema.ts';
import { mandatoryTests } from './mandatory-tests.ts';
import { readCsaf } from './read-csaf.ts';

const libraryTests = new Map(Object.entries(library));

interface TestCases {
  tests: {
    id: string;
    group: string;
    failures?: { name: string }[];
    valid?: { name: string }[];
  }[];
}

function load(path: string): CsafDocument {
  return JSON.parse(readFileSync(path, 'utf8')) as CsafDocument;
}

/** Official documents of OASIS for each mandatory test that the corpus holds: those that must fail, and must pass. */
const golden: Readonly<Record<string, readonly [failing: number, passing: number]>> = {
  '6.1.1': [1, 0],
  '6.1.2': [1, 0],
  '6.1.3': [1, 0],
  '6.1.4': [1, 1],
  '6.1.5': [1, 0],
  '6.1.6': [3, 2],
  '6.1.7': [0, 1],
  '6.1.8': [1, 2],
  '6.1.9': [1, 1],
  '6.1.10': [1, 0],
  '6.1.13': [1, 0],
  '6.1.14': [4, 7],
  '6.1.15': [1, 2],
  '6.1.16': [0, 3],
  '6.1.17': [1, 0],
  '6.1.18': [1, 0],
  '6.1.19': [2, 0],
  '6.1.20': [1, 0],
  '6.1.21': [1, 3],
  '6.1.22': [1, 0],
  '6.1.24': [0, 1],
  '6.1.25': [1, 0],
  '6.1.26': [2, 0],
  '6.1.27.3': [1, 0],
  '6.1.27.5': [1, 0],
  '6.1.27.9': [3, 1],
  '6.1.27.10': [1, 0],
  '6.1.27.11': [1, 0],
  '6.1.29': [1, 1],
  '6.1.30': [1, 1],
  '6.1.31': [4, 1],
  '6.1.32': [1, 0],
  '6.1.33': [0, 1],
};

test('every verdict of the official CSAF 2.0 mandatory tests is ours, number by number', (t) => {
  const folder = requireCorpus(t, 'csaf-oasis-conformance/csaf_2.0/test/validator/data');
  if (folder === null) return;
  const cases = JSON.parse(readFileSync(join(folder, 'testcases.json'), 'utf8')) as TestCases;
  const agreed: Record<string, [number, number]> = {};
  for (const { id, group, failures = [], valid = [] } of cases.tests) {
    if (group !== 'mandatory') continue;
    const faultCount = (name: string): number =>
      mandatoryTests.get(id)?.(load(join(folder, name))).length ?? Number.NaN;
    agreed[id] = [
      failures.filter(({ name }) => faultCount(name) > 0).length,
      valid.filter(({ name }) => faultCount(name) === 0).length,
    ];
    assert.deepEqual(agreed[id], [failures.length, valid.length], `test ${id}`);
  }
  assert.deepEqual(agreed, golden);
});

test('a document that must fail is not valid as a whole, and the fault names the test', (t) => {
  const folder = requireCorpus(t, 'csaf-oasis-conformance/csaf_2.0/test/validator/data');
  if (folder === null) return;
  const cases = JSON.parse(readFileSync(join(folder, 'testcases.json'), 'utf8')) as TestCases;
  for (const { id, group, failures = [] } of cases.tests) {
    if (group !== 'mandatory') continue;
    for (const { name } of failures) {
      const reading = readCsaf(readFileSync(join(folder, name)));
      assert.equal(reading.valid, false, name);
      assert.ok(
        reading.faults.some(({ code }) => code === `csaf-${id}`),
        name,
      );
    }
  }
});

test('the additional cases of the validator library are judged as their folder says', (t) => {
  const folder = requireCorpus(t, 'csaf-secvisogram/tests');
  if (folder === null) return;
  let count = 0;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith('mandatoryTest_')) continue;
    const number = name.replace('mandatoryTest_', '').replaceAll('_', '.');
    for (const verdict of readdirSync(join(folder, name))) {
      for (const file of readdirSync(join(folder, name, verdict))) {
        const path: string = join(folder, name, verdict, file);
        const { faults } = readCsaf(readFileSync(path));
        // `relationships: [{}]` breaks the schema, but it is no circle.
        const blamed = faults.some(({ code }) => code === `csaf-${number}`);
        assert.equal(blamed, verdict === 'failing', `${name}/${verdict}/${file}`);
        count += 1;
      }
    }
  }
  assert.equal(count, 16);
});

test('our own linear tests say, fault for fault, what the library says on every document', (t) => {
  const folder = requireCorpus(t, 'csaf-oasis-conformance/csaf_2.0/test/validator/data');
  const cisa = extractCorpusArchive('csaf-cisa/csaf-cisa.tar.xz');
  const vendor = extractCorpusArchive('csaf-vendor/csaf-vendor.tar.xz');
  if (folder === null || cisa === null || vendor === null) return;
  const files = [folder, cisa, vendor].flatMap((root) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const numbers = ['6.1.1', '6.1.3', '6.1.4', '6.1.27.9', '6.1.27.10', '6.1.32', '6.1.33'];
  let compared = 0;
  for (const file of files) {
    const document = load(file);
    if (checkCsafSchema(document, false).length > 0) continue;
    for (const number of numbers) {
      const theirs = libraryTests.get(`mandatoryTest_${number.replaceAll('.', '_')}`)?.(document);
      const expected = (theirs?.errors ?? []).map(({ instancePath: path, message }) => ({
        path,
        message,
      }));
      assert.deepEqual(mandatoryTests.get(number)?.(document), expected, `${number} ${file}`);
      compared += 1;
    }
  }
  assert.ok(compared > 3000, String(compared));
});

test('the official file names are judged as section 5.1 says', (t) => {
  const folder = requireCorpus(t, 'csaf-oasis-conformance/csaf_2.0/test/filenames/data');
  if (folder === null) return;
  for (const verdict of ['valid', 'invalid']) {
    for (const file of readdirSync(join(folder, verdict))) {
      const document: CsafDocument = load(join(folder, verdict, file));
      assert.equal(
        csafFileName(document.document.tracking.id) === basename(file),
        verdict === 'valid',
        file,
      );
      const { faults } = readCsaf(readFileSync(join(folder, verdict, file)), { fileName: file });
      assert.equal(
        faults.some(({ code }) => code === 'csaf-5.1'),
        verdict === 'invalid',
      );
    }
  }
});

test('CSAF 2.1 documents are refused by name', (t) => {
  const folder = requireCorpus(t, 'csaf-oasis-conformance/csaf_2.1/test/validator/data/mandatory');
  if (folder === null) return;
  const files = readdirSync(folder).filter((file) => !file.endsWith('.result.json'));
  assert.ok(files.length > 200);
  for (const file of files) {
    const reading = readCsaf(readFileSync(join(folder, file)));
    assert.equal(reading.advisory, null);
    assert.equal(reading.faults[0]?.code, 'csaf-version');
    assert.match(reading.faults[0]?.message ?? '', /This is CSAF 2\.1/);
  }
});
