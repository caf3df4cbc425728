// Makes the checkout ready to run: packages, native files, web application. Plain JavaScript for the system's Node.js
// 20.19 or newer, because it runs before anything is installed. Quick when nothing changed.
import { EnsureError } from './ensure/ensure-error.mjs';
import { withLock } from './ensure/lock.mjs';
import { nativeFilesAreReady, prepareNativeFiles } from './ensure/native-files.mjs';
import { installPackages, packagesAreCurrent, rememberInstall } from './ensure/packages.mjs';
import { checkNodeVersion, checkPlatformPackages } from './ensure/platform.mjs';
import { buildWeb, webIsCurrent } from './ensure/web-build.mjs';

// The generators and the development server, which builds pages as they are asked for, do without the built web application.
const withWeb = !process.argv.includes('--without-web');

async function ensure() {
  checkNodeVersion();
  if (isReady()) return;
  await withLock(async () => {
    // Another process may have done everything while this one waited for the lock.
    if (!packagesAreCurrent()) await installPackages();
    checkPlatformPackages();
    if (!nativeFilesAreReady()) prepareNativeFiles();
    rememberInstall();
    if (withWeb && !webIsCurrent()) await buildWeb();
  });
}

function isReady() {
  if (!packagesAreCurrent()) return false;
  checkPlatformPackages();
  return nativeFilesAreReady() && (!withWeb || webIsCurrent());
}

try {
  await ensure();
} catch (error) {
  if (!(error instanceof EnsureError)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}
