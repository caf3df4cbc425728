// `npm test`: a small parent that runs the families of tests as child processes, at most two at a time, on one embedded
// PostgreSQL, and prints `N passed, N failed` last, whatever happens. See CONTRIBUTING.md for its arguments.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { bundledNode } from './ensure/platform.mjs';

const wanted = bundledNode();
if (
  wanted !== null &&
  existsSync(wanted) &&
  realpathSync(wanted) !== realpathSync(process.execPath)
) {
  const args = [realpathSync(process.argv[1]), ...process.argv.slice(2)];
  const child = spawn(wanted, args, { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    if (code === null) process.stdout.write('0 passed, 1 failed\n');
    process.exitCode = code ?? 1;
  });
} else {
  const { runTests } = await import('./testing/run-tests.mjs');
  try {
    process.exitCode = await runTests(process.argv.slice(2));
  } catch (error) {
    process.stdout.write(`${error.stack}\n0 passed, 1 failed\n`);
    process.exitCode = 1;
  }
}
