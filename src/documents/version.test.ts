import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compareVersions,
  FIRST_DRAFT,
  formatActions,
  formatVersion,
  nextEdition,
  nextRevision,
  parseActions,
  parseVersion,
  versionForSubmission,
} from './version.ts';

test('R-DOC-3 a version is written edition.revision and read back', () => {
  assert.deepEqual(parseVersion('1.05'), { edition: 1, revision: 5 });
  assert.equal(formatVersion({ edition: 1, revision: 5 }), '1.05');
  fc.assert(
    fc.property(fc.nat(9999), fc.nat(9999), (edition, revision) => {
      const version = { edition, revision };
      assert.deepEqual(parseVersion(formatVersion(version)), version);
    }),
  );
});

test('R-DOC-3 what is not a version is refused with the text named', () => {
  for (const text of [
    '',
    '1',
    '1.5',
    '01.05',
    '1.005',
    '1.05 ',
    '-1.05',
    '1.05.1',
    'a.bc',
    '1,05',
  ]) {
    assert.throws(() => parseVersion(text), RangeError, text);
  }
});

test('R-DOC-3 the first submission for review raises the edition from 0 to 1, later ones the revision', () => {
  const submitted = versionForSubmission(FIRST_DRAFT);
  assert.equal(formatVersion(FIRST_DRAFT), '0.01');
  assert.equal(formatVersion(submitted), '1.00');
  assert.equal(formatVersion(versionForSubmission(submitted)), '1.01');
  assert.equal(formatVersion(versionForSubmission(parseVersion('0.17'))), '1.00');
});

test('R-DOC-3 each later issue raises the revision, also past 99', () => {
  assert.equal(formatVersion(nextRevision(parseVersion('1.04'))), '1.05');
  assert.equal(formatVersion(nextRevision(parseVersion('1.99'))), '1.100');
  assert.equal(formatVersion(nextEdition(parseVersion('1.05'))), '2.00');
  assert.ok(compareVersions(parseVersion('1.100'), parseVersion('1.99')) > 0);
  assert.ok(compareVersions(parseVersion('0.99'), parseVersion('1.00')) < 0);
});

test('R-DOC-4 the action of a revision is I, R or both, Insert first', () => {
  assert.deepEqual(parseActions('I, R'), ['I', 'R']);
  assert.deepEqual(parseActions('R,I'), ['I', 'R']);
  assert.deepEqual(parseActions('R'), ['R']);
  assert.equal(formatActions(['R', 'I']), 'I, R');
  for (const text of ['', 'D', 'I, I', 'I;R', 'i'])
    assert.throws(() => parseActions(text), RangeError);
});
