import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../ensure/paths.mjs';

/**
 * @typedef {object} TestResult
 * @property {string} name suites and test, joined by ›
 * @property {string} file relative to the root
 * @property {number} line
 * @property {'passed' | 'failed' | 'skipped'} outcome
 * @property {string} reason why it was skipped
 * @property {string} error
 * @property {number} durationMs
 */

const reporter = pathToFileURL(join(root, 'scripts', 'testing', 'reporter.mjs')).href;
const keptOutputCharacters = 20_000;
/** How long a process may stay open after its last test. */
const closeLimitMs = 10_000;
/** How long it may take to end what it started, once it is stopped. */
const graceMs = 3000;

/**
 * Runs one family in a process group of its own and tells of each finished test. A crash or a hang is one failed test more.
 *
 * @param {import('./families.mjs').Family} family
 * @param {Record<string, string>} environment
 * @param {(test: TestResult) => void} onTest
 * @param {(stop: () => void) => void} onStarted gets the function that ends it early
 * @returns {Promise<number>} its duration in ms
 */
export async function runFamily(family, environment, onTest, onStarted) {
  const startedAt = performance.now();
  const child = spawnFamily(family, environment);
  const output = keepTail(child);
  let ended = false;
  let failures = 0;
  let stopReason = '';
  let forceStop;
  const stop = (why) => {
    stopReason ||= why;
    // A browser is in a group of its own: who started it ends it when asked, not when killed.
    killGroup(child.pid, 'SIGTERM');
    forceStop ??= setTimeout(() => killGroup(child.pid), graceMs);
  };
  onStarted(() => stop('interrupted'));
  const limit = setTimeout(
    () => stop(`it took longer than ${Math.round(family.limitMs / 1000)} s and was killed`),
    family.limitMs,
  );
  let closeLimit;
  child.on('message', (message) => {
    if (message.kind === 'end') {
      ended = true;
      closeLimit = setTimeout(
        () => stop('its process stayed open after the last test: something was not closed'),
        Math.min(closeLimitMs, family.limitMs),
      );
    } else if (message.kind === 'test' && countsAsTest(message)) {
      if (message.outcome === 'failed') failures += 1;
      onTest(asResult(message));
    }
  });
  const { code, signal } = await exitOf(child);
  clearTimeout(limit);
  clearTimeout(closeLimit);
  clearTimeout(forceStop);
  // Nothing that the family started may outlive it.
  killGroup(child.pid);
  const durationMs = performance.now() - startedAt;
  if (family.command !== null) {
    onTest(checkResult(family, code, stopReason, output(), durationMs));
  } else if (stopReason !== '' || !ended || (code !== 0 && failures === 0)) {
    const why = stopReason || `its process ended with ${signal ?? `code ${code}`}`;
    onTest(crashResult(family, why, output()));
  }
  return durationMs;
}

function spawnFamily(family, environment) {
  const testArguments = [
    '--test',
    '--test-isolation=none',
    `--test-reporter=${reporter}`,
    '--test-reporter-destination=stdout',
    ...family.files,
  ];
  return spawn(process.execPath, family.command ?? testArguments, {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
  });
}

function exitOf(child) {
  return new Promise((resolve) => {
    child.on('error', () => resolve({ code: 1, signal: null }));
    // `close` waits for the channel and the pipes, so that no message is lost; a process that the family left behind may
    // hold the pipes for ever, so `exit` sets a bound.
    child.on('exit', (code, signal) => {
      const bound = setTimeout(() => resolve({ code, signal }), 2000);
      child.on('close', () => {
        clearTimeout(bound);
        resolve({ code, signal });
      });
    });
  });
}

function keepTail(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part) => {
      text = (text + part).slice(-keptOutputCharacters);
    });
  }
  return () => text.trim();
}

function killGroup(pid, signal = 'SIGKILL') {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // Everything of it has ended by itself.
  }
}

/** A suite counts only when it failed by itself, and what failed by its children's fault does not. */
function countsAsTest({ suite, outcome, onlyChildren }) {
  return !onlyChildren && (!suite || outcome === 'failed');
}

function asResult({ name, file, line, outcome, reason, error, durationMs }) {
  const prefix = `${root}/`;
  const shortFile = file.startsWith(prefix) ? file.slice(prefix.length) : file;
  return { name, file: shortFile, line, outcome, reason, error, durationMs };
}

function checkResult(family, code, stopReason, output, durationMs) {
  const base = { name: family.label, file: '', line: 0, durationMs };
  if (code === 0) return { ...base, outcome: 'passed', reason: '', error: '' };
  const skipped = code === 2 && output.startsWith('platform:');
  if (skipped) return { ...base, outcome: 'skipped', reason: output, error: '' };
  return { ...base, outcome: 'failed', reason: '', error: stopReason || output };
}

function crashResult(family, why, output) {
  return {
    name: `${family.label}: the family did not finish`,
    file: '',
    line: 0,
    outcome: 'failed',
    reason: '',
    error: `${why}\n${output}`,
    durationMs: 0,
  };
}
