import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { exportTrail } from '#kernel/trail/export-trail.ts';
import { giveHead } from '#kernel/trail/head-receipts.ts';
import { type KnownHead, knownHeadSchema, verifyTrail } from '#kernel/trail/verify-trail.ts';
import { administering } from './administration.ts';
import { addCommand, addGroup, collected, does, wholeNumber } from './command.ts';
import { CommandFailure, exitCodes, usageError } from './failures.ts';
import { organisationByCode } from './people.ts';

/** Problems told to people; one altered line lets many others not fit. */
const problemsShown = 20;

interface ExportOptions {
  readonly organisation?: readonly string[];
  readonly details?: boolean;
  readonly head?: readonly number[];
  readonly output?: string;
}

/** `commonward trail`: prove that no record of the trail was altered or lost. */
export function trailCommands(program: Command): void {
  const group = addGroup(program, 'trail', 'the trail of all changes, and its proof');
  does<{ head?: readonly string[] }>(
    addCommand(group, {
      usage: 'verify <file>',
      description: 'verify an export of the trail, offline, without any database; - reads input',
      examples: [
        'commonward trail verify trail.jsonl',
        'commonward trail verify trail.jsonl --head known-head.json',
      ],
    }).option('--head <file>', 'a head that you kept; several are possible', collected),
    async ([file = ''], { out, options }) => {
      const heads = (options.head ?? []).flatMap(readHeads);
      const input = file === '-' ? process.stdin : createReadStream(file);
      // An error of the file reaches readline's iterator only through its events.
      const failed = new Promise<never>((_resolve, reject) => input.once('error', reject));
      failed.catch(() => undefined);
      const lines = createInterface({ input, crlfDelay: Infinity });
      const verdict = await Promise.race([verifyTrail(lines, heads), failed]);
      out.document(verdict, [
        `${verdict.treeSize} entries, ${verdict.headsChecked} heads checked, ${verdict.detailsChecked} details checked`,
        verdict.ok ? 'The trail is whole.' : 'The trail is NOT whole:',
        ...verdict.problems.slice(0, problemsShown).map((problem) => `  ${problem}`),
        ...(verdict.problems.length > problemsShown
          ? [`  and ${verdict.problems.length - problemsShown} more; --json tells all`]
          : []),
      ]);
      if (!verdict.ok) {
        throw new CommandFailure(exitCodes.unverified, 'The trail does not verify.');
      }
    },
  );
  exportCommand(group);
  does<{ organisation: string }>(
    addCommand(group, {
      usage: 'head',
      description: 'hand the newest signed head to an organisation, which keeps it outside',
      examples: ['commonward trail head --organisation TELCO --json > known-head.json'],
    }).requiredOption('--organisation <code>', 'who keeps it'),
    async (_args, { out, options }) => {
      const head = await administering(async (parts) => {
        const ownerId = await organisationByCode(parts, options.organisation);
        return parts.database.transaction({ role: 'system', scope: [], person: null }, (tx) =>
          giveHead(tx.client, ownerId, 'asked', parts.clock.now()),
        );
      }, out);
      if (head === null) {
        throw new CommandFailure(exitCodes.conflict, 'Nothing was sealed yet. Start the server.');
      }
      out.document(head, [JSON.stringify(head)]);
    },
  );
}

function exportCommand(group: Command): void {
  const command = addCommand(group, {
    usage: 'export',
    description: 'write the trail as JSON Lines, for verification by anybody',
    examples: [
      'commonward trail export > trail.jsonl',
      'commonward trail export --organisation TELCO --details --output telco.jsonl',
    ],
  })
    .option('--organisation <code>', 'only its entries; others appear as hashes', collected)
    .option('--details', 'with the changed values')
    .option(
      '--head <entries>',
      'show the tree at the size of a head that somebody kept',
      (value: string, before: readonly number[] = []) => [...before, wholeNumber(value)],
    )
    .option('--output <file>', 'write there instead of standard output');
  does<ExportOptions>(command, async (_args, { out, options }) => {
    const { output } = options;
    let entries = 0;
    await administering(async (parts) => {
      const codes = options.organisation ?? null;
      const organisations =
        codes === null
          ? null
          : await Promise.all(codes.map((code) => organisationByCode(parts, code)));
      const lines = exportTrail(
        (read) =>
          parts.database.transaction(
            { role: 'owner', scope: [], person: null, readOnly: true },
            ({ client }) => read(client),
          ),
        { organisations, details: options.details === true, heads: options.head ?? [] },
      );
      const counted = async function* () {
        for await (const line of lines) {
          if (line.startsWith('{"type":"leaf"')) entries += 1;
          yield line;
        }
      };
      await written(counted(), output);
    }, out);
    if (output !== undefined) {
      out.document({ file: output, entries }, [`${output}: ${entries} entries`]);
    }
  });
}

async function written(lines: AsyncIterable<string>, output: string | undefined): Promise<void> {
  if (output === undefined) {
    await pipeline(Readable.from(lines), process.stdout, { end: false });
    return;
  }
  const draft = `${output}.unfinished-${process.pid}`;
  try {
    await pipeline(Readable.from(lines), createWriteStream(draft, { flags: 'wx', flush: true }));
    await rename(draft, output);
  } finally {
    await rm(draft, { force: true });
  }
}

/** One head or a list of them. */
function readHeads(path: string): KnownHead[] {
  const text = readFileSync(path, 'utf8');
  const parsed = z.union([knownHeadSchema, z.array(knownHeadSchema)]).safeParse(parsedJson(text));
  if (!parsed.success) throw usageError(`${path} holds no head of a trail.`);
  return Array.isArray(parsed.data) ? parsed.data : [parsed.data];
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
