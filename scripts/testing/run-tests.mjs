import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../ensure/paths.mjs';
import { findChromium } from './chromium.mjs';
import { startDatabase } from './database.mjs';
import { findFamilies, patientLimitMs, selectFamilies } from './families.mjs';
import { printFailure, printFamily, printSkipped, printSummary } from './output.mjs';
import { writeReport } from './report.mjs';
import { runFamily } from './run-family.mjs';

const usage = `npm test -- [family or part of a test file's path …] [--concurrency N] [--limit-seconds N] [--list]
`;

/**
 * Runs the families that the arguments name.
 *
 * @param {string[]} args
 * @returns {Promise<number>} the exit code: 0 when nothing failed
 */
export async function runTests(args) {
  const { values, positionals } = readArguments(args);
  if (values === null) {
    process.stdout.write(`${usage}0 passed, 1 failed\n`);
    return 1;
  }
  const limitMs = Number(values['limit-seconds'] ?? 0) * 1000;
  const families = selectFamilies(findFamilies(), positionals).map((family) =>
    limitMs > 0 ? { ...family, limitMs } : family,
  );
  if (values.list) {
    for (const { label, files } of families) process.stdout.write(`${label} (${files.length})\n`);
    return 0;
  }
  if (families.length === 0) {
    process.stdout.write(
      `No family or test file is named ${positionals.join(', ')}.\n0 passed, 1 failed\n`,
    );
    return 1;
  }
  const concurrency = Number(values.concurrency ?? process.env.TEST_CONCURRENCY ?? besides());
  return await runAll(families, Math.max(1, concurrency || 1), positionals.length === 0);
}

/** Families at once: one more than there are processors, since a family waits for its database or its browser a good part of the time. */
function besides() {
  return availableParallelism() + 1;
}

async function runAll(families, concurrency, complete) {
  const startedAt = performance.now();
  const run = { results: [], stops: new Set(), interrupted: false };
  const interrupt = () => {
    run.interrupted = true;
    for (const stop of run.stops) stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  const chromium = findChromium();
  if (chromium === null && families.some((family) => family.browser)) {
    process.stdout.write(
      'No Chromium was found: what needs a browser is skipped (set CHROMIUM_PATH).\n',
    );
  }
  const database = lazily(() => startDatabase());
  try {
    await schedule(families, concurrency, (family) => runOne(family, run, database, chromium));
  } finally {
    // A database that did not start has failed its families already.
    if (database.started()) await (await database.get().catch(() => null))?.stop?.();
  }
  printSkipped(run.results);
  writeReport(run.results, complete && !run.interrupted);
  if (complete && !run.interrupted) checkRequirements(run);
  if (run.interrupted) process.stdout.write('Interrupted.\n');
  return printSummary(run.results, performance.now() - startedAt, run.interrupted);
}

async function runOne(family, run, database, chromium) {
  if (run.interrupted) return;
  const result = { family: family.label, durationMs: 0, tests: [] };
  run.results.push(result);
  const record = (test) => {
    const judged = judgeSkipped(test);
    result.tests.push(judged);
    if (judged.outcome === 'failed') printFailure(family.label, judged);
  };
  try {
    const environment = familyEnvironment(
      family.database ? (await database.get()).url : '',
      chromium,
    );
    let stopThis;
    result.durationMs = await runFamily(family, environment, record, (stop) => {
      stopThis = stop;
      run.stops.add(stop);
    });
    run.stops.delete(stopThis);
  } catch (error) {
    record(brokenFamily(family, error));
  }
  printFamily(result);
}

/** A requirement that was met once must stay met; judged by the report of this run. */
function checkRequirements(run) {
  const startedAt = performance.now();
  const tool = join(root, 'tools', 'coverage-requirements.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, '--check'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const name = 'no requirement that was met is unmet';
  const base = { name, file: 'tools/coverage-requirements.ts', line: 1, reason: '', durationMs: 0 };
  const error = status === 0 ? '' : `${stdout.trim().split('\n').slice(-4).join('\n')}\n${stderr}`;
  const test = { ...base, outcome: status === 0 ? 'passed' : 'failed', error };
  const result = {
    family: 'requirements',
    durationMs: performance.now() - startedAt,
    tests: [test],
  };
  run.results.push(result);
  if (status !== 0) printFailure(result.family, test);
  printFamily(result);
}

function familyEnvironment(databaseUrl, chromium) {
  // The families never see the user's own database as the product's; they get it as the one to test on.
  const { DATABASE_URL: _user, NODE_OPTIONS: _options, ...environment } = process.env;
  return {
    ...environment,
    NODE_ENV: 'test',
    TZ: 'UTC',
    ...(databaseUrl === '' ? {} : { TEST_DATABASE_URL: databaseUrl }),
    ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }),
  };
}

/** In continuous integration every part must be there: only what this platform cannot do may be skipped. */
function judgeSkipped(test) {
  const mayBeSkipped = process.env.CI !== 'true' || test.reason.startsWith('platform');
  if (test.outcome !== 'skipped' || mayBeSkipped) return test;
  const reason = test.reason || 'no reason given';
  return {
    ...test,
    outcome: 'failed',
    error: `It was skipped, which CI does not allow: ${reason}`,
  };
}

function brokenFamily(family, error) {
  return {
    name: `${family.label}: the family could not start`,
    file: '',
    line: 0,
    outcome: 'failed',
    reason: '',
    error: error.stack,
    durationMs: 0,
  };
}

/**
 * Runs at most `limit` families at a time, those that take long first, so that none is left to end by itself while the other places are idle.
 * One place is kept for the short ones: each of the long ones drives an installation of its own, and all places full of those starve each other.
 */
async function schedule(families, limit, action) {
  const waiting = families.toSorted((one, other) => other.limitMs - one.limitMs);
  const longest = Math.max(1, limit - 1);
  let long = 0;
  const isLong = (family) => family.limitMs >= patientLimitMs;
  const worker = async () => {
    for (;;) {
      const at = waiting.findIndex((family) => long < longest || !isLong(family));
      if (at < 0) return;
      const [family] = waiting.splice(at, 1);
      if (isLong(family)) long += 1;
      await action(family);
      if (isLong(family)) long -= 1;
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

function lazily(make) {
  let made = null;
  return {
    started: () => made !== null,
    get: () => {
      made ??= make();
      return made;
    },
  };
}

function readArguments(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        concurrency: { type: 'string' },
        'limit-seconds': { type: 'string' },
        list: { type: 'boolean' },
      },
    });
  } catch (error) {
    process.stdout.write(`${basename(process.argv[1])}: ${error.message}\n`);
    return { values: null, positionals: [] };
  }
}
