import { readXccdf } from '#formats/xccdf/read-xccdf.ts';
import type { XccdfTestResult } from '#formats/xccdf/xccdf.ts';
import type { Importer, ImportSession } from '#work/imports/importer.ts';
import { keepScan } from './keep-scan.ts';

/** Results of rules in one file at most, over all of its runs: they are held until the file was read to its end. */
const maxResults = 500_000;

/**
 * Nothing is written before the whole file was read: a file that breaks off leaves nothing behind. Each run is one transaction.
 * @throws FormatError with the place
 */
async function importResults(session: ImportSession): Promise<void> {
  const runs: XccdfTestResult[] = [];
  let results = 0;
  for await (const run of readXccdf(session.source)) {
    results += run.rules.length;
    session.read(run.rules.length);
    if (results > maxResults) {
      session.fault({
        place: { line: run.line },
        code: 'too-many',
        message: `The file has more than ${maxResults} results of rules: give it in parts.`,
      });
      return;
    }
    runs.push(run);
  }
  if (runs.length === 0) {
    session.fault({
      place: { line: 1 },
      code: 'no-results',
      message: 'The file has no TestResult: run the benchmark, and give what the scanner wrote.',
    });
  }
  for (const run of runs) await session.batch((context) => keepScan(context, session, run));
}

async function* previewResults(source: AsyncIterable<Uint8Array>, limit: number) {
  let shown = 0;
  for await (const { targets, benchmark, rules } of readXccdf(source)) {
    for (const { rule, result, severity } of rules) {
      if (shown >= limit) return;
      shown += 1;
      const values = {
        result,
        ...(severity === null ? {} : { severity }),
        ...(targets[0] === undefined ? {} : { target: targets[0] }),
        ...(benchmark === null ? {} : { benchmark }),
      };
      yield { kind: 'row' as const, row: { title: rule, values } };
    }
  }
}

/** Results of a configuration scan: XCCDF 1.1 and 1.2, alone or in an asset report collection (ARF). */
export const xccdfImporter: Importer = {
  id: 'xccdf',
  clause: 'X.1052 §12.2.2 e',
  accepts: ['.xml', '.xccdf', '.arf'],
  roles: ['configuration-manager', 'asset-manager', 'security-manager'],
  target: 'assets',
  targetOptional: true,
  run: importResults,
  preview: previewResults,
};
