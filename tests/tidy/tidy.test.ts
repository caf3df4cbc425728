import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allRules } from './all-rules.ts';
import { applyExemptions, type Exemption } from './exemptions.ts';
import { type Offence, readHouse, repositoryRoot } from './house.ts';
import type { EqualText } from './rules/texts.ts';
import { requirementIds } from './rules/writing.ts';

/** The most exemptions and unmet requirements there may be. Lower them with the lists; they never rise. */
const mostExemptions = 1;
const mostUnmetRequirements = 96;

const house = readHouse(repositoryRoot);
const exemptions = readList<Exemption>('exemptions.json');
const rules = allRules(readList<EqualText>('equal-texts.json'));

for (const rule of rules) {
  test(rule.name, () => {
    const { offences, unused } = applyExemptions(rule.name, rule.check(house), exemptions);
    const lines = offences.map(describeOffence);
    assert.ok(lines.length === 0, `\n${lines.join('\n')}\nAdvice: ${rule.advice}\n`);
    const idle = unused.map(({ path }) => path);
    assert.deepEqual(idle, [], 'exemptions that excuse nothing any more: remove them');
  });
}

test('exemptions have a reason, name a rule, and only shrink', () => {
  for (const { rule, path, reason } of exemptions) {
    assert.ok(
      rules.some(({ name }) => name === rule),
      `${path}: there is no rule "${rule}"`,
    );
    assert.ok(reason.trim().length > 0, `${path}: no reason`);
  }
  assert.equal(exemptions.length, mostExemptions, 'mostExemptions follows the list down');
});

test('the list of unmet requirements names requirements, and only shrinks', () => {
  const known = new Set(requirementIds(house.files));
  const unmet = readList<string>('unmet-requirements.json');
  assert.deepEqual(
    unmet.filter((id) => !known.has(id)),
    [],
  );
  assert.equal(new Set(unmet).size, unmet.length);
  assert.ok(unmet.length <= mostUnmetRequirements, 'a requirement that was met is unmet');
});

function readList<T>(name: string): T[] {
  return JSON.parse(readFileSync(join(repositoryRoot, 'tests', 'tidy', name), 'utf8')) as T[];
}

function describeOffence({ path, line, message }: Offence): string {
  return `  ${path}${line === undefined ? '' : `:${line}`} ${message}`;
}
