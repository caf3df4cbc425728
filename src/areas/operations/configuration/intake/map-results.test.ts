import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { XccdfResult } from '#formats/xccdf/xccdf.ts';
import { mapResults, unmappedRules } from './map-results.ts';

const rule = (id: string, result: XccdfResult, ...idents: string[]) => ({
  ...{ rule: id, result, idents, severity: null, overrides: 0, line: 1 },
});

describe('mapping the results of a scan', () => {
  const items = [
    { item: 'root', ruleIds: ['rule-root'] },
    { item: 'clock', ruleIds: ['CCE-1', 'rule-clock-2'] },
    { item: 'logs', ruleIds: ['rule-logs'] },
  ];

  it('R-CF-6 finds items by rule or by identifier, and takes the worst of several rules', () => {
    const rules = [
      rule('rule-root', 'pass'),
      rule('renamed', 'pass', 'CCE-1'),
      rule('rule-clock-2', 'fail'),
      rule('rule-logs', 'notselected'),
      rule('strange', 'fail'),
    ];
    assert.deepEqual(mapResults(items, rules), [
      { item: 'root', result: 'pass', ruleId: 'rule-root' },
      { item: 'clock', result: 'fail', ruleId: 'rule-clock-2' },
    ]);
    assert.deepEqual(unmappedRules(items, rules), ['strange']);
  });

  it('R-CF-6 keeps every kind of result apart', () => {
    const kinds: readonly XccdfResult[] = [
      ...(['pass', 'fail', 'error', 'unknown', 'notapplicable'] as const),
      ...(['notchecked', 'informational', 'fixed'] as const),
    ];
    const found = kinds.map(
      (result) => mapResults([{ item: 'one', ruleIds: ['r'] }], [rule('r', result)])[0]?.result,
    );
    assert.deepEqual(found, [
      ...['pass', 'fail', 'error', 'unknown', 'not-applicable'],
      ...['not-checked', 'informational', 'fixed'],
    ]);
  });
});
