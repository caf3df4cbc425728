import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnsureError } from './ensure-error.mjs';
import { nodeModules, root } from './paths.mjs';

const lockFile = join(root, 'package-lock.json');
const stampFile = join(nodeModules, '.commonward-install');

/** True when what is installed is what the lock file asks for. */
export function packagesAreCurrent() {
  if (readText(stampFile) === lockStamp()) return true;
  return installedMatchesLock();
}

/** Notes which lock file this installation follows, which makes the next look cheap. */
export function rememberInstall() {
  if (readText(stampFile) !== lockStamp()) writeFileSync(stampFile, lockStamp());
}

/** Installs exactly what the lock file names; no package's own scripts run. */
export async function installPackages() {
  const first = !existsSync(nodeModules);
  process.stdout.write(
    first
      ? 'Installing the packages (once; this takes a minute).\n'
      : 'The lock file changed; installing the packages again.\n',
  );
  const startedAt = performance.now();
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const kinds = ['--include=dev', '--include=optional'];
  const code = await runNpm(['ci', ...options, ...kinds]);
  if (code !== 0) {
    throw new EnsureError(
      `npm ci ended with code ${code}; its message is above. If the registry cannot be reached, check the network or\n` +
        "npm's settings (npm config get registry) and start again.",
    );
  }
  process.stdout.write(`Installed in ${Math.round((performance.now() - startedAt) / 1000)} s.\n`);
}

function lockStamp() {
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  return `${hash} ${process.platform}-${process.arch}`;
}

/** npm's own record of what it installed, compared with the lock file: an installation made by hand counts as well. */
function installedMatchesLock() {
  const recorded = readText(join(nodeModules, '.package-lock.json'));
  if (recorded === null) return false;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const installed = JSON.parse(recorded).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    return found === undefined ? entry.optional === true : found.version === entry.version;
  });
}

function runNpm(args) {
  // Under npm, the very npm that runs us; otherwise the one in PATH (a command file on Windows).
  const script = process.env.npm_execpath;
  const viaNode = script !== undefined && /\.c?js$/.test(script) && existsSync(script);
  const [program, programArgs] = viaNode ? [process.execPath, [script, ...args]] : ['npm', args];
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArgs, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: !viaNode && process.platform === 'win32',
      // A production setting must not leave out what the build needs.
      env: { ...process.env, NODE_ENV: '' },
    });
    child.on('error', () => reject(new EnsureError('npm was not found. It comes with Node.js.')));
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
