import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { importView } from '#work/imports/import-service.ts';
import { Api, type ApiOptions } from './api.ts';
import { addCommand, collected, does, instantOf, pairOf } from './command.ts';
import { CommandFailure, exitCodes, usageError } from './failures.ts';
import { type Output, printable } from './output.ts';

interface ImportOptions extends ApiOptions {
  readonly organisation?: string;
  readonly target?: string;
  readonly ecosystem?: string;
  readonly takenAt?: Date;
  readonly wait?: boolean;
}

interface ExportOptions extends ApiOptions {
  readonly filter?: readonly string[];
  readonly sort?: string;
  readonly output?: string;
}

type ImportView = z.infer<typeof importView>;

/** How often the progress of an import is looked at. */
const lookEveryMs = 300;
/** Refused rows that are told to people; JSON tells all that the server keeps in its report. */
const faultsShown = 20;

/** Adds where the server is and who asks. */
export function withAccess(command: Command): Command {
  return command
    .option('--url <address>', 'address of the server, default http://127.0.0.1:$PORT')
    .option(
      '--token <token>',
      'API token; better in API_TOKEN, where other accounts do not see it',
    );
}

/** `commonward import` and `commonward export`. */
export function exchangeCommands(program: Command): void {
  const importing = addCommand(program, {
    usage: 'import <format> <file>',
    description: 'send a file in; - reads standard input',
    examples: [
      'commonward import csaf advisory.json --wait',
      'commonward import dpkg-status /var/lib/dpkg/status --target <asset id> --ecosystem Debian:12 --wait',
      'curl -s https://example.org/osv.json | commonward import osv - --organisation TELCO',
    ],
  })
    .option('--organisation <code>', 'for this organisation, by code or id')
    .option('--target <id>', 'the record it is about, such as the asset of an inventory')
    .option('--ecosystem <name>', 'such as Debian:12, where the file does not say it')
    .option('--taken-at <instant>', 'when it was taken, where the file does not say it', instantOf)
    .option('--wait', 'wait until it is done, and tell the report');
  does<ImportOptions>(withAccess(importing), async ([format = '', file = ''], { out, options }) => {
    const api = new Api(options);
    const { id } = await send(api, format, file, options);
    if (options.wait === true) tellReport(out, await waited(api, id, out));
    else out.document({ id }, [`Accepted as ${id}.`]);
  });
  const exporting = addCommand(program, {
    usage: 'export <format> <register>',
    description: 'write a register as csv or xlsx to standard output or a file',
    examples: [
      'commonward export csv assets --filter kind=host > hosts.csv',
      'commonward export xlsx advisories --filter severity=critical --output advisories.xlsx',
    ],
  })
    .option('--filter <name=value>', 'as in the list; several are possible', collected)
    .option('--sort <column>', 'such as name or -updatedAt')
    .option('--output <file>', 'write there; an existing file is replaced when all is there');
  does<ExportOptions>(
    withAccess(exporting),
    async ([format = '', register = ''], { out, options }) => {
      if (format !== 'csv' && format !== 'xlsx') throw usageError('The format is csv or xlsx.');
      await exportRegister(out, format, register, options);
    },
  );
}

async function send(
  api: Api,
  format: string,
  file: string,
  options: ImportOptions,
): Promise<{ id: string }> {
  const organisation =
    options.organisation === undefined ? undefined : await api.organisationId(options.organisation);
  if (file !== '-' && !(await stat(file)).isFile()) throw usageError(`${file} is no file.`);
  const source = file === '-' ? process.stdin : createReadStream(file);
  const body = Readable.toWeb(source) as ReadableStream<Uint8Array>;
  return api.upload(
    `imports/${encodeURIComponent(format)}`,
    z.object({ id: z.string() }),
    {
      organisation,
      target: options.target,
      ecosystem: options.ecosystem,
      takenAt: options.takenAt?.toISOString(),
      fileName: file === '-' ? undefined : basename(file),
    },
    body,
  );
}

async function waited(api: Api, id: string, out: Output): Promise<ImportView> {
  let told = -1;
  for (;;) {
    const view = await api.get(`imports/${id}`, importView);
    if (view.state === 'done' || view.state === 'failed') return view;
    if (view.rows.read !== told) out.say(`${view.rows.read} rows read`);
    told = view.rows.read;
    await delay(lookEveryMs);
  }
}

/** @throws CommandFailure when nothing of the file was taken over; single refused rows are part of a good report. */
function tellReport(out: Output, view: ImportView): void {
  const { read, accepted, unchanged, refused } = view.rows;
  out.document(view, [
    `${read} read, ${accepted} accepted, ${unchanged} unchanged, ${refused} refused`,
    ...view.faults.slice(0, faultsShown).map((fault) => {
      const place = Object.entries(fault.place).map(([name, value]) => `${name} ${String(value)}`);
      return printable(`  ${place.join(', ')}: ${fault.message}`);
    }),
  ]);
  if (view.state === 'failed') {
    throw new CommandFailure(exitCodes.failure, view.failure ?? 'The import failed.');
  }
  if (refused > 0 && accepted + unchanged === 0) {
    throw new CommandFailure(exitCodes.failure, 'Nothing of the file was taken over.');
  }
}

async function exportRegister(
  out: Output,
  format: 'csv' | 'xlsx',
  register: string,
  options: ExportOptions,
): Promise<void> {
  const { output } = options;
  if (output === undefined && out.json) throw usageError('With --json, name a file: --output');
  if (output === undefined && format === 'xlsx' && process.stdout.isTTY) {
    throw usageError('A workbook does not show in a terminal. Name a file: --output');
  }
  const stream = await new Api(options).download(`exports/${format}`, {
    ...Object.fromEntries((options.filter ?? []).map(pairOf)),
    register,
    sort: options.sort,
  });
  const source = Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
  if (output === undefined) {
    await pipeline(source, process.stdout, { end: false });
    return;
  }
  const bytes = await keepAs(output, source);
  out.document({ file: output, bytes }, [`${output}: ${bytes} bytes`]);
}

/** Writes a file that is there as a whole or not at all. @returns its size in bytes */
export async function keepAs(path: string, source: Readable): Promise<number> {
  const draft = `${path}.unfinished-${process.pid}`;
  try {
    await pipeline(source, createWriteStream(draft, { flags: 'wx', flush: true }));
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  return (await stat(path)).size;
}
