import { CommanderError } from 'commander';
import { BackupError, type BackupFault } from '#kernel/backup/backup-error.ts';
import { ConfigError } from '#kernel/config/config.ts';
import { AlreadyRunningError, EmbeddedPostgresError } from '#kernel/embedded-postgres/errors.ts';
import { AppError, type Fault } from '#kernel/errors/app-error.ts';

/** What the command line ends with; docs/guide/command-line.md tells it to people. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  refused: 3,
  notFound: 4,
  conflict: 5,
  unverified: 6,
  unreachable: 7,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** As an answer names it. */
export interface Refusal {
  readonly rule: string;
  readonly name?: string | undefined;
  readonly clause: string;
}

/** A command that ends without success; the message says what to do. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;
  readonly faults: readonly Fault[];
  /** What the rules of a procedure refused; whoever knows the procedure tells it in its words. */
  readonly refusals: readonly Refusal[];
  constructor(
    exitCode: ExitCode,
    message: string,
    faults: readonly Fault[] = [],
    refusals: readonly Refusal[] = [],
  ) {
    super(message);
    this.exitCode = exitCode;
    this.faults = faults;
    this.refusals = refusals;
  }
}

export function usageError(message: string): CommandFailure {
  return new CommandFailure(exitCodes.usage, message);
}

/** The exit code for the status of an HTTP answer or of an error that would have become one. */
export function exitCodeOfStatus(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.refused;
  if (status === 404) return exitCodes.notFound;
  if (status === 409 || status === 412) return exitCodes.conflict;
  if (status === 400 || status === 422) return exitCodes.usage;
  return exitCodes.failure;
}

const ofBackup: Readonly<Record<BackupFault, ExitCode>> = {
  damaged: exitCodes.unverified,
  unverified: exitCodes.unverified,
  'not-empty': exitCodes.conflict,
  exists: exitCodes.conflict,
  busy: exitCodes.conflict,
  passphrase: exitCodes.usage,
  version: exitCodes.failure,
};

/** Errors of sockets and of the database's own door: there is nobody to talk to. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  '28000',
  '28P01',
  '3D000',
  '57P03',
]);

export interface Told {
  readonly exitCode: ExitCode;
  readonly message: string;
  readonly faults: readonly Fault[];
}

/** What any error means to the one who typed the command with `args`. */
export function told(error: unknown, args: readonly string[] = []): Told {
  if (error instanceof CommandFailure) return error;
  if (error instanceof AppError) {
    const message = error.detail ?? error.title;
    return { exitCode: exitCodeOfStatus(error.status), message, faults: error.faults };
  }
  const say = (exitCode: ExitCode, message: string): Told => ({ exitCode, message, faults: [] });
  if (error instanceof BackupError) return say(ofBackup[error.fault], error.message);
  if (error instanceof ConfigError) return say(exitCodes.usage, error.message);
  if (error instanceof AlreadyRunningError) return say(exitCodes.conflict, error.message);
  if (error instanceof EmbeddedPostgresError) return say(exitCodes.failure, error.message);
  if (error instanceof CommanderError) {
    return say(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage, '');
  }
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code !== null && unreachable.has(code)) {
    return say(exitCodes.unreachable, `No connection: ${message || code}`);
  }
  const path = (error as NodeJS.ErrnoException | null)?.path;
  if (code === 'ENOENT' && path !== undefined && args.includes(path)) {
    return say(exitCodes.notFound, `There is no file ${path}.`);
  }
  return say(exitCodes.failure, message);
}

/** The code of an error, or of what stands behind it. */
function codeOf(error: unknown): string | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    const code = (each as NodeJS.ErrnoException).code;
    if (typeof code === 'string') return code;
    if (each instanceof AggregateError && each.errors.length > 0) return codeOf(each.errors[0]);
  }
  return null;
}
