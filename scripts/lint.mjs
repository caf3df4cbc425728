// Runs the linter and formatter that the packages bring for this platform: `npm run lint`, `npm run format`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeModules, root } from './ensure/paths.mjs';

const program = process.platform === 'win32' ? 'biome.exe' : 'biome';
const biome = join(nodeModules, `@biomejs/cli-${process.platform}-${process.arch}`, program);

if (!existsSync(biome)) {
  process.stderr.write(
    `platform: Biome is not installed for ${process.platform}-${process.arch}.\n`,
  );
  process.exitCode = 2;
} else {
  const args = ['check', '--error-on-warnings', '--max-diagnostics=200', ...process.argv.slice(2)];
  process.exitCode = spawnSync(biome, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
