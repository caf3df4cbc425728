import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { decideImpact, highImpactTable, impacts, labels, levels } from './high-impact.ts';

const golden = new URL('./high-impact.truth.txt', import.meta.url);

/** Every combination of one affected system, and of one affected information: 81 each. */
function truthTable(): string {
  const lines = [`${highImpactTable.id} ${highImpactTable.version}`];
  const combinations = impacts.flatMap((confidentiality) =>
    impacts.flatMap((integrity) =>
      impacts.map((availability) => ({ confidentiality, integrity, availability })),
    ),
  );
  const line = (
    what: string,
    rank: string,
    each: object,
    decided: ReturnType<typeof decideImpact>,
  ) =>
    lines.push(
      [what, rank, ...Object.values(each), decided.outcome, decided.met.map(({ rule }) => rule)]
        .join(' ')
        .trim(),
    );
  for (const level of levels) {
    for (const each of combinations) {
      const systems = [{ name: 's', level, ...each }];
      line('system', level, each, decideImpact({ systems, information: [] }));
    }
  }
  for (const label of labels) {
    for (const each of combinations) {
      const information = [{ name: 'i', label, ...each }];
      line('information', label, each, decideImpact({ systems: [], information }));
    }
  }
  return `${lines.join('\n')}\n`;
}

describe('the high-impact table', () => {
  it('R-INC-11 decides every combination as its golden truth table says', () => {
    const written = truthTable();
    if (process.env['UPDATE'] === '1') writeFileSync(golden, written);
    assert.equal(written, readFileSync(golden, 'utf8'), 'another table needs another version');
  });

  it('R-INC-11 says what the Security Plan says, word for word', () => {
    for (const row of truthTable().trim().split('\n').slice(1)) {
      const [what, rank = '', c = '', i = '', a = '', outcome] = row.split(' ');
      const significant =
        [a, i].includes('SIGNIFICANT') && ['CRITICAL', 'STRATEGIC'].includes(rank);
      const touched = (c !== 'NONE' || i !== 'NONE') && rank !== 'PUBLIC';
      assert.equal(outcome === 'high', what === 'system' ? significant : touched, row);
    }
  });

  it('R-INC-18 an unsuccessful virus attack, which impaired nothing, is not high impact', () => {
    const none = { confidentiality: 'NONE', integrity: 'NONE', availability: 'NONE' } as const;
    const decided = decideImpact({
      systems: [{ name: 'NCTS', level: 'STRATEGIC', ...none }],
      information: [{ name: 'Movements', label: 'SENSITIVE', ...none }],
    });
    assert.deepEqual(decided.met, [{ rule: 'otherwise', by: '' }]);
    assert.equal(decided.outcome, 'low');
    assert.equal(decideImpact({ systems: [], information: [] }).outcome, 'low');
  });

  it('names every rule that holds and what it was met by', () => {
    const limited = {
      confidentiality: 'LIMITED',
      integrity: 'NONE',
      availability: 'NONE',
    } as const;
    const stopped = { ...limited, availability: 'SIGNIFICANT' } as const;
    const decided = decideImpact({
      systems: [{ name: 'NCTS', level: 'STRATEGIC', ...stopped }],
      information: [{ name: 'Movements', label: 'LIMITED', ...limited }],
    });
    assert.deepEqual(decided.met, [
      { rule: 'S1', by: 'NCTS' },
      { rule: 'I1', by: 'Movements' },
    ]);
  });
});
