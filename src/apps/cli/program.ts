import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { bundleCommands } from './bundle-commands.ts';
import { caseCommands } from './case-commands.ts';
import { exchangeCommands } from './exchange-commands.ts';
import { exitCodes, told } from './failures.ts';
import { installationCommands } from './installation-commands.ts';
import { organisationCommands } from './organisation-commands.ts';
import { printable } from './output.ts';
import { procedureCommands } from './procedure-commands.ts';
import { recordCommands } from './record-commands.ts';
import { roleCommands } from './role-commands.ts';
import { tokenCommands } from './token-commands.ts';
import { trailCommands } from './trail-commands.ts';
import { userCommands } from './user-commands.ts';

const exitCodeHelp = `
Exit codes: ${Object.entries(exitCodes)
  .map(([name, code]) => `${code} ${name === 'notFound' ? 'not found' : name}`)
  .join(', ')}
Every command takes --json and tells its result on standard output alone. See docs/guide/command-line.md.`;

/** The whole command line. */
export function createProgram(): Command {
  const { version } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  const program = new Command('commonward')
    .description('Information security management across organisations')
    .version(version)
    .addHelpText('after', exitCodeHelp)
    .showHelpAfterError('(--help tells more)')
    .exitOverride();
  installationCommands(program);
  organisationCommands(program);
  userCommands(program);
  roleCommands(program);
  tokenCommands(program);
  exchangeCommands(program);
  caseCommands(program);
  procedureCommands(program);
  recordCommands(program);
  bundleCommands(program);
  trailCommands(program);
  return program;
}

/** Runs one command line and gives its exit code; what went wrong is told on standard error. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  // A reader that has seen enough (`… | head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.failure);
  });
  try {
    await createProgram().parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    const { exitCode, message, faults } = told(error, args);
    if (args.includes('--json') && exitCode !== exitCodes.ok) {
      process.stderr.write(`${JSON.stringify({ exitCode, message, faults })}\n`);
    } else if (message !== '') {
      const lines = faults.map((fault) => `  ${fault.path || '/'}: ${fault.message}`);
      const text = [...message.split('\n').map(printable), ...lines.map(printable)].join('\n');
      process.stderr.write(`${text}\n`);
    }
    return exitCode;
  }
}
