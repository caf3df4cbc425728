import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError } from '#kernel/errors/app-error.ts';
import { classifiedMarking, refuseClassifiedInput } from './eu-classified.ts';

describe('markings of EU classified information', () => {
  it('are found in both languages, short, with lines, and in names of files', () => {
    for (const text of [
      'RESTREINT UE/EU RESTRICTED',
      'Annex: R-UE/EU-R',
      'TS-UE/EU-TS',
      'Confidentiel UE',
      'EU Confidential',
      'SECRET-UE',
      'TRÈS SECRET UE/EU TOP SECRET',
      'EU\u00A0SECRET',
      'EU‑RESTRICTED',
      'report_RESTREINT_UE_final.pdf',
    ]) {
      assert.notEqual(classifiedMarking(text), null, text);
    }
  });

  it('are not found in what only looks like them', () => {
    for (const text of [
      'Secretariat of the EU, restricted area',
      'The EU restrictedness of trade',
      'a secret used by the client',
      'CONFIDENTIEL, pour usage interne',
      'EUSECRET',
      'SECRET UEFI key',
      'PR-UE/EU-Result',
    ]) {
      assert.equal(classifiedMarking(text), null, text);
    }
  });

  it('are refused at any depth of an input, with the place', () => {
    const input = { id: 7, at: new Date(0), fields: { 'a/b': ['', { text: 'It is EU SECRET.' }] } };
    assert.throws(
      () => refuseClassifiedInput(input),
      (error: unknown) =>
        error instanceof AppError &&
        error.code === 'eu-classified' &&
        error.faults[0]?.path === '/fields/a~1b/1/text',
    );
    refuseClassifiedInput({ fields: { text: 'LIMITED' }, bytes: new Uint8Array(9), none: null });
  });
});
