import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ReportedTest, requirementCoverage } from './requirement-coverage.ts';

// `npm run coverage:requirements`: which requirements a passing test shows to be met, after a complete `npm test`.
// `--check` fails when one is unmet that was met before; `--write` shrinks the list of unmet ones.
const root = fileURLToPath(new URL('..', import.meta.url));
const reportPath = join(root, 'dist', 'test-report.json');
const unmetPath = join(root, 'tests', 'tidy', 'unmet-requirements.json');

interface Report {
  readonly complete: boolean;
  readonly families: readonly {
    readonly family: string;
    readonly tests: readonly ReportedTest[];
  }[];
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

function main(options: readonly string[]): number {
  if (!existsSync(reportPath)) {
    process.stdout.write('There is no report of a complete run yet. Run: npm test\n');
    return 1;
  }
  const report = readJson<Report>(reportPath);
  const { requirements } = readJson<{
    requirements: { id: string; document: string; clause: string }[];
  }>(join(root, 'src', 'standards', 'requirements.json'));
  const allowed = readJson<string[]>(unmetPath);
  const tests = report.families.flatMap((family) => family.tests);
  const coverage = requirementCoverage(
    requirements.map(({ id }) => id),
    tests,
    allowed,
  );
  for (const { id, document, clause } of requirements) {
    const met = coverage.met.get(id) ?? [];
    const where = met.map(({ file, name }) => `\n    ${file}: ${name}`).join('');
    process.stdout.write(
      `${met.length > 0 ? 'met  ' : 'UNMET'} ${id} (${document} ${clause})${where}\n`,
    );
  }
  if (!report.complete) process.stdout.write('\nThe run was interrupted.\n');
  if (options.includes('--write')) {
    const left = allowed.filter((id) => coverage.unmet.includes(id));
    writeFileSync(unmetPath, `${JSON.stringify(left, null, 2)}\n`);
    process.stdout.write(`\nunmet-requirements.json: ${allowed.length} → ${left.length}\n`);
  } else if (coverage.newlyMet.length > 0) {
    process.stdout.write(
      `\nMet, and still listed as unmet (--write shrinks the list): ${coverage.newlyMet.join(', ')}\n`,
    );
  }
  if (coverage.lost.length > 0) {
    process.stdout.write(`\nMet before, and not any more: ${coverage.lost.join(', ')}\n`);
  }
  process.stdout.write(
    `\n${requirements.length - coverage.unmet.length} of ${requirements.length} requirements met\n`,
  );
  return options.includes('--check') && coverage.lost.length > 0 ? 1 : 0;
}

process.exitCode = main(process.argv.slice(2));
