/** Counts of one or many families' tests by outcome. */
export function countOutcomes(results) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { tests } of results) for (const { outcome } of tests) counts[outcome] += 1;
  return counts;
}

/** One failed test with everything that is known of it, as soon as it happens. */
export function printFailure(family, test) {
  const place = test.file === '' ? '' : `  ${test.file}:${test.line}\n`;
  const error = test.error.replaceAll(/^ +at .*node:(?:internal|async_hooks).*\n?/gm, '').trimEnd();
  const detail = error.replaceAll(/^/gm, '    ');
  process.stdout.write(`\nFAILED ${family}: ${test.name}\n${place}${detail}\n\n`);
}

/** One line for a family that has ended. */
export function printFamily(result) {
  const { passed, failed, skipped } = countOutcomes([result]);
  const mark = failed > 0 ? 'FAIL' : 'ok  ';
  const parts = [
    `${String(passed).padStart(6)} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  const seconds = `${(result.durationMs / 1000).toFixed(1)} s`;
  process.stdout.write(
    `${mark} ${result.family.padEnd(22)} ${seconds.padStart(8)} ${parts.join(', ')}\n`,
  );
}

/** What was skipped, gathered by reason. */
export function printSkipped(results) {
  const byReason = new Map();
  for (const { family, tests } of results) {
    for (const test of tests) {
      if (test.outcome !== 'skipped') continue;
      const reason = test.reason || 'no reason given';
      byReason.set(reason, [...(byReason.get(reason) ?? []), `${family}: ${test.name}`]);
    }
  }
  if (byReason.size === 0) return;
  process.stdout.write('\nSkipped:\n');
  for (const [reason, names] of byReason) {
    process.stdout.write(`  ${reason}\n${names.map((name) => `    ${name}\n`).join('')}`);
  }
}

/**
 * The failed tests' names once more, and the last line.
 *
 * @returns {number} the exit code
 */
export function printSummary(results, durationMs, interrupted) {
  const { passed, failed, skipped } = countOutcomes(results);
  if (failed > 0) {
    process.stdout.write('\nFailed:\n');
    for (const { family, tests } of results) {
      for (const test of tests) {
        if (test.outcome === 'failed') process.stdout.write(`  ${family}: ${test.name}\n`);
      }
    }
  }
  process.stdout.write(`\n${(durationMs / 1000).toFixed(0)} s\n`);
  const skippedPart = skipped > 0 ? `, ${skipped} skipped` : '';
  process.stdout.write(`${passed} passed, ${failed} failed${skippedPart}\n`);
  return failed > 0 || interrupted ? 1 : 0;
}
