#!/usr/bin/env node
// The command line's door. Runs the product on the Node.js it brings along: at once when this process is that one,
// otherwise as a child whose signals and exit code are passed through.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { bundledNode } from '../scripts/ensure/platform.mjs';

const wanted = bundledNode();
if (wanted === null || !existsSync(wanted)) {
  process.stderr.write(
    'The Node.js that Commonward brings along is not installed. Run: node scripts/ensure.mjs\n',
  );
  process.exitCode = 1;
} else if (realpathSync(process.execPath) === realpathSync(wanted)) {
  endWithNpm();
  await import('../src/apps/cli.ts');
} else {
  runOn(wanted);
}

/** npm passes SIGTERM to its shell only, which dies and leaves us behind: losing the parent means the same as SIGTERM. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}

function runOn(node) {
  const args = [...process.execArgv, realpathSync(process.argv[1]), ...process.argv.slice(2)];
  const child = spawn(node, args, { stdio: 'inherit' });
  // In a terminal the child gets Ctrl-C by itself; this process only waits. Signals sent to it alone are passed on.
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    process.stderr.write(`${node} cannot be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0);
  });
}
