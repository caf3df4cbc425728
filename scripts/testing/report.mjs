import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../ensure/paths.mjs';

/**
 * Writes dist/test-report.json, which `npm run coverage:requirements` reads. A run of a part goes to
 * dist/test-report-part.json and leaves the report of the last complete run alone.
 */
export function writeReport(results, complete) {
  const families = results.map(({ family, durationMs, tests }) => ({
    family,
    durationMs: Math.round(durationMs),
    tests: tests.map(({ name, file, outcome, reason, durationMs: testMs }) => ({
      name,
      file,
      outcome,
      ...(reason === '' ? {} : { reason }),
      durationMs: Math.round(testMs),
    })),
  }));
  const path = join(dist, complete ? 'test-report.json' : 'test-report-part.json');
  try {
    mkdirSync(dist, { recursive: true });
    writeFileSync(path, `${JSON.stringify({ complete, families }, null, 1)}\n`);
  } catch (error) {
    process.stdout.write(`The report could not be written: ${error.message}\n`);
  }
}
